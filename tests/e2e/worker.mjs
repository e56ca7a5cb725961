// The extension's service worker, as the tests reach it.

/** @import { Target, WebWorker } from "puppeteer-core" */
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
