/**
 * Opening an unlocked, protected vault again, as every click on the icon does, with 3 and with 1,000 accounts:
 * `node tests/bench/reopen.mjs`.
 *
 * Each round is a new page of the extension with an empty memory. What is timed is what the popup does until it can draw:
 * loading the core, beside it reading storage and the session, then unsealing every bucket, the list in its order, and the
 * codes of the sixteen rows that are drawn first. `core` is the part of `opening` until the core is there. What a person waits
 * for is `click`: click to first code.
 */
import { clickToolbar, close, closePopup, launch, openExtensionPage, openPage } from "../e2e/harness.mjs";
import { openSecurity, protect } from "../e2e/lock.mjs";
import { find } from "../e2e/screen.mjs";
import { fillAccounts } from "./popup/fill.mjs";

const COUNTS = [3, 1000];
const ROUNDS = Number(process.env.ROUNDS ?? 9);
const PARTS = /** @type {const} */ (["core", "opening", "list", "rows", "work", "click"]);

/** @typedef {Record<typeof PARTS[number], number>} Times in milliseconds */

console.log(`an unlocked vault opened again, median of ${ROUNDS} in milliseconds`);
/** @type {Times[]} */
const medians = [];
for (const count of COUNTS) {
  const times = await measure(count);
  const middle = /** @type {Times} */ (
    Object.fromEntries(PARTS.map((part) => [part, median(times.map((time) => time[part]))]))
  );
  medians.push(middle);
  const parts = PARTS.map((part) => `${part} ${middle[part].toFixed(1)}`).join(", ");
  console.log(`${String(count).padStart(5)} accounts: ${parts}`);
}
const [few, many] = medians;
if (few && many) {
  console.log(`1,000 accounts add to the work for 3: ${(many.work - few.work).toFixed(1)} ms`);
  console.log(`click to first code, 1,000 accounts against 3: ${(many.click / few.click).toFixed(2)} ×`);
  console.log(`the vault’s share of the click with 1,000 accounts: ${((100 * many.work) / many.click).toFixed(0)} %`);
}

/** @param {number} count @returns {Promise<Times[]>} */
async function measure(count) {
  const session = await launch({ lang: "fr" });
  try {
    await fillAccounts(session, count);
    const security = await openSecurity(session);
    await protect(security, "sept nuages lents dorment au port");
    await security.close();
    const tab = await openPage(session, "about:blank");
    const times = [];
    for (let round = -1; round < ROUNDS; round += 1) {
      const time = { ...(await workOnce(session)), click: await clickOnce(session, tab) };
      // The first round warms the browser's caches of code.
      if (round >= 0) {
        times.push(time);
      }
    }
    return times;
  } finally {
    await close(session);
  }
}

/** @param {import("../e2e/harness.mjs").Session} session */
async function workOnce(session) {
  const page = await openExtensionPage(session);
  const times = await page.evaluate(async () => {
    const [{ openVault }, { loadCore }] = await Promise.all([
      import(/** @type {string} */ ("/extension/vault-store.js")),
      import(/** @type {string} */ ("/extension/core.js")),
    ]);
    const started = performance.now();
    const opening = openVault();
    await loadCore();
    const loaded = performance.now();
    const vault = await opening;
    const opened = performance.now();
    const list = vault.list("", "", "own", [], new Float64Array(), new Uint32Array());
    const ids = list.ids;
    const listed = performance.now();
    const rows = vault.rows_of(ids.slice(0, 16), Date.now());
    const done = performance.now();
    if (rows.length !== Math.min(16, ids.length)) {
      throw new Error(`${rows.length} rows of ${ids.length} accounts`);
    }
    return {
      core: loaded - started,
      opening: opened - started,
      list: listed - opened,
      rows: done - listed,
      work: done - started,
    };
  });
  await page.close();
  return times;
}

/** @param {import("../e2e/harness.mjs").Session} session @param {import("puppeteer-core").Page} tab */
async function clickOnce(session, tab) {
  await closePopup(session);
  const clicked = Date.now();
  const popup = await clickToolbar(session, tab);
  await popup.waitForSelector("li");
  const painted = await popup.evaluate(() => {
    const [first] = performance.getEntriesByName("first-contentful-paint");
    return first === undefined ? Date.now() : performance.timeOrigin + first.startTime;
  });
  await find(popup, { role: "listitem" });
  await closePopup(session);
  return painted - clicked;
}

/** @param {readonly number[]} times */
function median(times) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
