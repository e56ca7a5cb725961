/**
 * When the last backup was made on this device, and whether accounts changed since. It counts once the file was read
 * back and compared; an export to another app is no backup.
 */
import { readLocal, writeLocal } from "./browser.js";
import { LAST_BACKUP } from "./storage-keys.js";
import { openVault } from "./vault-store.js";

/** When the last backup was made, in milliseconds since 1970; `null` if there is none. @returns {Promise<number | null>} */
export async function lastBackup() {
  const kept = (await readLocal([LAST_BACKUP]))[LAST_BACKUP];
  return typeof kept === "number" && Number.isFinite(kept) ? kept : null;
}

/**
 * Whether the accounts differ from those in the last backup; `false` while there are none at all.
 *
 * Throws what `openVault` does.
 *
 * @returns {Promise<boolean>}
 */
export async function changedSinceBackup() {
  const made = await lastBackup();
  const vault = await openVault();
  return vault.size > 0 && (made === null || vault.last_edit() > made);
}

/** Notes that a backup was made of what the vault held at `moment`. @param {number} moment @returns {Promise<void>} */
export async function noteBackup(moment) {
  await writeLocal({ [LAST_BACKUP]: moment });
}
