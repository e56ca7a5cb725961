/**
 * Unlocked or locked. An unlocked vault's master key is kept twice halved: sealed by the core in `storage.session`,
 * which lives in memory until the browser closes, under a key that IndexedDB holds and does not hand out. The moment
 * at which it ends is sealed with it; every opening asks the core whether it has passed.
 */
import { clearLockAlarm, onSessionChange, readSession, removeSession, setLockAlarm, writeSession } from "./browser.js";
import { loadCore } from "./core.js";
import { endOfSession, readLockRules } from "./lock-rules.js";
import { dropSessionKey, makeSessionKey, sessionSecret } from "./session-keys.js";
import { SESSION } from "./storage-keys.js";

/**
 * @typedef {import("../wasm/core.js").Vault} Vault
 * @typedef {{text: string, ends: number, begun: number}} Session `text` is what counts; the times are for timers
 * @typedef {{session: Session, secret: Uint8Array | null}} Held
 */

/** @returns {Promise<Session | undefined>} */
export async function currentSession() {
  return /** @type {Session | undefined} */ (await readSession(SESSION));
}

/** Both halves of the session, if there is one. @returns {Promise<Held | undefined>} */
export async function heldSession() {
  const session = await currentSession();
  return session && { session, secret: await sessionSecret("open") };
}

/**
 * Opens a protected vault with the session.
 *
 * Throws CoreError: `vault_locked` if none holds, `vault_key_changed` if the vault's key is another by now.
 *
 * @param {Record<string, string>} objects
 * @param {Held} [held]
 * @returns {Promise<{vault: Vault, ends: number}>}
 */
export async function openWithSession(objects, held) {
  const { Vault } = await loadCore();
  const text = held?.session.text ?? "";
  const vault = Vault.unlock_session(objects, text, false, held?.secret ?? new Uint8Array(), Date.now());
  return { vault, ends: held?.session.ends ?? 0 };
}

/**
 * Begins a session for a vault that was just unlocked or given another key.
 *
 * @param {Vault} vault
 * @returns {Promise<number>} when it ends
 */
export function beginSession(vault) {
  return alone(async () => {
    const now = Date.now();
    const [secret, rules] = await Promise.all([makeSessionKey("open"), readLockRules()]);
    const ends = endOfSession(rules, now);
    await write({ text: vault.hold(false, secret, ends), ends, begun: now });
    return ends;
  });
}

/**
 * Notes that the vault is in use: the session ends that much later. Does nothing once it has ended.
 *
 * @param {() => Vault | undefined} current the vault as it is then
 * @returns {Promise<void>}
 */
export function prolongSession(current) {
  return endAnew(current, (ends, before, now) => now < before && Math.abs(ends - before) > LEAST_CHANGE);
}

/**
 * Lets the session end sooner where less time is allowed than it has left; never later, since nobody used it.
 *
 * @param {Vault} vault
 * @returns {Promise<void>}
 */
export function shortenSession(vault) {
  return endAnew(
    () => vault,
    (ends, before) => ends < before,
  );
}

/**
 * Lets the session end as long from now as the rules say, if that is wanted.
 *
 * @param {() => Vault | undefined} current
 * @param {(ends: number, before: number, now: number) => boolean} isWanted
 */
function endAnew(current, isWanted) {
  return alone(async () => {
    const now = Date.now();
    const [session, secret, rules] = await Promise.all([currentSession(), sessionSecret("open"), readLockRules()]);
    const ends = endOfSession(rules, now);
    const vault = current();
    if (vault && session && secret && isWanted(ends, session.ends, now)) {
      await write({ text: vault.hold(false, secret, ends), ends, begun: session.begun });
    }
  });
}

/** Locks the vault, everywhere. What a PIN opens stays until the browser closes. @returns {Promise<void>} */
export function lockVault() {
  return alone(async () => {
    await removeSession(SESSION);
    await Promise.all([dropSessionKey("open"), clearLockAlarm()]);
  });
}

/** Locks the vault if its session has ended by now. @returns {Promise<void>} */
export async function lockIfEnded() {
  const session = await currentSession();
  if (session && Date.now() >= session.ends) {
    await lockVault();
  }
}

/**
 * Calls `locked` when the vault is locked, here or elsewhere, or the time of its session is over, and `prolonged` when
 * that time moves.
 *
 * @param {{locked: () => void, prolonged?: (ends: number) => void}} listeners
 * @returns {Promise<void>}
 */
export async function onLock({ locked, prolonged = () => {} }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const wait = (/** @type {Session | undefined} */ session) => {
    clearTimeout(timer);
    if (session) {
      const left = Math.max(0, session.ends - Date.now());
      timer = setTimeout(left > LONGEST_TIMER ? () => wait(session) : lockIfEnded, Math.min(left, LONGEST_TIMER));
    }
  };
  onSessionChange(SESSION, (before, after) => {
    const session = /** @type {Session | undefined} */ (after);
    wait(session);
    if (session) {
      prolonged(session.ends);
    } else if (before !== undefined) {
      locked();
    }
  });
  wait(await currentSession());
}

/** @param {Session} session */
async function write(session) {
  await writeSession(SESSION, session);
  await setLockAlarm(session.ends);
}

/** One change of the session at a time, in all pages. @template T @param {() => Promise<T>} change @returns {Promise<T>} */
function alone(change) {
  return navigator.locks.request("session", change);
}

/** Milliseconds of a later end that are worth a write. */
const LEAST_CHANGE = 20_000;
/** Timers cannot be longer. */
const LONGEST_TIMER = 2 ** 31 - 1;
