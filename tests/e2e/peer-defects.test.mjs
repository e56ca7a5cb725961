// Each known defect of the extension that this one replaces is a test here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "otpauth";
import { FIRST_WINDOW } from "../../popup/window.js";
import { codeOf, makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { clickToolbar, openPage } from "./harness.mjs";
import {
  addByHand,
  codeIsRight,
  confirmFound,
  editRow,
  findRow,
  foundCards,
  paste,
  readRows,
  scan,
  scanAndAdd,
  takeNextCode,
  waitForAlert,
} from "./popup.mjs";
import {
  allText,
  click,
  find,
  findAll,
  handleOf,
  isThere,
  tabTo,
  textsOf,
  readField,
  waitForWords,
} from "./screen.mjs";
import { setUp } from "./setup.mjs";
import { findSecrets, readStores } from "./storage.mjs";

/** @import { LabAccount } from "../portals/lab-cases.mjs" */

const place = setUp({ lang: "fr" });
/** What this file has stored, to be looked for in the end. @type {Secret[]} */
const stored = [];

for (const name of [
  "png",
  "svg",
  "canvas",
  "table",
  "inverted",
  "strict",
  "sha512",
  "period45",
  "accents",
  "ampersand",
  "question",
]) {
  test(`a scanned code gives the right account: ${name}`, async () => {
    const { page, popup, shown } = await place.openLab(name);
    const [account] = shown.accounts;
    await scan(popup);
    assert.deepEqual(await foundCards(popup), [`${account.issuer}, ${account.account}`]);
    assert.equal(await readField(popup, "Émetteur"), account.issuer);
    assert.equal(await readField(popup, "Nom d’utilisateur"), account.account);
    await confirmFound(popup);
    assert.ok(await codeIsRight(popup, account), "the code agrees with the independent library");
    const again = await place.reopen(page);
    await findRow(again, account.issuer, account.account);
    assert.ok(await codeIsRight(again, account), "and still does after reopening");
    stored.push(account.secret);
  });
}

test("a scanned counter account keeps SHA-256, 8 digits and its counter", async () => {
  const { page, popup, shown } = await place.openLab("hotp");
  const [account] = shown.accounts;
  await scanAndAdd(popup);
  await expectCounterCodes(page, popup, account);
  stored.push(account.secret);
});

test("the manual form keeps algorithm, digits and period", async () => {
  const account = makeAccount({
    issuer: "Formulaire",
    account: "soixante",
    algorithm: "SHA256",
    digits: 8,
    period: 60,
  });
  const { page, popup } = await place.openLab("empty");
  const { issuer, account: name, secret } = account;
  await addByHand(popup, {
    issuer,
    account: name,
    secret: secret.base32,
    algorithm: "SHA-256",
    digits: "8",
    period: "60",
  });
  assert.ok(await codeIsRight(popup, account));
  assert.ok(await codeIsRight(await place.reopen(page), account));
  stored.push(secret);
});

test("the manual form keeps type and counter", async () => {
  const account = makeAccount({
    type: "hotp",
    issuer: "Formulaire compteur",
    account: "jeton",
    algorithm: "SHA512",
    digits: 8,
    counter: 9,
  });
  const { page, popup } = await place.openLab("empty");
  const { issuer, account: name, secret } = account;
  const type = "Basé sur un compteur";
  await addByHand(popup, {
    issuer,
    account: name,
    secret: secret.base32,
    type,
    algorithm: "SHA-512",
    digits: "8",
    counter: "9",
  });
  await expectCounterCodes(page, popup, account);
  stored.push(secret);
});

test("a key of eight characters, with spaces, dashes and small letters, is accepted", async () => {
  const { popup } = await place.openLab("empty");
  await addByHand(popup, { issuer: "Court", secret: "gezd gnbv-" });
  const account = makeAccount({ issuer: "Court", secret: Secret.fromBase32("GEZDGNBV") });
  assert.ok(await codeIsRight(popup, account));
});

test("pasted links keep type, algorithm, digits, period and counter", async () => {
  const accounts = [
    makeAccount({ issuer: "Collé", account: "un", algorithm: "SHA512", digits: 8, period: 45 }),
    makeAccount({ issuer: "Collé aussi", account: "deux", type: "hotp", algorithm: "SHA256", digits: 8, counter: 9 }),
  ];
  const { page, popup } = await place.openLab("empty");
  await paste(popup, accounts.map(uriOf).join("\n"));
  assert.deepEqual(await foundCards(popup), ["Collé, un", "Collé aussi, deux"]);
  await confirmFound(popup);
  assert.ok(await codeIsRight(popup, accounts[0]));
  await expectCounterCodes(page, popup, accounts[1]);
  stored.push(...accounts.map(({ secret }) => secret));
});

test("two codes in view give two cards", async () => {
  const { popup, shown } = await place.openLab("two");
  await scan(popup);
  assert.deepEqual(
    (await foundCards(popup)).sort(),
    shown.accounts.map(({ issuer, account }) => `${issuer}, ${account}`).sort(),
  );
  await confirmFound(popup);
  for (const account of shown.accounts) assert.ok(await codeIsRight(popup, account), account.issuer);
  stored.push(...shown.accounts.map(({ secret }) => secret));
});

test("an export of Google Authenticator comes in whole, part by part", async () => {
  for (const part of [1, 2, 3]) {
    const { popup, shown } = await place.openLab(`google-${part}`);
    await scan(popup);
    assert.match(await allText(popup), new RegExp(`${part} sur 3`));
    await confirmFound(popup);
    for (const account of shown.accounts.filter(({ type }) => type === "totp")) {
      assert.ok(await codeIsRight(popup, account), account.account);
    }
    for (const account of shown.accounts.filter(({ type }) => type === "hotp")) {
      assert.equal(await takeNextCode(popup, account.issuer), codeOf(account, 0));
    }
    stored.push(...shown.accounts.map(({ secret }) => secret));
  }
});

for (const [name, words] of /** @type {const} */ ([
  ["missing-secret", /clé|secret/i],
  ["invalid-secret", /caractère/i],
  ["unknown-algorithm", /algorithme/i],
  ["zero-digits", /chiffres/i],
])) {
  test(`a code that is nearly an account gives a message: ${name}`, async () => {
    const { popup } = await place.openLab(name);
    await scan(popup);
    assert.match(await waitForAlert(popup), words);
    assert.ok(!(await isThere(popup, { role: "button", name: "Ajouter" })), "and nothing to add");
  });
}

for (const [name, words] of /** @type {const} */ ([
  ["wifi", /Wi-Fi/],
  ["web", /adresse|web/i],
  ["text", /texte|clé/i],
  ["duo", /Duo/],
  ["microsoft", /Microsoft/],
  ["rsa", /RSA|SecurID/],
  ["steam", /Steam/],
  ["passkey", /clé d.accès/i],
  ["okta", /Okta/],
])) {
  test(`a code that is no account is named: ${name}`, async () => {
    const { popup } = await place.openLab(name);
    await scan(popup);
    assert.match(await allText(popup), words);
    assert.ok(!(await isThere(popup, { role: "button", name: "Ajouter" })));
    assert.ok(await isThere(popup, { role: "button", name: "Saisie manuelle" }), "with a way on");
  });
}

test("a page without a code says so and offers the next clicks", async () => {
  const { popup } = await place.openLab("empty");
  await scan(popup);
  await waitForAlert(popup, /Aucun code QR visible/);
  assert.ok(await isThere(popup, { role: "button", name: "Saisie manuelle" }));
});

test("a page of the browser itself gives a message", async () => {
  const page = await openPage(place.session, "chrome://version/");
  const popup = await clickToolbar(place.session, page);
  await scan(popup);
  await waitForAlert(popup, /ne peut pas être scannée|Aucun code QR visible/);
});

test("a wrong character in the manual form is named with its place", async () => {
  const { popup } = await place.openLab("empty");
  await click(popup, "Ajouter un compte");
  await click(popup, "Saisie manuelle");
  await find(popup, { role: "textbox", name: "Secret" });
  await tabTo(popup, { role: "textbox", name: "Secret" });
  await popup.keyboard.type("JBSWY3DPEHPK3PX0");
  const message = await waitForWords(popup, ["alert", "paragraph"], /16/);
  assert.match(message, /«.0.»/);
  assert.match(message, /lettre O/);
});

test("an empty secret gives a message and keeps the form", async () => {
  const { popup } = await place.openLab("empty");
  await click(popup, "Ajouter un compte");
  await click(popup, "Saisie manuelle");
  await click(popup, "Ok");
  assert.match(await waitForAlert(popup), /clé/i);
  await find(popup, { role: "textbox", name: "Secret" });
});

/** The names of the accounts that are drawn at once; those further down follow. @param {import("puppeteer-core").Page} popup */
const firstNames = async (popup) => (await readRows(popup)).map(nameOf).slice(0, FIRST_WINDOW.to);

test("the order that was chosen stays after reopening", async () => {
  const { page, popup } = await place.openLab("empty");
  const before = await firstNames(popup);
  assert.ok(before.length > 10);
  await editRow(popup, "Descendre", before[0]);
  await waitForOrder(popup, [before[1], before[0], before[2]]);
  await editRow(popup, "Monter", before[2]);
  await waitForOrder(popup, [before[1], before[2], before[0]]);
  await click(popup, "Terminé");
  const changed = [before[1], before[2], before[0], ...before.slice(3)];
  assert.deepEqual(await firstNames(popup), changed);
  assert.deepEqual(await firstNames(await place.reopen(page)), changed);
});

test("dragging moves the account that is dragged, and it stays there", async () => {
  const { page, popup } = await place.openLab("empty");
  const before = await firstNames(popup);
  await click(popup, "Modifier");
  await find(popup, { role: "button", name: "Terminé" });
  const rows = await findAll(popup, { role: "listitem" });
  const [first, , third] = await Promise.all(rows.slice(0, 3).map(handleOf));
  const from = await first.boundingBox();
  const to = await third.boundingBox();
  assert.ok(from && to);
  await popup.mouse.move(from.x + 12, from.y + from.height / 2);
  await popup.mouse.down();
  await popup.mouse.move(from.x + 14, from.y + from.height, { steps: 4 });
  await popup.mouse.move(to.x + 14, to.y + to.height - 6, { steps: 8 });
  await popup.mouse.up();
  await waitForOrder(popup, [before[1], before[2], before[0]]);
  await click(popup, "Terminé");
  const changed = [before[1], before[2], before[0], ...before.slice(3)];
  assert.deepEqual(await firstNames(await place.reopen(page)), changed);
});

test("a new name is the name after reopening, accents and signs included", async () => {
  const { page, popup } = await place.openLab("empty");
  await editRow(popup, "Renommer", "Court");
  const field = await handleOf(await find(popup, { role: "textbox", name: "Émetteur" }));
  await field.click({ count: 3 });
  await popup.keyboard.type("Société R&D ? <b>ça</b> 100 %");
  await popup.keyboard.press("Enter");
  await find(popup, { role: "button", name: /^Renommer Société R&D \? <b>ça<\/b> 100 %/ });
  await click(popup, "Terminé");
  await findRow(await place.reopen(page), "Société R&D ? <b>ça</b> 100 %");
});

test("no storage of the extension holds a secret in any spelling", async () => {
  assert.ok(stored.length > 15);
  const text = await readStores(place.session);
  assert.ok(text.length > 1000, "there is something stored");
  assert.deepEqual(findSecrets(Buffer.from(text, "latin1"), stored), []);
  for (const name of ["Nordhafen", "Papeterie Lune", "élodie@example.org"]) assert.ok(!text.includes(name), name);
});

/**
 * The next three codes are those of the account's counter and the two after it, also across a reopening.
 * @param {import("puppeteer-core").Page} page
 * @param {import("puppeteer-core").Page} popup
 * @param {LabAccount} account
 */
const expectCounterCodes = async (page, popup, account) => {
  assert.equal(await takeNextCode(popup, account.issuer), codeOf(account, 0, 0));
  assert.equal(await takeNextCode(popup, account.issuer), codeOf(account, 0, 1));
  const again = await place.reopen(page);
  assert.equal(await takeNextCode(again, account.issuer), codeOf(account, 0, 2));
};

/** @param {string} label of a row */
const nameOf = (label) => label.replace(/, (code|afficher) .*$/, "");

/** @param {import("puppeteer-core").Page} popup @param {string[]} first */
const waitForOrder = async (popup, first) => {
  await find(popup, { role: "list" });
  const end = Date.now() + 5000;
  for (;;) {
    const names = (await findAll(popup, { role: "button", name: /^Renommer / })).map(({ name = "" }) =>
      name.replace("Renommer ", ""),
    );
    if (names.slice(0, first.length).join("|") === first.join("|")) return;
    if (Date.now() > end) assert.deepEqual(names.slice(0, first.length), first);
    await textsOf(popup, { role: "status" });
  }
};
