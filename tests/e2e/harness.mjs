// A real browser with the extension in it, as a person would have it: own profile, own language, a real click on the toolbar icon.
// Chromium, or with TESSERA_BROWSER=firefox Firefox, whose pages have the same shape (`firefox/page.mjs`).
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import * as firefox from "./firefox/session.mjs";
import { readNetworkLog } from "./network-log.mjs";

/** @import { Browser, Page, Target } from "puppeteer-core" */
/** @import { Marionette } from "./firefox/marionette.mjs" */

/**
 * @typedef {object} LaunchOptions
 * @property {"fr" | "en" | "de" | "it"} [lang] language of the browser, French unless told
 * @property {"light" | "dark"} [colorScheme] what pages see as the preferred colours
 * @property {string} [profile] a profile folder to go on with; else a fresh one
 * @property {number} [deviceScaleFactor] real pixels per CSS pixel, of the capture too
 * @property {string} [extension] the unpacked extension
 * @property {boolean} [headless] false needs a display
 * @property {string} [syncBackend] a file that stands for the sync server: Chromium's own sync runs, without account or network
 * @property {string[]} [args] more command line flags
 * @property {false | "stays"} [welcome] false: the first-run page is not expected; “stays”: it is not closed
 */

/**
 * @typedef {object} Session
 * @property {Browser} browser
 * @property {string} id the extension's id
 * @property {string} profile the profile folder
 * @property {string} downloads the folder that downloads land in
 * @property {string} networkLog the file in which Chromium writes every request it makes; empty for Firefox
 * @property {LaunchOptions} options
 * @property {string[]} complaints what the extension's pages wrote to the console as an error; of Firefox known after `close`
 * @property {Marionette} [firefox] the browser, if it is Firefox
 */

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const isFirefox = process.env.TESSERA_BROWSER === "firefox";
const distFolder = process.env.TESSERA_EXTENSION ?? join(root, isFirefox ? "dist/firefox" : "dist/chrome");
const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
const popupPath = "/popup/popup.html";

const flags = [
  "--no-first-run",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-breakpad",
  "--password-store=basic",
];

/** Only root, as in a container, cannot have the sandbox. */
const sandboxFlags = () => (process.getuid?.() === 0 ? ["--no-sandbox"] : []);

/** A folder of our own in the system's temporary folder. @param {string} name */
export const makeFolder = (name) => mkdtemp(join(tmpdir(), `tessera-${name}-`));

/**
 * Starts the browser and installs the extension.
 * @param {LaunchOptions} [options]
 * @returns {Promise<Session>}
 */
export const launch = async (options = {}) => {
  const {
    lang = "fr",
    deviceScaleFactor = 1,
    headless = true,
    extension = distFolder,
    args = [],
    syncBackend,
  } = options;
  const profile = options.profile ?? (await makeFolder("profile"));
  const downloads = await makeFolder("downloads");
  if (isFirefox) {
    const { colorScheme = "light" } = options;
    const chosen = { extension, lang, colorScheme, profile, downloads, deviceScaleFactor, headless };
    const started = await firefox.launchFirefox(chosen);
    const none = /** @type {Browser} */ (/** @type {unknown} */ (null));
    return {
      browser: none,
      firefox: started,
      id: firefox.uuid,
      profile,
      downloads,
      networkLog: "",
      options,
      complaints: [],
    };
  }
  const networkLog = join(await makeFolder("network"), "log.json");
  const browser = await puppeteer.launch({
    executablePath: chromium,
    pipe: true,
    // What the extension asks of the network is in the browser's own log, which `close` reads.
    networkEnabled: false,
    issuesEnabled: false,
    enableExtensions: true,
    headless,
    userDataDir: profile,
    defaultViewport: null,
    downloadBehavior: { policy: "allow", downloadPath: downloads },
    env: { ...process.env, LANGUAGE: lang, LANG: `${lang}_${lang === "en" ? "US" : lang.toUpperCase()}.UTF-8` },
    ignoreDefaultArgs: ["--lang=en-US", ...(syncBackend ? ["--disable-sync"] : [])],
    args: [
      ...flags,
      ...(syncBackend
        ? ["--enable-local-sync-backend", `--local-sync-backend-dir=${syncBackend}`]
        : ["--disable-sync"]),
      ...sandboxFlags(),
      `--lang=${lang}`,
      `--accept-lang=${lang}`,
      "--window-size=1280,900",
      `--force-device-scale-factor=${deviceScaleFactor}`,
      `--log-net-log=${networkLog}`,
      ...args,
    ],
  });
  const session = { browser, id: "", profile, downloads, networkLog, options, complaints: [] };
  try {
    const id = await browser.installExtension(resolve(extension));
    if (options.welcome === undefined) await closeWelcome(browser, options.profile === undefined);
    return { ...session, id };
  } catch (cause) {
    await close(session);
    throw new Error(`no extension in ${extension}`, { cause });
  }
};

