// Firefox's own menu of the right mouse button, really opened and clicked by the names a person reads, and its shortcuts.
// In Chromium neither can be reached without a screen: there the events are sent (`gestures.test.mjs`).
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAccount, uriOf } from "../../portals/lab-cases.mjs";
import { clickToolbar, closePopup, openPage, waitUntil } from "../harness.mjs";
import { fr, openPopup, openSecurity, protect } from "../lock.mjs";
import { confirmFound, findRow, foundCards, scan, waitForStatus } from "../popup.mjs";
import { cardName } from "../scan-cases.mjs";
import { click, find, findAll } from "../screen.mjs";
import { setUp } from "../setup.mjs";
import { readCodeFields } from "../site.mjs";
import { chooseFromContextMenu, openedPopup, openedTab, pressShortcut } from "./session.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { Marionette } from "./marionette.mjs" */

const place = setUp({ lang: "fr" });
const firefox = () => /** @type {Marionette} */ (place.session.firefox);
/** A page in front, once the first-run page is there, which opens in front of what was. @param {string} path */
const openTab = async (path) => {
  const page = await openPage(place.session, `${place.portals.url}${path}`);
  if (!welcomed) await (await openedTab(firefox(), "/popup/pages/welcome.html")).close();
  welcomed = true;
  await page.bringToFront();
  return page;
};
let welcomed = false;
/** @param {unknown} page @returns {Page} */
const asPage = (page) => /** @type {Page} */ (page);
const linked = makeAccount({ issuer: "Lien", account: "un" });

test("a link of the page is added by scanning: Firefox matches no pattern with such an address, so its menu has no entry", async () => {
  const page = await openTab("/lab/empty");
  await page.evaluate((address) => {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = "Configurer";
    document.querySelector("h1")?.before(link);
  }, uriOf(linked));
  await assert.rejects(chooseFromContextMenu(firefox(), "a", "Ajouter ce lien à Tessera"), /the menu has no/);
  const popup = await clickToolbar(place.session, page);
  await scan(popup);
  assert.deepEqual(await foundCards(popup), ["Lien, un"]);
  await confirmFound(popup);
  await findRow(popup, "Lien", "un");
  await closePopup(place.session);
  await page.close();
});

test("an image is scanned through its menu", async () => {
  const page = await openTab("/lab/png");
  await chooseFromContextMenu(firefox(), "img", "Scanner cette image");
  const scanning = asPage(await openedTab(firefox(), "/popup/pages/scan.html"));
  assert.deepEqual(await foundCards(scanning), place.portals.state.lab.png.accounts.map(cardName));
  await scanning.close();
  await page.close();
});

test("selected codes are kept with the one account of the site", async () => {
  const page = await openTab("/lab/png");
  await page.evaluate(() => {
    const list = document.createElement("pre");
    list.textContent = "4821-0937\n5510-2284\n9033-1276";
    document.querySelector("h1")?.before(list);
    getSelection()?.selectAllChildren(list);
  });
  await chooseFromContextMenu(firefox(), "pre", "Garder comme codes de secours");
  const popup = asPage(await openedPopup(firefox()));
  await find(popup, { role: "heading", name: "Lien, un" });
  await find(popup, { role: "textbox", name: "Collez les codes" });
  await click(popup, "Ok");
  await waitForStatus(popup, /3 codes ajoutés/);
  assert.equal((await findAll(popup, { role: "checkbox" })).length, 3);
  await closePopup(place.session);
  await page.close();
});

test("the shortcuts scan, fill and lock", async () => {
  const shown = await openTab("/lab/png");
  await pressShortcut(firefox(), "s");
  const scanned = asPage(await openedPopup(firefox()));
  assert.equal((await foundCards(scanned)).length, 1);
  await closePopup(place.session);
  await shown.close();

  // The one account of this site is the one that was scanned on it.
  const page = await openTab("/fields/fr-simple");
  await pressShortcut(firefox(), "f");
  await waitUntil(async () => /^\d{6}$/.test(await readCodeFields(page)), "the code in its field");
  await page.close();

  const security = await openSecurity(place.session);
  await protect(security, "six lanternes rouges veillent sur le port");
  await pressShortcut(firefox(), "l");
  await find(security, { role: "heading", name: fr.locked });
  await security.close();
  await find(await openPopup(place.session), { role: "heading", name: fr.locked });
  await closePopup(place.session);
});
