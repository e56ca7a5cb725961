/**
 * Reads the QR codes of pictures, away from the page that shows what happens. A message is a picture with a number; the
 * answer has the same number and the codes, or says why there are none.
 */
import { drawCrop } from "./crop.js";
import { enlarged, paintPicture, UnreadablePicture } from "./picture.js";
import { loadQr } from "./qr.js";

/**
 * @typedef {import("../wasm/qr.js").FoundCode} FoundCode
 * @typedef {{number: number, picture: import("./picture.js").Source, crops: boolean}} Question
 * @typedef {{text: string, part: FoundCode["part"] | null, crop: Blob | null}} Code
 * @typedef {{number: number, codes: Code[]} | {number: number, unreadable: true} | {number: number, failure: string}} Answer
 */

// The reader is loaded while the picture is still being taken.
const loading = loadQr();

self.addEventListener("message", async ({ data }) => {
  self.postMessage(await answer(data));
});

/** @param {Question} question @returns {Promise<Answer>} */
async function answer({ number, picture, crops }) {
  try {
    const canvas = await paintPicture(picture);
    return { number, codes: await codesOn(canvas, crops) };
  } catch (thrown) {
    return thrown instanceof UnreadablePicture ? { number, unreadable: true } : { number, failure: String(thrown) };
  }
}

/** @param {OffscreenCanvas} canvas @param {boolean} crops @returns {Promise<Code[]>} */
async function codesOn(canvas, crops) {
  const found = await search(canvas);
  if (found.length === 0) {
    const larger = enlarged(canvas);
    return larger ? codesOn(larger, crops) : [];
  }
  const view = async (/** @type {FoundCode} */ { text, corners, part }) => ({
    text,
    part: part ?? null,
    crop: crops ? await drawCrop(canvas, corners) : null,
  });
  return Promise.all(found.map(view));
}

/** @param {OffscreenCanvas} canvas */
async function search(canvas) {
  const qr = await loading;
  const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height);
  return pixels ? qr.find(pixels.data, canvas.width, canvas.height) : [];
}
