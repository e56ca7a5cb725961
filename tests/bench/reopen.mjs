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

const ROUNDS = Number(process.env.ROUNDS ?? 9);
const PARTS = /** @type {const} */ (["core", "opening", "list", "rows", "work", "click"]);

/** @typedef {Record<typeof PARTS[number], number>} Times in milliseconds */

console.log(`an unlocked vault opened again, median of ${ROUNDS} in milliseconds`);
const [few, many] = await measure();
const added = few.map((time, round) => (many[round]?.work ?? Number.NaN) - time.work);
console.log(`1,000 accounts add to the work for 3, median of the rounds: ${median(added).toFixed(1)} ms`);
const [least, most] = [show(3, few), show(1000, many)];
console.log(`click to first code, 1,000 accounts against 3: ${(most.click / least.click).toFixed(2)} ×`);
console.log(`the vault’s share of the click with 1,000 accounts: ${((100 * most.work) / most.click).toFixed(0)} %`);

/**
 * Both numbers of accounts in turn, each in a browser of its own, so that what slows the machine down slows both.
 *
 * @returns {Promise<[Times[], Times[]]>}
 */
async function measure() {
  const [few, many] = [await prepare(3), await prepare(1000)];
  try {
    /** @type {[Times[], Times[]]} */
    const times = [[], []];
    // The first round warms the browser's caches of code.
    for (let round = -1; round < ROUNDS; round += 1) {
      for (const [place, browser] of [few, many].entries()) {
        const time = { ...(await workOnce(browser.session)), click: await clickOnce(browser.session, browser.tab) };
        if (round >= 0) {
          times[place]?.push(time);
        }
      }
    }
    return times;
  } finally {
    await close(few.session);
    await close(many.session);
  }
}

/** A browser with so many accounts, protected and unlocked. @param {number} count */
async function prepare(count) {
  const session = await launch({ lang: "fr" });
  await fillAccounts(session, count);
  const security = await openSecurity(session);
  await protect(security, "sept nuages lents dorment au port");
  await security.close();
  return { session, tab: await openPage(session, "about:blank") };
}

/** @param {number} count @param {Times[]} times @returns {Times} the medians */
function show(count, times) {
  const middle = /** @type {Times} */ (
    Object.fromEntries(PARTS.map((part) => [part, median(times.map((time) => time[part]))]))
  );
  const parts = PARTS.map((part) => `${part} ${middle[part].toFixed(1)}`).join(", ");
  console.log(`${String(count).padStart(5)} accounts: ${parts}`);
  return middle;
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
