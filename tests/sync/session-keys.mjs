// In place of `extension/session-keys.js`, which needs IndexedDB: one half of the session, in the simulated browser.

const keys = () => /** @type {{keys: Map<string, Uint8Array>}} */ (/** @type {unknown} */ (globalThis.chrome)).keys;

/** @param {string} name */
export const makeSessionKey = async (name) => {
  const key = crypto.getRandomValues(new Uint8Array(32));
  keys().set(name, key);
  return key.slice();
};

/** @param {string} name */
export const sessionSecret = async (name) => keys().get(name)?.slice();

/** @param {string} name */
export const dropSessionKey = async (name) => {
  keys().delete(name);
};
