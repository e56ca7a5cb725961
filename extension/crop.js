/** A small picture of a code, cut out of what was searched, so that the person sees which one is meant. */

/** @typedef {{readonly x: number, readonly y: number}} Place */

/** Pixels along a side, enough for a sharp screen. */
const SIDE = 176;

/**
 * @param {OffscreenCanvas} canvas
 * @param {readonly Place[]} corners
 * @returns {Promise<Blob>}
 */
export async function drawCrop(canvas, corners) {
  const { x, y, side } = cropSquare(corners);
  const crop = new OffscreenCanvas(SIDE, SIDE);
  const pen = crop.getContext("2d");
  if (pen) {
    pen.imageSmoothingQuality = "high";
    pen.drawImage(canvas, x, y, side, side, 0, 0, SIDE, SIDE);
  }
  return crop.convertToBlob();
}

/** The square around the corners with a little of what lies around them. @param {readonly Place[]} corners */
export function cropSquare(corners) {
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const side = 1.16 * Math.max(width, height);
  return { x: left + (width - side) / 2, y: top + (height - side) / 2, side };
}
