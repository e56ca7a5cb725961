// A browser for the extension's own modules, in node: storage whose every call can be held back, a lock, and nothing
// else. Several contexts (a page, the service worker) share one browser, each with its own copy of the modules.
import { AsyncLocalStorage } from "node:async_hooks";
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * A call that waits to be carried out.
 * @typedef {object} Call
 * @property {Browser} browser
 * @property {string} name
 * @property {() => void} run
 */

/**
 * @typedef {object} Browser
 * @property {Map<string, unknown>} local
 * @property {Map<string, string>} sync
 * @property {Map<string, unknown>} session
 * @property {Set<string>} unsent keys of `sync` that the server has not got
 * @property {Map<string, Uint8Array>} keys what IndexedDB holds of the session
 * @property {Map<string, Promise<unknown>>} locks
 * @property {boolean} ended nothing more happens in it
 * @property {(call: Call) => void} hold what becomes of a call
 * @property {object} chrome
 * @property {{locks: {request: (name: string, work: () => Promise<unknown>) => Promise<unknown>}}} navigator
 */

const inside = new AsyncLocalStorage();
register("./hooks.mjs", import.meta.url);

const define = (/** @type {string} */ name, /** @type {() => unknown} */ get) =>
  Object.defineProperty(globalThis, name, { configurable: true, get });
define("chrome", () => inside.getStore()?.chrome);
define("navigator", () => inside.getStore()?.navigator);

// No timer of the extension keeps a test from ending.
const { setTimeout: setTimer } = globalThis;
globalThis.setTimeout = /** @type {typeof setTimeout} */ (
  /** @type {unknown} */ ((/** @type {any[]} */ ...given) => /** @type {any} */ (setTimer)(...given).unref())
);

/** @type {WebAssembly.Module | undefined} */
let compiled;
const fetchWeb = globalThis.fetch;
globalThis.fetch = async (address, options) => {
  const url = String(address);
  return url.startsWith("file:")
    ? new Response(new Uint8Array(readFileSync(fileURLToPath(url.split("?")[0]))))
    : fetchWeb(address, options);
};
WebAssembly.instantiateStreaming = async (source, imports) => {
  compiled ??= await WebAssembly.compile(await (await source).arrayBuffer());
  return { module: compiled, instance: await WebAssembly.instantiate(compiled, imports) };
};

/** What `chrome.storage.sync` holds at most. */
const QUOTA_BYTES = 102_400;
const QUOTA_BYTES_PER_ITEM = 8_192;

/**
 * A browser with empty storage.
 * @param {(call: Call) => void} hold
 * @returns {Browser}
 */
export const makeBrowser = (hold) => {
  /** @type {Browser} */
  const browser = {
    local: new Map(),
    sync: new Map(),
    session: new Map(),
    unsent: new Set(),
    keys: new Map(),
    locks: new Map(),
    ended: false,
    hold,
    chrome: {},
    navigator: {
      locks: {
        request: (name, work) => {
          const done = Promise.resolve(browser.locks.get(name)).then(work);
          browser.locks.set(
            name,
            done.catch(() => {}),
          );
          return done;
        },
      },
    },
  };
  const area = (/** @type {string} */ name, /** @type {Map<string, any>} */ items) => {
    /** @type {((changes: object) => void)[]} */
    const listeners = [];
    const call = (/** @type {string} */ verb, /** @type {() => unknown} */ act) =>
      new Promise((done, failed) => {
        const run = () => {
          try {
            done(act());
          } catch (thrown) {
            failed(thrown);
          }
        };
        browser.hold({ browser, name: `${name}.${verb}`, run });
      });
    const change = (/** @type {Record<string, any>} */ values) => {
      const changed = Object.entries(values).filter(
        ([key, value]) => JSON.stringify(items.get(key)) !== JSON.stringify(value),
      );
      const changes = changed.map(([key, newValue]) => [key, { oldValue: items.get(key), newValue }]);
      for (const [key, value] of changed) {
        if (value === undefined) items.delete(key);
        else items.set(key, value);
        if (name === "sync") browser.unsent.add(key);
      }
      if (changes.length > 0)
        for (const listener of listeners)
          queueMicrotask(() => inside.run(browser, () => listener(Object.fromEntries(changes))));
    };
    return {
      get: (/** @type {string | string[] | null} */ keys) =>
        call("get", () => {
          const wanted = (keys === null ? [...items.keys()] : [keys].flat()).filter((key) => items.has(key));
          return structuredClone(Object.fromEntries(wanted.map((key) => [key, items.get(key)])));
        }),
      set: (/** @type {Record<string, unknown>} */ values) =>
        call("set", () => {
          const copy = structuredClone(values);
          if (name === "sync") checkQuota(new Map([...items, ...Object.entries(copy)]));
          change(copy);
        }),
      remove: (/** @type {string | string[]} */ keys) =>
        call("remove", () => change(Object.fromEntries([keys].flat().map((key) => [key, undefined])))),
      onChanged: { addListener: (/** @type {(changes: object) => void} */ listener) => listeners.push(listener) },
    };
  };
  browser.chrome = {
    storage: {
      local: area("local", browser.local),
      sync: area("sync", browser.sync),
      session: area("session", browser.session),
    },
    alarms: { create: async () => {}, clear: async () => {} },
    runtime: { getURL: (/** @type {string} */ path) => path },
    keys: browser.keys,
  };
  return browser;
};

/** All or nothing, as Chromium counts: keys, and values as JSON, of which `<` takes six bytes. @param {Map<string, string>} items */
const checkQuota = (items) => {
  let total = 0;
  for (const [key, value] of items) {
    const bytes = key.length + new TextEncoder().encode(JSON.stringify(value).replaceAll("<", "\\u003C")).length;
    if (bytes > QUOTA_BYTES_PER_ITEM) throw new Error("QUOTA_BYTES_PER_ITEM quota exceeded");
    total += bytes;
  }
  if (total > QUOTA_BYTES) throw new Error("QUOTA_BYTES quota exceeded");
};

/** Runs `work` as code of this browser. @template T @param {Browser} browser @param {() => T} work @returns {T} */
export const within = (browser, work) => inside.run(browser, work);

let contexts = 0;

/** A page or the service worker: its own copy of the modules. @param {Browser} browser */
export const openContext = async (browser) => {
  contexts += 1;
  const load = (/** @type {string} */ path) => import(`../../extension/${path}?context=${contexts}`);
  return within(browser, async () => {
    const core = await (await load("core.js")).loadCore();
    return {
      core,
      store: await load("vault-store.js"),
      sync: await load("sync.js"),
      area: await load("sync-area.js"),
      session: await load("session.js"),
    };
  });
};
