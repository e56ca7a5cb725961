/**
 * What a person prefers, none of it secret: kept in clear on this device, never synced.
 *
 * Reading never fails: a value that is missing, of an earlier version or altered is its default, so that a preference
 * can never stand between a person and their codes.
 */
import { onLocalChange, readLocal, writeLocal } from "./browser.js";
import { LANGUAGES } from "./languages.js";
import { SETTINGS } from "./storage-keys.js";

/**
 * @typedef {"own" | "name" | "recent" | "frequent"} Sort
 *
 * @typedef {object} Settings
 * @property {string} language one of `LANGUAGES`; empty: that of the browser
 * @property {"system" | "light" | "dark"} theme
 * @property {"normal" | "large" | "larger"} text
 * @property {boolean} compact rows of one line
 * @property {boolean} masked codes are shown once their row is pressed
 * @property {Sort} sort
 * @property {"backup" | "nothing"} badge what the icon's badge tells: that changes are not backed up, or nothing
 */

/** What each setting may be; the first is the default. */
const CHOICES = /** @type {const} */ ({
  language: ["", ...LANGUAGES],
  theme: ["system", "light", "dark"],
  text: ["normal", "large", "larger"],
  compact: [false, true],
  masked: [false, true],
  sort: ["own", "name", "recent", "frequent"],
  badge: ["backup", "nothing"],
});

/** @returns {Promise<Settings>} */
export async function readSettings() {
  return settingsFrom((await readLocal([SETTINGS]))[SETTINGS]);
}

/**
 * Changes some settings and leaves the others as they are.
 *
 * @param {Partial<Settings>} patch
 * @returns {Promise<Settings>} all of them, as they are now
 */
export function changeSettings(patch) {
  return navigator.locks.request("settings", async () => {
    const next = settingsFrom({ ...(await readSettings()), ...patch });
    await writeLocal({ [SETTINGS]: next });
    return next;
  });
}

/** Calls `listener` after another page has changed a setting. @param {(settings: Settings) => void} listener */
export function onSettingsChange(listener) {
  onLocalChange(async (keys) => {
    if (keys.includes(SETTINGS)) {
      listener(await readSettings());
    }
  });
}

/** What was stored, with the default for whatever is not one of the choices. @param {unknown} stored @returns {Settings} */
export function settingsFrom(stored) {
  const found = /** @type {Record<string, unknown>} */ (typeof stored === "object" && stored !== null ? stored : {});
  const pairs = Object.entries(CHOICES).map(([name, choices]) => [
    name,
    choices.find((choice) => choice === found[name]) ?? choices[0],
  ]);
  return /** @type {Settings} */ (Object.fromEntries(pairs));
}
