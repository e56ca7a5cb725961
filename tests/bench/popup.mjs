/**
 * From the click on the toolbar icon to the first code on the screen, with 3, 100 and 400 accounts:
 * `node tests/bench/popup.mjs`.
 *
 * With `PEER_DIRS` (folders of other extensions, apart by colons) each is measured in the same run, in a browser of its own
 * and in turn with ours, and the ratio to the fastest is printed. A peer is filled through its own storage, in the form
 * that the extension “Authenticator” has; one that keeps accounts in another way is measured as it is.
 */
import { basename } from "node:path";
import { makeAccount } from "../portals/lab-cases.mjs";
import { close, launch, openExtensionPage, openPage } from "../e2e/harness.mjs";
import { fillAccounts } from "./popup/fill.mjs";

/** @typedef {{name: string, folder: string | undefined}} Subject */

const COUNTS = [3, 100, 400];
const ROUNDS = Number(process.env.ROUNDS ?? 7);
/** A code as any of them shows one: six or eight digits, with or without a gap. */
const CODE = /\b\d{3}\s?\d{3}\b/;
const peers = (process.env.PEER_DIRS ?? "").split(":").filter(Boolean);
/** @type {Subject[]} */
const subjects = [
  { name: "tessera", folder: undefined },
  ...peers.map((folder) => ({ name: basename(folder), folder })),
];

console.log(`popup, click to first code, median of ${ROUNDS} openings in milliseconds`);
/** @type {Map<string, number[]>} */
const medians = new Map(subjects.map(({ name }) => [name, []]));
for (const count of COUNTS) {
  for (const subject of subjects) {
    const times = await measure(subject, count);
    medians.get(subject.name)?.push(middle(times));
  }
  const ours = medians.get("tessera")?.at(-1) ?? Number.NaN;
  const others = peers.map((folder) => medians.get(basename(folder))?.at(-1) ?? Number.NaN);
  const ratio = others.length > 0 ? `, ${(ours / Math.min(...others)).toFixed(2)} × the fastest peer` : "";
  const all = subjects.map(({ name }) => `${name} ${medians.get(name)?.at(-1)?.toFixed(0)}`).join(", ");
  console.log(`${String(count).padStart(4)} accounts: ${all}${ratio}`);
}
const [few = 1, , many = 1] = medians.get("tessera") ?? [];
console.log(`400 accounts against 3: ${(many / few).toFixed(2)} ×`);

/** @param {Subject} subject @param {number} count @returns {Promise<number[]>} */
async function measure({ folder }, count) {
  const session = await launch({ lang: "en", extension: folder });
  try {
    await (folder === undefined ? fillAccounts(session, count) : fillPeer(session, count));
    const page = await openPage(session, "about:blank");
    const times = [];
    for (let round = -1; round < ROUNDS; round += 1) {
      const time = await open(session, page);
      // The first opening warms the browser's caches of code.
      if (round >= 0) {
        times.push(time);
      }
    }
    return times;
  } finally {
    await close(session);
  }
}

/** @param {import("../e2e/harness.mjs").Session} session @param {import("puppeteer-core").Page} page */
async function open(session, page) {
  const isPopup = (/** @type {import("puppeteer-core").Target} */ target) =>
    target.url().startsWith(`chrome-extension://${session.id}/`) && /popup|index/.test(target.url());
  for (const target of session.browser.targets().filter(isPopup)) {
    await (await target.asPage()).close().catch(() => {});
  }
  await page.bringToFront();
  const extension = (await session.browser.extensions()).get(session.id);
  const opening = session.browser.waitForTarget(isPopup, { timeout: 30_000 });
  const clicked = Date.now();
  await extension?.triggerAction(page);
  return (await firstCode(await (await opening).asPage())) - clicked;
}

/**
 * The moment at which the first code was painted. If it stands in the page already when we get to look, that is the page's
 * first contentful paint: exact for a page that draws once, as ours does, and in favour of a page that draws its frame first.
 *
 * @param {import("puppeteer-core").Page} popup
 * @returns {Promise<number>}
 */
function firstCode(popup) {
  return popup.evaluate(
    (pattern) =>
      new Promise((done) => {
        const code = new RegExp(pattern);
        // biome-ignore lint/performance/useDomNodeTextContent: only what is shown counts
        const isThere = () => code.test(document.body?.innerText ?? "");
        const look = () => (isThere() ? requestAnimationFrame(() => done(Date.now())) : requestAnimationFrame(look));
        const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
        if (isThere() && painted !== undefined) {
          done(performance.timeOrigin + painted);
        } else {
          look();
        }
      }),
    CODE.source,
  );
}

/** @param {import("../e2e/harness.mjs").Session} session @param {number} count */
async function fillPeer(session, count) {
  const page = await openExtensionPage(session);
  const entries = Array.from({ length: count }, (_, index) => {
    const { secret, issuer, account } = makeAccount({ issuer: `Service ${index + 1}`, account: `person${index + 1}` });
    const hash = crypto.randomUUID();
    return [
      hash,
      {
        account,
        counter: 0,
        encrypted: false,
        hash,
        index,
        issuer,
        secret: secret.base32,
        type: "totp",
        period: 30,
        digits: 6,
        algorithm: "SHA1",
        dataType: "OTPStorage",
      },
    ];
  });
  await page.evaluate((all) => chrome.storage.local.set(all), Object.fromEntries(entries));
  await page.evaluate(() => chrome.storage.local.set({ UserSettings: { storageLocation: "local" } }));
  await page.close();
}

/** @param {readonly number[]} times */
function middle(times) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
