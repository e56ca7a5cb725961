// WCAG 2.2 AA on every screen, in light, dark and forced colours; right to left; small and enlarged.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { NAVIGATION } from "../../popup/pages/navigation.js";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { startPortals } from "../portals/server.mjs";
import { clickToolbar, close, copyFolder, launch, openExtensionPage, openPage, root, takePicture } from "./harness.mjs";
import { assertOnEachScreen } from "./all-screens.mjs";
import { labels } from "./labels.mjs";
import { clientOf, clipped, pageSizes, popupSizes, reflowFaults, resize } from "./layout.mjs";
import { confirmFound, fillManualForm, findRow, openManualForm, paste, scan } from "./popup.mjs";
import { click, find, findAll, type } from "./screen.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { Session } from "./harness.mjs" */

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const words = labels.fr;
const accounts = [
  makeAccount({ issuer: "GitHub", account: "livia@example.org" }),
  makeAccount({
    issuer: "Société de transport de la vallée de l’Arve et du lac",
    account: "abonnements+famille@arve.example",
  }),
  makeAccount({ issuer: "Guichet", account: "jeton", type: "hotp", counter: 9, digits: 8 }),
];

/** What each look sets in the browser. @type {Record<string, {name: string, value: string}[]>} */
const looks = {
  light: [{ name: "prefers-color-scheme", value: "light" }],
  dark: [{ name: "prefers-color-scheme", value: "dark" }],
  forced: [
    { name: "prefers-color-scheme", value: "dark" },
    { name: "forced-colors", value: "active" },
  ],
};

/**
 * Every screen, one after the other; `look` is called on each.
 *
 * @param {Session} session @param {string} url of the portals
 * @param {(page: Page, screen: string) => Promise<void>} look
 */
