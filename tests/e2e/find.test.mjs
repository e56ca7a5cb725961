// Finding the code among many: search, tags, pins, orders, keyboard, long lists.
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf, makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { clickToolbar, openExtensionPage, openPage, waitUntil } from "./harness.mjs";
import { codeIsRight, confirmFound, findRow, paste, readRows, waitForStatus } from "./popup.mjs";
import {
  choose,
  click,
  find,
  findAll,
  focused,
  handleOf,
  isThere,
  readField,
  tabTo,
  type,
  waitGone,
} from "./screen.mjs";
import { setUp } from "./setup.mjs";

/** @import { Page } from "puppeteer-core" */

const place = setUp({ lang: "fr" });
const accounts = [
  makeAccount({ issuer: "Zèbre Télécom", account: "alpha@example.org" }),
  makeAccount({ issuer: "GitHub", account: "livia@example.org" }),
  makeAccount({ issuer: "École du Léman", account: "élodie" }),
  makeAccount({ issuer: "Nordhafen", account: "jan", type: "hotp", counter: 4 }),
];

const openPopup = async () =>
  clickToolbar(place.session, await openPage(place.session, `${place.portals.url}/lab/empty`));

/** The names of the list, in its order. @param {Page} popup */
const names = async (popup) => (await readRows(popup)).map((row) => row.split(",")[0]);

/** Waits for the list to hold these, in this order. @param {Page} popup @param {string[]} wanted */
const waitForNames = (popup, wanted) =>
  waitUntil(async () => (await names(popup)).join("|") === wanted.join("|"), `the order ${wanted.join(", ")}`).catch(
    async () => assert.deepEqual(await names(popup), wanted),
  );

/** Opens the details of an account, does something there, and goes back. @param {Page} popup @param {string} issuer @param {() => Promise<void>} what */
const inDetails = async (popup, issuer, what) => {
  await click(popup, new RegExp(`^Détails de ${issuer}`));
  await find(popup, { role: "textbox", name: "Note" });
  await what();
  await click(popup, "Retour");
  await findRow(popup, issuer);
};

test("the search has the keyboard at opening, ignores case and accents, and Enter copies the first", async () => {
  const adding = await openPopup();
  await paste(adding, accounts.map(uriOf).join("\n"));
  await confirmFound(adding);
  const popup = await openPopup();
  await findRow(popup, "GitHub");
  assert.equal((await focused(popup))?.name, "Rechercher");
  await popup.keyboard.type("ELODIE lem");
  await waitForNames(popup, ["École du Léman"]);
  await popup.keyboard.press("Enter");
  await waitForStatus(popup, /Copié/);
  const field = await handleOf(await find(popup, { role: "searchbox", name: "Rechercher" }));
  await field.click({ count: 3 });
  await popup.keyboard.down("Control");
  await popup.keyboard.press("KeyV");
  await popup.keyboard.up("Control");
  const copied = await readField(popup, "Rechercher");
  const moments = [0, 30].map((back) => codeOf(accounts[2], Date.now() / 1000 - back));
  assert.ok(moments.includes(copied), `${copied} is the code of the account that was found`);
  await type(popup, "Rechercher", "rien de tel");
  await waitGone(popup, { role: "listitem" });
  assert.ok(await isThere(popup, { role: "StaticText", name: /Aucun compte/ }));
});

test("arrows lead from the search through the accounts and back", async () => {
  const popup = await openPopup();
  await findRow(popup, "GitHub");
  // A key pressed as soon as the codes are there waits a moment for what it does.
  const waitForKeyboard = (/** @type {RegExp} */ name) =>
    waitUntil(async () => name.test((await focused(popup))?.name ?? ""), `${name} to have the keyboard`);
  await popup.keyboard.press("ArrowDown");
  await waitForKeyboard(/^Zèbre/);
  await popup.keyboard.press("ArrowDown");
  await waitForKeyboard(/^GitHub/);
  await popup.keyboard.press("ArrowUp");
  await popup.keyboard.press("ArrowUp");
  await waitForKeyboard(/^Rechercher$/);
});

