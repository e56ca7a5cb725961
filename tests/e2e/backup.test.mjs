// Moving out: our own backup, exports through real downloads that come back as they went, codes on screen and on paper.
import assert from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { readBackup } from "../format/reader.mjs";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { waitForDownload } from "./harness.mjs";
import { choose, click, find, isThere, readField, textOf, type, waitForWords } from "./screen.mjs";
import { setUp } from "./setup.mjs";
import { readLocal, replaceLocal } from "./storage.mjs";
import { counts, drop, givePassword, openBackup, openImport, pick, rowsAt, waitRead, words } from "./transfer.mjs";

/** @import { Page } from "puppeteer-core" */

const place = setUp({ lang: "fr" });
const accounts = [
  makeAccount({ issuer: "GitHub", account: "livia@example.org" }),
  makeAccount({ issuer: "Banque du Léman", account: "c.vasseur", digits: 8, algorithm: "SHA256" }),
  makeAccount({ issuer: "Guichet", account: "jeton", type: "hotp", counter: 9 }),
  makeAccount({ issuer: "Lent, très", account: "minute", period: 60 }),
];
const when = 1_700_000_000;

test("a backup is made in one click, checked, and opens with the second reader and on the import page", async () => {
  await bring();
  const page = await openBackup(place.session);
  await waitForWords(page, "main", /Pas encore de sauvegarde/);
  const before = await rowsAt(page, when);
  const passphrase = await readField(page, "Phrase secrète de cette sauvegarde");
  assert.match(passphrase, /^[a-z]{6}(-[a-z]{6}){3}$/);
  await click(page, "Sauvegarder 4 comptes");
  await find(page, { role: "heading", name: /^Sauvegarde créée et vérifiée.*4 comptes$/ }, 120000);
  await waitForWords(page, "main", /Rien n’a changé depuis/);
  const file = await waitForDownload(place.session);
  assert.match(file, /tessera-\d{4}-\d\d-\d\d\.tessera$/);

  const read = await readBackup(await readFile(file), { passphrase });
  assert.deepEqual(
    read.map(({ issuer }) => issuer).sort(),
    accounts.map(({ issuer }) => issuer).sort(),
    "the second reader opens it",
  );

  await page.close();
  await empty();
  const moving = await openImport(place.session);
  await pick(moving, [file]);
  await waitRead(moving);
  await givePassword(moving, "faux");
  await waitForWords(moving, "alert", /n’ouvre pas ce fichier/);
  await givePassword(moving, passphrase);
  assert.equal((await counts(moving))[words.fresh], 4);
  await click(moving, words.importing);
  await find(moving, { role: "button", name: words.undo });
  assert.deepEqual(await rowsAt(moving, when), before);
  await moving.close();
  await rm(file);
  await restore();
});

test("every export comes back through a real download as it went, less what it names", async () => {
  /** @type {Record<string, string[]>} */
  const leaves = {
    "Toutes les applications": [],
    Aegis: [],
    "2FAS": [],
    Bitwarden: ["Guichet"],
    "Ente Auth": [],
    KeePassXC: ["Guichet"],
    "Proton Authenticator": ["Guichet"],
    Stratum: [],
    Authenticator: [],
  };
  for (const [name, missing] of Object.entries(leaves)) {
    const page = await openBackup(place.session);
    const before = await rowsAt(page, when);
    await click(page, new RegExp(`^${name} `));
    await find(page, { role: "heading", name: `Exporter vers ${name}` });
    await find(page, { role: "button", name: "Exporter" });
    await waitEnabled(page, "Exporter");
    for (const issuer of missing) await waitForWords(page, "listitem", new RegExp(issuer));
    assert.equal(
      await isThere(page, { role: "DisclosureTriangle", name: /ne peut pas y aller/ }),
      missing.length > 0,
      name,
    );
    await click(page, "Exporter");
    const file = await waitForDownload(place.session);
    const bytes = await readFile(file);
    await rm(file);
    await page.close();

    await empty();
    const moving = await openImport(place.session);
    await drop(moving, [{ name: "export", bytes }]);
    await waitRead(moving);
    const found = await counts(moving);
    assert.equal(found[words.fresh], before.length - missing.length, name);
    await click(moving, words.importing);
    await find(moving, { role: "button", name: words.undo });
    assert.deepEqual(
      await rowsAt(moving, when),
      before.filter(({ issuer }) => !missing.includes(issuer)),
      name,
    );
    await moving.close();
    await restore();
  }
});

