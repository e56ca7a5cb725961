/** The texts about codes that are not accounts: by kind, made of `crate/foreign/<kind>.json`. */
import { fileUrl } from "./browser.js";

/**
 * @typedef {{name: string, checked_on: string, texts: Record<string, {what: string, next: string}>}} ForeignTexts
 * @typedef {import("../wasm/core.js").Card & {about: ForeignTexts | null}} FoundCard
 */

/**
 * The cards with the texts of those that are foreign.
 *
 * @param {readonly import("../wasm/core.js").Card[]} cards
 * @returns {Promise<FoundCard[]>}
 */
export function withForeignTexts(cards) {
  return Promise.all(cards.map(async (card) => ({ ...card, about: await textsFor(card) })));
}

/** @param {import("../wasm/core.js").Card} card @returns {Promise<ForeignTexts | null>} */
async function textsFor(card) {
  if (card.kind !== "foreign") {
    return null;
  }
  const answer = await fetch(fileUrl("foreign/texts.json"));
  const texts = /** @type {Record<string, ForeignTexts>} */ (await answer.json());
  return texts[card.foreign] ?? null;
}
