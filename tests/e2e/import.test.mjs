// Moving in: files of several apps at once, one report, one step, one way back.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { codeOf, makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { writeGoogleExport } from "../portals/google-export.mjs";
import { click, find, findAll, isThere, waitForWords } from "./screen.mjs";
import { setUp } from "./setup.mjs";
import {
  counts,
  drop,
  expected,
  givePassword,
  openImport,
  pick,
  picture,
  rowsAt,
  sample,
  waitRead,
  words,
} from "./transfer.mjs";

/** @import { Page } from "puppeteer-core" */

const place = setUp({ lang: "fr" });

const peer = expected("peer");
const synthetic = expected("synthetic");
const google = Array.from({ length: 26 }, (_, place) =>
  makeAccount({ issuer: `Service ${place + 1}`, account: "livia@example.org" }),
);

test("four apps dropped together give one report, one step and one undo, with the codes of the fixtures", async () => {
  const page = await openImport(place.session);
  const parts = writeGoogleExport([google.slice(0, 10), google.slice(10, 20), google.slice(20)], 4711);
  const pictures = await Promise.all(parts.map((text, part) => picture(text, `capture-${part + 1}.png`)));
  await drop(page, [
    pictures[2],
    sample("peer/v8-encrypted.json"),
    pictures[0],
    sample("synthetic/aegis-encrypted.json"),
    sample("synthetic/bitwarden-password-pbkdf2.json"),
    pictures[1],
  ]);
  await waitRead(page);
  assert.equal((await counts(page))[words.fresh], google.length, "the three parts are read without a password");

  const aegis = synthetic.files["aegis-encrypted.json"];
  const bitwarden = synthetic.files["bitwarden-password-pbkdf2.json"];
  await givePassword(page, aegis.password);
  await waitForWords(page, "alert", /n’ouvre pas ce fichier/);
  await givePassword(page, peer.password);
  await givePassword(page, bitwarden.password);
  assert.ok(!(await isThere(page, { role: "textbox", name: words.password })), "no file is locked any more");

  const total = google.length + peer.accounts.length + aegis.accounts.length + bitwarden.accounts.length;
  const found = await counts(page);
  assert.equal(
    Object.values(found).reduce((sum, count) => sum + count, 0),
    total,
  );
  assert.equal(found[words.skipped], 0);
  assert.deepEqual(await rowsAt(page), [], "nothing is saved before the yes");

  await takeEverything(page);
  await click(page, words.importing);
  await find(page, { role: "button", name: words.undo });
  const rows = await rowsAt(page);
  assert.equal(rows.length, total);

  const at = synthetic.code_time;
  const atThatTime = await rowsAt(page, at);
  for (const account of [...aegis.accounts, ...bitwarden.accounts].filter(({ counter }) => counter === undefined)) {
    const same = atThatTime.filter((row) => row.issuer === account.issuer && row.account === account.account);
    assert.ok(
      same.some(({ code }) => code === account.code),
      `${account.issuer} ${account.account}: ${account.code}`,
    );
  }
  for (const time of ["59", "2000000000"]) {
    const rows = await rowsAt(page, Number(time));
    for (const { issuer, codes } of peer.accounts.filter((/** @type {{codes?: object}} */ { codes }) => codes)) {
      const [name] = issuer.split("::");
      assert.ok(
        rows.some((row) => row.issuer === name && row.code === codes[time]),
        `${issuer} at ${time}`,
      );
    }
  }
  const now = Math.floor(Date.now() / 1000);
  const inOrder = (await rowsAt(page, now)).filter(({ issuer }) => /^Service \d+$/.test(issuer));
  assert.deepEqual(
    inOrder.map(({ issuer, code }) => ({ issuer, code })),
    google.map((account) => ({ issuer: account.issuer, code: codeOf(account, now) })),
    "the parts came in another order, the accounts did not",
  );

  await click(page, words.undo);
  await waitForWords(page, "status", /Import annulé/);
  assert.deepEqual(await rowsAt(page), []);
  await page.close();
});

test("each way in which a file fails says its own reason and keeps the others", async () => {
  const page = await openImport(place.session);
  const bytes = sample("synthetic/aegis-encrypted.json").bytes;
  const hostile = { version: 1, kdfParams: { memLimit: 9e12, opsLimit: 4, salt: "AAAAAAAAAAAAAAAAAAAAAA==" } };
  await drop(page, [
    { name: "coupé.json", bytes: bytes.subarray(0, bytes.length / 2) },
    { name: "futur.json", bytes: Buffer.from('{"version":99,"header":{"slots":null,"params":null},"db":{}}') },
    { name: "vacances.txt", bytes: Buffer.from("Bonnes vacances à tous") },
    { name: "sans-code.png", bytes: await emptyPicture(page) },
    {
      name: "cher.json",
      bytes: Buffer.from(JSON.stringify({ ...hostile, encryptedData: "AAAA", encryptionNonce: "A".repeat(32) })),
    },
    { name: "profond.json", bytes: Buffer.from("[".repeat(200_000)) },
    { name: "nombreux.json", bytes: Buffer.from(`[${"0,".repeat(1_500_000)}0]`) },
    {
      name: "bon.txt",
      bytes: Buffer.from(
        `${uriOf(makeAccount({ issuer: "Bon", account: "livia" }))}&image=https%3A%2F%2Fexample.org%2Fpixel.png\notpauth://totp/Faux:anne?secret=JBSWY3DPEHPK3PXP&digits=0\n`,
      ),
    },
  ]);
  await waitRead(page);
  const reasons = {
    "coupé.json": /endommagé ou incomplet/,
    "futur.json": /version encore inconnue \(99\)/,
    "vacances.txt": /aucun type connu/,
    "sans-code.png": /pas de code QR lisible/,
    "cher.json": /Protégé par un mot de passe/,
    "profond.json": /endommagé ou incomplet/,
    "nombreux.json": /plus d’entrées qu’il n’en est lu/,
  };
  const said = await page.evaluate(() =>
    [...document.querySelectorAll("main li")].map((item) => item.textContent ?? ""),
  );
  for (const [name, reason] of Object.entries(reasons)) {
    assert.ok(
      said.some((text) => text.includes(name) && reason.test(text)),
      `${name}: ${reason}`,
    );
  }
  const { [words.fresh]: fresh, [words.skipped]: skipped } = await counts(page);
  assert.deepEqual({ fresh, skipped }, { fresh: 1, skipped: 1 });
  assert.ok(
    said.some((text) => /Faux/.test(text) && /chiffres/.test(text)),
    "the wrong entry is named with its reason",
  );

  await givePassword(page, "peu importe");
  await waitForWords(page, "alert", /bien plus de calcul/);
  const requests = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  assert.deepEqual(
    requests.filter((url) => !/^(?:(?:chrome|moz)-extension|blob):/.test(url)),
    [],
  );
  await page.close();
});