/**
 * Closes the page that opens once the extension is new, so that it does not come in front of a test.
 * @param {Browser} browser
 * @param {boolean} isNew in a profile that knows the extension it may not open
 */
const closeWelcome = async (browser, isNew) => {
  const isWelcome = (/** @type {Target} */ target) => target.url().endsWith("/popup/pages/welcome.html");
  const target = await browser.waitForTarget(isWelcome, { timeout: isNew ? 20000 : 2000 }).catch(() => null);
  await (await target?.page())?.close();
};

/**
 * Ends the browser and waits until its process is gone; the folders go too unless the profile is still needed. Throws if
 * the browser's own log has a request of the extension.
 * @param {Session} session
 * @param {{ keepProfile?: boolean }} [options]
 */
export const close = async (session, { keepProfile = false } = {}) => {
  const { browser, profile, downloads } = session;
  if (session.firefox) {
    session.complaints.push(...(await firefox.readComplaints(session.firefox)));
    await session.firefox.quit();
  } else {
    const process = browser.process();
    const ended = new Promise((done) => (process?.exitCode === null ? process.once("exit", done) : done(null)));
    await browser.close();
    await ended;
  }
  await rm(downloads, { recursive: true, force: true });
  if (!keepProfile) await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  const asked = await ownRequests(session);
  if (asked.length > 0) throw new Error(`the extension asked the network for ${asked.join(", ")}`);
};

/** What the extension asked of the network, by the browser's own log, which is then deleted. @param {Session} session */
const ownRequests = async ({ networkLog, id }) => {
  if (networkLog === "") return [];
  const requests = await readNetworkLog(networkLog);
  await rm(dirname(networkLog), { recursive: true, force: true });
  const own = requests.filter(({ initiator }) => initiator === `chrome-extension://${id}`);
  return own.map(({ url }) => url).filter((url) => /^(https?|wss?|ftp):/.test(url));
};

/**
 * Opens a web page in a tab that is in front.
 * @param {Session} session
 * @param {string} url
 */
export const openPage = async (session, url) => {
  if (session.firefox) return asPage(await firefox.openTab(session.firefox, url));
  const page = await session.browser.newPage();
  await prepare(session, page);
  await page.goto(url, { waitUntil: "load" });
  return page;
};

/**
 * Clicks the toolbar icon over `page` and returns the popup that opens.
 * @param {Session} session
 * @param {Page} page
 * @returns {Promise<Page>}
 */
export const clickToolbar = async (session, page) => {
  await closePopup(session);
  await page.bringToFront();
  if (session.firefox) return asPage(await firefox.clickIcon(session.firefox));
  const extension = (await session.browser.extensions()).get(session.id);
  if (!extension) throw new Error("the extension is not installed");
  const opening = session.browser.waitForTarget((target) => isPopup(session, target), { timeout: 30000 });
  await extension.triggerAction(page);
  const popup = await (await opening).asPage();
  await prepare(session, popup);
  return popup;
};

/**
 * Opens the popup over one page after the other, each in the place of the one before.
 * @param {Session} session
 */
export const popupOpener = (session) => {
  /** @type {Page | undefined} */
  let below;
  return async (/** @type {string} */ url) => {
    await below?.close().catch(() => {});
    below = await openPage(session, url);
    return { page: below, popup: await clickToolbar(session, below) };
  };
};

