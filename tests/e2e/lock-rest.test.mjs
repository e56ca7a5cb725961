// A protected vault at rest and after locking: nothing secret in any file of the profile, even when the browser is killed,
// and nothing in the memory of a page that was locked.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { test } from "node:test";
import { Secret } from "otpauth";
import { masterKey, fromText, parseHeader } from "../format/reader.mjs";
import { makeAccount } from "../portals/lab-cases.mjs";
import { close, closePopup, launch, sleep } from "./harness.mjs";
import { confirmWith, fr, lock, openPopup, openSecurity, protect, unlockBy } from "./lock.mjs";
import { addByHand, codeIsRight, editRow } from "./popup.mjs";
import { click, find, handleOf, type, waitForWords } from "./screen.mjs";
import { readLocal, searchFolder, spellings } from "./storage.mjs";

const passphrase = "neuf tambours verts chantent au marais";
const pin = "58203146";

test("neither the profile nor a locked page holds a secret, the passphrase or the master key", async () => {
  const session = await launch({ lang: "fr" });
  const account = makeAccount({ issuer: "Ormeval", account: "" });
  const later = makeAccount({ issuer: "Nordhafen", account: "" });
  try {
    const popup = await openPopup(session);
    await addByHand(popup, { issuer: account.issuer, secret: account.secret.base32 });
    await closePopup(session);
    const page = await openSecurity(session);
    const recoveryCode = await protect(page, passphrase);
    await click(page, fr.choosePin);
    await confirmWith(page, passphrase);
    await type(page, fr.newPin, pin);
    await type(page, fr.againPin, pin);
    await click(page, fr.savePin);
    await waitForWords(page, "status", /Code PIN actif/);

    const second = await openPopup(session);
    await addByHand(second, { issuer: later.issuer, secret: later.secret.base32 });
    await editRow(second, "Renommer", "Ormeval");
    await (await handleOf(await find(second, { role: "textbox", name: "Émetteur" }))).click({ count: 3 });
    await second.keyboard.type("Ormeval 2");
    await second.keyboard.press("Enter");
    await closePopup(session);

    const { h } = /** @type {Record<string, string>} */ (await readLocal(session));
    const master = await masterKey(parseHeader(fromText(h ?? "")), { passphrase });
    const texts = [passphrase, recoveryCode, recoveryCode.replaceAll("-", ""), pin].map((text) => Buffer.from(text));
    const secrets = [account.secret, later.secret, ...[master, ...texts].map(asSecret)];

    // The page was open all along, and locks itself.
    await lock(session);
    await find(page, { role: "heading", name: fr.locked });
    assert.deepEqual(await searchMemory(page, secrets), []);
    assert.deepEqual(await searchHeap(page, secrets), []);
    await page.close();

    const third = await openPopup(session);
    await click(third, fr.usePassphrase);
    await unlockBy(third, fr.passphrase, passphrase);
    assert.ok(await codeIsRight(third, later));
    await sleep(500);
    session.browser.process()?.kill("SIGKILL");
    await sleep(1000);

    const { files, found } = await searchFolder(session.profile, secrets);
    assert.ok(files > 50, `${files} files`);
    assert.deepEqual(found, []);
    const [header = ""] = h?.match(/.{40}/) ?? [];
    const proof = await searchFolder(session.profile, [asSecret(Buffer.from(header, "latin1"))]);
    assert.notEqual(proof.found.length, 0, "the search finds what is there");
  } finally {
    // A browser that was killed has nothing left to close.
    if (session.browser.connected) await close(session);
    for (const folder of [session.profile, session.downloads]) await rm(folder, { recursive: true, force: true });
  }
});

/** @param {Uint8Array} bytes */
function asSecret(bytes) {
  return new Secret({ buffer: Uint8Array.from(bytes).buffer });
}

/** Which spellings the page's wasm memory holds. @param {import("puppeteer-core").Page} page @param {Secret[]} secrets */
async function searchMemory(page, secrets) {
  const dump = await page.evaluate(async (core) => {
    const { memory } = await (await import(core)).default();
    let text = "";
    for (const byte of new Uint8Array(memory.buffer)) {
      text += String.fromCharCode(byte);
    }
    return btoa(text);
  }, "/wasm/core.js");
  return named(Buffer.from(dump, "base64"), secrets);
}

/** Which spellings the page's heap holds. @param {import("puppeteer-core").Page} page @param {Secret[]} secrets */
async function searchHeap(page, secrets) {
  const client = await page.createCDPSession();
  /** @type {string[]} */
  const chunks = [];
  client.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await client.send("HeapProfiler.collectGarbage");
  await client.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  const snapshot = Buffer.from(chunks.join(""));
  assert.ok(snapshot.includes("Tessera"), "the snapshot holds the page’s strings");
  return named(snapshot, secrets);
}

/** @param {Buffer} bytes @param {Secret[]} secrets */
function named(bytes, secrets) {
  return secrets.flatMap((secret, place) =>
    Object.entries(spellings(secret))
      .filter(([, needle]) => bytes.includes(needle))
      .map(([spelling]) => `secret ${place}: ${spelling}`),
  );
}
