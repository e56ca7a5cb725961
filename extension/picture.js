/** Pictures of every kind as pixels, on a canvas of a size that the reader takes. Runs in a worker. */

/** A file, a data URL of base64, or what the browser has decoded already. @typedef {Blob | string | ImageBitmap} Source */

/** The browser cannot decode it. */
export class UnreadablePicture extends Error {}

/** The longest side that the reader takes. */
const LARGEST = 8192;

/**
 * The picture on a canvas. Where it is transparent it gets a ground that its drawing stands out from: dark drawings
 * are put on white, bright ones on black, whatever the page behind them was.
 *
 * @param {Source} source
 * @returns {Promise<OffscreenCanvas>}
 */
export async function paintPicture(source) {
  const bitmap = await bitmapOf(source);
  const scale = Math.min(1, LARGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale));
  const pen = penOf(canvas);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const ground = groundFor(pen);
  if (ground !== null) {
    pen.globalCompositeOperation = "destination-over";
    pen.fillStyle = ground;
    pen.fillRect(0, 0, canvas.width, canvas.height);
  }
  return canvas;
}

/**
 * A small picture several times as large, in squares: some pages make a code of one pixel a module and let the browser
 * enlarge it. Nothing for a picture that is no such thing.
 *
 * @param {OffscreenCanvas} canvas
 * @returns {OffscreenCanvas | null}
 */
export function enlarged(canvas) {
  const factor = Math.floor(1200 / Math.max(canvas.width, canvas.height, 1));
  if (factor < 3) {
    return null;
  }
  const margin = 12;
  const larger = new OffscreenCanvas(canvas.width * factor + 2 * margin, canvas.height * factor + 2 * margin);
  const pen = penOf(larger);
  pen.imageSmoothingEnabled = false;
  // The corner's colour goes on around it: there may be no margin.
  pen.drawImage(canvas, 0, 0, 1, 1, 0, 0, larger.width, larger.height);
  pen.drawImage(canvas, margin, margin, canvas.width * factor, canvas.height * factor);
  return larger;
}

/** @param {Source} source @returns {Promise<ImageBitmap>} */
async function bitmapOf(source) {
  if (source instanceof ImageBitmap) {
    return source;
  }
  try {
    return await createImageBitmap(typeof source === "string" ? blobOf(source) : source);
  } catch (cause) {
    throw new UnreadablePicture("not a picture", { cause });
  }
}

/** The bytes of a base64 data URL; `fetch` on one would need a wider content security policy. @param {string} url */
function blobOf(url) {
  const comma = url.indexOf(",");
  const head = url.slice("data:".length, comma);
  const body = atob(head.endsWith(";base64") ? url.slice(comma + 1) : btoa(decodeURIComponent(url.slice(comma + 1))));
  const bytes = new Uint8Array(body.length);
  for (let index = 0; index < body.length; index += 1) {
    bytes[index] = body.charCodeAt(index);
  }
  return new Blob([bytes], { type: head.split(";", 1)[0] });
}

/** White or black where something shows through, else nothing. @param {OffscreenCanvasRenderingContext2D} pen */
function groundFor(pen) {
  const { data } = pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height);
  const words = new Uint32Array(data.buffer);
  // In little-endian order the alpha of a pixel is the highest byte; every browser's engine runs in that order.
  if (!words.some((pixel) => pixel >>> 24 < 250)) {
    return null;
  }
  let [light, weight] = [0, 0];
  for (let index = 0; index < data.length; index += 4) {
    const alpha = data[index + 3] ?? 0;
    light += alpha * ((data[index] ?? 0) + 2 * (data[index + 1] ?? 0) + (data[index + 2] ?? 0));
    weight += 4 * alpha;
  }
  return light < 128 * weight ? "#fff" : "#000";
}

/** @param {OffscreenCanvas} canvas */
function penOf(canvas) {
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) {
    throw new Error("no canvas");
  }
  return pen;
}
