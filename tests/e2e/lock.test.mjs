// Protecting, locking and unlocking, as a person does: by passphrase, recovery code and PIN.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SYNC_STATUS } from "../../extension/storage-keys.js";
import { makeAccount } from "../portals/lab-cases.mjs";
import { close, closePopup, launch } from "./harness.mjs";
import { confirmWith, fr, lock, openPopup, openSecurity, protect, typePassphrase, unlockBy } from "./lock.mjs";
import { addByHand, codeIsRight } from "./popup.mjs";
import { allText, click, find, isThere, type, waitForWords } from "./screen.mjs";
import { readLocal } from "./storage.mjs";

const account = makeAccount({ issuer: "Fidalpin", account: "" });
const passphrase = "cinq chevaux bleus dorment sous la neige";
const newPassphrase = "une girafe très polie mange des noix";

/** @type {Awaited<ReturnType<typeof launch>>} */
let session;
let recoveryCode = "";

before(async () => {
  session = await launch({ lang: "fr" });
});
after(async () => {
  await close(session);
  assert.deepEqual(session.complaints, [], "the console stays empty");
});

test("guide 003: a vault is protected by a passphrase, and says honestly what it was before", async () => {
  const popup = await openPopup(session);
  await addByHand(popup, { issuer: account.issuer, secret: account.secret.base32 });
  await closePopup(session);

  const page = await openSecurity(session);
  await find(page, { role: "heading", name: fr.unprotected });
  assert.match(await allText(page), /la clé se trouve juste à côté/);
  await click(page, fr.protectPassphrase);
  assert.match(await allText(page), /Proposition\s+(?:[\w-]+ ){4}[\w-]+/);

  await type(page, fr.newPassphrase, "soleil1");
  await waitForWords(page, "status", /Faible/);
  await type(page, fr.again, "soleil1");
  await click(page, fr.protect);
  await waitForWords(page, "alert", /pourrait être devinée/);
  await type(page, fr.newPassphrase, passphrase);
  await waitForWords(page, "status", /Forte/);
  await click(page, fr.protect);
  await waitForWords(page, "alert", /pas identiques/);
  await page.reload();

  recoveryCode = await protect(page, passphrase);
  const stored = await readLocal(session);
  assert.deepEqual(
    ["k", "k2"].filter((key) => key in stored),
    [],
    "the device's own key is gone",
  );
  await page.close();
  assert.ok(await codeIsRight(await openPopup(session), account), "an unlocked popup opens without a question");
  await closePopup(session);
});

test("the menu locks", async () => {
  const popup = await openPopup(session);
  await click(popup, "Menu");
  await click(popup, "Verrouiller");
  await find(popup, { role: "heading", name: fr.locked });
  await unlockBy(popup, fr.passphrase, passphrase);
  assert.ok(await codeIsRight(popup, account));
  await closePopup(session);
});

/** What is stored, but for the time of the last sync, which unlocking may renew. */
const readStored = async () => {
  const stored = await readLocal(session);
  return { ...stored, [SYNC_STATUS]: { .../** @type {object} */ (stored[SYNC_STATUS]), at: null } };
};

test("a locked popup shows no account; a wrong passphrase is named and damages nothing; the right one opens the list", async () => {
  await lock(session);
  const before = await readStored();
  const popup = await openPopup(session);
  await find(popup, { role: "heading", name: fr.locked });
  assert.doesNotMatch(await allText(popup), new RegExp(account.issuer));
  await unlockBy(popup, fr.passphrase, "soleil");
  await waitForWords(popup, "alert", /n’ouvre pas le coffre/);
  await unlockBy(popup, fr.passphrase, passphrase);
  assert.ok(await codeIsRight(popup, account));
  await closePopup(session);
  assert.deepEqual(await readStored(), before);
});

test("after a restart of the browser the popup asks, and a forgotten passphrase leads to the recovery code", async () => {
  await close(session, { keepProfile: true });
  const { profile } = session;
  session = await launch({ lang: "fr", profile });
  const popup = await openPopup(session);
  await find(popup, { role: "heading", name: fr.locked });
  await click(popup, fr.forgotten);
  assert.match(await allText(popup), /Personne ne peut la réinitialiser/);
  await click(popup, fr.useRecovery);
  const wrong = recoveryCode.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  await unlockBy(popup, fr.recovery, wrong);
  await waitForWords(popup, "alert", /faute de frappe/);
  await unlockBy(popup, fr.recovery, recoveryCode.toLowerCase().replaceAll("-", " "));
  assert.ok(await codeIsRight(popup, account));
  await closePopup(session);
});

