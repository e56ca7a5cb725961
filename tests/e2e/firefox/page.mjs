// One page of Firefox, a tab or the popup, in the shape of the pages that the tests know from Chromium.
import { actInPage } from "./content.js";

/** @import { Marionette } from "./marionette.mjs" */

const patience = 60000;

/**
 * @param {Marionette} firefox
 * @param {string} id `popup`, `sidebar`, or the number of a tab
 */
export const makePage = (firefox, id) => {
  /** @param {string} task @param {object} [details] */
  const act = (task, details = {}) => firefox.run(askPage, id, String(actInPage), task, JSON.stringify(details));
  /** @param {Function | string} work @param {unknown[]} args @param {number} [node] */
  const evaluate = async (work, args, node) =>
    JSON.parse(await act("evaluate", { code: String(work), args, node })).value;
  let modifiers = { shift: false, ctrl: false };

  /** @param {{ document: number | null }} before */
  const waitForNext = (before) =>
    waitFor(async () => {
      const place = await firefox.run(placeOf, id);
      return place.document !== before.document && !place.isLoading;
    }, "the next page");

  /** @param {number} node */
  const handleOf = (node) => ({
    click: ({ count = 1 } = {}) => act("click", { node, count }),
    /** @param {Function} work @param {unknown[]} args */
    evaluate: (work, ...args) => evaluate(work, args, node),
    /** @param {string[]} values */
    select: (...values) => act("select", { node, values }),
    boundingBox: () => act("box", { node }),
    /** @param {string[]} paths */
    uploadFile: (...paths) => act("upload", { node, paths }),
    focus: () => evaluate((/** @type {HTMLElement} */ element) => element.focus(), [], node),
  });

  /** @param {any} node @returns {any} */
  const withHandles = (node) => ({
    ...node,
    children: node.children.map(withHandles),
    elementHandle: async () => (node.node < 0 ? null : handleOf(node.node)),
  });

  const page = {
    id,
    accessibility: {
      snapshot: async () => {
        const tree = await act("tree");
        return tree === null ? null : withHandles(tree);
      },
    },
    keyboard: {
      /** @param {string} key @param {{ commands?: string[] }} [options] an editing command in the key's place */
      press: (key, { commands: [name] = [] } = {}) =>
        name === undefined ? act("key", { key, ...modifiers }) : act("command", { name }),
      /** @param {string} text */
      type: async (text) => {
        for (const key of text) await act("key", { key, shift: false, ctrl: false });
      },
      /** @param {string} text */
      sendCharacter: (text) => act("insert", { text }),
      /** @param {string} key */
      down: async (key) => {
        modifiers = { shift: modifiers.shift || key === "Shift", ctrl: modifiers.ctrl || key === "Control" };
      },
      /** @param {string} key */
      up: async (key) => {
        modifiers = { shift: modifiers.shift && key !== "Shift", ctrl: modifiers.ctrl && key !== "Control" };
      },
    },
    /** @param {Function | string} work @param {unknown[]} args */
    evaluate: (work, ...args) => evaluate(work, args),
    waitForNavigation: async () => waitForNext(await firefox.run(placeOf, id)),
    reload: async () => {
      const before = await firefox.run(placeOf, id);
      await firefox.run(reloadPage, id);
      await waitForNext(before);
    },
    /** @param {string} selector */
    waitForSelector: (selector) =>
      waitFor(async () => {
        const node = await act("query", { selector });
        return node === null ? null : handleOf(node);
      }, selector),
    bringToFront: () => firefox.run(selectTab, id),
    close: () => firefox.run(closePage, id),
    /** @param {{ path?: string }} [options] */
    screenshot: async ({ path } = {}) => {
      const picture = Buffer.from(await firefox.run(drawPage, id), "base64");
      if (path) await (await import("node:fs/promises")).writeFile(path, picture);
      return picture;
    },
    setDefaultTimeout: () => {},
    on: () => {},
  };
  return page;
};

/**
 * @template T
 * @param {() => Promise<T>} probe
 * @param {string} what
 * @returns {Promise<NonNullable<T>>}
 */
const waitFor = async (probe, what) => {
  for (const end = Date.now() + patience; ; ) {
    const found = await probe();
    if (found) return /** @type {NonNullable<T>} */ (found);
    if (Date.now() > end) throw new Error(`waited ${patience} ms for ${what}`);
    await new Promise((done) => setTimeout(done, 40));
  }
};

// The functions below run in the browser's window; see Marionette's `run`. What the page answers comes as a message.

/** @param {string} id @param {string} code @param {string} task @param {string} details */
const askPage = (id, code, task, details) => {
  const browserWindow = /** @type {any} */ (window);
  const browser = browserWindow.tesseraTests.browserOf(id);
  const messages = browser.messageManager;
  const name = `tessera-tests:${crypto.randomUUID()}`;
  const script = `(async () => {
    const scope = (this.tesseraTests ??= { nodes: [], keys: null, sandbox: null, page: null });
    try {
      const value = await (${code})(content, { classes: Cc, interfaces: Ci, utils: Cu }, scope, ${JSON.stringify(task)}, ${details});
      sendAsyncMessage(${JSON.stringify(name)}, { value: value === undefined ? null : value });
    } catch (error) {
      sendAsyncMessage(${JSON.stringify(name)}, { error: String(error) });
    }
  })()`;
  return new Promise((done, failed) => {
    const settle = (/** @type {any} */ { data }) => {
      clearTimeout(timer);
      messages.removeMessageListener(name, settle);
      if (data.error === undefined) done(data.value);
      else failed(new Error(data.error));
    };
    const timer = setTimeout(() => settle({ data: { error: "no longer on the page: it does not answer" } }), 20000);
    messages.addMessageListener(name, settle);
    messages.loadFrameScript(`data:text/javascript;charset=utf-8,${encodeURIComponent(script)}`, false);
  });
};

/** @param {string} id */
const placeOf = (id) => {
  const browser = /** @type {any} */ (window).tesseraTests.browserOf(id);
  return {
    url: browser.currentURI.spec,
    document: browser.browsingContext.currentWindowGlobal?.innerWindowId ?? null,
    isLoading: browser.webProgress.isLoadingDocument,
  };
};

/** @param {string} id */
const reloadPage = (id) => /** @type {any} */ (window).tesseraTests.browserOf(id).reload();

/** @param {string} id */
const selectTab = (id) => {
  const { gBrowser, tesseraTests } = /** @type {any} */ (window);
  if (id !== "popup" && id !== "sidebar") gBrowser.selectedTab = gBrowser.getTabForBrowser(tesseraTests.browserOf(id));
};

/** @param {string} id */
const closePage = (id) => {
  const { gBrowser, SidebarController, tesseraTests } = /** @type {any} */ (window);
  const browser = tesseraTests.browserOf(id);
  if (id === "popup") browser.closest("panel").hidePopup();
  else if (id === "sidebar") SidebarController.hide();
  else gBrowser.removeTab(gBrowser.getTabForBrowser(browser));
};

/** @param {string} id */
const drawPage = async (id) => {
  const browser = /** @type {any} */ (window).tesseraTests.browserOf(id);
  const picture = await browser.browsingContext.currentWindowGlobal.drawSnapshot(null, 2, "white");
  const canvas = document.createElementNS("http://www.w3.org/1999/xhtml", "canvas");
  const surface = /** @type {HTMLCanvasElement} */ (canvas);
  [surface.width, surface.height] = [picture.width, picture.height];
  surface.getContext("2d")?.drawImage(picture, 0, 0);
  return surface.toDataURL("image/png").split(",")[1];
};
