// A real Firefox with the extension in it, with the same functions as `harness.mjs` has for Chromium.
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { start } from "./marionette.mjs";
import { makePage } from "./page.mjs";

/** @import { Marionette } from "./marionette.mjs" */

/** The extension's address inside this browser: chosen, because Firefox makes a new one for each profile. */
export const uuid = "11111111-2222-4333-8444-555555555555";

/**
 * @param {object} options
 * @param {string} options.extension
 * @param {string} options.lang
 * @param {string} options.colorScheme
 * @param {string} options.profile
 * @param {string} options.downloads
 * @param {number} options.deviceScaleFactor
 * @param {boolean} options.headless
 */
export const launchFirefox = async ({
  extension,
  lang,
  colorScheme,
  profile,
  downloads,
  deviceScaleFactor,
  headless,
}) => {
  const manifest = JSON.parse(await readFile(join(extension, "manifest.json"), "utf8"));
  const geckoId = manifest.browser_specific_settings.gecko.id;
  const firefox = await start(
    profile,
    {
      "browser.download.dir": downloads,
      "browser.download.folderList": 2,
      "browser.download.useDownloadDir": true,
      "extensions.webextensions.keepStorageOnUninstall": true,
      "extensions.webextensions.keepUuidOnUninstall": true,
      "extensions.webextensions.uuids": JSON.stringify({ [geckoId]: uuid }),
      "intl.accept_languages": lang,
      "layout.css.devPixelsPerPx": String(deviceScaleFactor),
      "layout.css.prefers-color-scheme.content-override": colorScheme === "dark" ? 0 : 1,
    },
    { headless },
  );
  await firefox.run(setUp, geckoId, lang);
  await firefox.command("Addon:Install", { path: resolve(extension), temporary: true });
  return firefox;
};

/** Opens a page in a tab that is in front. @param {Marionette} firefox @param {string} url */
export const openTab = async (firefox, url) => makePage(firefox, await firefox.run(addTab, url));

/** Clicks the toolbar icon over the tab that is in front; gives the popup. @param {Marionette} firefox */
export const clickIcon = async (firefox) => {
  await firefox.run(triggerAction);
  return makePage(firefox, "popup");
};

/** @param {Marionette} firefox */
export const hidePopup = (firefox) =>
  firefox.run(async () => {
    const popup = document.querySelector("browser.webextension-popup-browser");
    /** @type {any} */ (popup?.closest("panel"))?.hidePopup();
    for (const end = Date.now() + 20000; document.querySelector("browser.webextension-popup-browser"); ) {
      if (Date.now() > end) throw new Error("the popup stays open");
      await new Promise((done) => setTimeout(done, 20));
    }
  });

/** Opens the sidebar as the browser's own menu does. @param {Marionette} firefox */
export const openSidebar = async (firefox) => {
  await firefox.run(async () => {
    const { SidebarController, tesseraTests } = /** @type {any} */ (window);
    await SidebarController.show(`${tesseraTests.geckoId.toLowerCase().replace(/[^a-z0-9_-]/g, "_")}-sidebar-action`);
  });
  return waitForSidebar(firefox);
};

/** The page in the sidebar, once it is there. @param {Marionette} firefox */
export const waitForSidebar = async (firefox) => {
  await firefox.run(async () => {
    const { tesseraTests } = /** @type {any} */ (window);
    const isLoaded = () => {
      const shown = tesseraTests.browserOf("sidebar");
      return shown?.currentURI.filePath === "/popup/popup.html" && !shown.webProgress.isLoadingDocument;
    };
    for (const end = Date.now() + 20000; !isLoaded(); ) {
      if (Date.now() > end) throw new Error("the sidebar stays empty");
      await new Promise((done) => setTimeout(done, 20));
    }
  });
  return makePage(firefox, "sidebar");
};

/** What the extension's pages reported as errors. @param {Marionette} firefox @returns {Promise<string[]>} */
export const readComplaints = (firefox) =>
  firefox.run((own) => {
    const { Ci, Services } = /** @type {any} */ (window);
    return (
      Services.console
        .getMessageArray()
        .filter((/** @type {any} */ line) => line instanceof Ci.nsIScriptError)
        .filter((/** @type {any} */ { flags }) => (flags & Ci.nsIScriptError.warningFlag) === 0)
        .filter((/** @type {any} */ { sourceName }) => sourceName.includes(own))
        // What Firefox notes when a page is closed while it reads: nobody is left to be told, and nothing was lost.
        .filter(
          (/** @type {any} */ { errorMessage }) =>
            !/^Promise (?:resolved|rejected) (?:after context unloaded|while context is inactive)/.test(errorMessage),
        )
        .map(String)
    );
  }, uuid);

/** The profile's language, without the language pack; and how the tests name a page. @param {string} geckoId @param {string} lang */
const setUp = (geckoId, lang) => {
  const browserWindow = /** @type {any} */ (window);
  const { gBrowser, Services } = browserWindow;
  Services.locale.availableLocales = [lang, "en-US"];
  Services.locale.requestedLocales = [lang];
  browserWindow.tesseraTests = {
    geckoId,
    tabs: new Map(),
    /** @param {string} id */
    browserOf(id) {
      if (id === "popup") return document.querySelector("browser.webextension-popup-browser");
      if (id === "sidebar") {
        const frame = /** @type {any} */ (document.getElementById("sidebar"));
        return frame?.contentDocument?.getElementById("webext-panels-browser");
      }
      const tab = this.tabs.get(id);
      if (!tab?.isConnected) throw new Error("the tab is closed");
      return gBrowser.getBrowserForTab(tab);
    },
  };
};

