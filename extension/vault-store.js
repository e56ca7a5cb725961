/**
 * The vault of this device: opened from storage, edited under a lock, written in one step.
 *
 * An edit counts once `writeLocal` has returned; before that, nothing on the screen says that it happened. Several
 * pages may be open at once: each edit first joins what the others wrote, and the lock lets one page write at a time.
 */
import { onLocalChange, readLocal, removeLocal, writeLocal } from "./browser.js";
import { loadCore } from "./core.js";

/** @typedef {import("../wasm/core.js").Vault} Vault */

/** @type {Vault | undefined} */
let opened;
/** Whether `opened` stands in storage, or is a new vault that waits for its first account. */
let stored = false;

/**
 * The vault, opened from storage or new.
 *
 * Throws `CoreError` when something is stored that cannot be opened; nothing is written then.
 *
 * @returns {Promise<Vault>}
 */
export async function openVault() {
  if (!opened) {
    const { Vault } = await loadCore();
    const objects = await readObjects();
    stored = Object.keys(objects).length > 0;
    opened = stored ? Vault.open(objects, Date.now()) : Vault.create(Date.now());
  }
  return opened;
}

/**
 * Makes a change and stores it. If storing fails, the vault in memory is forgotten and the next opening shows what
 * storage holds, so that screen and storage never differ.
 *
 * @template T
 * @param {(vault: Vault, now: number) => T} change
 * @returns {Promise<T>}
 */
export function edit(change) {
  return navigator.locks.request("vault", async () => {
    const vault = await joinStored();
    const now = Date.now();
    try {
      const result = change(vault, now);
      await store(vault);
      return result;
    } catch (thrown) {
      forget();
      throw thrown;
    }
  });
}

/**
 * Calls `listener` after another page has changed the vault and its change is joined here.
 *
 * @param {(vault: Vault) => void} listener
 */
export async function onVaultChange(listener) {
  const { Vault } = await loadCore();
  const keys = new Set(Vault.storage_keys());
  onLocalChange(async (changed) => {
    if (changed.some((key) => keys.has(key))) {
      listener(await joinStored());
    }
  });
}

/** Everything stored, as it is, for a file that support or a later version can read. @returns {Promise<Blob>} */
export async function rawCopy() {
  return new Blob([JSON.stringify(await readLocal(null), null, 1)], { type: "application/json" });
}

/**
 * Brings back what damaged objects held, from the copies beside them. What cannot be brought back stays as it is.
 *
 * @returns {Promise<number>} how many accounts came back
 */
export function restoreDamaged() {
  return navigator.locks.request("vault", async () => {
    forget();
    const vault = await openVault();
    const restored = vault.repair(await readLocal(null), Date.now());
    await store(vault);
    return restored;
  });
}

/** The vault with what other pages have written since. @returns {Promise<Vault>} */
export function joinVault() {
  return navigator.locks.request("vault", joinStored);
}

/** @returns {Promise<Vault>} */
async function joinStored() {
  const objects = await readObjects();
  const found = Object.keys(objects).length > 0;
  if (found && opened && !stored) {
    forget();
  }
  const vault = await openVault();
  if (found) {
    vault.refresh(objects);
  }
  return vault;
}

/** @param {Vault} vault */
async function store(vault) {
  const changes = vault.changes();
  if (changes) {
    await writeLocal(changes.set);
    stored = true;
    if (changes.remove.length > 0) {
      await removeLocal(changes.remove);
    }
    vault.written();
  }
}

/** @returns {Promise<Record<string, string>>} */
async function readObjects() {
  const { Vault } = await loadCore();
  return /** @type {Record<string, string>} */ (await readLocal(Vault.storage_keys()));
}

function forget() {
  opened?.free();
  opened = undefined;
  stored = false;
}
