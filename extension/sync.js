/**
 * Synchronising: what this device has and what the sync area has become the same, by merging.
 *
 * The truth is what lies in `storage.local`. Nothing in the sync area can take an account away: what it lacks is
 * written there again, what it holds is joined. It carries sealed objects alone, and only once another device could
 * open them. The rules and their reasons are in `crate/src/vault/FORMAT.md`.
 */
import { readLocal, readSession, setAlarm, writeLocal, writeSession, writeSync } from "./browser.js";
import { failure, loadCore } from "./core.js";
import { readPolicies } from "./policies.js";
import { SYNC_STATUS, SYNC_WRITES } from "./storage-keys.js";
import { isApart, readArea } from "./sync-area.js";
import { edit, freshVault } from "./vault-store.js";

/**
 * @typedef {import("../wasm/core.js").SyncState} SyncState
 *
 * @typedef {"" | "off" | "local" | "locked" | "waiting" | "other" | "apart" | "full" | "later" | "newer" | "failed"} Problem
 *   why not everything is synchronised: nobody else could open it yet; an administrator keeps it here; the vault is locked; the key was changed on
 *   another device; the area holds another vault, about which the person must decide or has decided; it is full; too
 *   much was written in a short time; a later version wrote it; the browser refused
 *
 * @typedef {object} SyncStatus
 * @property {number} at when the area and this device last said the same; 0 for never
 * @property {Problem} problem
 * @property {number} used bytes of content in the area
 * @property {number} limit bytes that fit
 * @property {number} localOnly accounts that are on this device alone
 */

/** The alarm that rings when it may be tried again. */
export const SYNC_ALARM = "sync";

/** Edits in quick succession become one write. */
const COALESCE = 500;
/** Chromium allows 120 writes a minute and 1,800 an hour to all of the extension. */
const PER_MINUTE = 20;
const PER_HOUR = 600;
const MINUTE = 60_000;
/** What arrives while the vault is locked waits in so many texts at most; the area itself is read at unlocking. */
const INBOX_LIMIT = 64;

/** @type {SyncStatus} */
const NEVER = { at: 0, problem: "off", used: 0, limit: 1, localOnly: 0 };

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {Promise<SyncStatus>} */
let running = Promise.resolve(NEVER);

/** Synchronises in half a second, once, however often it is asked for. */
export function syncSoon() {
  clearTimeout(timer);
  timer = setTimeout(syncNow, COALESCE);
}

/** Synchronises as soon as the last one is through. @returns {Promise<SyncStatus>} */
export function syncNow() {
  running = running.then(syncOnce, syncOnce);
  return running;
}

/** How the last synchronisation ended. @returns {Promise<SyncStatus>} */
export async function readSyncStatus() {
  const stored = (await readLocal([SYNC_STATUS]))[SYNC_STATUS];
  return { ...NEVER, .../** @type {Partial<SyncStatus>} */ (stored ?? {}) };
}

/** @returns {Promise<SyncStatus>} */
async function syncOnce() {
  const before = await readSyncStatus();
  let status;
  try {
    status = await exchange(before);
  } catch (thrown) {
    status = { ...before, ...(await problemOf(thrown)) };
  }
  if (status.problem === "later" || status.problem === "failed") {
    await setAlarm(SYNC_ALARM, 1);
  }
  if (JSON.stringify(status) !== JSON.stringify(before)) {
    await writeLocal({ [SYNC_STATUS]: status });
  }
  return status;
}

/**
 * Joins what the area holds, stores it, then writes to the area what it lacks.
 *
 * @param {SyncStatus} before
 * @returns {Promise<SyncStatus>}
 */
async function exchange(before) {
  if ((await readPolicies()).storageArea === "local") {
    // What lies in the area stays as it is: other devices may have nothing else.
    return { ...before, problem: "local" };
  }
  if (!(await freshVault()).sync_state().protected) {
    return NEVER;
  }
  const area = await readArea();
  // What has arrived is stored before anything leaves the device.
  const { refused, texts, state } = await edit((vault) => ({
    refused: vault.join_sync(area),
    texts: vault.changes()?.sync ?? {},
    state: vault.sync_state(),
  }));
  const next = { ...before, used: state.used, limit: state.limit, localOnly: state.localOnly };
  if (state.otherVault) {
    return { ...next, problem: (await isApart(area)) ? "apart" : "other" };
  }
  if (state.waiting) {
    return { ...next, problem: "waiting" };
  }
  if (Object.keys(texts).length > 0) {
    if (!(await mayWrite())) {
      return { ...next, problem: "later" };
    }
    await writeSync(texts);
    await edit((vault) => vault.synced(texts));
  }
  const newer = refused.some(({ code }) => code === "vault_format_newer");
  return { ...next, at: Date.now(), problem: newer ? "newer" : state.localOnly > 0 ? "full" : "" };
}

/**
 * Why it did not work. Without the key, what has arrived is at least kept for the next unlock.
 *
 * @param {unknown} thrown
 * @returns {Promise<Partial<SyncStatus>>}
 */
async function problemOf(thrown) {
  if (/quota/i.test(String(thrown))) {
    return { problem: /MAX_WRITE/.test(String(thrown)) ? "later" : "full" };
  }
  if (LOCKED.has(failure(thrown).code)) {
    await fillInbox();
    return { problem: "locked" };
  }
  return { problem: "failed" };
}

/** Keeps what has arrived for the next unlock, in case something newer takes its place in the area before. */
async function fillInbox() {
  const { Vault } = await loadCore();
  const area = await readArea();
  await navigator.locks.request("vault", async () => {
    const stored = await readLocal(null);
    if (Vault.vault_in(area) !== Vault.vault_in(stored)) {
      return;
    }
    const known = new Set(Object.values(stored));
    const arrived = Object.entries(area).filter(([, text]) => !known.has(text));
    const room = INBOX_LIMIT - Object.keys(stored).filter((key) => Vault.is_inbox_key(key)).length;
    const kept = Vault.inbox(Object.fromEntries(arrived.slice(0, Math.max(0, room))));
    if (Object.keys(kept).length > 0) {
      await writeLocal(kept);
    }
  });
}

/** Whether one more write is within what the browser allows; if so, it is counted. @returns {Promise<boolean>} */
async function mayWrite() {
  const now = Date.now();
  const stored = /** @type {number[]} */ ((await readSession(SYNC_WRITES)) ?? []);
  const writes = stored.filter((time) => time > now - 60 * MINUTE && time <= now);
  const lastMinute = writes.filter((time) => time > now - MINUTE).length;
  if (lastMinute >= PER_MINUTE || writes.length >= PER_HOUR) {
    return false;
  }
  await writeSession(SYNC_WRITES, [...writes, now]);
  return true;
}

/** What is thrown while nobody has unlocked. */
const LOCKED = new Set(["vault_locked", "vault_key_changed"]);