test("a pinned account is first in every order, and stays so", async () => {
  const popup = await openPopup();
  await findRow(popup, "GitHub");
  await inDetails(popup, "École du Léman", async () => {
    await click(popup, "Épingler en haut");
    await waitForStatus(popup, /Épinglé/);
  });
  await waitForNames(popup, ["École du Léman", "Zèbre Télécom", "GitHub", "Nordhafen"]);
  await waitForNames(await openPopup(), ["École du Léman", "Zèbre Télécom", "GitHub", "Nordhafen"]);
});

test("the list can be ordered by name, by last and by most use", async () => {
  const page = await openExtensionPage(place.session, "popup/pages/settings.html");
  await find(page, { role: "combobox", name: "Ordre" });
  await choose(page, "Ordre", "De A à Z");
  const popup = await openPopup();
  await waitForNames(popup, ["École du Léman", "GitHub", "Nordhafen", "Zèbre Télécom"]);
  for (const issuer of ["Zèbre", "Zèbre", "GitHub"]) {
    await click(popup, new RegExp(`^${issuer}.*copier$`));
    await waitForStatus(popup, /Copié/);
  }
  await choose(page, "Ordre", "Plus utilisés d’abord");
  await waitForNames(await openPopup(), ["École du Léman", "Zèbre Télécom", "GitHub", "Nordhafen"]);
  await choose(page, "Ordre", "Derniers utilisés d’abord");
  await waitForNames(await openPopup(), ["École du Léman", "GitHub", "Zèbre Télécom", "Nordhafen"]);
  await choose(page, "Ordre", "Mon ordre");
  await waitForNames(await openPopup(), ["École du Léman", "Zèbre Télécom", "GitHub", "Nordhafen"]);
  await page.close();
});

test("a tag narrows the list, and the search finds by note", async () => {
  const popup = await openPopup();
  await findRow(popup, "GitHub");
  await inDetails(popup, "GitHub", async () => {
    await type(popup, "Étiquettes", "Travail, Code");
    await type(popup, "Note", "badge du bureau 312");
    await popup.keyboard.press("Tab");
    await waitForStatus(popup, /Enregistré/);
  });
  await click(popup, "Travail");
  await waitForNames(popup, ["GitHub"]);
  await click(popup, "Tous");
  await waitUntil(async () => (await names(popup)).length === 4, "all accounts");
  await type(popup, "Rechercher", "bureau 312");
  await waitForNames(popup, ["GitHub"]);
});

test("hidden codes appear when their account is pressed, and are copied", async () => {
  const page = await openExtensionPage(place.session, "popup/pages/settings.html");
  await click(page, "Masquer les codes", { role: "switch" });
  await click(page, "Liste compacte", { role: "switch" });
  const popup = await openPopup();
  const hidden = await findRow(popup, "GitHub");
  assert.match(hidden.name ?? "", /afficher le code/);
  await (await handleOf(hidden)).click();
  await waitForStatus(popup, /Copié/);
  assert.ok(await codeIsRight(popup, accounts[1]));
  assert.match((await findRow(popup, "Zèbre Télécom")).name ?? "", /afficher le code/, "the others stay hidden");
  await page.bringToFront();
  await click(page, "Masquer les codes", { role: "switch" });
  await click(page, "Liste compacte", { role: "switch" });
  await page.close();
});

test("a code can be shown as large as the popup", async () => {
  const popup = await openPopup();
  await click(popup, /^Détails de GitHub/);
  await click(popup, "Code en grand");
  await find(popup, { role: "heading", name: "Code en grand" });
  const size = await popup.evaluate(() => {
    const digits = [...document.querySelectorAll("button span")].filter(({ textContent }) =>
      /^\d{3}$/.test(textContent ?? ""),
    );
    return Math.max(0, ...digits.map((element) => Number.parseFloat(getComputedStyle(element).fontSize)));
  });
  assert.ok(size >= 64, `${size} px`);
  await popup.keyboard.press("Escape");
  await find(popup, { role: "textbox", name: "Note" });
  await popup.keyboard.press("Escape");
  await findRow(popup, "GitHub");
});

