/**
 * The storage keys that JavaScript chooses itself. The keys of the vault's objects are the core's
 * (`crate/src/vault/FORMAT.md`).
 */

/** `storage.session`: which parts of a Google export were taken, so that the next scan can say “2 of 3”. */
export const EXPORT_PARTS = "export-parts";

/** `storage.local`: when the last backup was made on this device, in milliseconds since 1970. */
export const LAST_BACKUP = "last-backup";

/** `storage.session`: a picture on its way to the scan page, which takes it out at once. */
export const HANDED_PICTURE = "handed-picture";

/** `storage.local`: what the person prefers. */
export const SETTINGS = "settings";

/** `storage.local`: how often and when each account was used here, for the orders “last used” and “most used”. */
export const USAGE = "usage";