test("what is already there is left, and a known name with another key is a question", async () => {
  const page = await openImport(place.session);
  const old = makeAccount({ issuer: "Crédit Rivemont", account: "204718" });
  const renewed = { ...makeAccount({ issuer: "Crédit Rivemont", account: "204718" }) };
  const other = makeAccount({ issuer: "Ormeval", account: "livia" });
  await drop(page, [{ name: "un.txt", bytes: Buffer.from(`${uriOf(old)}\n${uriOf(other)}\n`) }]);
  await waitRead(page);
  await click(page, words.importing);
  await find(page, { role: "button", name: words.undo });

  await drop(page, [{ name: "deux.txt", bytes: Buffer.from(`${uriOf(renewed)}\n${uriOf(other)}\n`) }]);
  await waitRead(page);
  const found = await counts(page);
  assert.deepEqual(found, { [words.fresh]: 0, [words.known]: 1, [words.sameName]: 1, [words.skipped]: 0 });
  const choice = await find(page, { role: "combobox", name: /^Que faire de Crédit Rivemont/ });
  const select = /** @type {import("puppeteer-core").ElementHandle<HTMLSelectElement>} */ (
    await choice.elementHandle()
  );
  await select.select("replace");
  await click(page, "Importer un compte");
  await find(page, { role: "button", name: words.undo });
  const now = Math.floor(Date.now() / 1000);
  const codes = async () =>
    (await rowsAt(page, now))
      .map(({ issuer, code }) => ({ issuer, code }))
      .sort((a, b) => (a.issuer < b.issuer ? -1 : 1));
  assert.deepEqual(await codes(), [
    { issuer: "Crédit Rivemont", code: codeOf(renewed, now) },
    { issuer: "Ormeval", code: codeOf(other, now) },
  ]);
  await click(page, words.undo);
  await waitForWords(page, "status", /Import annulé/);
  assert.deepEqual(await codes(), [
    { issuer: "Crédit Rivemont", code: codeOf(old, now) },
    { issuer: "Ormeval", code: codeOf(other, now) },
  ]);
  await page.close();
});

test("four hundred accounts come in one go, chosen through the button", async () => {
  const page = await openImport(place.session);
  const many = Array.from({ length: 400 }, (_, number) =>
    makeAccount({ issuer: `Compte ${number + 1}`, account: "x" }),
  );
  const path = join(place.session.downloads, "liste.txt");
  await writeFile(path, many.map((account) => uriOf(account)).join("\r\n"));
  const before = (await rowsAt(page)).length;
  await pick(page, [path]);
  await waitRead(page);
  assert.equal((await counts(page))[words.fresh], 400);
  await click(page, "Importer 400 comptes");
  await find(page, { role: "button", name: words.undo }, 60000);
  const rows = await rowsAt(page, 1_700_000_000);
  assert.equal(rows.length, before + 400);
  const last = rows.at(-1);
  assert.deepEqual(last && { issuer: last.issuer, code: last.code }, {
    issuer: "Compte 400",
    code: codeOf(many[399], 1_700_000_000),
  });
  await page.close();
});

test("apps without an export say what to do, and a pasted text is read too", async () => {
  const page = await openImport(place.session);
  await click(page, "Microsoft Authenticator", { role: "DisclosureTriangle" });
  await waitForWords(page, "listitem", /configuré de nouveau sur son site/);
  await click(page, "Coller un texte ou une image", { role: "DisclosureTriangle" });
  const field = await (await find(page, { role: "textbox", name: "Texte" })).elementHandle();
  await field?.click();
  await page.keyboard.sendCharacter(
    "oktaverify://anne@example.org/?t=XtUTdWqYNjLD6Bw1hOwj&f=aut&s=https://example.okta.com",
  );
  await click(page, "Lire le texte");
  await find(page, { role: "group", name: "Okta Verify" });
  assert.equal((await findAll(page, { role: "button", name: words.importing })).length, 0);
  await page.close();
});

/** Ticks every account that is not taken by itself, so that everything of the report is imported. @param {Page} page */
async function takeEverything(page) {
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll("details.import-group")) fold.setAttribute("open", "");
    for (const box of document.querySelectorAll("details.import-group input[type=checkbox]")) {
      if (box instanceof HTMLInputElement && !box.checked) box.click();
    }
  });
}

/** A picture without any code. @param {Page} page */
async function emptyPicture(page) {
  const url = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [200, 120];
    canvas.getContext("2d")?.fillRect(20, 20, 60, 40);
    return canvas.toDataURL("image/png");
  });
  return Buffer.from(url.split(",")[1] ?? "", "base64");
}