test("of a long list only what is near the view is drawn, and all of it can be reached and moved", async () => {
  const many = Array.from({ length: 120 }, (_, index) =>
    makeAccount({ issuer: `Service ${String(index + 1).padStart(3, "0")}`, account: "claire" }),
  );
  const adding = await openPopup();
  await paste(adding, many.map(uriOf).join("\n"));
  await confirmFound(adding);
  await findRow(adding, "Service 001");
  const popup = await openPopup();
  await findRow(popup, "Zèbre Télécom");
  assert.ok((await findAll(popup, { role: "listitem" })).length < 60);
  const drawn = new Set();
  for (let down = 0; down < 60; down += 1) {
    for (const name of await names(popup)) drawn.add(name);
    if (drawn.size === 124) break;
    assert.ok((await findAll(popup, { role: "listitem" })).length <= 70);
    await popup.evaluate(() => document.querySelector('ul[aria-label="Comptes"]')?.parentElement?.scrollBy(0, 900));
    await popup.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60))));
  }
  assert.equal(drawn.size, 124, "every account comes by");
  await findRow(popup, "Service 120");
  assert.ok(await codeIsRight(popup, many[119]), "and has its code");

  await type(popup, "Rechercher", "service 077");
  await waitForNames(popup, ["Service 077"]);
  assert.ok(await codeIsRight(popup, many[76]));

  const edit = await openPopup();
  await click(edit, "Modifier");
  await find(edit, { role: "button", name: "Terminé" });
  await tabTo(edit, { role: "button", name: /^Descendre Zèbre/ });
  for (const below of ["GitHub", "Nordhafen", "Service 001"]) {
    await edit.keyboard.press("Enter");
    await waitUntil(async () => {
      const moves = (await findAll(edit, { role: "button", name: /^Monter / })).map(({ name = "" }) => name);
      return moves.findIndex((name) => name.includes(below)) < moves.findIndex((name) => name.includes("Zèbre"));
    }, `Zèbre to be below ${below}`);
    assert.match((await focused(edit))?.name ?? "", /^Descendre Zèbre/, "the keyboard stays on the button");
  }
  await click(edit, "Terminé");
  await findRow(edit, "Zèbre Télécom");
  assert.deepEqual((await names(edit)).slice(0, 5), [
    "École du Léman",
    "GitHub",
    "Nordhafen",
    "Service 001",
    "Zèbre Télécom",
  ]);
});

test("a drag that ends beyond what was in view loses nothing", async () => {
  const popup = await openPopup();
  await click(popup, "Modifier");
  await find(popup, { role: "button", name: "Terminé" });
  const rows = await findAll(popup, { role: "listitem" });
  const box = await (await handleOf(rows[1])).boundingBox();
  const view = await popup.evaluate(() => ({
    height: document.querySelector('ul[aria-label="Comptes"]')?.parentElement?.getBoundingClientRect().bottom ?? 0,
  }));
  assert.ok(box);
  await popup.mouse.move(box.x + 12, box.y + box.height / 2);
  await popup.mouse.down();
  await popup.mouse.move(box.x + 12, box.y + box.height + 20, { steps: 3 });
  await popup.mouse.move(box.x + 12, view.height - 4, { steps: 3 });
  await waitUntil(
    () =>
      popup.evaluate(() => (document.querySelector('ul[aria-label="Comptes"]')?.parentElement?.scrollTop ?? 0) > 1500),
    "the list to scroll while the drag is at its edge",
  );
  await popup.mouse.up();
  await click(popup, "Terminé");
  await findRow(popup, "École du Léman");
  await type(popup, "Rechercher", "example.org");
  await waitForNames(popup, ["Zèbre Télécom", "GitHub"]);
  const all = await openPopup();
  await findRow(all, "École du Léman");
  assert.ok(!(await names(all)).slice(0, 6).includes("GitHub"), "it moved down");
});
