// Random actions in the real browser, checked against a simple model after each. SOAK=10000 SEED=7 for a long run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { closePopup, openExtensionPage, openPage } from "./harness.mjs";
import { fr, lock, openSecurity, protect, unlockBy } from "./lock.mjs";
import { codeIsRight, confirmFound, editRow, paste, readRows, waitForStatus } from "./popup.mjs";
import { click, find, handleOf, isThere, waitGone } from "./screen.mjs";
import { setUp } from "./setup.mjs";
import { readLocal } from "./storage.mjs";
import { drop, openImport, words } from "./transfer.mjs";
import { isWorker } from "./worker.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { LabAccount } from "../portals/lab-cases.mjs" */

const place = setUp({ lang: "fr" });
const count = Number(process.env.SOAK ?? 30);
let state = Number(process.env.SEED ?? 1);
/** What must be there, by issuer. @type {Map<string, LabAccount>} */
const model = new Map();
let made = 0;
const passphrase = "sept nuages lents dorment au port";
/** The sync area as it once was. @type {Record<string, unknown>} */
let earlier = {};

/** A number below `end`, the same at every run of a seed. @param {number} end */
const below = (end) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * end);
};

const pick = () => [...model.keys()][below(model.size)];

/** @param {Page} popup */
const leaveEditing = async (popup) => {
  if (await isThere(popup, { role: "button", name: "Terminé" })) await click(popup, "Terminé");
};

/** Bytes that the popup's process holds once everything unused is given back. @param {Page} popup */
const heldBy = async (popup) => {
  const client = await popup.createCDPSession();
  await client.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize = 0 } = await client.send("Runtime.getHeapUsage");
  await client.detach();
  return usedSize + backingStorageSize;
};

/** @returns {Promise<Record<string, unknown>>} */
const readSync = async () => {
  await closePopup(place.session);
  const page = await openExtensionPage(place.session);
  const items = await page.evaluate(() => chrome.storage.sync.get(null));
  await page.close();
  return items;
};

const makeNext = () => {
  made += 1;
  return makeAccount({ issuer: `Compte ${made}`, account: `essai ${below(1000)}` });
};

/** @type {Record<string, (popup: Page) => Promise<void>>} */
const actions = {
  add: async (popup) => {
    const account = makeNext();
    await paste(popup, uriOf(account));
    await confirmFound(popup);
    model.set(account.issuer, account);
  },
  rename: async (popup) => {
    const issuer = pick();
    made += 1;
    const name = `Autre ${made}`;
    await editRow(popup, "Renommer", `${issuer},`);
    await (await handleOf(await find(popup, { role: "textbox", name: "Émetteur" }))).click({ count: 3 });
    await popup.keyboard.type(name);
    await popup.keyboard.press("Enter");
    await find(popup, { role: "button", name: new RegExp(`^Renommer ${name}`) });
    const account = /** @type {LabAccount} */ (model.get(issuer));
    model.delete(issuer);
    model.set(name, { ...account, issuer: name });
  },
  remove: async (popup) => {
    const issuer = pick();
    await editRow(popup, "Supprimer", `${issuer},`);
    await waitForStatus(popup, /Supprimé/);
    model.delete(issuer);
  },
  removeAndUndo: async (popup) => {
    const issuer = pick();
    await editRow(popup, "Supprimer", `${issuer},`);
    await waitForStatus(popup, /Supprimé/);
    await click(popup, "Annuler");
    await find(popup, { role: "button", name: new RegExp(`^Renommer ${issuer},`) });
  },
  importFile: async () => {
    const accounts = [makeNext(), makeNext()];
    await closePopup(place.session);
    const page = await openImport(place.session);
    await drop(page, [{ name: "comptes.txt", bytes: Buffer.from(accounts.map(uriOf).join("\n")) }]);
    await click(page, words.importing);
    await find(page, { role: "button", name: words.undo });
    await page.close();
    for (const account of accounts) model.set(account.issuer, account);
  },
  lock: async () => {
    await closePopup(place.session);
    await lock(place.session);
  },
  // What another device wrote long ago arrives once more.
  syncBack: async () => {
    const now = await readSync();
    const page = await openExtensionPage(place.session);
    await page.evaluate((items) => chrome.storage.sync.set(items), earlier);
    await page.close();
    if (Object.keys(earlier).length === 0 || below(4) === 0) earlier = now;
  },
  stopWorker: async () => {
    const target = place.session.browser.targets().find((one) => isWorker(place.session, one));
    const worker = await target?.worker();
    // The worker is gone before puppeteer has let go of it.
    await worker
      ?.close()
      .catch((/** @type {Error} */ error) => assert.match(error.message, /No session with given id/));
  },
};

test(`${count} random actions leave what the model says`, async () => {
  const security = await openSecurity(place.session);
  await protect(security, passphrase);
  await security.close();
  const page = await openPage(place.session, `${place.portals.url}/lab/empty`);
  /** A tenth of the way each. @type {number[]} */
  const held = [];
  let popup = await place.reopen(page);
  for (let turn = 1; turn <= count; turn += 1) {
    const possible = Object.keys(actions).filter((name) => model.size > 1 || name === "add");
    const name = model.size > 12 ? "remove" : possible[below(possible.length)];
    await find(popup, { role: "button", name: "Modifier" });
    await actions[name](popup);
    if (!popup.isClosed()) {
      await leaveEditing(popup);
      await waitGone(popup, { role: "button", name: "Terminé" });
    }

    // The popup of the look back is the next action's: each begins in one that has just opened.
    popup = await place.reopen(page);
    const what = `turn ${turn}, ${name}`;
    if (name === "lock") await unlockBy(popup, fr.passphrase, passphrase);
    await find(popup, { role: "button", name: "Modifier" });
    const rows = model.size === 0 ? [] : (await readRows(popup)).map((row) => row.split(",")[0]);
    assert.deepEqual(rows.sort(), [...model.keys()].sort(), what);
    const sample = model.get(pick());
    if (sample) assert.ok(await codeIsRight(popup, sample), `the code of ${sample.issuer} (${what})`);
    if (turn % Math.ceil(count / 10) === 0) held.push(await heldBy(popup));
  }
  assert.ok(Object.keys(await readSync()).length > 0, "all of it was in the sync area too");
  const stored = JSON.stringify(await readLocal(place.session)).length;
  assert.ok(stored < 4_500_000, `${stored} characters are stored`);
  const [early = 0, late = 0] = [Math.max(...held.slice(0, 3)), Math.min(...held.slice(-3))];
  assert.ok(late < early * 1.25, `memory grew from ${early} to ${late} bytes`);
  console.log(
    `${stored} characters are stored; in memory, by tenths: ${held.map((bytes) => (bytes / 1e6).toFixed(1)).join(", ")} MB`,
  );
});
