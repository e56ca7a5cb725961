// The shortcuts, the side panel, and what other ways in hand to the popup.
//
// Keys do not reach the browser's own shortcuts in a headless browser, and its menus cannot be clicked there. So the event
// that the browser would send is sent to the service worker; the grant for the page comes from a real click on the icon.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { clickToolbar, closePopup, openExtensionPage, openPage, root, waitUntil } from "./harness.mjs";
import { labels } from "./labels.mjs";
import { confirmFound, findRow, foundCards } from "./popup.mjs";
import { click, findAll, isThere, waitForWords } from "./screen.mjs";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { setUp } from "./setup.mjs";
import { readLocal } from "./storage.mjs";
import { addByLink, openWithPopup, readCodeFields, rememberSite, siteWords } from "./site.mjs";
import { chooseFromMenu, readBadge, sendEvent } from "./worker.mjs";

/** @import { Page } from "puppeteer-core" */

const words = siteWords.fr;
const place = setUp({ lang: "fr" });

/** Presses a shortcut. @param {Page} page @param {string} name */
const press = (page, name) => sendEvent(place.session, page, "shortcut", name);

/** Chooses from a menu. @param {Page} page @param {Record<string, string>} clicked */
const choose = (page, clicked) => chooseFromMenu(place.session, page, clicked);

/** The popup that opens by itself. */
const openedPopup = async () => {
  const target = await place.session.browser.waitForTarget((one) => one.url().endsWith("/popup/popup.html"));
  return target.asPage();
};

test("the shortcuts are in the manifest with keys of their own", async () => {
  const page = await openExtensionPage(place.session);
  const commands = await page.evaluate(() => chrome.commands.getAll());
  const named = new Map(commands.map(({ name, shortcut }) => [name, shortcut]));
  for (const name of ["scan", "fill", "lock"]) assert.match(named.get(name) ?? "", /^Alt\+Shift\+[A-Z]$/, name);
  assert.equal(new Set(commands.map(({ shortcut }) => shortcut).filter(Boolean)).size, 3);
  await page.close();
});

test("fill: the one account of the site is filled without the popup", async () => {
  const { page, popup } = await openWithPopup(place.session, `${place.portals.url}/fields/fr-simple`);
  await addByLink(popup, { issuer: "Rivemont", account: "claire" });
  await rememberSite(place.session, page, popup);
  await press(page, "fill");
  await waitUntil(async () => /^\d{6}$/.test(await readCodeFields(page)), "the code in its field");
  await waitUntil(async () => (await readBadge(place.session)) === "✓", "the mark that says so");
  await page.close();
});

test("fill: what cannot be done without asking opens the popup, which says why", async () => {
  const page = await openPage(place.session, `${place.portals.url}/fields/fr-postal`);
  await clickToolbar(place.session, page);
  await closePopup(place.session);
  await press(page, "fill");
  await waitForWords(await openedPopup(), "status", words.noField);
  await closePopup(place.session);
  await page.goto("about:blank");
  await press(page, "fill");
  await waitForWords(await openedPopup(), "status", words.choose);
  await closePopup(place.session);
  await page.close();
});

test("scan: the popup opens and shows what the page shows", async () => {
  const page = await openPage(place.session, `${place.portals.url}/lab/png`);
  await clickToolbar(place.session, page);
  await closePopup(place.session);
  await press(page, "scan");
  const popup = await openedPopup();
  assert.equal((await foundCards(popup)).length, 1);
  await confirmFound(popup);
  await page.close();
});

test("menus: a link is added, an image scanned, selected codes are kept with the account that is chosen", async () => {
  const page = await openPage(place.session, `${place.portals.url}/lab/png`);
  await clickToolbar(place.session, page);
  await closePopup(place.session);
  await choose(page, { menuItemId: "add-link", linkUrl: uriOf(makeAccount({ issuer: "Lien", account: "un" })) });
  const adding = await openedPopup();
  assert.deepEqual(await foundCards(adding), ["Lien, un"]);
  await confirmFound(adding);
  await closePopup(place.session);

  const srcUrl = await page.$eval("img", (image) => image.src);
  await choose(page, { menuItemId: "scan-image", srcUrl });
  const target = await place.session.browser.waitForTarget((one) => one.url().endsWith("/popup/pages/scan.html"));
  const scanning = await target.asPage();
  assert.equal((await foundCards(scanning)).length, 1);
  await scanning.close();

  await page.evaluate(() => {
    const list = document.createElement("pre");
    list.textContent = "4821-0937\n5510-2284\n9033-1276";
    document.body.append(list);
    getSelection()?.selectAllChildren(list);
  });
  await choose(page, { menuItemId: "keep-codes", selectionText: "4821-0937 5510-2284 9033-1276" });
  const keeping = await openedPopup();
  await click(keeping, /^Lien, un$/);
  const pasted = await waitUntil(async () => {
    const fields = await findAll(keeping, { role: "textbox" });
    return fields.map(({ value }) => String(value ?? "")).find((value) => value.includes("4821-0937"));
  }, "the codes in the field");
  assert.equal(pasted.split("\n").length, 3, "each code on its line");
  assert.ok(!JSON.stringify(await readLocal(place.session)).includes("4821"), "nothing of it in clear on the disk");
  await closePopup(place.session);
  await page.close();
});

test("the menus are made, in the person's language", async () => {
  const page = await openExtensionPage(place.session);
  const refused = await page.evaluate(async () => {
    const ids = ["scan-image", "add-link", "keep-codes", "panel"];
    const update = (/** @type {string} */ id) =>
      new Promise((done) => chrome.contextMenus.update(id, {}, () => done(chrome.runtime.lastError?.message)));
    return (await Promise.all(ids.map(update))).filter(Boolean);
  });
  assert.deepEqual(refused, [], "each entry exists");
  await page.close();
});

test("the side panel is declared, shows the list at full height and offers nothing that needs the icon's grant", async () => {
  const manifest = JSON.parse(await readFile(join(root, "dist/chrome/manifest.json"), "utf8"));
  const firefox = JSON.parse(await readFile(join(root, "dist/firefox/manifest.json"), "utf8"));
  assert.equal(firefox.sidebar_action.default_panel, manifest.side_panel.default_path);
  const page = await openExtensionPage(place.session, manifest.side_panel.default_path);
  await findRow(page, "Rivemont");
  await page.setViewport({ width: 320, height: 1100 });
  const { list, window } = await page.evaluate(() => ({
    list: document.querySelector(".app")?.getBoundingClientRect().toJSON(),
    window: { width: innerWidth, height: innerHeight, scroll: document.documentElement.scrollWidth },
  }));
  assert.equal(Math.round(list?.height ?? 0), window.height);
  assert.ok(window.scroll <= window.width, "nothing is clipped at 320 px");
  assert.ok(await isThere(page, { role: "button", name: labels.fr.scan }));
  await page.close();
});