const walk = async (session, url, look) => {
  const open = async (path = "/lab/empty") => clickToolbar(session, await openPage(session, url + path));
  const empty = await open();
  await find(empty, { role: "button", name: words.scan });
  await look(empty, "list without accounts");
  await click(empty, words.add);
  await find(empty, { role: "button", name: words.paste });
  await look(empty, "add");
  await click(empty, words.manual);
  await fillManualForm(empty, { issuer: "Crédit Rivemont", secret: "JBSW Y3DP EHPK 3PX0", account: "" }, words);
  await look(empty, "form with a fault");
  await click(empty, words.back);
  await paste(empty, accounts.map(uriOf).join("\n"), words);
  await find(empty, { role: "button", name: words.keepAll });
  await look(empty, "found");
  await confirmFound(empty, words);
  await look(empty, "list");
  await click(empty, "Menu");
  await find(empty, { role: "button", name: "Paramètres" });
  await look(empty, "menu");
  await empty.keyboard.press("Escape");
  await click(empty, words.edit);
  await look(empty, "edit");
  await click(empty, /^Renommer GitHub/);
  await look(empty, "rename");
  await empty.keyboard.press("Escape");
  await click(empty, /^Détails de GitHub/);
  await type(empty, "Étiquettes", "Travail, Famille");
  await click(empty, "Afficher la clé");
  await find(empty, { role: ["image", "img"], name: "Code QR de ce compte" });
  await click(empty, "Ajouter des codes");
  await find(empty, { role: "textbox", name: "Collez les codes" });
  await look(empty, "account, pasting");
  await empty.keyboard.sendCharacter("48210-93701\n57120-84331\n");
  await click(empty, "Ok");
  await find(empty, { role: "checkbox", name: /57120/ });
  await look(empty, "account");
  await click(empty, "Code en grand");
  await look(empty, "large code");

  const nothing = await open();
  await findRow(nothing, "GitHub");
  await scan(nothing, words);
  await look(nothing, "nothing found");
  const tagged = await open();
  await find(tagged, { role: "button", name: "Famille" });
  await type(tagged, words.search, "zzz");
  await look(tagged, "nothing matches");
  const page = await openExtensionPage(session, "popup/pages/settings.html");
  const [id] = await page.evaluate(async () => {
    const { openVault } = await import(/** @type {string} */ ("/extension/vault-store.js"));
    return (await openVault()).list("", "", "own", [], new Float64Array(), new Uint32Array()).ids;
  });
  await page.close();
  for (const path of [...NAVIGATION.map(({ name }) => `${name}.html`), `sheet.html#${id}`]) {
    const tab = await openExtensionPage(session, `popup/pages/${path}`);
    await find(tab, { role: "heading" });
    await look(tab, path.replace(/#.*/, ""));
    await tab.close();
  }
};

/** All rules of these levels, and those of them that ask for colours. */
const rules = {
  all: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  colours: ["color-contrast", "link-in-text-block"],
};

/** What axe, which the page has loaded, finds by some of its rules. @param {Page} page @param {string[]} runOnly @returns {Promise<string[]>} */
const violations = (page, runOnly) =>
  page.evaluate(async (runOnly) => {
    const { axe } =
      /** @type {{axe: {run(context: unknown, options: unknown): Promise<{violations: {id: string, nodes: {html: string}[]}[]}>}}} */ (
        /** @type {unknown} */ (globalThis)
      );
    // Nothing is worked out that is not told: what passes, and how to select it.
    const bare = { resultTypes: ["violations"], selectors: false, elementRef: false, preload: false };
    const { violations } = await axe.run(document, { runOnly, ...bare });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  }, runOnly);

test("no screen has a fault that axe finds, in light, dark and forced colours, and none is cut off in small windows or large text", async () => {
  await assertOnEachScreen("fr", async (page) => {
    /** @type {string[]} */
    const found = [];
    if (await page.evaluate(() => !("axe" in globalThis))) await page.evaluate(axe);
    for (const [name, features] of Object.entries(looks)) {
      // Without motion: a colour half-way between two looks is of neither.
      await emulate(page, [...features, { name: "prefers-reduced-motion", value: "reduce" }]);
      const faults = await violations(page, name === "light" ? rules.all : rules.colours);
      found.push(...faults.map((fault) => `${name}: ${fault}`));
    }
    await emulate(page, looks.light);
    return [...found, ...(await reflowFaults(page))];
  });
});

test("the layout mirrors in a language that is written from right to left, and nothing is cut off at 320 px or twice the size", async () => {
  const extension = await rightToLeft();
  const portals = await startPortals();
  const session = await launch({ lang: "fr", extension });
  /** @type {string[]} */
  const found = [];
  try {
    await walk(session, portals.url, async (page, screen) => {
      const isPopup = page.url().endsWith("/popup/popup.html");
      for (const [name, size] of Object.entries(isPopup ? popupSizes : pageSizes)) {
        await resize(page, size);
        found.push(...(await clipped(page)).map((fault) => `${screen}, ${name}: ${fault}`));
      }
      await resize(page, { width: isPopup ? 360 : 1000, height: 600, text: "normal" });
      await chooseRightToLeft(page);
      const mirrored = await page.evaluate(() => {
        const { dir } = document.documentElement;
        const title = document.querySelector("h1")?.getBoundingClientRect();
        const { left, width } = document.documentElement.getBoundingClientRect();
        const middle = left + width / 2;
        return { dir, right: title === undefined || title.width < 2 || title.right > middle };
      });
      assert.deepEqual(mirrored, { dir: "rtl", right: true }, screen);
      found.push(...(await clipped(page)).map((fault) => `${screen}, from right to left: ${fault}`));
      await takePicture(page, `rtl/${screen.replaceAll(/\W+/g, "-")}`);
      await chooseFrench(page);
    });
  } finally {
    await close(session);
    await portals.close();
  }
  assert.deepEqual(found, []);
});

test("codes are read digit by digit, and no live region speaks by itself", async () => {
  const portals = await startPortals();
  const session = await launch({ lang: "fr" });
  try {
    const popup = await clickToolbar(session, await openPage(session, `${portals.url}/lab/empty`));
    await openManualForm(popup, words);
    await fillManualForm(popup, { issuer: "GitHub", secret: "JBSWY3DPEHPK3PXP" }, words);
    await click(popup, words.ok);
    assert.match((await findRow(popup, "GitHub")).name ?? "", /code (\d ){5}\d, copier$/);
    const spoken = await popup.evaluate(
      () =>
        new Promise((done) => {
          /** @type {string[]} */
          const heard = [];
          const live = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"], [role="log"], output';
          const watcher = new MutationObserver((changes) => {
            for (const { target } of changes) {
              const element = target instanceof Element ? target : target.parentElement;
              const region = element?.closest(live);
              if (region) heard.push(region.outerHTML.slice(0, 120));
            }
          });
          watcher.observe(document, { subtree: true, childList: true, characterData: true });
          setTimeout(() => done(heard), 3300);
        }),
    );
    assert.deepEqual(spoken, []);
    const small = await popup.evaluate(() =>
      [...document.querySelectorAll("button, input, select, a, summary")]
        .map((element) => ({ html: element.outerHTML.slice(0, 80), ...element.getBoundingClientRect().toJSON() }))
        .filter(({ width, height }) => width > 0 && (width < 24 || height < 24)),
    );
    assert.deepEqual(small, [], "targets of at least 24 px");
  } finally {
    await close(session);
    await portals.close();
  }
});

/** @param {Page} page @param {{name: string, value: string}[]} features */
const emulate = async (page, features) => {
  const client = await clientOf(page);
  await client.send("Emulation.setEmulatedMedia", { features });
  await page.waitForFunction(
    (wanted) =>
      wanted.every(({ name, value }) => matchMedia(`(${name}: ${value})`).matches) &&
      !document.getAnimations().some((animation) => animation instanceof CSSTransition),
    {},
    features,
  );
};

/** The extension with Arabic, made of its French words between Arabic letters. @returns {Promise<string>} */
const rightToLeft = async () => {
  const folder = await copyFolder(join(root, "dist/chrome"), "rtl");
  const french = JSON.parse(await readFile(join(folder, "_locales/fr/messages.json"), "utf8"));
  for (const entry of Object.values(french)) entry.message = `ع ${entry.message} غ`;
  const arabic = join(folder, "_locales/ar");
  await mkdir(arabic);
  await writeFile(join(arabic, "messages.json"), JSON.stringify(french));
  const languages = join(folder, "extension/languages.js");
  const source = await readFile(languages, "utf8");
  assert.match(source, /LANGUAGES = \[/);
  await writeFile(languages, source.replace(/LANGUAGES = \[/, 'LANGUAGES = ["en", "ar", '));
  return folder;
};

/** @param {Page} page */
const chooseRightToLeft = (page) => setLanguage(page, "ar");
/** @param {Page} page */
const chooseFrench = (page) => setLanguage(page, "fr");

/** @param {Page} page @param {string} language */
const setLanguage = async (page, language) => {
  await page.evaluate(async (chosen) => {
    const { changeSettings } = await import(/** @type {string} */ ("/extension/settings.js"));
    await changeSettings({ language: chosen });
  }, language);
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, {}, language);
  await findAll(page, { role: "heading" });
};
