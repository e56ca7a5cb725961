/**
 * What a menu or a shortcut asks the popup to do once it is open. It waits in the session's memory, never on disk, and is
 * taken out at once.
 */
import { openPopup, readSession, removeSession, writeSession } from "./browser.js";
import { ERRAND } from "./storage-keys.js";

/**
 * @typedef {{kind: "scan"} | {kind: "add", text: string} | {kind: "keep-codes", text: string}
 *   | {kind: "fill", id: string, filled: import("./fill.js").Filled | null}} Errand
 *   “fill”: which account was meant, empty if none or several were, and what came of it
 */

/** Opens the popup to do this. @param {Errand} errand @returns {Promise<void>} */
export async function sendPopup(errand) {
  await writeSession(ERRAND, errand);
  await openPopup();
}

/** @returns {Promise<Errand | null>} */
export async function takeErrand() {
  const errand = /** @type {Errand | undefined} */ (await readSession(ERRAND));
  if (errand) {
    await removeSession(ERRAND);
  }
  return errand ?? null;
}
