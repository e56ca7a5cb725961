// Looks for secrets where they must not be: in every storage of the extension and in the files of the profile.
import { VAULT_KEYS } from "../../extension/storage-keys.js";
import { filesOf, openExtensionPage } from "./harness.mjs";

/** @import { Secret } from "otpauth" */
/** @import { CDPSession, Page } from "puppeteer-core" */
/** @import { Session } from "./harness.mjs" */

/**
 * Everything the extension has stored, as one text: the four storage areas, localStorage, IndexedDB and the caches.
 * @param {Session} session
 * @returns {Promise<string>}
 */
export const readStores = async (session) => {
  const page = await openExtensionPage(session);
  const text = await page.evaluate(async () => {
    const { local, sync, session, managed } = chrome.storage;
    const reading = [local, sync, session, managed].map((area) => area.get(null).catch(() => ({})));
    const areas = await Promise.all(reading);
    const databases = [];
    for (const { name } of await indexedDB.databases()) {
      const opening = indexedDB.open(name ?? "");
      const database = await new Promise((done, failed) => {
        opening.onsuccess = () => done(opening.result);
        opening.onerror = () => failed(opening.error);
      });
      for (const store of database.objectStoreNames) {
        const reading = database.transaction(store).objectStore(store).getAll();
        databases.push({
          name,
          store,
          values: await new Promise((done) => (reading.onsuccess = () => done(reading.result))),
        });
      }
      database.close();
    }
    const bytesAsText = (/** @type {string} */ _, /** @type {unknown} */ value) =>
      ArrayBuffer.isView(value) ? String.fromCharCode(...new Uint8Array(value.buffer)) : value;
    return JSON.stringify({ areas, databases, page: { ...localStorage }, caches: await caches.keys() }, bytesAsText);
  });
  await page.close();
  return text;
};

/**
 * What is done in Chromium through a part of the extension that runs anyway, and in Firefox in a page of its own.
 * @template T
 * @param {Session} session
 * @param {(connection: CDPSession) => Promise<T>} quick
 * @param {(page: Page) => Promise<T>} slow
 */
const inStorage = async (session, quick, slow) => {
  const own = `chrome-extension://${session.id}/`;
  const running = session.browser
    ?.targets()
    .find((one) => ["page", "service_worker"].includes(one.type()) && one.url().startsWith(own));
  // It may end before it answers.
  const connection = await running?.createCDPSession().catch(() => null);
  if (connection) {
    try {
      return await quick(connection);
    } catch (error) {
      if (!/closed|not found|detached/i.test(String(error))) throw error;
    } finally {
      await connection.detach().catch(() => {});
    }
  }
  const page = await openExtensionPage(session);
  const result = await slow(page);
  await page.close();
  return result;
};

/** What lies in `storage.local`, item by item. @param {Session} session @returns {Promise<Record<string, unknown>>} */
export const readLocal = (session) =>
  inStorage(
    session,
    async (connection) =>
      (await connection.send("Extensions.getStorageItems", { id: session.id, storageArea: "local" })).data,
    (page) => page.evaluate(() => chrome.storage.local.get(null)),
  );

/**
 * Makes `storage.local` hold exactly these items; what is `undefined` is gone.
 * @param {Session} session
 * @param {Record<string, unknown>} items
 */
export const replaceLocal = async (session, items) => {
  const kept = Object.keys(items).filter((key) => items[key] !== undefined);
  const gone = Object.keys(await readLocal(session)).filter((key) => !kept.includes(key));
  const area = /** @type {const} */ ({ id: session.id, storageArea: "local" });
  await inStorage(
    session,
    async (connection) => {
      await connection.send("Extensions.removeStorageItems", { ...area, keys: gone });
      await connection.send("Extensions.setStorageItems", { ...area, values: items });
    },
    (page) =>
      page.evaluate(
        async (values, keys) => {
          await chrome.storage.local.remove(keys);
          await chrome.storage.local.set(values);
        },
        items,
        gone,
      ),
  );
};

/**
 * The ways a secret may be spelled, by their names.
 * @param {Secret} secret
 * @returns {Record<string, Buffer>}
 */
export const spellings = (secret) => {
  const bytes = Buffer.from(secret.bytes);
  const texts = {
    base32: secret.base32,
    "base32 in lower case": secret.base32.toLowerCase(),
    "base32 in groups": (secret.base32.match(/.{1,4}/g) ?? []).join(" "),
    hex: bytes.toString("hex"),
    "hex in upper case": bytes.toString("hex").toUpperCase(),
    base64: bytes.toString("base64").replace(/=+$/, ""),
    "base64 for URLs": bytes.toString("base64url"),
    "a list of numbers": [...bytes].join(","),
  };
  const wide = Object.entries(texts).map(([name, text]) => [`${name} in UTF-16`, Buffer.from(text, "utf16le")]);
  const narrow = Object.entries(texts).map(([name, text]) => [name, Buffer.from(text, "latin1")]);
  return { "raw bytes": bytes, ...Object.fromEntries(narrow), ...Object.fromEntries(wide) };
};

/**
 * Where in `bytes` one of the secrets stands, and how; empty when none does.
 * @param {Buffer} bytes
 * @param {Secret[]} secrets
 */
export const findSecrets = (bytes, secrets) =>
  secrets.flatMap((secret) =>
    Object.entries(spellings(secret))
      .filter(([, needle]) => bytes.includes(needle))
      .map(([name]) => name),
  );

/**
 * The files under a folder that hold one of the secrets.
 * @param {string} folder
 * @param {Secret[]} secrets
 */
export const searchFolder = async (folder, secrets) => {
  const found = [];
  let files = 0;
  for await (const { path, bytes } of filesOf(folder)) {
    files += 1;
    found.push(...findSecrets(bytes, secrets).map((spelling) => `${path}: ${spelling}`));
  }
  return { files, found };
};

/**
 * The keys of `storage.local` that the vault is read from and that are there.
 * @param {Session} session
 * @returns {Promise<string[]>}
 */
export const vaultKeys = async (session) =>
  Object.keys(await readLocal(session)).filter((key) => VAULT_KEYS.includes(key));
