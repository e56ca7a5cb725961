// The pages in a tab work without a mouse: put back, back up, bring in again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAccount } from "../portals/lab-cases.mjs";
import { clickToolbar, closePopup, openExtensionPage, openPage, waitForDownload } from "./harness.mjs";
import { addByHand, codeIsRight, waitForStatus } from "./popup.mjs";
import { find, press, readField, tabTo } from "./screen.mjs";
import { setUp } from "./setup.mjs";
import { waitRead, words as moving } from "./transfer.mjs";

const place = setUp({ lang: "fr" });
const piano = makeAccount({ issuer: "Piano", account: "alpha" });

const openPopup = async () =>
  clickToolbar(place.session, await openPage(place.session, `${place.portals.url}/lab/empty`));

test("an account is there", async () => {
  await addByHand(await openPopup(), { issuer: piano.issuer, account: piano.account, secret: piano.secret.base32 });
  await closePopup(place.session);
});

const deleteWithKeys = async () => {
  const popup = await openPopup();
  await press(popup, "Modifier");
  await press(popup, /^Supprimer Piano/);
  await waitForStatus(popup, /Supprimé/);
  await closePopup(place.session);
};

test("delete, restore, back up and import need no mouse", async () => {
  await deleteWithKeys();
  const page = await openExtensionPage(place.session, "popup/pages/restore.html");
  await press(page, "Remettre Piano · alpha");
  await waitForStatus(page, /De retour dans la liste/);

  await Promise.all([page.waitForNavigation(), press(page, "Sauvegarde", "link")]);
  await find(page, { role: "textbox", name: "Phrase secrète de cette sauvegarde" });
  const passphrase = await readField(page, "Phrase secrète de cette sauvegarde");
  await press(page, /^Sauvegarder (?:un|\d+) comptes?$/);
  await find(page, { role: "heading", name: /^Sauvegarde créée et vérifiée/ }, 120000);
  const file = await waitForDownload(place.session);

  await deleteWithKeys();
  await Promise.all([page.waitForNavigation(), press(page, "Importer une sauvegarde", "link")]);
  const [chooser] = await Promise.all([page.waitForFileChooser(), press(page, moving.pick)]);
  await chooser.accept([file]);
  await waitRead(page);
  await find(page, { role: "textbox", name: moving.password });
  await tabTo(page, { role: "textbox", name: moving.password });
  await page.keyboard.type(passphrase);
  await page.keyboard.press("Enter");
  await find(page, { role: "heading", name: moving.report }, 120000);
  await press(page, moving.importing);
  await find(page, { role: "button", name: moving.undo });
  await page.close();

  assert.ok(await codeIsRight(await openPopup(), piano), "what was imported has its key");
});
