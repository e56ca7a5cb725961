/** What lies in the sync area, and how this device stands to it before anything is unlocked. */
import { readLocal, readSync, removeLocal, writeLocal } from "./browser.js";
import { loadCore } from "./core.js";
import { readPolicies } from "./policies.js";
import { SYNC_APART, VAULT_KEYS } from "./storage-keys.js";

/** What lies there; nothing where an administrator keeps accounts on this device. @returns {Promise<Record<string, string>>} */
export async function readArea() {
  const [{ Vault }, { storageArea }] = await Promise.all([loadCore(), readPolicies()]);
  if (storageArea === "local") {
    return {};
  }
  return /** @type {Record<string, string>} */ (await readSync(Vault.sync_keys()));
}

/** Whether the person wants to leave the vault of this area alone. @param {Record<string, string>} area @returns {Promise<boolean>} */
export async function isApart(area) {
  const { Vault } = await loadCore();
  return (await readLocal([SYNC_APART]))[SYNC_APART] === Vault.vault_in(area);
}

/** Leaves the vault in the sync area alone, or no longer. @param {boolean} apart */
export async function keepApart(apart) {
  const { Vault } = await loadCore();
  const vault = Vault.vault_in(await readArea());
  if (apart && vault !== undefined) {
    await writeLocal({ [SYNC_APART]: vault });
  } else {
    await removeLocal([SYNC_APART]);
  }
}

/**
 * Everything that unlocking reads: what this device stores, with the copies in case something is damaged, what arrived
 * while it was locked, and what lies in the sync area now. On a new device that is the area alone, and unlocking it joins.
 *
 * @returns {Promise<Record<string, string>>}
 */
export async function storedForUnlock() {
  const { Vault } = await loadCore();
  const all = /** @type {Record<string, string>} */ (await readLocal(null));
  const keys = new Set(VAULT_KEYS);
  const own = Object.entries(all).filter(([key]) => keys.has(key) || Vault.is_inbox_key(key) || Vault.is_copy_key(key));
  const area = await readArea();
  const fresh = !own.some(([key]) => keys.has(key));
  const wanted = fresh || Vault.vault_in(area) === Vault.vault_in(all);
  return { ...Object.fromEntries(own), ...(wanted ? Vault.inbox(area) : {}) };
}

/** Whether the sync area holds a vault that this device, which has none, may join. @returns {Promise<boolean>} */
export async function isVaultInSync() {
  const { Vault } = await loadCore();
  const area = await readArea();
  const vault = Vault.vault_in(area);
  return vault !== undefined && !(await isApart(area));
}
