/**
 * The storage keys that JavaScript chooses itself. The keys of the vault's objects are the core's
 * (`crate/src/vault/FORMAT.md`).
 */

/** `storage.session`: which parts of a Google export were taken, so that the next scan can say “2 of 3”. */
export const EXPORT_PARTS = "export-parts";

/** `storage.local`: how the last synchronisation ended, for people to read. Nothing secret. */
export const SYNC_STATUS = "sync-status";

/** `storage.local`: the vault in the sync area that the person wants to leave alone. */
export const SYNC_APART = "sync-apart";

/** `storage.session`: when the sync area was written to within the last hour. */
export const SYNC_WRITES = "sync-writes";
