/**
 * The half of the session that lies in IndexedDB: keys that the browser uses for us and does not hand out. What they
 * give opens nothing without the text in `storage.session`, which is never on disk.
 */
import { KEY_DATABASE } from "./storage-keys.js";

/** @typedef {"open" | "pin"} KeyName what the key is for: the open session, or the one a PIN opens */

/** Draws a new key in place of the last one, and gives its secret. @param {KeyName} name @returns {Promise<Uint8Array>} */
export async function makeSessionKey(name) {
  const key = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  await request((store) => store.put(key, name), "readwrite");
  return secretFrom(key);
}

/** The secret of a key; `null` if there is no such key. @param {KeyName} name @returns {Promise<Uint8Array | null>} */
export async function sessionSecret(name) {
  const key = await request((store) => store.get(name), "readonly");
  return key instanceof CryptoKey ? secretFrom(key) : null;
}

/** @param {KeyName} name @returns {Promise<void>} */
export async function dropSessionKey(name) {
  await request((store) => store.delete(name), "readwrite");
}

/** @param {CryptoKey} key @returns {Promise<Uint8Array>} */
async function secretFrom(key) {
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, PURPOSE));
}

/**
 * @param {(store: IDBObjectStore) => IDBRequest} make
 * @param {IDBTransactionMode} mode
 * @returns {Promise<unknown>} what the request gives, once it is stored
 */
async function request(make, mode) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const made = make(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(made.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(KEY_DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

const STORE = "keys";
const PURPOSE = new TextEncoder().encode("tessera session");
