// Every screen of the extension: for pictures of them all (`screens.mjs`), and for what must be true on each.
import assert from "node:assert/strict";
import { NAVIGATION } from "../../popup/pages/navigation.js";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { startPortals } from "../portals/server.mjs";
import { close, closePopup, launch, openExtensionPage, popupOpener, sleep } from "./harness.mjs";
import { labels } from "./labels.mjs";
import {
  confirmFound,
  editRow,
  escapePattern,
  fillManualForm,
  openManualForm,
  paste,
  scan,
  scanAndAdd,
  takeNextCode,
  waitForEnd,
  waitForStatus,
} from "./popup.mjs";
import { click, find, handleOf, type, waitForWords } from "./screen.mjs";
import { at, openWithPopup, ownHosts, siteWords } from "./site.mjs";
import { openPopup, openSecurity, words as securityWords } from "./lock.mjs";
import { readLocal, replaceLocal, vaultKeys } from "./storage.mjs";
import { takeTransfer } from "./transfer-screens.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { LabAccount } from "../portals/lab-cases.mjs" */
/** @import { Session } from "./harness.mjs" */
/** @typedef {Awaited<ReturnType<typeof startPortals>>} Portals */
/** @typedef {keyof typeof labels} Language */

/** Names as they occur: long, short, bare, in other scripts. @type {Partial<LabAccount>[]} */
const accounts = [
  { issuer: "GitHub", account: "livia@example.org" },
  { issuer: "Crédit Rivemont", account: "204718003956" },
  { issuer: "Ormeval Hébergement", account: "ORM-482915" },
  {
    issuer: "Société de transport de la vallée de l’Arve et du lac",
    account: "abonnements+famille@transports-arve.example",
  },
  { issuer: "R&D", account: "labo" },
  { issuer: "莎士比亚", account: "user@example.cn" },
  { issuer: "Nordhafen", account: "" },
  { issuer: "CC Helvorne", account: "10.00753.2214.0008" },
  { issuer: "Banque du Léman", account: "c.vasseur", digits: 8 },
  { issuer: "بريد", account: "layla@example.com" },
  { issuer: "Guichet", account: "jeton", type: "hotp", counter: 9 },
  { issuer: "Microsoft", account: "claire.vasseur@entreprise.example", period: 60 },
];

/**
 * What is done on every screen.
 * @typedef {(page: Page, screen: string) => Promise<void>} Take
 */

/**
 * Looks for faults on every screen, in a browser with a fresh profile whose user wants no motion.
 *
 * @param {Language} lang
 * @param {(page: Page) => Promise<string[]>} faultsOf leaves the page as it was
 */
export const assertOnEachScreen = async (lang, faultsOf) => {
  const portals = await startPortals();
  const args = ["--use-fake-device-for-media-stream", "--force-prefers-reduced-motion", ...ownHosts];
  const session = await launch({ lang, args });
  /** @type {string[]} */
  const found = [];
  let screens = 0;
  try {
    await walkScreens(session, portals, lang, async (page, screen) => {
      screens += 1;
      found.push(...(await faultsOf(page)).map((fault) => `${screen}, ${fault}`));
    });
  } finally {
    await close(session);
    await portals.close();
  }
  assert.ok(screens >= 70, `${screens} screens`);
  assert.deepEqual(found, []);
  assert.deepEqual(session.complaints, []);
};

/**
 * Goes to every screen of the extension, one after the other, and calls `take` on each.
 *
 * @param {Session} session a browser with a fresh profile, which can be asked for the camera and has `ownHosts`
 * @param {Portals} portals
 * @param {Language} lang
 * @param {Take} take
 * @param {boolean} [timed] wait for the seconds at which a list looks its best
 */
