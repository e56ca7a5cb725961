// Two profiles and Chromium's own sync engine between them, with its local backend: no account, no network. One browser
// at a time holds the backend, so that what is done "apart" is done without it.
import assert from "node:assert/strict";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { makeAccount } from "../portals/lab-cases.mjs";
import {
  clickToolbar,
  close,
  closePopup,
  launch,
  makeFolder,
  openExtensionPage,
  openPage,
  root,
  sleep,
  waitUntil,
} from "./harness.mjs";
import { changePassphrase, fr, openSecurity, protect, unlockBy } from "./lock.mjs";
import { addByHand, codeIsRight, findRow } from "./popup.mjs";
import { allText, find, isThere } from "./screen.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { Session } from "./harness.mjs" */
/** @import { LabAccount } from "../portals/lab-cases.mjs" */

const passphrase = "quatre chevaux verts sous la pluie 47";
const changed = "cinq bateaux rouges devant le port 12";
const folder = await makeFolder("sync");
/** Both profiles must know the extension by the same id. */
const extension = process.env.TESSERA_EXTENSION ?? join(root, "dist/test-chrome");
const backend = join(folder, "backend");
const profiles = { a: join(folder, "a"), b: join(folder, "b") };
const accounts = Object.fromEntries(
  ["Premier", "Chez A", "Chez B", "Pendant"].map((issuer) => [issuer, makeAccount({ issuer, account: "synchro" })]),
);

after(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));

/**
 * Works in one of the two profiles and ends its browser.
 * @param {"a" | "b"} name
 * @param {boolean} connected
 * @param {(session: Session) => Promise<void>} work
 */
const using = async (name, connected, work) => {
  const session = await launch({
    lang: "fr",
    profile: profiles[name],
    extension,
    syncBackend: connected ? backend : undefined,
  });
  try {
    await work(session);
    await closePopup(session);
    if (connected) await waitForSync(session);
  } finally {
    await close(session, { keepProfile: true });
  }
};

/** @param {Session} session */
const openPopup = async (session) => clickToolbar(session, await openPage(session, "about:blank"));

/** Waits until the list is there, unlocking if it is asked for; a new device may still wait for its first data. @param {Session} session @param {string} word */
const openList = async (session, word) => {
  const page = await openPage(session, "about:blank");
  let popup = await clickToolbar(session, page);
  await waitUntil(
    async () => {
      await sleep(300);
      if (await isThere(popup, { role: "textbox", name: fr.passphrase })) return true;
      if (await isThere(popup, { role: "listitem" })) return true;
      popup = await clickToolbar(session, page);
      return false;
    },
    "the vault to arrive",
    90000,
  );
  if (await isThere(popup, { role: "textbox", name: fr.passphrase })) await unlockBy(popup, fr.passphrase, word);
  await find(popup, { role: "listitem" }, 90000);
  return popup;
};

/** @param {Page} popup @param {LabAccount} account */
const add = (popup, { issuer, account, secret }) => addByHand(popup, { issuer, account, secret: secret.base32 });

/** Waits until the Security page says that everything is in sync, and the engine has written its file. @param {Session} session */
const waitForSync = async (session) => {
  const page = await openSecurity(session);
  await waitUntil(async () => /Tout est synchronisé/.test(await allText(page)), "everything to be in sync", 60000);
  await waitForBackend();
  await page.close();
};

/** Waits until the backend's file has been quiet for a while. */
const waitForBackend = async () => {
  const state = async () => {
    const file = await stat(backend).catch(() => null);
    return file ? `${file.size} ${file.mtimeMs}` : "none";
  };
  let last = await state();
  let since = Date.now();
  await waitUntil(
    async () => {
      const now = await state();
      if (now !== last || now === "none") [last, since] = [now, Date.now()];
      return Date.now() - since > 3500;
    },
    "the backend to be quiet",
    60000,
  );
};

/** @param {Page} popup @param {...string} names */
const allAreRight = async (popup, ...names) => {
  for (const name of names) {
    await findRow(popup, name, "synchro");
    assert.ok(await codeIsRight(popup, accounts[name]), name);
  }
};

test("what is added on A appears on B, which joins with the passphrase", async () => {
  await using("a", true, async (a) => {
    await add(await openPopup(a), accounts.Premier);
    await closePopup(a);
    const security = await openSecurity(a);
    await protect(security, passphrase);
    await security.close();
  });
  await using("b", true, async (b) => allAreRight(await openList(b, passphrase), "Premier"));
});

test("edits made apart both survive", async () => {
  await using("a", false, async (a) => add(await openList(a, passphrase), accounts["Chez A"]));
  await using("b", true, async (b) => add(await openList(b, passphrase), accounts["Chez B"]));
  await using("a", true, async (a) => allAreRight(await openList(a, passphrase), "Premier", "Chez A", "Chez B"));
});

test("the passphrase is changed on A while B adds: nothing is lost, and the new one opens", async () => {
  await using("a", true, async (a) => {
    await openList(a, passphrase);
    await closePopup(a);
    const security = await openSecurity(a);
    await changePassphrase(security, passphrase, changed);
    await security.close();
  });
  await using("b", false, async (b) => add(await openList(b, passphrase), accounts.Pendant));
  await using("b", true, async (b) =>
    allAreRight(await openList(b, passphrase), "Premier", "Chez A", "Chez B", "Pendant"),
  );
  await using("a", true, async (a) =>
    allAreRight(await openList(a, changed), "Premier", "Chez A", "Chez B", "Pendant"),
  );
});

test("a wiped device gets everything back, with the new passphrase", async () => {
  await using("b", false, async (b) => {
    const page = await openExtensionPage(b);
    await page.evaluate(() => chrome.storage.local.clear());
    await page.close();
  });
  await using("b", true, async (b) =>
    allAreRight(await openList(b, changed), "Premier", "Chez A", "Chez B", "Pendant"),
  );
});

test("uninstalled on A, which empties the sync area, and installed again: it comes back from B", async () => {
  const a = await launch({ lang: "fr", profile: profiles.a, extension, syncBackend: backend });
  try {
    await a.browser.uninstallExtension(a.id);
    await waitForBackend();
  } finally {
    await close(a, { keepProfile: true });
  }
  await using("b", true, async (b) => allAreRight(await openList(b, changed), "Premier", "Pendant"));
  await using("a", true, async (again) =>
    allAreRight(await openList(again, changed), "Premier", "Chez A", "Chez B", "Pendant"),
  );
});
