// `node tests/e2e/screens.mjs [LANG-SCHEME…]`: a picture of every screen, into `screenshots/<lang>-<scheme>/<screen>.png`.
import { NAVIGATION } from "../../popup/pages/navigation.js";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { startPortals } from "../portals/server.mjs";
import {
  clickToolbar,
  close,
  closePopup,
  launch,
  openExtensionPage,
  openPage,
  sleep,
  takePicture,
} from "./harness.mjs";
import { labels } from "./labels.mjs";
import {
  confirmFound,
  editRow,
  fillManualForm,
  openManualForm,
  paste,
  scan,
  scanAndAdd,
  takeNextCode,
  waitForEnd,
  waitForStatus,
} from "./popup.mjs";
import { click, find, handleOf, type } from "./screen.mjs";
import { openPopup, openSecurity, words as securityWords } from "./lock.mjs";
import { readLocal, replaceLocal, vaultKeys } from "./storage.mjs";
import { takeTransfer } from "./transfer-screens.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { LabAccount } from "../portals/lab-cases.mjs" */
/** @import { Session } from "./harness.mjs" */

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

const wanted = process.argv.slice(2);
const portals = await startPortals();
try {
  for (const lang of /** @type {const} */ (["fr", "en", "de", "it"])) {
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      if (wanted.length === 0 || wanted.includes(`${lang}-${colorScheme}`)) await takeAll(lang, colorScheme);
    }
  }
} finally {
  await portals.close();
}

/**
 * @param {keyof typeof labels} lang
 * @param {"light" | "dark"} colorScheme
 */
async function takeAll(lang, colorScheme) {
  const words = labels[lang];
  const session = await launch({
    lang,
    colorScheme,
    deviceScaleFactor: 2,
    args: ["--use-fake-device-for-media-stream"],
  });
  /** @param {Page} popup @param {string} screen */
  const take = async (popup, screen) => {
    await sleep(250);
    console.log(await takePicture(popup, `${lang}-${colorScheme}/${screen}`));
  };
  /** @param {string} path */
  const open = async (path) => clickToolbar(session, await openPage(session, `${portals.url}${path}`));
  try {
    const empty = await open("/lab/empty");
    await find(empty, { role: "button", name: words.scan });
    await take(empty, "list-empty");
    await takeForms(empty, words, take);
    await fill(await open("/lab/empty"), words);

    const full = await open("/lab/empty");
    await waitForEnd(25);
    await find(full, { role: "listitem" });
    await take(full, "list-full");
    await waitForEnd(7);
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
    await takeRestore(session, take);
    for (const name of ["scan", "camera"]) {
      const page = await openExtensionPage(session, `popup/pages/${name}.html`);
      await find(page, { role: "heading", name: /./ });
      await take(page, `page-${name}`);
      await page.close();
    }
    await takeDamage(session, open, take);
    await takeSecurity(session, lang, take);
  } finally {
    await close(session);
  }
}

/**
 * @param {Page} popup
 * @param {typeof labels.fr} words
 * @param {(popup: Page, screen: string) => Promise<void>} take
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

/** Adds the twelve accounts by pasting their links. @param {Page} popup @param {typeof labels.fr} words */
async function fill(popup, words) {
  await paste(popup, accounts.map((account) => uriOf(makeAccount(account))).join("\n"), words);
  await find(popup, { role: "button", name: words.keepAll });
  await confirmFound(popup, words);
}

/**
 * One account from all sides, the list in its other forms, and the pages about them.
 *
 * @param {Session} session
 * @param {(path: string) => Promise<Page>} open
 * @param {typeof labels.fr} words
 * @param {(popup: Page, screen: string) => Promise<void>} take
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
  await take(await open("/lab/empty"), "list-compact");
  await settings.bringToFront();
  for (const name of [words.compact, words.masked]) await click(settings, name, { role: "switch" });
  await settings.close();
}

/**
 * @param {(path: string) => Promise<Page>} open
 * @param {typeof labels.fr} words
 * @param {(popup: Page, screen: string) => Promise<void>} take
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
 * @param {(popup: Page, screen: string) => Promise<void>} take
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
 * @param {(popup: Page, screen: string) => Promise<void>} take
 */
async function takeDamage(session, open, take) {
  const whole = await readLocal(session);
  for (const [place, key] of (await vaultKeys(session)).entries()) {
    await replaceLocal(session, { ...whole, [key]: "?" });
    await take(await open("/lab/empty"), `damage-${place === 0 ? "all" : place}`);
    if (place === 1) break;
  }
}

/**
 * The Security page from nothing to all, then the unlock screens.
 * @param {Session} session
 * @param {keyof typeof labels} lang
 * @param {(page: Page, screen: string) => Promise<void>} take
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

/** Every page in a tab, with what it shows when the vault holds accounts. @param {Session} session @param {(page: Page, screen: string) => Promise<void>} take */
async function takePages(session, take) {
  for (const { name } of NAVIGATION) {
    const page = await openExtensionPage(session, `popup/pages/${name}.html`);
    await page.setViewport({ width: 1200, height: 1000, deviceScaleFactor: 1 });
    await find(page, { role: "heading" });
    await take(page, `page-${name}`);
    await page.close();
  }
}
