// Versions and the bin, as a person uses them: what changed is shown by name, restoring brings it back, and that can be
// undone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAccount } from "../portals/lab-cases.mjs";
import { clickToolbar, closePopup, openExtensionPage, openPage } from "./harness.mjs";
import { addByHand, codeIsRight, editRow, findRow, readRows, waitForStatus, waitRowGone } from "./popup.mjs";
import { allText, click, find, findAll, isThere, textsOf, waitGone } from "./screen.mjs";
import { setUp } from "./setup.mjs";
import { readLocal, replaceLocal } from "./storage.mjs";

/** @import { Page } from "puppeteer-core" */

const place = setUp({ lang: "fr" });
const [apricot, banana, cherry] = ["Abricot", "Banane", "Cerise"].map((issuer) =>
  makeAccount({ issuer, account: "verger" }),
);

const openPopup = async () =>
  clickToolbar(place.session, await openPage(place.session, `${place.portals.url}/lab/empty`));

const openRestore = async () => {
  const page = await openExtensionPage(place.session, "popup/pages/restore.html");
  await find(page, { role: "heading", name: "Versions et corbeille" });
  await find(page, { role: "heading", name: "Corbeille" });
  return page;
};

/** The versions by their words, the latest first. @param {Page} page */
const versions = async (page) => {
  const buttons = await findAll(page, { role: "button", name: /comptes?$/ });
  return buttons.map(({ name = "" }) => name);
};

/** The names in a list of the page. @param {Page} page */
const names = (page) => textsOf(page, { role: "listitem" });

test("an account in the bin is put back", async () => {
  const popup = await openPopup();
  for (const { issuer, account, secret } of [apricot, banana, cherry])
    await addByHand(popup, { issuer, account, secret: secret.base32 });
  await editRow(popup, "Supprimer", "Banane");
  await waitForStatus(popup, /Supprimé/);
  await closePopup(place.session);

  const page = await openRestore();
  await find(page, { role: "button", name: "Remettre Banane · verger" });
  assert.match(await allText(page), /Supprimé\s: aujourd’hui\. Effacé dans 30\sjours\./);
  await click(page, "Remettre Banane · verger");
  await waitForStatus(page, /De retour dans la liste\s: Banane · verger/);
  await waitGone(page, { role: "button", name: "Remettre Banane · verger" });
  const again = await openPopup();
  assert.ok(await codeIsRight(again, banana));
  await closePopup(place.session);
});

test("a version shows by name what would change, is restored, and that is undone", async () => {
  const popup = await openPopup();
  await editRow(popup, "Supprimer", "Cerise");
  await waitForStatus(popup, /Supprimé/);
  await closePopup(place.session);
  const page = await openRestore();
  const list = await versions(page);
  assert.ok(list.length >= 4, list.join(" | "));
  assert.match(list[0], /^aujourd’hui à \d\d:\d\d 3\scomptes$/i);
  // The latest version is the state before Cherry was deleted.
  await (await (await findAll(page, { role: "button", name: /comptes?$/ }))[0].elementHandle())?.click();
  await find(page, { role: "heading", name: /^Ce compte revient/ });
  assert.ok((await names(page)).includes("Cerise · verger"));
  await click(page, "Restaurer cette version");
  await waitForStatus(page, /Restauré\s: aujourd’hui/);
  const back = await openPopup();
  assert.ok(await codeIsRight(back, cherry));
  await closePopup(place.session);

  await page.bringToFront();
  await click(page, "Annuler");
  await waitForStatus(page, /Annulé/);
  await find(page, { role: "button", name: "Remettre Cerise · verger" });
  const undone = await openPopup();
  await findRow(undone, "Abricot");
  await waitRowGone(undone, "Cerise");
  await closePopup(place.session);
});

test("what was added since goes to the bin and not away", async () => {
  const page = await openRestore();
  const oldest = (await findAll(page, { role: "button", name: /1\scompte$/ })).at(-1);
  await (await oldest?.elementHandle())?.click();
  await find(page, { role: "heading", name: /^Ces? (2\s)?comptes?, ajoutés? depuis, (va|vont) à la corbeille/ });
  await click(page, "Restaurer cette version");
  await waitForStatus(page, /Restauré/);
  await find(page, { role: "button", name: "Remettre Banane · verger" });
  const popup = await openPopup();
  const rows = await readRows(popup);
  assert.equal(rows.length, 1, rows.join(" | "));
  await closePopup(place.session);
});

test("erasing for good asks once more, and then the account is gone", async () => {
  const page = await openRestore();
  await click(page, "Supprimer définitivement Banane · verger");
  assert.match(await allText(page), /sa clé sera perdue/);
  await click(page, "Annuler");
  await click(page, "Supprimer définitivement Banane · verger");
  await click(page, "Supprimer définitivement", { inside: { role: "group", name: "Banane · verger" } });
  await waitForStatus(page, /Supprimé définitivement\s: Banane · verger/);
  await waitGone(page, { role: "button", name: /Banane/ });
  assert.ok(await isThere(page, { role: "button", name: "Remettre Cerise · verger" }));
});

test("damage: what can be saved is named, and saved", async () => {
  const whole = await readLocal(place.session);
  const before = await openPopup();
  const rows = await readRows(before);
  await closePopup(place.session);
  let met = 0;
  for (const key of Object.keys(whole).filter((key) => /^[0-9ab]$/.test(key))) {
    await replaceLocal(place.session, { ...whole, [key]: "?" });
    const page = await openRestore();
    await find(page, { role: "alert" });
    const savable = /peut être récupéré/.test(await allText(page));
    if (savable) {
      met += 1;
      assert.ok((await names(page)).includes("Abricot · verger"));
    }
    await click(page, "Restaurer une copie antérieure");
    await waitGone(page, { role: "alert" });
    const popup = await openPopup();
    assert.deepEqual(await readRows(popup).then((all) => all.length), rows.length, key);
    await closePopup(place.session);
    await page.close();
  }
  assert.ok(met > 0, "some bucket holds the account");
  await replaceLocal(place.session, whole);
});
