/**
 * Four hundred accounts, from choosing the file to the last of them being stored: ours, and that of each extension in
 * `PEER_DIRS` (unpacked folders, apart by colons), in one run, as ratios.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { close, launch, openPage } from "../e2e/harness.mjs";
import { click, find } from "../e2e/screen.mjs";
import { openImport, pick, waitRead, words } from "../e2e/transfer.mjs";

/** @import { Page, ElementHandle } from "puppeteer-core" */
/** @import { Session } from "../e2e/harness.mjs" */

const ACCOUNTS = 400;
const ROUNDS = 3;
const PATIENCE = 120_000;

const folder = await mkdtemp(join(tmpdir(), "tessera-bench-"));
const list = join(folder, "authenticator.txt");
const accounts = Array.from({ length: ACCOUNTS }, (_, place) =>
  makeAccount({ issuer: `Service ${place + 1}`, account: "x" }),
);
await writeFile(list, accounts.map((account) => uriOf(account)).join("\r\n"));
try {
  const ours = await median("Tessera", measureOurs);
  for (const extension of (process.env.PEER_DIRS ?? "").split(":").filter(Boolean)) {
    const theirs = await median(extension, () => measurePeer(extension));
    const ratio = theirs === null ? "no ratio" : `${(theirs / (ours ?? Number.NaN)).toFixed(2)} times ours`;
    console.log(`${extension}: ${ratio}`);
  }
} finally {
  await rm(folder, { recursive: true });
}

/**
 * @param {string} name @param {() => Promise<number | null>} measure
 * @returns {Promise<number | null>} `null` if any round did not come to an end
 */
async function median(name, measure) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    times.push(await measure());
  }
  const done = times.filter((time) => time !== null).sort((a, b) => a - b);
  const middle = done.length === ROUNDS ? (done[Math.floor(ROUNDS / 2)] ?? null) : null;
  console.log(
    `${name}: ${ACCOUNTS} accounts in ${middle === null ? `more than ${PATIENCE} ms` : `${middle.toFixed(0)} ms`}`,
  );
  return middle;
}

/** Choose, look at the report, say yes; the click is made as soon as the report is there. */
async function measureOurs() {
  const session = await launch({ lang: "fr" });
  try {
    const page = await openImport(session);
    const start = performance.now();
    await pick(page, [list]);
    await waitRead(page);
    await click(page, words.importing);
    await find(page, { role: "button", name: words.undo }, PATIENCE);
    return performance.now() - start;
  } finally {
    await close(session);
  }
}

/** The Authenticator extension tells that it is done in a dialog. @param {string} extension */
async function measurePeer(extension) {
  const session = await launch({ lang: "fr", extension });
  try {
    const page = await openPage(session, `chrome-extension://${session.id}/view/import.html`);
    const field = await page.waitForSelector("input[type=file]", { timeout: PATIENCE });
    const start = performance.now();
    const done = new Promise((resolve) => page.once("dialog", (dialog) => resolve(dialog.accept())));
    await /** @type {ElementHandle<HTMLInputElement>} */ (field).uploadFile(list);
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, "late"));
    return (await Promise.race([done, late])) === "late" ? null : performance.now() - start;
  } finally {
    await close(session);
  }
}
