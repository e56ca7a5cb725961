/** When and how often each account's code was copied on this device. Ids and numbers only; never synced. */
import { readLocal, writeLocal } from "./browser.js";
import { USAGE } from "./storage-keys.js";

/** @typedef {import("../wasm/core.js").Used} Used */

/** @returns {Promise<Used[]>} */
export async function readUsage() {
  return usageFrom((await readLocal([USAGE]))[USAGE]);
}

/** Notes that an account was used now. @param {string} id @param {number} now @returns {Promise<Used[]>} */
export function noteUse(id, now) {
  return navigator.locks.request("usage", async () => {
    const usage = await readUsage();
    const count = (usage.find((used) => used.id === id)?.count ?? 0) + 1;
    const next = [{ id, last: now, count }, ...usage.filter((used) => used.id !== id)].slice(0, MOST);
    await writeLocal({ [USAGE]: next });
    return next;
  });
}

/** What was stored, without whatever is no use. @param {unknown} stored @returns {Used[]} */
export function usageFrom(stored) {
  return Array.isArray(stored) ? stored.filter(isUse) : [];
}

/** @param {unknown} value @returns {value is Used} */
function isUse(value) {
  const { id, last, count } = /** @type {Partial<Used>} */ (value ?? {});
  return typeof id === "string" && isWhole(last, Number.MAX_SAFE_INTEGER) && isWhole(count, 0xffff_ffff);
}

/** @param {unknown} value @param {number} most */
function isWhole(value, most) {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most;
}

/** More accounts than any list holds. */
const MOST = 5000;
