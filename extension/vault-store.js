/**
 * The vault of this device: opened from storage, edited under a lock, written in one step.
 *
 * An edit counts once `writeLocal` has returned; before that, nothing on the screen says that it happened. Several
 * pages may be open at once: each edit first joins what the others wrote, and the lock lets one page write at a time.
 */
import { onLocalChange, readLocal, removeLocal, writeLocal } from "./browser.js";
import { Failure, failure, loadCore } from "./core.js";
import { beginSession, heldSession, lockVault, onLock, openWithSession, prolongSession } from "./session.js";
import { VAULT_KEYS } from "./storage-keys.js";
import { isVaultInSync, readArea } from "./sync-area.js";

/** @typedef {import("../wasm/core.js").Vault} Vault */

/** @type {Vault | undefined} */
let opened;
/** The opening that is under way, so that two callers at once have one vault. @type {Promise<Vault> | undefined} */
let opening;
/** Whether `opened` stands in storage, or is a new vault that waits for its first account. */
let stored = false;
/** When the session that `opened` came from is over; never for a vault that is not protected. */
let ends = Number.POSITIVE_INFINITY;
/** Whether opening the vault means that the person is there. */
let byPerson = true;

/**
 * The vault, opened from storage or new. It is used before anything else is waited for: locking lets go of it.
 *
 * Throws `CoreError` when something is stored that cannot be opened, `vault_locked` when the vault is protected and no
 * session holds; nothing is written then.
 *
 * @returns {Promise<Vault>}
 */
export async function openVault() {
  if (opened && Date.now() >= ends) {
    forget();
  }
  if (opened) {
    return opened;
  }
  opening ??= openStored();
  const mine = opening;
  try {
    const vault = await mine;
    // What was forgotten meanwhile stays forgotten.
    if (opening === mine) {
      opened = vault;
    }
    return vault;
  } finally {
    if (opening === mine) {
      opening = undefined;
    }
  }
}

/** @returns {Promise<Vault>} */
async function openStored() {
  // Storage and session are read while the core loads.
  const [{ Vault }, objects, held] = await Promise.all([loadCore(), readObjects(), heldSession()]);
  stored = Object.keys(objects).length > 0;
  ends = Number.POSITIVE_INFINITY;
  if (!stored) {
    return createOrJoin();
  }
  if (!Vault.is_locked(objects)) {
    return Vault.open(objects, Date.now());
  }
  watchLock();
  const session = await openWithSession(objects, held).catch((thrown) => {
    // A session of another master key opens nothing here: of a change that was cut off, or of one that arrived.
    throw failure(thrown).code === "vault_key_changed" ? new Failure({ code: "vault_locked" }) : thrown;
  });
  ends = session.ends;
  if (byPerson) {
    prolongSession(() => opened);
  }
  return session.vault;
}

/** A new vault, unless one lies in the sync area, which unlocking joins. @returns {Promise<Vault>} */
async function createOrJoin() {
  const { Vault } = await loadCore();
  if (await isVaultInSync()) {
    throw new Failure({ code: "vault_locked" });
  }
  return Vault.create(Date.now());
}

/** The vault as storage holds it at this moment. @returns {Promise<Vault>} */
export function freshVault() {
  return navigator.locks.request("vault", joinStored);
}

/**
 * Makes a change and stores it. If storing fails, the vault in memory is forgotten and the next opening shows what
 * storage holds, so that screen and storage never differ.
 *
 * @template T
 * @param {(vault: Vault, now: number) => T} change
 * @param {(vault: Vault) => Promise<void>} [before] what must have happened before it is stored
 * @returns {Promise<T>}
 */
export function edit(change, before) {
  return navigator.locks.request("vault", async () => {
    const vault = await joinStored();
    const now = Date.now();
    try {
      const result = change(vault, now);
      await before?.(vault);
      await store(vault);
      return result;
    } catch (thrown) {
      forget();
      throw thrown;
    }
  });
}

/**
 * Makes a change that gives the vault another master key, and stores it. The session has the new key before storage
 * does, so that no page finds itself locked out between the two.
 *
 * @param {(vault: Vault, now: number) => void} change
 * @returns {Promise<void>}
 */
export async function changeKey(change) {
  await edit(change, async (vault) => {
    if (vault.is_protected()) {
      watchLock();
      ends = await beginSession(vault);
    }
  });
  if (!(await openVault()).is_protected()) {
    await lockVault();
  }
}

/** Notes that the person is there: the session of a protected vault lasts on from now. @returns {Promise<void>} */
export async function noteActivity() {
  if (opened && ends !== Number.POSITIVE_INFINITY && Date.now() < ends) {
    await prolongSession(() => opened);
  }
}

/**
 * Calls `listener` after another page has changed the vault and its change is joined here.
 *
 * @param {(vault: Vault) => void} listener
 */
export function onVaultChange(listener) {
  const keys = new Set(VAULT_KEYS);
  onLocalChange(async (changed) => {
    if (changed.some((key) => keys.has(key))) {
      // In turn: what was read before another's write must not be joined after it.
      listener(await freshVault());
    }
  });
}

/**
 * Keeps a vault that was just unlocked: what unlocking joined is stored, and its session begins.
 *
 * Throws CoreError: `vault_key_changed` if its key was changed since its objects were read.
 *
 * @param {Vault} vault stays the caller's
 * @returns {Promise<void>}
 */
export function keepUnlocked(vault) {
  return navigator.locks.request("vault", async () => {
    vault.refresh(await readObjects());
    await beginSession(vault);
    await store(vault);
    forget();
  });
}

/**
 * Joins the accounts of this device to another vault, which then takes this one's place.
 *
 * @param {Vault} other unlocked, from the sync area
 * @returns {Promise<void>}
 */
export function joinOther(other) {
  return navigator.locks.request("vault", async () => {
    other.adopt(await joinStored());
    await beginSession(other);
    await store(other);
    forget();
  });
}

/**
 * Takes in the key that another device gave this vault.
 *
 * Throws CoreError: `vault_key_changed` if it was changed once more.
 *
 * @param {Vault} newer the same vault, unlocked from the sync area
 * @returns {Promise<void>}
 */
export function joinChanged(newer) {
  return navigator.locks.request("vault", async () => {
    const vault = await joinStored();
    vault.join_changed(await readArea(), newer);
    await beginSession(vault);
    await store(vault);
    forget();
  });
}

/** Says that what follows in this context is not the person's doing: it makes no session last longer. */
export function actUnseen() {
  byPerson = false;
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

/** @returns {Promise<Vault>} */
async function joinStored() {
  const objects = await readObjects();
  const found = Object.keys(objects).length > 0;
  if (found && opened && !stored) {
    forget();
  }
  const vault = await openVault();
  if (found) {
    try {
      vault.refresh(objects);
    } catch {
      // Another page changed the master key, and the session has the new one.
      forget();
      return openVault();
    }
  }
  if (vault.damage().length > 0) {
    // What arrives in a damaged object's place is joined with the copy beside it.
    vault.know_copies(await readLocal(null));
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
  return /** @type {Record<string, string>} */ (await readLocal(VAULT_KEYS));
}

/** Lets go of the vault in memory; an edit that is under way still ends with it. */
function forget() {
  const gone = opened;
  opened = undefined;
  opening = undefined;
  stored = false;
  if (gone) {
    navigator.locks.request("vault", () => gone.free());
  }
}

/** Forgets the vault the moment it is locked anywhere, and follows a session that is prolonged elsewhere. */
function watchLock() {
  if (!watching) {
    watching = true;
    onLock({ locked: forget, prolonged: (later) => (ends = later) });
  }
}

let watching = false;