export const walkScreens = async (session, portals, lang, take, timed = false) => {
  const words = labels[lang];
  const openOver = popupOpener(session);
  /** @param {string} path */
  const open = async (path) => (await openOver(`${portals.url}${path}`)).popup;
  const welcome = await openExtensionPage(session, "popup/pages/welcome.html");
  await find(welcome, { role: "heading", name: /./ });
  await take(welcome, "page-welcome");
  await welcome.close();
  const empty = await open("/lab/empty");
  await find(empty, { role: "button", name: words.scan });
  await take(empty, "list-empty");
  await takeForms(empty, words, take);
  await fill(await open("/lab/empty"), words, take);

  const full = await open("/lab/empty");
  if (timed) await waitForEnd(25);
  await find(full, { role: "listitem" });
  await take(full, "list-full");
  if (timed) await waitForEnd(7);
  await take(full, "list-next-codes");
  await (await handleOf(await find(full, { role: "button", name: /^GitHub/ }))).click();
  await waitForStatus(full, words.copied);
  await take(full, "list-copied");
  await takeNextCode(full, "Guichet", words);
  await take(full, "list-counter");
  await type(full, words.search, "ban");
  await take(full, "list-search");
  await type(full, words.search, "zzz");
  await take(full, "list-search-none");
  await closePopup(session);

  const edit = await open("/lab/empty");
  await click(edit, words.edit);
  await take(edit, "edit");
  await editRow(edit, words.rename, "GitHub", words);
  await take(edit, "edit-rename");
  await edit.keyboard.press("Escape");
  await closePopup(session);
  const deleting = await open("/lab/empty");
  await editRow(deleting, words.remove, "R&D", words);
  await waitForStatus(deleting, /R&D/);
  await take(deleting, "edit-deleted");

  await takeAccount(session, open, words, take);
  await takePages(session, take);
  await takeTransfer(session, lang, take);
  await takeScans(open, words, take);
  if (lang === "fr" || lang === "en") await takeSite(session, portals, lang, take);
  await takeRestore(session, take);
  for (const name of ["scan", "camera"]) {
    const page = await openExtensionPage(session, `popup/pages/${name}.html`);
    await find(page, { role: "heading", name: /./ });
    await take(page, `page-${name}`);
    await page.close();
  }
  await takeDamage(session, open, take);
  await takeSecurity(session, lang, take);
};

/**
 * Filling, what keeps from filling, and the clock of the site.
 * @param {Session} session
 * @param {Portals} portals
 * @param {"fr" | "en"} lang
 * @param {Take} take
 */
async function takeSite(session, portals, lang, take) {
  const words = siteWords[lang];
  const open = (/** @type {string} */ host, path = "/fields/fr-simple") =>
    openWithPopup(session, at(portals.url, host, path));
  const { popup: found } = await open("clients.rivemont.example", "/lab/accents");
  await scan(found, labels[lang]);
  await take(found, "site-learnt");
  await confirmFound(found, labels[lang]);
  await waitForStatus(found, /\S/);
  const { account } = portals.state.lab.accents.accounts?.[0] ?? { account: "" };
  const fillIt = new RegExp(`${words.fill.source}.*${escapePattern(account)}`);

  const own = await open("www.rivemont.example");
  await find(own.popup, { role: "heading", name: words.forSite });
  await take(own.popup, "site-list");
  const like = await open("rivmont.example");
  await click(like.popup, fillIt);
  await waitForWords(like.popup, "alert", words.lookalike);
  await take(like.popup, "site-lookalike");
  const different = await open("ormeval.test");
  await click(different.popup, fillIt);
  await waitForWords(different.popup, "alert", words.different);
  await take(different.popup, "site-different");
  const none = await open("www.rivemont.example", "/lab/empty");
  await click(none.popup, fillIt);
  await waitForWords(none.popup, ["status", "alert"], words.noField);
  await take(none.popup, "site-no-field");

  const skewed = await startPortals({ clockSkewSeconds: 95 });
  try {
    const late = await openWithPopup(session, `${skewed.url}/000/`);
    await click(late.popup, words.refused);
    await waitForWords(late.popup, "alert", words.clockWrong);
    await take(late.popup, "site-clock-wrong");
  } finally {
    await skewed.close();
  }
}

/**
 * @param {Page} popup
 * @param {typeof labels.fr} words
 * @param {Take} take
 */
