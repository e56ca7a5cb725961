/**
 * Looks for QR codes in what the active tab shows. The search runs in a worker, so the popup never freezes and the
 * person can stop it.
 */
import { captureVisibleTab } from "./browser.js";
import { startWorker } from "./worker.js";

/** The page cannot be photographed: it belongs to the browser, its store or another extension. */
export class PageClosed extends Error {}

/**
 * The texts of every code in view; empty when there is none.
 *
 * Throws `PageClosed` when the browser does not let the tab be seen.
 *
 * @param {AbortSignal} signal stops the search
 * @returns {Promise<string[]>}
 */
export async function scanVisibleTab(signal) {
  const picture = await captureVisibleTab().catch((cause) => {
    throw new PageClosed("the tab cannot be captured", { cause });
  });
  return searchPicture(await blobOf(picture), signal);
}

/**
 * The texts of every code in a picture of any kind the browser can decode.
 *
 * @param {Blob} picture @param {AbortSignal} signal
 * @returns {Promise<string[]>}
 */
export function searchPicture(picture, signal) {
  const worker = startWorker("qr-worker.js");
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    worker.addEventListener("error", (event) => reject(new Error(event.message)));
    worker.addEventListener("message", ({ data }) => {
      if ("texts" in data) {
        resolve(data.texts);
      } else {
        reject(new Error(data.failure));
      }
    });
    worker.postMessage(picture);
  }).finally(() => worker.terminate());
}

/** The bytes of a base64 data URL; `fetch` on one would need a wider content security policy. @param {string} url */
async function blobOf(url) {
  const [head, body] = url.split(",", 2);
  const bytes = Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: head.slice("data:".length).split(";", 1)[0] });
}
