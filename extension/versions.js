/** Earlier versions and the bin of this device's vault. */
import { readLocal } from "./browser.js";
import { edit, freshVault, openVault } from "./vault-store.js";

/**
 * @typedef {object} Restorable everything that can be had back
 * @property {readonly import("../wasm/core.js").Version[]} versions the latest first
 * @property {readonly import("../wasm/core.js").Binned[]} bin the last deleted first
 * @property {readonly import("../wasm/core.js").Damage[]} damage
 * @property {readonly import("../wasm/core.js").Named[]} savable what a repair would bring back
 * @property {number} accounts how many the list has now
 */

/** @returns {Promise<Restorable>} */
export async function readRestorable() {
  const stored = (await freshVault()).damage().length > 0 ? await readLocal(null) : {};
  const vault = await openVault();
  const damage = vault.damage();
  const savable = damage.length > 0 ? vault.savable(stored, Date.now()) : [];
  return { versions: vault.versions(), bin: vault.bin(), damage, savable, accounts: vault.sync_state().accounts };
}

/** What restoring a version would do. @param {string} id */
export async function previewVersion(id) {
  const kept = await keptOf(await freshVault(), id);
  return (await openVault()).preview(id, kept);
}

/**
 * Makes the list what it was in a version, and gives the version that it was until then; `undefined` if nothing changed.
 *
 * @param {string} id
 * @returns {Promise<string | undefined>}
 */
export async function restoreVersion(id) {
  const before = await freshVault();
  const known = new Set(before.versions().map((version) => version.id));
  const kept = await keptOf(before, id);
  await edit((vault, now) => vault.restore_version(id, kept, now));
  const after = await freshVault();
  return after.versions().find((version) => !version.partial && !known.has(version.id))?.id;
}

/** Takes an account out of the bin. @param {string} id */
export function restoreFromBin(id) {
  return edit((vault, now) => vault.restore(id, now));
}

/** Erases an account that is in the bin. @param {string} id */
export function eraseFromBin(id) {
  return edit((vault) => vault.erase(id));
}

/** The texts that a version consists of, as far as they are still kept. @param {import("../wasm/core.js").Vault} vault @param {string} id */
async function keptOf(vault, id) {
  const version = vault.versions().find((candidate) => candidate.id === id);
  return readLocal(version?.keys ?? []);
}
