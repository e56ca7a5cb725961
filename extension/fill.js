/** Puts a code into the page the person is on, through a gesture of theirs. */
import { runInPage } from "./browser.js";
import { fillCode } from "./page/fill.js";

/**
 * @typedef {import("./page/fill.js").FillAnswer} FillAnswer
 * @typedef {FillAnswer | {outcome: "closed", why: "", field: ""}} Filled “closed”: the browser lets nothing into this page
 */

/**
 * @param {import("./site.js").Here} here
 * @param {string} code
 * @param {boolean} [sure] the person was asked about the field and said yes
 * @returns {Promise<Filled>}
 */
export async function fillPage({ tabId, host }, code, sure = false) {
  try {
    const answer = await runInPage(tabId, fillCode, [{ code, host, sure }]);
    return answer ?? { outcome: "closed", why: "", field: "" };
  } catch {
    return { outcome: "closed", why: "", field: "" };
  }
}