test("an encrypted Aegis export opens with its password alone", async () => {
  const page = await openBackup(place.session);
  await click(page, /^Aegis /);
  await type(page, "Mot de passe du fichier, facultatif", "corrêcte agrafe");
  await waitEnabled(page, "Exporter");
  await click(page, "Exporter");
  const file = await waitForDownload(place.session);
  const bytes = await readFile(file);
  assert.equal(typeof JSON.parse(bytes.toString("utf8")).db, "string");
  await rm(file);
  const moving = await openImport(place.session);
  await drop(moving, [{ name: "aegis.json", bytes }]);
  await waitRead(moving);
  await givePassword(moving, "corrêcte agrafe");
  assert.equal((await counts(moving))[words.known], 4);
  await moving.close();
  await page.close();
});

test("QR codes for Google Authenticator, for one account and on paper are read again", async () => {
  const page = await openBackup(place.session);
  await click(page, /^Google Authenticator /);
  await find(page, { role: "button", name: "Afficher les codes QR" });
  await waitEnabled(page, "Afficher les codes QR");
  await waitForWords(page, "listitem", /60 secondes/);
  await click(page, "Afficher les codes QR");
  await find(page, { role: "image", name: "Code QR 1 sur 1" });
  const google = await photograph(page);
  await click(page, "Fermer");

  await choose(page, "Compte", "Banque du Léman, c.vasseur");
  await click(page, "Afficher le code QR");
  await find(page, { role: "image", name: "Banque du Léman, c.vasseur" });
  const one = await photograph(page);
  await click(page, "Fermer");

  await click(page, "Page à imprimer avec toutes les clés");
  await find(page, { role: "image", name: "GitHub, livia@example.org" });
  const sheet = await textOf(page, { role: "main" });
  for (const { issuer, account, secret } of accounts) {
    assert.ok(sheet.includes(issuer) && sheet.includes(account), issuer);
    assert.ok(sheet.replaceAll(" ", "").includes(secret.base32), `the key of ${issuer}`);
  }
  await page.close();

  for (const [picture, count] of /** @type {const} */ ([
    [google, 3],
    [one, 1],
  ])) {
    const moving = await openImport(place.session);
    await drop(moving, [{ name: "photo.png", bytes: picture }]);
    await waitRead(moving);
    assert.equal((await counts(moving))[words.known], count);
    await moving.close();
  }
});

/** @type {Record<string, unknown>} */
let whole = {};

/** Brings the four accounts. */
async function bring() {
  const page = await openImport(place.session);
  await drop(page, [{ name: "liste.txt", bytes: Buffer.from(accounts.map((account) => uriOf(account)).join("\n")) }]);
  await waitRead(page);
  await click(page, words.importing);
  await find(page, { role: "button", name: words.undo });
  await page.close();
  whole = await readLocal(place.session);
}

/** The extension as it is before the first account. */
const empty = () => replaceLocal(place.session, {});

/** The extension as it was with the four accounts. */
const restore = () => replaceLocal(place.session, whole);

/** Waits until a button can be pressed. @param {Page} page @param {string} name */
async function waitEnabled(page, name) {
  await page.waitForFunction(
    (text) =>
      [...document.querySelectorAll("button")].some(
        (button) => button.textContent?.trim() === text && !button.disabled,
      ),
    {},
    name,
  );
}

/** What a camera would see. @param {Page} page */
async function photograph(page) {
  return Buffer.from(await page.screenshot({ fullPage: true }));
}

test("nothing but what was asked for lies in the downloads", async () => {
  assert.deepEqual(
    (await readdir(place.session.downloads)).map((name) => join(name)),
    [],
  );
});
