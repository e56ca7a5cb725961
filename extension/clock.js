/**
 * The time that codes are made from: this device's, corrected by what a site told when its clock was compared.
 *
 * The correction belongs to the device and is never synced: another device has another clock.
 */
import { onLocalChange, readLocal, removeLocal, runInPage, writeLocal } from "./browser.js";
import { CLOCK_AHEAD } from "./storage-keys.js";

/** @typedef {import("./page/clock.js").SiteTime} SiteTime */

/**
 * @typedef {object} Correction
 * @property {number} ahead milliseconds by which codes run ahead of this device's clock
 * @property {number | null} at when that was measured, by this device's clock; `null` if it is not known
 */

let ahead = 0;

/** The corrected time, in milliseconds since 1970. @returns {number} */
export function now() {
  return Date.now() + ahead;
}

/** By how many milliseconds codes run ahead of this device's clock; 0 if nothing was corrected. @returns {number} */
export function clockCorrection() {
  return ahead;
}

/** Reads the correction; until then the device's own time counts. @returns {Promise<void>} */
export async function loadClock() {
  ahead = (await readCorrection())?.ahead ?? 0;
}

/** The correction that is kept; `null` if there is none. @returns {Promise<Correction | null>} */
export async function readCorrection() {
  return correctionFrom((await readLocal([CLOCK_AHEAD]))[CLOCK_AHEAD]);
}

/** What was stored: with its moment, or as the number alone that it once was. @param {unknown} kept @returns {Correction | null} */
export function correctionFrom(kept) {
  const { ahead = undefined, at = undefined } =
    typeof kept === "object" && kept !== null ? /** @type {Record<string, unknown>} */ (kept) : { ahead: kept };
  if (!Number.isFinite(ahead) || ahead === 0) {
    return null;
  }
  return { ahead: Number(ahead), at: Number.isFinite(at) ? Number(at) : null };
}

/** Calls `listener` after another page has corrected the clock. @param {() => void} listener */
export function onClockChange(listener) {
  onLocalChange(async (keys) => {
    if (keys.includes(CLOCK_AHEAD)) {
      await loadClock();
      listener();
    }
  });
}

/**
 * Corrects the clock by so many milliseconds, or no longer.
 *
 * @param {number} milliseconds @param {number | null} [at] when that was measured
 * @returns {Promise<void>}
 */
export async function correctClock(milliseconds, at = Date.now()) {
  if (milliseconds === 0) {
    await removeLocal([CLOCK_AHEAD]);
  } else {
    await writeLocal({ [CLOCK_AHEAD]: { ahead: milliseconds, at } });
  }
  ahead = milliseconds;
}

/**
 * What time it is at the site of a tab; `null` if the site does not tell.
 *
 * Throws where the browser lets no script in.
 *
 * @param {number} tabId
 * @returns {Promise<SiteTime | null>}
 */
export async function compareClock(tabId) {
  const { askSiteTime } = await import("./page/clock.js");
  return (await runInPage(tabId, askSiteTime, [])) ?? null;
}

/** Whether a clock so many milliseconds off makes codes that sites refuse: they allow for about half a minute. @param {number} milliseconds */
export function isClockWrong(milliseconds) {
  return Math.abs(milliseconds) >= WRONG_FROM;
}

/** From here on a correction is worth it. Below, the code that is shown is the one the site expects nearly always. */
const WRONG_FROM = 3000;
