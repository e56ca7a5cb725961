// The main path in German and Italian, by the words that a person of that language reads; no word is cut off, not at 320 px either.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { NAVIGATION } from "../../popup/pages/navigation.js";
import { makeAccount } from "../portals/lab-cases.mjs";
import { startPortals } from "../portals/server.mjs";
import { clickToolbar, close, copyFolder, launch, openExtensionPage, openPage, root } from "./harness.mjs";
import { labels } from "./labels.mjs";
import { clipped, overflowing, pageSizes, popupSizes, resize } from "./layout.mjs";
import { addByHand, codeIsRight, findRow, openManualForm, scan, waitForEnd, waitForStatus } from "./popup.mjs";
import { allText, click, find, isThere, type } from "./screen.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { Session } from "./harness.mjs" */

/** What else is on the path, written out: a changed label must fail. */
const path = {
  de: {
    empty: "Erstes Konto hinzufügen",
    settings: "Einstellungen",
    language: "Sprache",
    itsName: "Deutsch",
    browser: "Wie der Browser",
    help: "Hilfe",
    refused: "Der Code wird abgelehnt",
    answer: /Warten Sie auf den nächsten Code/,
    row: /^GitHub, Code (\d ){5}\d, kopieren$/,
    wrong: /Zeichen 16, „0“, kommt in einem Schlüssel nie vor\./,
    pinned: /Oben angeheftet/,
    wait: /Kopiert\. Noch \d+ Sekunden? gültig/,
    pages: ["Einstellungen", "Sicherheit", "Sicherung", "Sicherung importieren", "Versionen und Papierkorb", "Hilfe"],
  },
  it: {
    empty: "Aggiungi il primo account",
    settings: "Impostazioni",
    language: "Lingua",
    itsName: "Italiano",
    browser: "Quella del browser",
    help: "Guida",
    refused: "Il codice è rifiutato",
    answer: /Attendi il codice successivo/,
    row: /^GitHub, codice (\d ){5}\d, copia$/,
    wrong: /Il carattere 16, «0», non compare mai in una chiave\./,
    pinned: /Fissato in alto/,
    wait: /Copiato\. Valido ancora \d+ second[oi]/,
    pages: ["Impostazioni", "Sicurezza", "Backup", "Importa backup", "Versioni e cestino", "Guida"],
  },
};

const pagesInEnglish = ["Settings", "Security", "Backup", "Import backup", "Versions and bin", "Help"];

const account = makeAccount({ issuer: "GitHub", account: "" });

/** @type {Awaited<ReturnType<typeof startPortals>>} */
let portals;
before(async () => {
  portals = await startPortals();
});
after(() => portals.close());

test("where a language has no guide yet, the guide is in English between that language's own words", async () => {
  const extension = await copyFolder(join(root, "dist/chrome"), "no-guide");
  await rm(join(extension, "_locales/de/help.json"));
  const session = await launch({ lang: "de", extension });
  try {
    const page = await openExtensionPage(session, "popup/pages/help.html");
    await find(page, { role: "heading", name: path.de.help });
    await click(page, "The code is refused", { role: "DisclosureTriangle" });
    assert.match(await allText(page), /Wait for the next code/);
    const written = await page.$$eval("main details", (topics) => topics.map(({ lang }) => lang));
    assert.ok(written.includes("en") && !written.includes("de"), written.join());
  } finally {
    await close(session);
  }
});

