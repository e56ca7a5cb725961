/**
 * Which parts of a Google export were added. A click on the page closes the popup, so this is remembered between scans;
 * it holds numbers only, and the browser forgets it when it closes.
 */
import { readSession, writeSession } from "./browser.js";
import { EXPORT_PARTS } from "./storage-keys.js";

/** @typedef {{id: number, index: number, count: number}} Part */

/**
 * How far the export of `parts` is once they are added.
 *
 * @param {readonly Part[]} parts
 * @returns {Promise<{have: number, want: number} | null>} `null` when the export has one part, or there is none
 */
export async function progressWith(parts) {
  const together = await joined(parts);
  const [first] = together;
  return first && first.count > 1 ? { have: together.length, want: first.count } : null;
}

/** Remembers `parts` as added. @param {readonly Part[]} parts @returns {Promise<void>} */
export async function rememberParts(parts) {
  if (parts.length > 0) {
    await writeSession(EXPORT_PARTS, await joined(parts));
  }
}

/** The known parts of the export that `parts` belong to, each once. @param {readonly Part[]} parts @returns {Promise<Part[]>} */
async function joined(parts) {
  const [newest] = parts;
  if (!newest) {
    return [];
  }
  const remembered = /** @type {Part[]} */ ((await readSession(EXPORT_PARTS)) ?? []);
  const same = [...remembered, ...parts].filter(({ id }) => id === newest.id);
  return [...new Map(same.map((part) => [part.index, part])).values()];
}