/** Closes the popup as a click elsewhere does, and waits until it is gone. @param {Session} session */
export const closePopup = async (session) => {
  if (session.firefox) return firefox.hidePopup(session.firefox);
  await waitUntil(async () => {
    const open = session.browser.targets().filter((target) => isPopup(session, target));
    // One that is going already cannot be asked to close.
    for (const target of open) await (await target.asPage().catch(() => null))?.close().catch(() => {});
    return open.length === 0;
  }, "the popup to close");
};

/**
 * Opens one of the extension's own pages in a tab, to look into its storage.
 * @param {Session} session
 * @param {string} [path]
 */
export const openExtensionPage = (session, path = "manifest.json") =>
  openPage(session, `${isFirefox ? "moz" : "chrome"}-extension://${session.id}/${path}`);

/**
 * Waits until `probe` gives something, and returns it.
 * @template T
 * @param {() => T | Promise<T>} probe
 * @param {string} what for the message
 * @param {number} [timeout] milliseconds
 * @returns {Promise<NonNullable<T>>}
 */
export const waitUntil = async (probe, what, timeout = 20000) => {
  const end = Date.now() + timeout;
  for (const pause = pauses(); ; await pause()) {
    const found = await probe();
    if (found) return /** @type {NonNullable<T>} */ (found);
    if (Date.now() > end) throw new Error(`waited ${timeout} ms for ${what}`);
  }
};

/** Pauses between two looks, each longer than the one before: who waits for long costs the machine no more than others. */
export const pauses = () => {
  let milliseconds = 30;
  return () => {
    milliseconds = Math.min(milliseconds * 1.3, 300);
    return sleep(milliseconds);
  };
};

/** @param {number} milliseconds */
export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/**
 * A picture of a page in `screenshots/`, which git ignores.
 * @param {Page} page
 * @param {string} name path under `screenshots/`, without the ending
 * @returns {Promise<string>} the path of the file
 */
export const takePicture = async (page, name) => {
  const file = join(root, "screenshots", `${name}.png`);
  await mkdir(dirname(file), { recursive: true });
  // A popup without a screen keeps a small window; the picture shows it as large as a browser with a screen makes it.
  const popup = !isFirefox && page.url().endsWith("/popup/popup.html");
  const clip = popup ? { clip: { x: 0, y: 0, width: 360, height: 576 }, captureBeyondViewport: true } : {};
  await page.screenshot({ path: /** @type {`${string}.png`} */ (file), ...clip });
  return file;
};

/**
 * The bytes of every file in a folder, with their paths.
 * @param {string} folder
 * @returns {AsyncGenerator<{ path: string, bytes: Buffer }>}
 */
export async function* filesOf(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    yield { path, bytes: await readFile(path) };
  }
}

/**
 * Waits for a finished download and returns its path.
 * @param {Session} session
 */
export const waitForDownload = (session) =>
  waitUntil(async () => {
    const names = await readdir(session.downloads);
    if (names.some((name) => name.endsWith(".crdownload"))) return null;
    return names.length ? join(session.downloads, names[0]) : null;
  }, "a download");

/** A copy of an extension folder, so that a test may change it. @param {string} folder @param {string} name */
export const copyFolder = async (folder, name) => {
  const copy = await makeFolder(name);
  await cp(folder, copy, { recursive: true });
  return copy;
};

/** Firefox's pages have those of puppeteer's functions that the tests use. @param {unknown} page */
const asPage = (page) => /** @type {Page} */ (page);

/**
 * @param {Session} session
 * @param {Target} target
 */
const isPopup = ({ id }, target) => {
  const url = new URL(target.url() || "about:blank");
  return url.host === id && url.pathname === popupPath;
};

/**
 * @param {Session} session
 * @param {Page} page
 */
const prepare = async ({ id, options, complaints }, page) => {
  const isOurs = () => page.url().startsWith(`chrome-extension://${id}/`);
  page.on("pageerror", (error) => isOurs() && complaints.push(String(error)));
  page.on("console", (line) => isOurs() && line.type() === "error" && complaints.push(line.text()));
  page.setDefaultTimeout(30000);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: options.colorScheme ?? "light" }]);
};
