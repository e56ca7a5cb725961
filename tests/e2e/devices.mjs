// Two devices, and the sync area carried between them by hand: each has a browser of its own, and what one has written to
// its area is put into the other's, which tells the extension there as the browser's own sync does.
import { openExtensionPage, sleep, waitUntil } from "./harness.mjs";
import { fr, openPopup, openSecurity } from "./lock.mjs";
import { allText, click, find, type } from "./screen.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { Session } from "./harness.mjs" */

/** The words about two vaults, written out. */
export const syncWords = {
  other: /Un autre coffre se trouve dans l’espace de synchronisation/,
  join: "Réunir les deux",
  apart: "Garder à part",
  isApart: /Celui-ci reste à part et n’est pas synchronisé/,
  openOther: "Ouvrir l’autre coffre",
  waiting: /La clé du coffre a été changée sur un autre appareil/,
  enterKey: "Saisir la nouvelle phrase",
  joining: "Vos comptes sont là",
  good: /Tout est synchronisé/,
};

/** What lies in the sync area. @param {Session} session @returns {Promise<Record<string, unknown>>} */
export const readArea = async (session) => {
  const page = await openExtensionPage(session);
  const area = await page.evaluate(() => chrome.storage.sync.get(null));
  await page.close();
  return area;
};

/** Makes the area of `to` what that of `from` is. @param {Session} from @param {Session} to */
export const carry = async (from, to) => {
  const area = await readArea(from);
  const page = await openExtensionPage(to);
  await page.evaluate(async (items) => {
    const gone = Object.keys(await chrome.storage.sync.get(null)).filter((key) => !(key in items));
    await chrome.storage.sync.remove(gone);
    await chrome.storage.sync.set(items);
  }, area);
  await page.close();
};

/** Waits until a page says this, which may be drawn anew meanwhile. @param {Page} page @param {RegExp} words */
export const waitForText = (page, words) =>
  waitUntil(async () => words.test(await allText(page).catch(() => "")), `${words}`, 60000);

/** Waits until the Security page says this about synchronising, and leaves it open. @param {Session} session @param {RegExp} words */
export const waitForSyncWords = async (session, words) => {
  const page = await openSecurity(session);
  await waitForText(page, words);
  return page;
};

/** Waits until everything is in sync. @param {Session} session */
export const waitInSync = async (session) => {
  await (await waitForSyncWords(session, syncWords.good)).close();
  // That may be said of the edit before the last, which goes out half a second after it was made.
  await sleep(2000);
  await (await waitForSyncWords(session, syncWords.good)).close();
};

/** The popup of a locked vault, with this passphrase typed in. @param {Session} session @param {string} passphrase */
export const unlockPopup = async (session, passphrase) => {
  const popup = await openPopup(session);
  await find(popup, { role: "textbox", name: fr.passphrase });
  await type(popup, fr.passphrase, passphrase);
  await popup.keyboard.press("Enter");
  return popup;
};

/** @param {Page} page @param {string} passphrase */
export const openOtherVault = async (page, passphrase) => {
  await find(page, { role: "heading", name: syncWords.openOther });
  await type(page, fr.passphrase, passphrase);
  await click(page, fr.unlock);
};
