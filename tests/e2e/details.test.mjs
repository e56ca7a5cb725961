// One account: setup key, QR code, recovery codes and the sheet for the day everything else is lost (guide 001).
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { clickToolbar, openPage, waitUntil } from "./harness.mjs";
import { codeIsRight, confirmFound, paste, scan, foundCards, waitForStatus } from "./popup.mjs";
import {
  allText,
  click,
  find,
  findAll,
  handleOf,
  isThere,
  readField,
  textOf,
  type,
  waitForWords,
  waitGone,
} from "./screen.mjs";
import { setUp } from "./setup.mjs";
import { readStores } from "./storage.mjs";

/** @import { Page } from "puppeteer-core" */

const place = setUp({ lang: "fr" });
const account = makeAccount({ issuer: "Ormeval Hébergement", account: "ORM-482915", digits: 8, algorithm: "SHA256" });
const backupCodes = Array.from({ length: 10 }, (_, index) => `${48210 + index * 37}-${93701 - index * 113}`);

const openPopup = async () =>
  clickToolbar(place.session, await openPage(place.session, `${place.portals.url}/lab/empty`));

/** @param {Page} popup */
const openDetails = async (popup) => {
  await click(popup, /^Détails de Ormeval/);
  await find(popup, { role: "textbox", name: "Note" });
};

test("the details say what an account is, and what is changed there stays", async () => {
  const popup = await openPopup();
  await paste(popup, uriOf(account));
  await confirmFound(popup);
  await openDetails(popup);
  const words = await allText(popup);
  for (const fact of ["Basé sur le temps", "SHA-256", "30 secondes"]) assert.ok(words.includes(fact), fact);
  await type(popup, "Note", "Contrat 4471");
  await type(popup, "Site", "https://www.ormeval.example/compte?x=1");
  await click(popup, "Enregistrer");
  await waitForStatus(popup, /Enregistré/);
  await waitUntil(async () => (await readField(popup, "Site")) === "www.ormeval.example", "the site alone");
  const again = await openPopup();
  await openDetails(again);
  assert.equal(await readField(again, "Site"), "www.ormeval.example");
  assert.equal(await readField(again, "Note"), "Contrat 4471");
  await click(again, "Retour");
  assert.ok(await codeIsRight(again, account));
});

test("the setup key and its QR code are shown when asked for, and the code scans as the same account", async () => {
  const popup = await openPopup();
  await openDetails(popup);
  assert.ok(!(await allText(popup)).replace(/\s/g, "").includes(account.secret.base32), "not before");
  await click(popup, "Afficher la clé");
  const key = await textOf(popup, { role: "status", name: "Clé de configuration" });
  assert.equal(key.replace(/\s/g, ""), account.secret.base32.replace(/=+$/, ""));
  const picture = await handleOf(await find(popup, { role: ["image", "img"], name: "Code QR de ce compte" }));
  await picture.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const png = await picture.screenshot({ encoding: "base64" });
  await click(popup, "Masquer la clé");
  assert.ok(!(await allText(popup)).replace(/\s/g, "").includes(account.secret.base32), "and hidden again");

  const shown = await openPage(place.session, `${place.portals.url}/lab/empty`);
  await shown.evaluate((data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    document.body.replaceChildren(image);
    return image.decode();
  }, png);
  const scanning = await clickToolbar(place.session, shown);
  await scan(scanning);
  assert.deepEqual(await foundCards(scanning), ["Ormeval Hébergement, ORM-482915"]);
  assert.match(await allText(scanning), /déjà ce compte/);
});

test("ten recovery codes are kept in whatever layout they are pasted, ticked as used, and counted", async () => {
  const popup = await openPopup();
  await openDetails(popup);
  await click(popup, "Ajouter des codes");
  await find(popup, { role: "textbox", name: "Collez les codes" });
  await popup.keyboard.sendCharacter("Vos codes de secours :");
  await click(popup, "Ok");
  assert.match(await waitForWords(popup, "alert", /Aucun code/), /un par ligne/);
  const rows = [0, 2, 4, 6, 8].map((at) => `${at + 1}. ${backupCodes[at]}\t${at + 2}. ${backupCodes[at + 1]}`);
  await (await handleOf(await find(popup, { role: "textbox", name: "Collez les codes" }))).click({ count: 3 });
  await popup.keyboard.sendCharacter(`Vos codes de secours :\n${rows.join("\n")}\n`);
  await click(popup, "Ok");
  await waitForStatus(popup, /10 codes ajoutés/);
  assert.equal((await findAll(popup, { role: "checkbox" })).length, 10);
  await click(popup, `Utilisé ${backupCodes[3]}`, { role: "checkbox" });
  await waitForWords(popup, "paragraph", /Il en reste 9/);

  const again = await openPopup();
  await openDetails(again);
  assert.match(await allText(again), /Il en reste 9/);
  assert.ok(!(await allText(again)).includes(backupCodes[0]), "the codes are shown only when asked for");
  await click(again, "Afficher les codes");
  await find(again, { role: "checkbox", name: `Utilisé ${backupCodes[9]}` });
  await click(again, `Retirer ${backupCodes[9]}`);
  await waitGone(again, { role: "checkbox", name: `Utilisé ${backupCodes[9]}` });
  await click(again, "Annuler");
  await find(again, { role: "checkbox", name: `Utilisé ${backupCodes[9]}` });
});

test("the sheet holds key, QR code and recovery codes, ready to be printed", async () => {
  const popup = await openPopup();
  await openDetails(popup);
  const opening = place.session.browser.waitForTarget((target) => target.url().includes("/pages/sheet.html"));
  await click(popup, "Fiche de secours").catch(() => {});
  const page = await (await opening).asPage();
  await find(page, { role: "button", name: "Imprimer" });
  await find(page, { role: ["image", "img"], name: "Code QR de ce compte" });
  const words = (await allText(page)).replace(/\s/g, "");
  assert.ok(words.includes(account.secret.base32.replace(/=+$/, "")));
  for (const code of backupCodes) assert.ok(words.includes(code), code);
  await page.emulateMediaType("print");
  assert.ok(!(await allText(page)).includes("Imprimer"), "no control is printed");
  assert.ok(!(await isThere(page, { role: "navigation" })), "nor the navigation");
  await page.close();
});

test("nothing of it is stored in clear", async () => {
  const text = await readStores(place.session);
  for (const word of [...backupCodes, "Contrat 4471", "ormeval.example", account.secret.base32]) {
    assert.ok(!text.includes(word), word);
  }
});
