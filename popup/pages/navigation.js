/**
 * The pages in a tab that exist, in the order of the menu and of the navigation, each with the key of its title.
 *
 * @typedef {"settings" | "security" | "backup" | "import" | "restore" | "help" | "welcome" | "sheet" | "scan"
 *   | "camera"} PageName
 *
 * @type {readonly {name: PageName, title: string}[]}
 */
export const NAVIGATION = [
  { name: "settings", title: "settings_title" },
  { name: "backup", title: "backup_title" },
  { name: "import", title: "import_title" },
  { name: "help", title: "help_title" },
];
