import { loadCore } from "../extension/core.js";

/**
 * The QR code that says a link, as the path of a picture.
 *
 * Throws CoreError: `qr_text_too_long`.
 *
 * @param {string} link
 * @returns {Promise<import("./state.js").Drawing>}
 */
export async function draw(link) {
  const drawing = (await loadCore()).draw(link);
  const { path, size } = drawing;
  drawing.free();
  return { path, size };
}
