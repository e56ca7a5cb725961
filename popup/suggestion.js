/** A passphrase to suggest that is also what an administrator wants: drawn by chance, and written so that it fits. */
import { meetsPolicy } from "../extension/policies.js";

/**
 * The first drawing that fits, in the plainest spelling; `null` if none of many does.
 *
 * @param {() => string} draw gives a passphrase of several words
 * @param {Pick<import("../extension/policies.js").Policies, "passwordPolicy">} policies
 * @returns {string | null}
 */
export function suggestionFor(draw, policies) {
  for (const spell of SPELLINGS) {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const text = spell(draw());
      if (meetsPolicy(text, policies)) {
        return text;
      }
    }
  }
  return null;
}

/** Words as drawn; without spaces; with capitals and a digit; the same as one word. None is easier to guess than its drawing. */
const SPELLINGS = [
  (/** @type {string} */ words) => words,
  (/** @type {string} */ words) => words.replaceAll(" ", "-"),
  (/** @type {string} */ words) => `${capitals(words).replaceAll(" ", "-")}-${digit()}`,
  (/** @type {string} */ words) => `${capitals(words).replaceAll(/[ -]/g, "")}${digit()}`,
];

/** @param {string} words */
function capitals(words) {
  return words.replaceAll(/(?<![\p{L}\p{N}])\p{L}/gu, (letter) => letter.toUpperCase());
}

/** From 0 to 9; the words alone are hard enough to guess. */
function digit() {
  const [number = 0] = crypto.getRandomValues(new Uint8Array(1));
  return number % 10;
}

/** Drawings for each spelling: enough that what fits one in ten is nearly always found. */
const TRIES = 30;