for (const lang of /** @type {const} */ (["de", "it"])) {
  const words = labels[lang];
  const own = path[lang];

  test(`${lang}: an account is added by hand and gives its code, settings and help are found, nothing is cut off`, async () => {
    const session = await launch({ lang });
    /** @type {string[]} */
    const faults = [];
    /** @param {Page} page @param {string} screen */
    const look = async (page, screen) => {
      faults.push(...(await faultsOf(page)).map((fault) => `${screen}, ${fault}`));
    };
    try {
      const popup = await openPopup(session);
      await find(popup, { role: "heading", name: own.empty });
      assert.equal(await popup.evaluate(() => document.documentElement.lang), lang);
      await look(popup, "list without accounts");
      await openManualForm(popup, words);
      await type(popup, words.issuer, "GitHub");
      await type(popup, words.secret, "JBSWY3DPEHPK3PX0");
      await find(popup, { role: "StaticText", name: own.wrong });
      await click(popup, words.advanced, { role: "DisclosureTriangle" });
      await find(popup, { role: "combobox", name: words.algorithm });
      await look(popup, "form with a fault");
      await click(popup, words.back);
      await look(popup, "add");
      const adding = await openPopup(session);
      await addByHand(adding, { issuer: "GitHub", secret: account.secret.base32 }, words);
      assert.ok(await codeIsRight(adding, account));
      const { name } = await findRow(adding, "GitHub");
      assert.match(name ?? "", own.row);

      const list = await openPopup(session);
      await findRow(list, "GitHub");
      await look(list, "list");
      // The next code stands beside this one now.
      await waitForEnd(8);
      await look(list, "list, next code");
      await click(list, own.row);
      await waitForStatus(list, own.wait);
      await look(list, "copied");
      await click(list, words.edit);
      await find(list, { role: "button", name: words.done });
      await look(list, "edit");
      await click(list, words.done);
      await click(list, new RegExp(`^${words.detailsOf} GitHub`));
      await click(list, words.pin);
      await waitForStatus(list, own.pinned);
      await click(list, words.showKey);
      await find(list, { role: ["image", "img"], name: words.qr });
      await look(list, "account");
      await click(list, words.addCodes);
      await find(list, { role: "button", name: words.ok });
      await look(list, "account, pasting");
      const nothing = await openPopup(session);
      await scan(nothing, words);
      assert.match(await allText(nothing), words.noCode);
      await look(nothing, "nothing found");

      const menu = await openPopup(session);
      await click(menu, words.menu);
      await find(menu, { role: "button", name: own.settings });
      await look(menu, "menu");
      const opening = session.browser.waitForTarget((target) => target.url().endsWith("/pages/settings.html"));
      // The popup closes under the click.
      await click(menu, own.settings).catch(() => {});
      const settings = await (await opening).asPage();
      await find(settings, { role: "heading", name: own.settings });
      await find(settings, { role: "switch", name: words.compact });
      await find(settings, { role: "combobox", name: own.language });
      assert.ok(await isThere(settings, { role: "option", name: own.itsName }), "the language by its own name");
      assert.ok(await isThere(settings, { role: "option", name: own.browser }));
      await click(settings, own.help, { role: "link" });
      await find(settings, { role: "heading", name: own.help });
      await click(settings, own.refused, { role: "DisclosureTriangle" });
      await find(settings, { role: "StaticText", name: own.answer });
      await settings.close();
    } finally {
      await close(session);
    }
    assert.deepEqual(faults, []);
    assert.deepEqual(session.complaints, [], "the console stays empty");
  });
}

for (const [lang, titles] of /** @type {const} */ ([
  ["en", pagesInEnglish],
  ["de", path.de.pages],
  ["it", path.it.pages],
])) {
  test(`${lang}: every page has its title and fits, however narrow`, async () => {
    const session = await launch({ lang });
    /** @type {string[]} */
    const faults = [];
    try {
      const found = [];
      for (const { name } of NAVIGATION) {
        const page = await openExtensionPage(session, `popup/pages/${name}.html`);
        const title = await find(page, { role: "heading", name: /./ });
        found.push(title.name);
        faults.push(...(await faultsOf(page)).map((fault) => `${name}, ${fault}`));
        await page.close();
      }
      for (const title of titles) assert.ok(found.includes(title), `${title} among ${found.join(", ")}`);
    } finally {
      await close(session);
    }
    assert.deepEqual(faults, []);
  });
}

/** @param {Session} session */
const openPopup = async (session) => clickToolbar(session, await openPage(session, `${portals.url}/lab/empty`));

/** What does not fit, in the size the page has and in the others. @param {Page} page */
const faultsOf = async (page) => {
  const isPopup = page.url().endsWith("/popup/popup.html");
  const usual = { width: isPopup ? 360 : 1000, height: 600 };
  /** @type {string[]} */
  const found = [];
  for (const [name, size] of Object.entries({ ...(isPopup ? popupSizes : pageSizes), usual })) {
    await resize(page, size);
    found.push(...[...(await clipped(page)), ...(await overflowing(page))].map((fault) => `${name}: ${fault}`));
  }
  return found;
};
