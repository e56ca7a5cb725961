/** When the vault locks by itself: the person's choice, not secret, on this device. */
import { readLocal, writeLocal } from "./browser.js";
import { LOCK_RULES } from "./storage-keys.js";

/**
 * @typedef {object} LockRules
 * @property {number} minutes after the last use; 0 means when the browser closes
 * @property {boolean} withScreen also when the computer's screen is locked, where the browser says so
 */

/** The choices for `minutes`. */
export const LOCK_MINUTES = [1, 5, 15, 60, 480, 0];

/** @type {LockRules} */
const USUAL = { minutes: 60, withScreen: true };

/** @returns {Promise<LockRules>} */
export async function readLockRules() {
  const stored = (await readLocal([LOCK_RULES]))[LOCK_RULES];
  const rules = { ...USUAL, .../** @type {Partial<LockRules> | undefined} */ (stored) };
  return LOCK_MINUTES.includes(rules.minutes) ? rules : USUAL;
}

/** @param {Partial<LockRules>} change @returns {Promise<LockRules>} */
export async function changeLockRules(change) {
  const rules = { ...(await readLockRules()), ...change };
  await writeLocal({ [LOCK_RULES]: rules });
  return rules;
}

/** The moment at which a session used at `now` ends. @param {LockRules} rules @param {number} now @returns {number} */
export function endOfSession({ minutes }, now) {
  return now + (minutes === 0 ? UNTIL_CLOSED : minutes) * 60_000;
}

/** Minutes that no browser stays open for; its own memory ends the session before. */
const UNTIL_CLOSED = 366 * 24 * 60;
