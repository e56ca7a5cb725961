/**
 * The storage keys that JavaScript chooses itself, and those of the vault's objects that it names: the others are the
 * core's (`crate/src/vault/FORMAT.md`).
 */

/**
 * `storage.local`: what opening and editing the vault read, named here so that it is read while the core loads. A test
 * of the core (`vault/objects.rs`) compares.
 */
export const VAULT_KEYS = ["h", "h2", "k", "k2", "v", "p", ..."0123456789abc"];

/** `storage.session`: which parts of a Google export were taken, so that the next scan can say “2 of 3”. */
export const EXPORT_PARTS = "export-parts";

/** `storage.session`: what a menu or a shortcut asked for, until the popup that opens takes it out. */
export const ERRAND = "errand";

/** `storage.local`: by how much this device's clock is wrong, in milliseconds, and when that was measured. */
export const CLOCK_AHEAD = "clock-ahead";

/** `storage.local`: how the last synchronisation ended, for people to read. Nothing secret. */
export const SYNC_STATUS = "sync-status";

/** `storage.local`: the vault in the sync area that the person wants to leave alone. */
export const SYNC_APART = "sync-apart";

/** `storage.session`: when the sync area was written to within the last hour. */
export const SYNC_WRITES = "sync-writes";

/** `storage.session`: the master key sealed until the session ends. Absent while the vault is locked. */
export const SESSION = "session";

/** `storage.session`: the master key sealed under a PIN, and the tries so far. */
export const PIN = "pin";

/** `storage.session`: the passphrase that opened the vault does not have the form an administrator asks for. */
export const UNFIT_PASSPHRASE = "unfit-passphrase";

/** `storage.local`: when the vault locks by itself. */
export const LOCK_RULES = "lock-rules";

/** IndexedDB: the keys that the browser uses for us and does not hand out; one half of the session. */
export const KEY_DATABASE = "session-keys";

/** `storage.local`: when the last backup was made on this device, in milliseconds since 1970. */
export const LAST_BACKUP = "last-backup";

/** `storage.session`: a picture on its way to the scan page, which takes it out at once. */
export const HANDED_PICTURE = "handed-picture";

/** `storage.local`: what the person prefers. */
export const SETTINGS = "settings";

/** `storage.local`: how often and when each account was used here, for the orders “last used” and “most used”. */
export const USAGE = "usage";

/** Whether something stored is the vault's header, one of its buckets or their list: these have keys of one character. @param {string} key */
export function isVaultObject(key) {
  return key.length === 1;
}
