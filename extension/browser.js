/**
 * The one file that names the browser's extension API. Everything else asks here, so that the differences between
 * Chrome, Edge and Firefox have one place and the rest runs under test without a browser.
 */

/** The address of a file of the extension. @param {string} path @returns {string} */
export function fileUrl(path) {
  return chrome.runtime.getURL(path);
}

/** The text of a file of the extension. @param {string} path @returns {Promise<string>} */
export async function readFile(path) {
  const answer = await fetch(fileUrl(path));
  return answer.text();
}

/**
 * The language of ours that the browser speaks to this person in, as a BCP 47 tag: told by which of our messages it picks.
 * `getUILanguage` knows only the languages that the browser's own menus are installed in; Debian's Chromium has English alone.
 *
 * @returns {string}
 */
export function interfaceLanguage() {
  return chrome.i18n.getMessage("language_tag") || chrome.i18n.getUILanguage();
}

/**
 * Shows a page of the extension in a new tab.
 *
 * @param {"settings" | "security" | "import" | "backup" | "restore" | "help" | "welcome" | "unlock" | "sheet" | "scan"
 *   | "camera"} name a file of `popup/pages`
 * @param {string} [hash] the part of the page to show, without `#`
 * @returns {Promise<void>}
 */
export async function openPage(name, hash = "") {
  const url = fileUrl(`popup/pages/${name}.html`);
  await chrome.tabs.create({ url: hash === "" ? url : `${url}#${hash}` });
}

/** Shows where the browser lets shortcuts be chosen. @returns {Promise<void>} */
export async function openShortcuts() {
  const { commands } = /** @type {{commands?: {openShortcutSettings?: () => Promise<void>}}} */ (chrome);
  if (commands?.openShortcutSettings) {
    await commands.openShortcutSettings();
  } else {
    await chrome.tabs.create({ url: "chrome://extensions/shortcuts" });
  }
}

/** The extension's version. @returns {string} */
export function version() {
  return chrome.runtime.getManifest().version;
}

/**
 * The tab in front. Its address is known after the person clicked the toolbar icon, a menu or a shortcut of ours over it
 * (`activeTab`), and for pages of the extension.
 *
 * @returns {Promise<{id: number, url: string} | null>}
 */
export async function currentTab() {
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
  return tab?.id === undefined ? null : { id: tab.id, url: tab.url ?? "" };
}

/** Calls `listener` when another tab is in front, or the one in front shows another page. @param {() => void} listener */
export function onTabChange(listener) {
  chrome.tabs.onActivated.addListener(listener);
  chrome.tabs.onUpdated.addListener((_, { url, status }) => {
    if (url !== undefined || status === "complete") {
      listener();
    }
  });
}

/** Shows the popup, as a click on the icon does; in a tab where the browser cannot. @returns {Promise<void>} */
export async function openPopup() {
  try {
    await chrome.action.openPopup();
  } catch {
    await chrome.tabs.create({ url: fileUrl("popup/popup.html?tab") });
  }
}

/** Whether the browser can show the list beside the page. @returns {boolean} */
export function hasPanel() {
  return sidePanel() !== undefined || sidebar() !== undefined;
}

/** Shows the list beside the page. Only within a click: the browser asks for one. @param {number} [windowId] @returns {Promise<void>} */
export async function openPanel(windowId) {
  const panel = sidePanel();
  if (panel) {
    await panel.open({ windowId: windowId ?? chrome.windows.WINDOW_ID_CURRENT });
  } else {
    await sidebar()?.open();
  }
}

/** @returns {typeof chrome.sidePanel | undefined} */
function sidePanel() {
  return chrome.sidePanel;
}

/** Firefox's. @returns {{open(): Promise<void>} | undefined} */
function sidebar() {
  return /** @type {{sidebarAction?: {open(): Promise<void>}}} */ (chrome).sidebarAction;
}

/**
 * What an administrator has set. Where there is no administrator, or no such area, it is empty; the browser answers in its
 * own time, and nothing is guessed meanwhile.
 *
 * @returns {Promise<Record<string, unknown>>}
 */
export async function readManaged() {
  try {
    return await chrome.storage.managed.get(null);
  } catch {
    // Firefox throws where there are no policies for this extension.
    return {};
  }
}

/** Calls `listener` when an administrator has changed something. @param {() => void} listener */
export function onManagedChange(listener) {
  chrome.storage.managed?.onChanged?.addListener(listener);
}

/**
 * A mark on the icon.
 *
 * @param {string} text up to four characters; empty for none
 * @param {string} [colour] of what is behind it
 * @returns {Promise<void>}
 */
