// The extension's service worker, as the tests reach it.
import { waitUntil } from "./harness.mjs";

/** @import { Page, Target, WebWorker } from "puppeteer-core" */
/** @import { Session } from "./harness.mjs" */

/** Whether this is the extension's service worker. @param {Session} session @param {Target} target */
export const isWorker = ({ id }, target) => target.type() === "service_worker" && target.url().includes(id);

/**
 * The service worker, once it runs.
 * @param {Session} session
 * @returns {Promise<WebWorker>}
 */
export const waitForWorker = async (session) => {
  const worker = await (await session.browser.waitForTarget((target) => isWorker(session, target))).worker();
  if (!worker) throw new Error("the service worker went away");
  return worker;
};

/** What the mark on the icon says. @param {Session} session @returns {Promise<string>} */
export const readBadge = async (session) =>
  (await waitForWorker(session)).evaluate(() => chrome.action.getBadgeText({}));

/**
 * Sends the service worker an event over this page, with the tab as the browser would name it: keys do not reach the
 * browser's own shortcuts in a headless browser, and its menus cannot be clicked there.
 * @param {Session} session
 * @param {Page} page
 * @param {"shortcut" | "menu"} event
 * @param {string | Record<string, unknown>} detail
 */
export const sendEvent = async (session, page, event, detail) => {
  await page.bringToFront();
  const worker = await waitForWorker(session);
  // The tab that was in front before is for a moment still the active one. An empty page has no title to tell it by.
  const title = await page.title();
  const isSent = () =>
    worker.evaluate(
      async (event, detail, title) => {
        const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
        if (title !== "" && tab?.title !== title) return false;
        const { commands, contextMenus } = /** @type {any} */ (chrome);
        (event === "shortcut" ? commands.onCommand : contextMenus.onClicked).dispatch(detail, tab);
        return true;
      },
      event,
      detail,
      title,
    );
  await waitUntil(isSent, `the tab “${title}” to be in front`);
};

/** Chooses from the menu of the right mouse button. @param {Session} session @param {Page} page @param {Record<string, string>} clicked */
export const chooseFromMenu = (session, page, clicked) =>
  sendEvent(session, page, "menu", { frameId: 0, editable: false, ...clicked });