async function takeForms(popup, words, take) {
  await click(popup, words.add);
  await find(popup, { role: "button", name: words.paste });
  await take(popup, "add");
  await click(popup, words.paste);
  await find(popup, { role: "textbox" });
  await take(popup, "paste");
  await click(popup, words.back);
  await openManualForm(popup, words);
  await take(popup, "manual");
  await fillManualForm(popup, { issuer: "Crédit Rivemont", secret: "JBSW Y3DP EHPK 3PXP" }, words);
  await take(popup, "manual-code");
  await click(popup, words.advanced, { role: "DisclosureTriangle" });
  await take(popup, "manual-unfolded");
  await click(popup, words.advanced, { role: "DisclosureTriangle" });
  await type(popup, words.secret, "JBSW Y3DP EHPK 3PX0");
  await take(popup, "manual-error");
}

/** Adds the twelve accounts by pasting their links. @param {Page} popup @param {typeof labels.fr} words @param {Take} take */
async function fill(popup, words, take) {
  await paste(popup, accounts.map((account) => uriOf(makeAccount(account))).join("\n"), words);
  await find(popup, { role: "button", name: words.keepAll });
  await take(popup, "found");
  await confirmFound(popup, words);
}

/**
 * One account from all sides, the list in its other forms, and the pages about them.
 *
 * @param {Session} session
 * @param {(path: string) => Promise<Page>} open
 * @param {typeof labels.fr} words
 * @param {Take} take
 */
async function takeAccount(session, open, words, take) {
  const popup = await open("/lab/empty");
  await click(popup, words.menu);
  await take(popup, "menu");
  await popup.keyboard.press("Escape");
  await click(popup, new RegExp(`^${words.detailsOf} GitHub`));
  await find(popup, { role: "textbox", name: words.note });
  await take(popup, "details");
  await click(popup, words.pin);
  await type(popup, words.tags, "Nord, Sud, Est");
  await click(popup, words.addCodes);
  await popup.keyboard.sendCharacter("1. 48210-93701\n2. 57120-84331\n3. 11112-22223");
  await click(popup, words.ok);
  await find(popup, { role: "checkbox", name: /57120/ });
  await take(popup, "details-codes");
  await click(popup, words.showKey);
  const qr = await find(popup, { role: ["image", "img"], name: words.qr });
  await (await handleOf(qr)).evaluate((element) => element.scrollIntoView({ block: "center" }));
  await take(popup, "details-key");
  await click(popup, words.largeCode);
  await take(popup, "large");
  await popup.keyboard.press("Escape");
  await popup.keyboard.press("Escape");
  await find(popup, { role: "button", name: "Sud" });
  await take(popup, "list-tags");
  const settings = await openExtensionPage(session, "popup/pages/settings.html");
  await find(settings, { role: "switch", name: words.compact });
  await take(settings, "settings");
  for (const name of [words.compact, words.masked]) await click(settings, name, { role: "switch" });
  const compact = await open("/lab/empty");
  await find(compact, { role: "listitem" });
  await take(compact, "list-compact");
  await settings.bringToFront();
  for (const name of [words.compact, words.masked]) await click(settings, name, { role: "switch" });
  await sleep(400);
  await settings.close();
}

/**
 * @param {(path: string) => Promise<Page>} open
 * @param {typeof labels.fr} words
 * @param {Take} take
 */
async function takeScans(open, words, take) {
  for (const name of [
    "png",
    "two",
    "three",
    "mixed",
    "hotp",
    "google-1",
    "okta",
    "microsoft",
    "duo",
    "wifi",
    "invalid-secret",
    "empty",
  ]) {
    const popup = await open(`/lab/${name}`);
    await scan(popup, words);
    await take(popup, `scan-${name}`);
  }
  const adding = await open("/lab/png");
  await scanAndAdd(adding, words);
  await take(adding, "list-added");
  const again = await open("/lab/png");
  await scan(again, words);
  await take(again, "scan-already-there");
  const browserPage = await open("/lab/empty");
  await browserPage.close();
}

