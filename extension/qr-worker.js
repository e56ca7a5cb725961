/** Reads the QR codes of one picture, away from the page that shows what happens. */
import { loadQr } from "./qr.js";

self.addEventListener("message", async ({ data }) => {
  try {
    self.postMessage({ texts: await textsIn(data) });
  } catch (thrown) {
    self.postMessage({ failure: String(thrown) });
  }
});

/** @param {Blob} picture @returns {Promise<string[]>} */
async function textsIn(picture) {
  const [qr, bitmap] = await Promise.all([loadQr(), createImageBitmap(picture)]);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) {
    throw new Error("no canvas");
  }
  context.drawImage(bitmap, 0, 0);
  const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height);
  return qr.find_in_image(pixels).map(({ text }) => text);
}
