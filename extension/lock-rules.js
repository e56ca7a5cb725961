/** When the vault locks by itself: the person's choice, not secret, on this device, within what an administrator allows. */
import { readLocal, writeLocal } from "./browser.js";
import { minutesWithin, readPolicies } from "./policies.js";
import { LOCK_RULES } from "./storage-keys.js";

/**
 * @typedef {object} LockRules
 * @property {number} minutes after the last use; 0 means when the browser closes
 * @property {boolean} withScreen also when the computer's screen is locked, where the browser says so
 */

/** The usual choices for `minutes`. */
export const LOCK_MINUTES = [1, 5, 15, 60, 480, 0];

/** @type {LockRules} */
const USUAL = { minutes: 60, withScreen: true };

/** The rules that hold. @returns {Promise<LockRules>} */
export async function readLockRules() {
  const [chosen, policies] = await Promise.all([readChosen(), readPolicies()]);
  return { ...chosen, minutes: minutesWithin(chosen.minutes, policies) };
}

/** What the person chose, which holds again when an administrator no longer asks for less. @returns {Promise<LockRules>} */
async function readChosen() {
  const stored = (await readLocal([LOCK_RULES]))[LOCK_RULES];
  const rules = { ...USUAL, .../** @type {Partial<LockRules> | undefined} */ (stored) };
  return Number.isFinite(rules.minutes) && rules.minutes >= 0 ? rules : USUAL;
}

/** @param {Partial<LockRules>} change @returns {Promise<LockRules>} the rules that hold now */
export async function changeLockRules(change) {
  await writeLocal({ [LOCK_RULES]: { ...(await readChosen()), ...change } });
  return readLockRules();
}

/**
 * The choices for `minutes` that an administrator leaves, the one that holds among them.
 *
 * @param {number} present @param {import("./policies.js").Policies} policies
 * @returns {number[]} the longest last
 */
export function lockChoices(present, policies) {
  const { enforceAutolock: most } = policies;
  const all = [...LOCK_MINUTES, present, ...(most > 0 ? [most] : [])];
  const allowed = [...new Set(all)].filter((minutes) => minutesWithin(minutes, policies) === minutes);
  return allowed.sort((a, b) => (a || Number.POSITIVE_INFINITY) - (b || Number.POSITIVE_INFINITY));
}

/** The moment at which a session used at `now` ends. @param {LockRules} rules @param {number} now @returns {number} */
export function endOfSession({ minutes }, now) {
  return now + (minutes === 0 ? UNTIL_CLOSED : minutes) * 60_000;
}

/** Minutes that no browser stays open for; its own memory ends the session before. */
const UNTIL_CLOSED = 366 * 24 * 60;
