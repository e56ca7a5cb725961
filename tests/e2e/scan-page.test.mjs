// All of the tab: what is below the fold, folded away, in frames, shadow trees and other origins; nothing stays moved.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clickToolbar, openPage, waitUntil } from "./harness.mjs";
import { codeIsRight, confirmFound, findRow, foundCards, scan } from "./popup.mjs";
import { cardName, outOfView, zooms } from "./scan-cases.mjs";
import { allText, click, find, findAll, isThere, textOf } from "./screen.mjs";
import { setUp } from "./setup.mjs";

const place = setUp({ lang: "fr" });

for (const name of outOfView) {
  test(`a code that is not in view is found, and the page stays as it was: ${name}`, async () => {
    const { page, popup, shown } = await place.openLab(name);
    const before = await page.evaluate(() => [scrollY, document.querySelectorAll("details[open]").length]);
    await scan(popup);
    assert.deepEqual(await foundCards(popup), shown.accounts.map(cardName));
    const after = await page.evaluate(() => [scrollY, document.querySelectorAll("details[open]").length]);
    assert.deepEqual(after, before);
    await page.close();
  });
}

for (const zoom of zooms) {
  test(`a code is found at a zoom of ${zoom * 100} %`, async () => {
    const page = await openPage(place.session, `${place.portals.url}/lab/svg`);
    const popup = await clickToolbar(place.session, page);
    await setZoom(popup, zoom);
    await waitUntil(() => page.evaluate((wanted) => Math.abs(devicePixelRatio - wanted) < 0.01, zoom), "the zoom");
    await scan(popup);
    assert.deepEqual(await foundCards(popup), place.portals.state.lab.svg.accounts.map(cardName));
    await setZoom(popup, 1);
    await page.close();
  });
}

test("three codes are three cards, each with its own crop", async () => {
  const { popup, shown } = await place.openLab("three");
  await scan(popup);
  assert.deepEqual((await foundCards(popup)).sort(), shown.accounts.map(cardName).sort());
  const crops = await findAll(popup, { role: ["image", "img"], name: "Le code tel que la page le montre" });
  assert.equal(crops.length, 3);
  const drawn = await popup.$$eval(".crop", (images) => images.map((image) => Reflect.get(image, "naturalWidth")));
  assert.ok(drawn.every((width) => width > 100));
  assert.equal(
    new Set(await popup.$$eval(".crop", (images) => images.map((image) => image.getAttribute("src")))).size,
    3,
  );
});

test("a code that is no account is named beside the one that is, and only that one is added", async () => {
  const { popup, shown } = await place.openLab("mixed");
  await scan(popup);
  const cards = await foundCards(popup);
  assert.equal(cards.length, 2);
  assert.ok(cards.some((name) => /Wi-?Fi/i.test(name)));
  await confirmFound(popup);
  await findRow(popup, shown.accounts[0].issuer);
});

test("one text in two codes is one account; of one alone it is said which is missing", async () => {
  const half = await place.openLab("append-half");
  await scan(half.popup);
  assert.deepEqual(await foundCards(half.popup), ["Code 2 sur 2"]);
  assert.match(await allText(half.popup), /Affichez les 2 codes en même temps/);

  const { popup, shown } = await place.openLab("append");
  const [account] = shown.accounts;
  await scan(popup);
  assert.deepEqual(await foundCards(popup), [cardName(account)]);
  await confirmFound(popup);
  assert.ok(await codeIsRight(popup, account));
});

test("when the code in view is known already, the rest of the page is looked through for a new one", async () => {
  const { popup, shown } = await place.openLab("mixed");
  await scan(popup);
  assert.ok(await isThere(popup, { role: "group", name: cardName(shown.accounts[0]) }));
  assert.match(await textOf(popup, { role: "group", name: cardName(shown.accounts[0]) }), /Vous avez déjà ce compte/);
});

test("a page without any code says so at once, with the next click for each reason", async () => {
  const { popup } = await place.openLab("empty");
  await scan(popup);
  assert.match(await textOf(popup, { role: "alert" }), /Aucun code QR visible.*toute la page/s);
  for (const name of ["Scanner à nouveau", "Délimiter une zone", "Webcam", "Choisir des images", "Saisie manuelle"]) {
    await find(popup, { role: "button", name });
  }
  await click(popup, "Saisie manuelle");
  await find(popup, { role: "textbox", name: "Secret" });
});

test("a page of the browser says that it cannot be scanned", async () => {
  const page = await openPage(place.session, "chrome://version");
  const popup = await clickToolbar(place.session, page);
  await scan(popup);
  const said = await textOf(popup, { role: "alert" });
  assert.match(said, /ne peut pas être scannée|Aucun code QR visible/);
  await find(popup, { role: "button", name: "Saisie manuelle" });
  await page.close();
});

/** Zooms the tab under the popup, as the browser's own menu does. @param {import("puppeteer-core").Page} popup @param {number} zoom */
const setZoom = (popup, zoom) =>
  popup.evaluate(async (factor) => {
    const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
    await chrome.tabs.setZoom(/** @type {number} */ (tab?.id), factor);
  }, zoom);