export async function setBadge(text, colour = "#9a3f1d") {
  await chrome.action.setBadgeText({ text });
  if (text !== "") {
    await chrome.action.setBadgeBackgroundColor({ color: colour });
    await chrome.action.setBadgeTextColor({ color: "#ffffff" });
  }
}

/** What the icon says when the mouse rests on it. @param {string} text @returns {Promise<void>} */
export function setIconTitle(text) {
  return chrome.action.setTitle({ title: text });
}

/** Whether the icon stands beside the address; `null` where the browser does not tell. @returns {Promise<boolean | null>} */
export async function isIconPinned() {
  const settings = await chrome.action.getUserSettings?.();
  return settings?.isOnToolbar ?? null;
}

/** Whether this is Firefox, whose menus for extensions are others. @returns {boolean} */
export function isFirefox() {
  return fileUrl("").startsWith("moz-extension:");
}

/** Calls `listener` once the extension is new in this browser. @param {() => void} listener */
export function onInstall(listener) {
  chrome.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === "install") {
      listener();
    }
  });
}

/**
 * Has the menus of the right mouse button be made whenever the browser wants them anew.
 *
 * @param {() => Promise<chrome.contextMenus.CreateProperties[]>} entries
 */
export function makeMenus(entries) {
  chrome.runtime.onInstalled.addListener(async () => {
    const made = await entries();
    await menus().removeAll();
    for (const entry of made) {
      menus().create(entry);
    }
  });
}

/**
 * Calls `listener` with what was clicked in such a menu.
 *
 * @param {(clicked: chrome.contextMenus.OnClickData, tab: chrome.tabs.Tab | undefined) => void} listener
 */
export function onMenuClick(listener) {
  menus().onClicked.addListener(listener);
}

/** @returns {typeof chrome.contextMenus} */
function menus() {
  return (
    chrome.contextMenus ?? /** @type {{menus: typeof chrome.contextMenus}} */ (/** @type {unknown} */ (chrome)).menus
  );
}

/** Calls `listener` with the name of a shortcut that was pressed, and the tab in front. @param {(name: string, tab: chrome.tabs.Tab | undefined) => void} listener */
export function onCommand(listener) {
  chrome.commands.onCommand.addListener(listener);
}

/**
 * Reads from the storage of this device. Missing keys are absent in the answer.
 *
 * @param {readonly string[] | null} keys `null` reads everything
 * @returns {Promise<Record<string, unknown>>}
 */
export function readLocal(keys) {
  return chrome.storage.local.get(keys === null ? null : [...keys]);
}

/**
 * Writes to the storage of this device: all of it or, if this fails, nothing.
 *
 * @param {Record<string, unknown>} items
 * @returns {Promise<void>}
 */
export function writeLocal(items) {
  return chrome.storage.local.set(items);
}

/** @param {readonly string[]} keys @returns {Promise<void>} */
export function removeLocal(keys) {
  return chrome.storage.local.remove([...keys]);
}

/**
 * Reads from the storage that the browser carries to the person's other devices.
 *
 * @param {readonly string[]} keys
 * @returns {Promise<Record<string, unknown>>}
 */
export function readSync(keys) {
  return chrome.storage.sync.get([...keys]);
}

/**
 * Writes to the storage that the browser carries to the person's other devices: all of it or, if this fails, nothing.
 *
 * @param {Record<string, unknown>} items
 * @returns {Promise<void>}
 */
export function writeSync(items) {
  return chrome.storage.sync.set(items);
}

/** Calls `listener` when something has arrived from another device. @param {(keys: string[]) => void} listener */
export function onSyncChange(listener) {
  chrome.storage.sync.onChanged.addListener((changes) => listener(Object.keys(changes)));
}

/** Calls `listener` when the browser has started, and when the extension was installed or updated. @param {() => void} listener */
export function onStart(listener) {
  chrome.runtime.onStartup.addListener(listener);
  chrome.runtime.onInstalled.addListener(listener);
}

/** Has the alarm `name` ring once, after so many minutes. @param {string} name @param {number} minutes @returns {Promise<void>} */
export function setAlarm(name, minutes) {
  return chrome.alarms.create(name, { delayInMinutes: minutes });
}

/** Calls `listener` when the alarm `name` rings. @param {string} name @param {() => void} listener */
export function onAlarm(name, listener) {
  chrome.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === name) {
      listener();
    }
  });
}

/** Reads what lives until the browser closes. @param {string} key @returns {Promise<unknown>} */
export async function readSession(key) {
  return (await chrome.storage.session.get(key))[key];
}