test("changing the passphrase is one write; the old one no longer opens", async () => {
  const page = await openSecurity(session);
  await page.evaluate(() => {
    const writes = /** @type {string[][]} */ ([]);
    Object.assign(globalThis, { writes });
    chrome.storage.local.onChanged.addListener((changes) => writes.push(Object.keys(changes).sort()));
  });
  await click(page, fr.change);
  await confirmWith(page, passphrase);
  await typePassphrase(page, newPassphrase);
  await waitForWords(page, "status", /Phrase secrète modifiée/);
  const writes = /** @type {string[][]} */ (await page.evaluate(() => /** @type {any} */ (globalThis).writes));
  // The header, its copy and the note that sync has yet to be told; what sync then does is no part of the change.
  assert.deepEqual(
    writes.filter((keys) => keys.includes("h")),
    [["h", "h2", "p"]],
  );
  await page.close();
  await lock(session);
  const popup = await openPopup(session);
  await unlockBy(popup, fr.passphrase, passphrase);
  await waitForWords(popup, "alert", /n’ouvre pas le coffre/);
  await unlockBy(popup, fr.passphrase, newPassphrase);
  assert.ok(await codeIsRight(popup, account));
  await closePopup(session);
});

test("guide 002: a PIN unlocks, and five wrong tries drop it", async () => {
  const page = await openSecurity(session);
  await click(page, fr.choosePin);
  await confirmWith(page, newPassphrase);
  await type(page, fr.newPin, "4271");
  await type(page, fr.againPin, "4271");
  await click(page, fr.savePin);
  await waitForWords(page, "status", /Code PIN actif/);
  await page.close();
  await lock(session);

  const popup = await openPopup(session);
  await unlockBy(popup, fr.pin, "4271");
  assert.ok(await codeIsRight(popup, account));
  await closePopup(session);
  await lock(session);

  const again = await openPopup(session);
  for (const left of ["4 essais", "3 essais", "2 essais", "un essai"]) {
    await unlockBy(again, fr.pin, "1111");
    await waitForWords(again, "alert", new RegExp(left));
  }
  await unlockBy(again, fr.pin, "2222");
  await waitForWords(again, "alert", /n’ouvre plus/);
  assert.ok(!(await isThere(again, { role: "textbox", name: fr.pin })), "the PIN is no longer asked for");
  await unlockBy(again, fr.passphrase, newPassphrase);
  assert.ok(await codeIsRight(again, account));
  await closePopup(session);
});

test("renewing the key keeps the way that was confirmed and ends the others", async () => {
  const page = await openSecurity(session);
  const before = await readLocal(session);
  await click(page, fr.renew);
  await click(page, fr.renew, { inside: { role: "region", name: "Moyens de déverrouiller" } });
  await confirmWith(page, newPassphrase);
  await waitForWords(page, "status", /Clé renouvelée/);
  assert.match(await allText(page), /Il n’y a pas de code de récupération/);
  const now = await readLocal(session);
  assert.ok(
    Object.keys(before)
      .filter((key) => /^[0-9abch]$/.test(key))
      .every((key) => before[key] !== now[key]),
  );
  assert.ok(await codeIsRight(await openPopup(session), account), "the session goes on");
  await closePopup(session);
  // A tab in the background cannot be clicked: nothing is drawn there.
  await page.bringToFront();
  await click(page, fr.lockNow);
  await unlockBy(page, fr.passphrase, newPassphrase);
  await find(page, { role: "heading", name: fr.protected });
  await page.close();
});

test("removing the protection says what it means and opens without asking", async () => {
  const page = await openSecurity(session);
  await click(page, fr.unprotect);
  await confirmWith(page, newPassphrase);
  assert.match(await allText(page), /quiconque peut utiliser ou copier ce profil/);
  await click(page, fr.unprotect);
  await find(page, { role: "heading", name: fr.unprotected });
  await page.close();
  assert.ok(await codeIsRight(await openPopup(session), account));
  await closePopup(session);
});
