/** One image that the person pointed at, from the menu of the right mouse button. Runs in the service worker too. */
import { captureVisibleTab } from "./browser.js";
import { handOver } from "./hand-over.js";
import { openPage } from "./page.js";

/**
 * Opens the scan page with the image. An image of another origin cannot be read from inside the page; it is in view,
 * since the person has just clicked it, so the view is taken instead.
 *
 * @param {{srcUrl: string, tabId: number, frameId?: number}} image
 * @returns {Promise<void>}
 */
export async function scanImage({ srcUrl, tabId, frameId }) {
  const isData = /^data:image\/(?!svg)[\w+.-]+;base64,/.test(srcUrl);
  const picture = isData ? srcUrl : ((await imageInPage(srcUrl, tabId, frameId)) ?? (await captureVisibleTab()));
  await handOver({ picture, purpose: "search" });
}

/** @param {string} srcUrl @param {number} tabId @param {number | undefined} frameId */
async function imageInPage(srcUrl, tabId, frameId) {
  try {
    const page = await openPage(tabId, frameId);
    const image = await page.image(srcUrl);
    await page.putBack();
    return image;
  } catch {
    return undefined;
  }
}
