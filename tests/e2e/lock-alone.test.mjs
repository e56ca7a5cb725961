// Locking while nobody looks: by the alarm, with no page of the extension open and its service worker asleep, with the
// computer's screen, and at its time when no alarm rings.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SESSION } from "../../extension/storage-keys.js";
import { makeAccount } from "../portals/lab-cases.mjs";
import { close, closePopup, launch, openPage, sleep, waitUntil } from "./harness.mjs";
import { fr, openPopup, openSecurity, protect, unlockBy } from "./lock.mjs";
import { addByHand, codeIsRight } from "./popup.mjs";
import { allText, choose, click, find, waitForWords } from "./screen.mjs";
import { isWorker } from "./worker.mjs";

const account = makeAccount({ issuer: "Fidalpin", account: "client" });
const passphrase = "quatre violons muets attendent la pluie";
const withScreen = "Aussi quand l’écran de l’ordinateur est verrouillé";

/** @type {Awaited<ReturnType<typeof launch>>} */
let session;

before(async () => {
  session = await launch({ lang: "fr" });
  const popup = await openPopup(session);
  await addByHand(popup, { issuer: account.issuer, account: account.account, secret: account.secret.base32 });
  await closePopup(session);
  const page = await openSecurity(session);
  await protect(page, passphrase);
  await page.close();
});
after(async () => {
  await close(session);
  assert.deepEqual(session.complaints, [], "the console stays empty");
});

const worker = () => session.browser.targets().find((target) => isWorker(session, target));

/** What the service worker answers, once it runs. @param {string} expression @returns {Promise<string>} */
const askWorker = (expression) =>
  waitUntil(
    async () => {
      const client = await worker()
        ?.createCDPSession()
        .catch(() => null);
      // One that was woken while it is watched waits for the watcher before it begins.
      await client?.send("Runtime.runIfWaitingForDebugger").catch(() => {});
      const asked = { expression, awaitPromise: true, returnByValue: true };
      const answer = await client?.send("Runtime.evaluate", asked).catch(() => null);
      await client?.detach().catch(() => {});
      // A worker that is just beginning does not know the browser yet.
      return answer?.exceptionDetails ? null : answer?.result.value;
    },
    `the service worker to answer ${expression}`,
    30_000,
  );

/** Whether the service worker finds a session. */
const hasSession = async () =>
  (await askWorker(`chrome.storage.session.get("${SESSION}").then((all) => String("${SESSION}" in all))`)) === "true";

/** Unlocks through the popup, which shows the account only then. */
const unlock = async () => {
  const popup = await openPopup(session);
  await find(popup, { role: "heading", name: fr.locked });
  assert.doesNotMatch(await allText(popup), new RegExp(account.issuer));
  await unlockBy(popup, fr.passphrase, passphrase);
  assert.ok(await codeIsRight(popup, account));
  await closePopup(session);
};

test("the alarm wakes a sleeping service worker, which locks with no page open", { timeout: 240_000 }, async () => {
  const page = await openSecurity(session);
  await choose(page, "Verrouiller", "1 minute après la dernière utilisation");
  await waitForWords(page, "status", /Enregistré/);
  const chosen = Date.now();
  await page.close();
  assert.ok(await hasSession(), "unlocked until then");

  const tab = await openPage(session, "about:blank");
  const client = await tab.createCDPSession();
  let status = "";
  client.on("ServiceWorker.workerVersionUpdated", ({ versions }) => {
    status = versions.at(-1)?.runningStatus ?? status;
  });
  await client.send("ServiceWorker.enable");
  await client.send("ServiceWorker.stopAllWorkers");
  await waitUntil(() => status === "stopped", "the service worker to stop");
  // From here on nothing of the extension runs until the browser rings the alarm.
  await waitUntil(() => status !== "stopped", "the alarm", 150_000);
  const slept = Date.now() - chosen;
  assert.ok(slept > 50_000, `woken after ${slept} ms, by something else than the alarm`);
  await waitUntil(async () => !(await hasSession()), "the session to end", 20_000);
  const alarms = await askWorker('chrome.alarms.getAll().then((all) => "alarms: " + all.map(({ name }) => name))');
  assert.doesNotMatch(alarms, /lock/);
  await unlock();
});

/**
 * Tells the extension what the browser tells it when the screen's state changes. A headless browser has no screen that could
 * be locked, so that the event is made at the browser's own event object, to which the service worker listens.
 * @param {"locked" | "idle" | "active"} state
 */
const tellScreen = (state) => askWorker(`chrome.idle.onStateChanged.dispatch("${state}"), "told"`);

test("locking the computer’s screen locks the vault and every page that is open", async () => {
  const page = await openSecurity(session);
  await find(page, { role: "heading", name: fr.protected });
  await choose(page, "Verrouiller", "À la fermeture du navigateur");
  await waitForWords(page, "status", /Enregistré/);
  for (const state of /** @type {const} */ (["idle", "active"])) await tellScreen(state);
  assert.ok(await hasSession(), "being away for a while is no reason");
  await tellScreen("locked");
  await find(page, { role: "heading", name: fr.locked });
  assert.doesNotMatch(await allText(page), new RegExp(account.issuer));
  assert.ok(!(await hasSession()));
  await page.close();
  await unlock();
});

test("whoever does not want that says so, and the vault stays open", async () => {
  const page = await openSecurity(session);
  await click(page, withScreen);
  await waitForWords(page, "status", /Enregistré/);
  await tellScreen("locked");
  await sleep(1000);
  await page.reload();
  await find(page, { role: "heading", name: fr.protected });
  assert.ok(await hasSession());
  await click(page, withScreen);
  await waitForWords(page, "status", /Enregistré/);
  await tellScreen("locked");
  await find(page, { role: "heading", name: fr.locked });
  await page.close();
});

test("a session ends at its time, even if no alarm rings", async () => {
  const settings = await openSecurity(session);
  await unlockBy(settings, fr.passphrase, passphrase);
  await choose(settings, "Verrouiller", "1 minute après la dernière utilisation");
  await waitForWords(settings, "status", /Enregistré/);
  const alarms = await settings.evaluate(async () => {
    const all = await chrome.alarms.getAll();
    await chrome.alarms.clearAll();
    return all.map(({ name, scheduledTime }) => ({ name, left: scheduledTime - Date.now() }));
  });
  assert.equal(alarms.length, 1);
  assert.ok(alarms[0].left <= 60_000, `${alarms[0].left} ms`);
  await settings.close();

  const late = await session.browser.newPage();
  await late.evaluateOnNewDocument(() => {
    const { now } = Date;
    Date.now = () => now() + 61_000;
  });
  await late.goto(`chrome-extension://${session.id}/popup/popup.html`);
  await find(late, { role: "heading", name: fr.locked });
  await late.close();

  // A page that is open locks itself when the time comes.
  const open = await session.browser.newPage();
  await open.evaluateOnNewDocument(() => {
    const { now } = Date;
    Date.now = () => now() + 57_000;
  });
  await open.goto(`chrome-extension://${session.id}/popup/pages/security.html`);
  await find(open, { role: "heading", name: fr.locked }, 60000);
  await open.close();
});
