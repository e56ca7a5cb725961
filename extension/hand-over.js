/**
 * A picture on its way to the scan page. A popup and a menu are gone before a tab is there, so the picture waits in the
 * session's memory, never on disk, and is taken out at once.
 */
import { openPage, readSession, removeSession, writeSession } from "./browser.js";
import { HANDED_PICTURE } from "./storage-keys.js";

/** @typedef {{picture: string, purpose: "search" | "region"}} Handed `picture` is a data URL */

/** Opens the scan page with a picture. @param {Handed} handed @returns {Promise<void>} */
export async function handOver(handed) {
  try {
    await writeSession(HANDED_PICTURE, handed);
  } catch {
    // The session holds 10 MB in all; a photograph on a large screen can have more.
    await writeSession(HANDED_PICTURE, { ...handed, picture: await packed(handed.picture) });
  }
  await openPage("scan");
}

/** @returns {Promise<Handed | null>} */
export async function takeHandedOver() {
  const handed = /** @type {Handed | undefined} */ (await readSession(HANDED_PICTURE));
  await removeSession(HANDED_PICTURE);
  return handed ?? null;
}

/** The picture with a little less of its detail. @param {string} url */
async function packed(url) {
  const bytes = Uint8Array.from(atob(url.slice(url.indexOf(",") + 1)), (character) => character.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
  const packedBytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (const byte of packedBytes) {
    text += String.fromCharCode(byte);
  }
  return `data:image/jpeg;base64,${btoa(text)}`;
}
