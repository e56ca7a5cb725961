/**
 * The QR reader as the pages use it: pictures in, codes out. It works in a worker, so the page never freezes and the
 * person can stop it.
 */
import { startWorker } from "./worker.js";

/**
 * @typedef {import("./qr-worker.js").Code} Code
 * @typedef {import("./picture.js").Source} Source
 *
 * @typedef {object} Reader
 * @property {(picture: Source) => Promise<Code[]>} read throws a `NoPicture` for what is no picture
 * @property {() => void} end
 */

/** What was given cannot be decoded as a picture. */
export class NoPicture extends Error {
  code = "picture_unreadable";
}

/**
 * A reader for several pictures; it begins to load at once. It must be ended.
 *
 * @param {AbortSignal} signal stops it: what is being read is then thrown as the signal's reason
 * @param {{crops?: boolean}} [options] without crops where nobody will look at them
 * @returns {Reader}
 */
export function startReader(signal, { crops = true } = {}) {
  const worker = startWorker("qr-worker.js");
  /** @type {Map<number, {resolve: (codes: Code[]) => void, reject: (reason: unknown) => void}>} */
  const waiting = new Map();
  let count = 0;

  /** @param {unknown} reason */
  const stop = (reason) => {
    worker.terminate();
    for (const { reject } of waiting.values()) {
      reject(reason);
    }
    waiting.clear();
  };
  signal.addEventListener("abort", () => stop(signal.reason), { once: true });
  worker.addEventListener("error", (event) => stop(new Error(event.message)));
  worker.addEventListener("message", ({ data }) => {
    const asker = waiting.get(data.number);
    waiting.delete(data.number);
    if ("codes" in data) {
      asker?.resolve(data.codes);
    } else {
      asker?.reject("unreadable" in data ? new NoPicture() : new Error(data.failure));
    }
  });

  return {
    read: (picture) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        count += 1;
        waiting.set(count, { resolve, reject });
        worker.postMessage({ number: count, picture, crops }, picture instanceof ImageBitmap ? [picture] : []);
      }),
    end: () => worker.terminate(),
  };
}