/** @param {string} key @param {unknown} value @returns {Promise<void>} */
export function writeSession(key, value) {
  return chrome.storage.session.set({ [key]: value });
}

/** @param {string} key @returns {Promise<void>} */
export function removeSession(key) {
  return chrome.storage.session.remove(key);
}

/**
 * Calls `listener` when another page of the extension has written to this device's storage.
 *
 * @param {(keys: string[]) => void} listener
 */
export function onLocalChange(listener) {
  chrome.storage.local.onChanged.addListener((changes) => listener(Object.keys(changes)));
}

/**
 * Calls `listener` with the old and the new value when any page has changed what lives until the browser closes.
 *
 * @param {string} key
 * @param {(before: unknown, after: unknown) => void} listener
 */
export function onSessionChange(key, listener) {
  chrome.storage.session.onChanged.addListener((changes) => {
    const change = changes[key];
    if (change) {
      listener(change.oldValue, change.newValue);
    }
  });
}

/** Wakes the service worker at `when`, to lock the vault. @param {number} when @returns {Promise<void>} */
export async function setLockAlarm(when) {
  await chrome.alarms.create(LOCK_ALARM, { when });
}

/** @returns {Promise<void>} */
export async function clearLockAlarm() {
  await chrome.alarms.clear(LOCK_ALARM);
}

/** @param {() => void} listener */
export function onLockAlarm(listener) {
  chrome.alarms.onAlarm.addListener(({ name }) => {
    if (name === LOCK_ALARM) {
      listener();
    }
  });
}

/** Calls `listener` when the computer's screen is locked; Firefox never tells. @param {() => void} listener */
export function onScreenLock(listener) {
  chrome.idle.onStateChanged.addListener((state) => {
    if (state === "locked") {
      listener();
    }
  });
}

/** Whether the browser says when the screen is locked. @returns {boolean} */
export function tellsScreenLock() {
  return chrome.idle.IdleState !== undefined && "LOCKED" in chrome.idle.IdleState;
}

/**
 * Whether an extension may make passkeys under its own id: Chromium lets it, Firefox asks for a web site.
 *
 * @returns {boolean}
 */
export function hasDefaultRelyingParty() {
  return chrome.runtime.getURL("").startsWith("chrome-extension:");
}

/** Asks for a passkey in a tab that knows which one the person came from. @returns {Promise<void>} */
export async function openPasskeyTab() {
  const [front] = await chrome.tabs.query({ active: true, currentWindow: true });
  await chrome.tabs.create({ url: `${fileUrl("popup/pages/unlock.html")}#passkey`, openerTabId: front?.id });
}

/**
 * From a tab of ours back to the one that the person came from, with the popup over it, where the browser lets a page do
 * that. A popup closes when another tab comes to the front, as it does when the front one closes: so the way back is first.
 *
 * @returns {Promise<void>}
 */
export async function showPopupWhereOpened() {
  const opener = (await chrome.tabs.getCurrent())?.openerTabId;
  if (opener !== undefined) {
    await chrome.tabs.update(opener, { active: true });
    await chrome.action.openPopup?.();
  }
}

const LOCK_ALARM = "lock";

/** Keeps the storage from scripts that run inside web pages, where the browser offers that. @returns {Promise<void>} */
export async function closeStorageToPages() {
  await chrome.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
  await chrome.storage.sync.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
}

/**
 * A picture of what the active tab shows, as a PNG data URL. Works after the person clicked the toolbar icon
 * (`activeTab`); fails on pages that belong to the browser or its store.
 *
 * @returns {Promise<string>}
 */
export function captureVisibleTab() {
  return chrome.tabs.captureVisibleTab({ format: "png" });
}

/** The tab in front of the window that this page belongs to. @returns {Promise<number | undefined>} */
export async function activeTab() {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab?.id;
}

/**
 * Runs a self-contained function in a page, apart from the page's own scripts. Works after the person clicked the
 * toolbar icon or a menu of ours over that page; fails on pages that belong to the browser.
 *
 * @template {unknown[]} A
 * @template T
 * @param {number} tabId
 * @param {(...values: A) => T} func
 * @param {A} values
 * @param {number} [frameId] the page itself unless told
 * @returns {Promise<Awaited<T> | undefined>}
 */
export async function runInPage(tabId, func, values, frameId = 0) {
  const target = { tabId, frameIds: [frameId] };
  const [answer] = await chrome.scripting.executeScript({ target, func, args: values });
  return answer?.result;
}