/** @param {string} url */
const addTab = async (url) => {
  const { gBrowser, Services, tesseraTests } = /** @type {any} */ (window);
  const id = String(tesseraTests.tabs.size + 1);
  const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
  gBrowser.selectedTab = gBrowser.addTab(url, { triggeringPrincipal });
  tesseraTests.tabs.set(id, gBrowser.selectedTab);
  const browser = gBrowser.selectedBrowser;
  for (const end = Date.now() + 60000; ; ) {
    const isBlank = browser.currentURI.spec === "about:blank" && url !== "about:blank";
    if (!isBlank && !browser.webProgress.isLoadingDocument) return id;
    if (Date.now() > end) throw new Error(`${url} does not load`);
    await new Promise((done) => setTimeout(done, 20));
  }
};

const triggerAction = async () => {
  const { ChromeUtils, WebExtensionPolicy, tesseraTests } = /** @type {any} */ (window);
  const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
  const { extension } = WebExtensionPolicy.getByID(tesseraTests.geckoId);
  await ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);
  for (const end = Date.now() + 60000; ; ) {
    const popup = tesseraTests.browserOf("popup");
    const isLoaded = popup?.currentURI.spec.endsWith("/popup/popup.html") && !popup.webProgress.isLoadingDocument;
    if (isLoaded && popup.closest("panel").state === "open") return;
    if (Date.now() > end) throw new Error("the toolbar click opens nothing");
    await new Promise((done) => setTimeout(done, 20));
  }
};

/** The last tab that the extension opened, once it shows a page whose address ends so. @param {Marionette} firefox @param {string} ending */
export const openedTab = async (firefox, ending) => makePage(firefox, await firefox.run(nameTab, ending));

/** The popup that the extension opens by itself. @param {Marionette} firefox */
export const openedPopup = async (firefox) => {
  await firefox.run(async () => {
    const { tesseraTests } = /** @type {any} */ (window);
    for (const end = Date.now() + 60000; tesseraTests.browserOf("popup")?.closest("panel").state !== "open"; ) {
      if (Date.now() > end) throw new Error("no popup opens");
      await new Promise((done) => setTimeout(done, 20));
    }
  });
  return makePage(firefox, "popup");
};

/**
 * Presses the right mouse button on the first element that fits, in the tab in front, and chooses from the menu by name.
 * @param {Marionette} firefox @param {string} selector @param {string} label
 */
export const chooseFromContextMenu = (firefox, selector, label) => firefox.run(useContextMenu, selector, label);

/**
 * Does what pressing Alt, Shift and a letter does: the browser keeps its extensions' shortcuts as key elements. A key that is
 * synthesised does not reach them in a window that is not on a screen.
 * @param {Marionette} firefox @param {string} letter
 */
export const pressShortcut = (firefox, letter) =>
  firefox.run((wanted) => {
    const keys = [...document.querySelectorAll('key[modifiers="alt,shift"]')];
    const key = keys.find((one) => one.getAttribute("key") === wanted.toUpperCase());
    if (!key) throw new Error(`no shortcut has the letter ${wanted}`);
    key.dispatchEvent(new Event("command", { bubbles: true }));
  }, letter);

/** @param {string} ending */
const nameTab = async (ending) => {
  const { gBrowser, tesseraTests } = /** @type {any} */ (window);
  const isWanted = (/** @type {any} */ tab) => {
    const { currentURI, webProgress } = gBrowser.getBrowserForTab(tab);
    return currentURI.spec.endsWith(ending) && !webProgress.isLoadingDocument;
  };
  for (const end = Date.now() + 60000; ; ) {
    const tab = [...gBrowser.tabs].findLast(isWanted);
    if (tab) {
      const id = String(tesseraTests.tabs.size + 1);
      tesseraTests.tabs.set(id, tab);
      return id;
    }
    if (Date.now() > end) throw new Error(`no tab shows …${ending}`);
    await new Promise((done) => setTimeout(done, 20));
  }
};

/** @param {string} selector @param {string} label */
const useContextMenu = async (selector, label) => {
  const { gBrowser } = /** @type {any} */ (window);
  const menu = /** @type {any} */ (document.getElementById("contentAreaContextMenu"));
  const script = `{
    const element = content.document.querySelector(${JSON.stringify(selector)});
    element.scrollIntoView({ block: "center" });
    const { left, top, width, height } = element.getBoundingClientRect();
    const pressed = { button: 2, buttons: 0, clickCount: 1 };
    const at = [left + Math.min(width, 40) / 2, top + Math.min(height, 20) / 2];
    content.synthesizeMouseEvent("contextmenu", ...at, pressed, { isDOMEventSynthesized: false });
  }`;
  gBrowser.selectedBrowser.messageManager.loadFrameScript(`data:text/javascript,${encodeURIComponent(script)}`, false);
  const pause = () => new Promise((done) => setTimeout(done, 20));
  for (const end = Date.now() + 20000; menu.state !== "open"; await pause()) {
    if (Date.now() > end) throw new Error("no menu opens");
  }
  const wanted = [...menu.querySelectorAll("menuitem")].find((item) => item.label === label && !item.hidden);
  if (!wanted) {
    const labels = [...menu.querySelectorAll("menuitem, menu")]
      .filter((item) => !item.hidden)
      .map((item) => item.label);
    menu.hidePopup();
    throw new Error(`the menu has no “${label}”: ${labels.join(" · ")}`);
  }
  const inside = wanted.closest("menupopup");
  if (inside !== menu) {
    inside.parentElement.openMenu(true);
    for (const end = Date.now() + 20000; inside.state !== "open"; await pause()) {
      if (Date.now() > end) throw new Error("the menu inside does not open");
    }
  }
  inside.activateItem(wanted);
  for (const end = Date.now() + 20000; menu.state !== "closed"; await pause()) {
    if (Date.now() > end) throw new Error("the menu stays open");
  }
};
