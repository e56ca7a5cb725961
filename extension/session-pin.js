/**
 * A PIN for as long as the browser runs: the master key sealed once more, under a key that takes both the browser's half
 * and Argon2id of the PIN. It is never on disk; five wrong tries drop it, and a try counts before it is made.
 */
import { readSession, removeSession, writeSession } from "./browser.js";
import { Failure, failure, loadCore } from "./core.js";
import { startDerivation } from "./derivation.js";
import { dropSessionKey, makeSessionKey, sessionSecret } from "./session-keys.js";
import { PIN } from "./storage-keys.js";

/**
 * @typedef {import("../wasm/core.js").Vault} Vault
 * @typedef {{text: string, memory: number, passes: number, lanes: number, salt: number[], tries: number}} HeldByPin
 */

/** Wrong tries after which the PIN is forgotten. */
export const PIN_TRIES = 5;

/** Whether a text can be a PIN: 4 to 8 digits. @param {string} text */
export function isPin(text) {
  return /^\d{4,8}$/.test(text);
}

/** Whether a PIN opens the vault now. @returns {Promise<boolean>} */
export async function hasPin() {
  return (await held()) !== undefined;
}

/** Lets `pin` open the vault until the browser closes. @param {Vault} vault @param {string} pin @returns {Promise<void>} */
export async function setPin(vault, pin) {
  const { make_cost } = await loadCore();
  const cost = make_cost(true);
  const key = await keyOf(pin, cost);
  const secret = await makeSessionKey("pin");
  const text = vault.hold(true, joined(secret, key), Date.now() + LONGEST);
  const { memory, passes, lanes, salt } = cost;
  await writeSession(PIN, { text, memory, passes, lanes, salt: [...salt], tries: 0 });
}

/** @returns {Promise<void>} */
export async function dropPin() {
  await removeSession(PIN);
  await dropSessionKey("pin");
}

/**
 * Opens the vault with the PIN.
 *
 * Throws `vault_pin_wrong` with the tries that are left; `pin_dropped` when none is, or the PIN is gone.
 *
 * @param {Record<string, string>} objects
 * @param {string} pin
 * @returns {Promise<Vault>}
 */
export function unlockWithPin(objects, pin) {
  return navigator.locks.request("pin", async () => {
    const [{ Vault }, attempt] = await Promise.all([loadCore(), countedTry()]);
    const secret = await sessionSecret("pin");
    const key = await keyOf(pin, { ...attempt, salt: Uint8Array.from(attempt.salt) });
    try {
      const both = joined(secret ?? new Uint8Array(), key);
      const vault = Vault.unlock_session(objects, attempt.text, true, both, Date.now());
      await writeSession(PIN, { ...attempt, tries: 0 });
      return vault;
    } catch (thrown) {
      const { code } = failure(thrown);
      const left = PIN_TRIES - attempt.tries;
      if (left <= 0 || code !== "vault_pin_wrong") {
        await dropPin();
        throw new Failure({ code: "pin_dropped" });
      }
      throw new Failure({ code: "vault_pin_wrong" }, left);
    }
  });
}

/** The held key with this try already counted and stored. @returns {Promise<HeldByPin>} */
async function countedTry() {
  const before = await held();
  if (!before || before.tries >= PIN_TRIES) {
    await dropPin();
    throw new Failure({ code: "pin_dropped" });
  }
  const attempt = { ...before, tries: before.tries + 1 };
  await writeSession(PIN, attempt);
  return attempt;
}

/** @returns {Promise<HeldByPin | undefined>} */
async function held() {
  return /** @type {HeldByPin | undefined} */ (await readSession(PIN));
}

/** @param {string} pin @param {Pick<import("../wasm/core.js").Door, "memory" | "passes" | "lanes" | "salt">} cost */
async function keyOf(pin, cost) {
  const derivation = startDerivation(cost.memory);
  try {
    return await derivation.derive(pin, cost);
  } finally {
    derivation.end();
  }
}

/** @param {Uint8Array} first @param {Uint8Array} second */
function joined(first, second) {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  first.fill(0);
  second.fill(0);
  return both;
}

/** Milliseconds for which no browser stays open. */
const LONGEST = 366 * 24 * 60 * 60_000;
