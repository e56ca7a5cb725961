// A protected vault at an unlocked desk: a backup, an export, a key on the screen or on paper asks who is there, refuses a
// wrong passphrase with words, writes and shows nothing before, and goes on with the right one.
import assert from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import { after, before, test } from "node:test";
import { readBackup } from "../format/reader.mjs";
import { makeAccount } from "../portals/lab-cases.mjs";
import { close, closePopup, launch, waitForDownload, waitUntil } from "./harness.mjs";
import { confirmWith, fr, openPopup, openSecurity, protect } from "./lock.mjs";
import { addByHand } from "./popup.mjs";
import { allText, choose, click, find, isThere, readField, textOf, type, waitForWords, waitGone } from "./screen.mjs";
import { openBackup } from "./transfer.mjs";

/** @import { Page } from "puppeteer-core" */

const passphrase = "six hérissons bruns traversent la cour";
const wrong = "six hérissons bruns traversent le pré";
const accounts = [
  makeAccount({ issuer: "Fidalpin", account: "client" }),
  makeAccount({ issuer: "Ormeval", account: "ORM-482915" }),
];
const keys = accounts.map(({ secret }) => secret.base32.replace(/=+$/, ""));

/** @type {Awaited<ReturnType<typeof launch>>} */
let session;
let recoveryCode = "";

before(async () => {
  session = await launch({ lang: "fr" });
  const popup = await openPopup(session);
  for (const { issuer, account, secret } of accounts)
    await addByHand(popup, { issuer, account, secret: secret.base32 });
  await closePopup(session);
  const page = await openSecurity(session);
  recoveryCode = await protect(page, passphrase);
  await page.close();
});
after(async () => {
  await close(session);
  assert.deepEqual(session.complaints, [], "the console stays empty");
});

/**
 * The question as it stands after a click: a wrong passphrase is refused, leaving it leads nowhere, the right one goes on.
 * @param {Page} page
 * @param {() => Promise<unknown>} ask clicks what asks
 * @param {RegExp} reason
 */
const proveAfterRefusal = async (page, ask, reason) => {
  const nothingYet = async () => {
    assert.deepEqual(await readdir(session.downloads), [], "nothing is written yet");
    const words = (await allText(page)).replace(/\s/g, "");
    for (const key of keys) assert.ok(!words.includes(key), "no key is shown yet");
  };
  await ask();
  await find(page, { role: "heading", name: "Confirmez votre identité" });
  assert.match(await textOf(page, { role: "dialog" }), reason);
  await nothingYet();
  await type(page, fr.passphrase, wrong, { inside: { role: "dialog" } });
  await page.keyboard.press("Enter");
  await waitForWords(page, "alert", /n’ouvre pas le coffre/, 60000);
  await nothingYet();
  await click(page, "Annuler", { inside: { role: "dialog" } });
  await waitGone(page, { role: "dialog" });
  await nothingYet();
  await ask();
  await confirmWith(page, passphrase);
};

test("a backup asks who is there, and opens with its own passphrase", async () => {
  const page = await openBackup(session);
  const own = await readField(page, "Phrase secrète de cette sauvegarde");
  await proveAfterRefusal(page, () => click(page, "Sauvegarder 2 comptes"), /Qui ouvre ce fichier a toutes vos clés/);
  await find(page, { role: "heading", name: /^Sauvegarde créée et vérifiée.*2 comptes$/ }, 120000);
  const file = await waitForDownload(session);
  const read = await readBackup(await readFile(file), { passphrase: own });
  assert.deepEqual(read.map(({ issuer }) => issuer).sort(), ["Fidalpin", "Ormeval"]);
  await rm(file);
  await page.close();
});

test("an export asks, in clear and with a password alike", async () => {
  for (const [app, password, reason] of /** @type {const} */ ([
    [/^Toutes les applications /, "", /vos clés en clair/],
    [/^Aegis /, "agrafe", /Qui ouvre ce fichier a toutes vos clés/],
  ])) {
    const page = await openBackup(session);
    await click(page, app);
    if (password) await type(page, "Mot de passe du fichier, facultatif", password);
    const isReady = () => page.evaluate(() => !document.querySelector(".page-main form button:not([type]):disabled"));
    await find(page, { role: "button", name: "Exporter" });
    await waitUntil(isReady, "the export to be ready");
    await proveAfterRefusal(page, () => click(page, "Exporter"), reason);
    const file = await waitForDownload(session);
    const text = await readFile(file, "utf8");
    for (const key of keys) assert.equal(text.includes(key), password === "", "in clear only if that was asked for");
    await rm(file);
    await page.close();
  }
});

test("one account’s QR code and the page with all keys ask", async () => {
  const page = await openBackup(session);
  await choose(page, "Compte", "Fidalpin, client");
  await proveAfterRefusal(page, () => click(page, "Afficher le code QR"), /clé de ce compte va s’afficher/);
  await find(page, { role: "image", name: "Fidalpin, client" });
  await click(page, "Fermer");
  await proveAfterRefusal(page, () => click(page, "Page à imprimer avec toutes les clés"), /Toutes vos clés/);
  await find(page, { role: "image", name: "Ormeval, ORM-482915" });
  const sheet = (await textOf(page, { role: "main" })).replace(/\s/g, "");
  for (const key of keys) assert.ok(sheet.includes(key));
  await page.close();
});

test("the setup key in an account’s details asks, and is asked for again after a reopening", async () => {
  for (const time of ["first", "second"]) {
    const popup = await openPopup(session);
    await click(popup, /^Détails de Ormeval/);
    await find(popup, { role: "textbox", name: "Note" });
    await proveAfterRefusal(popup, () => click(popup, "Afficher la clé"), /peut se connecter à votre place/);
    const key = await textOf(popup, { role: "status", name: "Clé de configuration" });
    assert.equal(key.replace(/\s/g, ""), keys[1], time);
    await closePopup(session);
  }
});

test("the emergency sheet asks in its tab, and the recovery code is as good as the passphrase", async () => {
  const popup = await openPopup(session);
  await click(popup, /^Détails de Ormeval/);
  await find(popup, { role: "textbox", name: "Note" });
  const opening = session.browser.waitForTarget((target) => target.url().includes("/pages/sheet.html"));
  await click(popup, "Fiche de secours").catch(() => {});
  const page = await (await opening).asPage();
  await find(page, { role: "heading", name: "Confirmez votre identité" });
  assert.ok(!(await allText(page)).replace(/\s/g, "").includes(keys[1]), "not before");
  await click(page, fr.useRecovery, { inside: { role: "dialog" } });
  await type(
    page,
    fr.recovery,
    recoveryCode.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
    {
      inside: { role: "dialog" },
    },
  );
  await page.keyboard.press("Enter");
  await waitForWords(page, "alert", /faute de frappe/);
  await type(page, fr.recovery, recoveryCode, { inside: { role: "dialog" } });
  await page.keyboard.press("Enter");
  await find(page, { role: "button", name: "Imprimer" });
  assert.ok((await allText(page)).replace(/\s/g, "").includes(keys[1]));
  assert.ok(!(await isThere(page, { role: "dialog" })));
  await page.close();
});