/**
 * Versions, what one of them would change, and the question before an account is erased.
 * @param {Session} session
 * @param {Take} take
 */
async function takeRestore(session, take) {
  const page = await openExtensionPage(session, "popup/pages/restore.html");
  await find(page, { role: "region", name: /^(Bin|Corbeille|Papierkorb|Cestino)$/ });
  await take(page, "restore");
  await (await handleOf(await find(page, { role: "button", name: /\d\s(accounts?|comptes?|Konten|Konto)$/ }))).click();
  await find(page, {
    role: "button",
    name: /^(Restore this version|Restaurer cette version|Diese Version wiederherstellen|Ripristina questa versione)$/,
  });
  await take(page, "restore-preview");
  await click(
    page,
    /^(Delete .* for good|Supprimer définitivement .*|.* endgültig löschen|Elimina definitivamente .*)$/,
  );
  await take(page, "restore-question");
  await page.close();
}

/**
 * @param {Session} session
 * @param {(path: string) => Promise<Page>} open
 * @param {Take} take
 */
async function takeDamage(session, open, take) {
  const whole = await readLocal(session);
  for (const [place, key] of (await vaultKeys(session)).entries()) {
    await replaceLocal(session, { ...whole, [key]: "?" });
    const damaged = await open("/lab/empty");
    await find(damaged, { role: ["alert", "listitem"] });
    await take(damaged, `damage-${place === 0 ? "all" : place}`);
    if (place === 1) break;
  }
}

/**
 * The Security page from nothing to all, then the unlock screens.
 * @param {Session} session
 * @param {Language} lang
 * @param {Take} take
 */
async function takeSecurity(session, lang, take) {
  const w = securityWords[lang];
  await replaceLocal(session, {});
  const page = await openSecurity(session);
  await page.setViewport({ width: 1100, height: 900 });
  await find(page, { role: "heading", name: w.unprotected });
  await take(page, "security-unprotected");
  await click(page, w.protectPassphrase);
  await type(page, w.newPassphrase, "soleil 1984");
  await take(page, "security-passphrase");
  const passphrase = "cinq chevaux bleus dorment sous la neige";
  await type(page, w.newPassphrase, passphrase);
  await type(page, w.again, passphrase);
  await click(page, w.protect);
  await find(page, { role: "article", name: w.sheet }, 60000);
  await take(page, "security-recovery");
  await page.emulateMediaType("print");
  await take(page, "security-recovery-print");
  await page.emulateMediaType("screen");
  await click(page, w.kept);
  await click(page, w.finish);
  await find(page, { role: "heading", name: w.protected });
  await sleep(500);
  await take(page, "security-protected");
  await click(page, w.choosePin);
  await find(page, { role: "dialog" });
  await take(page, "security-identity");
  await page.keyboard.press("Escape");
  await click(page, w.lockNow);
  await find(page, { role: "heading", name: w.locked });
  await take(page, "unlock-page");
  const popup = await openPopup(session);
  await find(popup, { role: "heading", name: w.locked });
  await take(popup, "unlock");
  await type(popup, w.passphrase, "soleil");
  await popup.keyboard.press("Enter");
  await sleep(150);
  await take(popup, "unlock-busy");
  await find(popup, { role: "textbox", name: w.passphrase });
  await sleep(6000);
  await take(popup, "unlock-wrong");
  await click(popup, w.forgotten);
  await take(popup, "unlock-forgotten");
  await click(popup, w.useRecovery);
  await take(popup, "unlock-recovery");
}

/** Every page in a tab, with what it shows when the vault holds accounts. @param {Session} session @param {Take} take */
async function takePages(session, take) {
  for (const { name } of NAVIGATION) {
    const page = await openExtensionPage(session, `popup/pages/${name}.html`);
    await page.setViewport({ width: 1200, height: 1000, deviceScaleFactor: 1 });
    await find(page, { role: "heading" });
    await take(page, `page-${name}`);
    await page.close();
  }
}
