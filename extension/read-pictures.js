/** The codes of several pictures at once: files that were chosen, dropped or pasted. */
import { drawSvg } from "./draw-svg.js";
import { NoPicture, startReader } from "./reader.js";

/**
 * @typedef {import("./reader.js").Code} Code
 * @typedef {import("./reader.js").Source} Source
 */

/**
 * Every text once, in the order of the pictures, and how many of them are no pictures.
 *
 * @param {readonly Source[]} pictures
 * @param {AbortSignal} signal
 * @returns {Promise<{codes: Code[], unreadable: number}>}
 */
export async function readPictures(pictures, signal) {
  const reader = startReader(signal);
  /** @type {Map<string, Code>} */
  const codes = new Map();
  let unreadable = 0;
  try {
    for (const picture of pictures) {
      try {
        for (const code of await reader.read(await prepared(picture))) {
          if (!codes.has(code.text)) {
            codes.set(code.text, code);
          }
        }
      } catch (thrown) {
        if (!(thrown instanceof NoPicture)) {
          throw thrown;
        }
        unreadable += 1;
      }
    }
  } finally {
    reader.end();
  }
  return { codes: [...codes.values()], unreadable };
}

/** @param {Source} picture @returns {Promise<Source>} */
async function prepared(picture) {
  const isSvg = picture instanceof Blob && picture.type === "image/svg+xml";
  if (!isSvg) {
    return picture;
  }
  return drawSvg(await picture.text()).catch(() => {
    throw new NoPicture();
  });
}
