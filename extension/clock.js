/**
 * The time that codes are made from: this device's, corrected by what a site told when its clock was compared.
 *
 * The correction belongs to the device and is never synced: another device has another clock.
 */
import { onLocalChange, readLocal, removeLocal, runInPage, writeLocal } from "./browser.js";
import { CLOCK_AHEAD } from "./storage-keys.js";

/** @typedef {import("./page/clock.js").SiteTime} SiteTime */

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
  const kept = (await readLocal([CLOCK_AHEAD]))[CLOCK_AHEAD];
  ahead = typeof kept === "number" && Number.isFinite(kept) ? kept : 0;
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

/** Corrects the clock by so many milliseconds, or no longer. @param {number} milliseconds @returns {Promise<void>} */
export async function correctClock(milliseconds) {
  if (milliseconds === 0) {
    await removeLocal([CLOCK_AHEAD]);
  } else {
    await writeLocal({ [CLOCK_AHEAD]: milliseconds });
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
