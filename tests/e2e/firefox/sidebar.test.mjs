// Firefox's sidebar: opened from the popup's menu and from the browser's own, it shows the codes and follows the tab, the
// vault and the lock. Chromium's side panel is in `gestures.test.mjs`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAccount } from "../../portals/lab-cases.mjs";
import { closePopup, openPage, waitUntil } from "../harness.mjs";
import { fr, lock, openPopup, openSecurity, protect, unlockBy } from "../lock.mjs";
import { addByHand, codeIsRight, findRow } from "../popup.mjs";
import { allText, click, find, isThere, waitForWords, waitGone } from "../screen.mjs";
import { setUp } from "../setup.mjs";
import { addByLink, openWithPopup, readCodeFields, rememberSite, siteWords } from "../site.mjs";
import { openSidebar, waitForSidebar } from "./session.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { Marionette } from "./marionette.mjs" */

const words = siteWords.fr;
const beside = "Ouvrir à côté de la page";
const passphrase = "six lanternes rouges veillent sur le port";
const later = makeAccount({ issuer: "Ormeval", account: "" });
const place = setUp({ lang: "fr" });
/** @type {Awaited<ReturnType<typeof addByLink>>} */
let account;

const firefox = () => /** @type {Marionette} */ (place.session.firefox);
/** @param {unknown} page @returns {Page} */
const asPage = (page) => /** @type {Page} */ (page);

test("the popup's menu opens it in the popup's place, with the codes", async () => {
  const { page, popup } = await openWithPopup(place.session, `${place.portals.url}/fields/fr-simple`);
  account = await addByLink(popup, { issuer: "Rivemont", account: "claire" });
  await click(popup, "Menu");
  await click(popup, beside);
  const sidebar = asPage(await waitForSidebar(firefox()));
  const isPopupGone = () => firefox().run(() => document.querySelector("browser.webextension-popup-browser") === null);
  await waitUntil(isPopupGone, "the popup to make room");
  assert.ok(await codeIsRight(sidebar, account));
  await click(sidebar, "Menu");
  await find(sidebar, { role: "button", name: "Paramètres" });
  assert.ok(!(await isThere(sidebar, { role: "button", name: beside })), "it does not offer itself");
  await sidebar.close();
  await page.close();
});

test("it follows the tab that is in front, and fills the code there", async () => {
  const { page, popup } = await openWithPopup(place.session, `${place.portals.url}/fields/fr-simple`);
  await rememberSite(place.session, page, popup);
  const sidebar = asPage(await openSidebar(firefox()));
  await find(sidebar, { role: "heading", name: words.forSite });
  const other = await openPage(place.session, "about:blank");
  await waitGone(sidebar, { role: "heading", name: words.forSite });
  await findRow(sidebar, account.issuer, account.account);
  await page.bringToFront();
  await find(sidebar, { role: "heading", name: words.forSite });
  await click(sidebar, words.fill);
  await waitUntil(async () => /^\d{6}$/.test(await readCodeFields(page)), "the code in its field");
  await waitForWords(sidebar, "status", words.filled);
  await other.close();
  await page.close();
});

test("it follows the vault: what the popup adds is there, and the lock and the passphrase hold for both", async () => {
  const sidebar = asPage(await openSidebar(firefox()));
  const popup = await openPopup(place.session);
  await addByHand(popup, { issuer: later.issuer, secret: later.secret.base32 });
  await closePopup(place.session);
  assert.ok(await codeIsRight(sidebar, later));

  const security = await openSecurity(place.session);
  await protect(security, passphrase);
  await security.close();
  assert.ok(await codeIsRight(sidebar, later), "it stays unlocked with the rest");
  await lock(place.session);
  await find(sidebar, { role: "heading", name: fr.locked });
  assert.doesNotMatch(await allText(sidebar), new RegExp(later.issuer));
  await unlockBy(sidebar, fr.passphrase, "soleil");
  await waitForWords(sidebar, "alert", /n’ouvre pas le coffre/);
  await unlockBy(sidebar, fr.passphrase, passphrase);
  assert.ok(await codeIsRight(sidebar, later));
  assert.ok(await codeIsRight(await openPopup(place.session), account), "the popup asks no more");
  await closePopup(place.session);
  await sidebar.close();
});
