/**
 * How long a passphrase would be guessed at, and a suggestion of one that is drawn by chance. The estimate and the list
 * of words are those of zxcvbn, which `security.html` loads as it comes: no other page needs its dictionaries.
 *
 * @typedef {object} Zxcvbn
 * @property {{ZxcvbnFactory: new (options: object) => {check(text: string): {guessesLog10: number}}}} core
 * @property {{dictionary: Record<string, string[]>, adjacencyGraphs: object}} [language-common]
 *
 * @typedef {{bits: number, level: "weak" | "fair" | "strong"}} Strength
 */

/** @type {InstanceType<Zxcvbn["core"]["ZxcvbnFactory"]> | undefined} */
let estimator;

/** @param {string} text @returns {Strength} */
export function strengthOf(text) {
  const { core, "language-common": common } = loaded();
  estimator ??= new core.ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
  const bits = Math.floor(estimator.check(text.slice(0, LONGEST)).guessesLog10 * Math.log2(10));
  return { bits, level: bits < FAIR ? "weak" : bits < STRONG ? "fair" : "strong" };
}

/** Five words of the EFF's long list, 12.9 bits each. @returns {string} */
export function suggestPassphrase() {
  const words = loaded()["language-common"].dictionary["diceware-common"] ?? [];
  return Array.from({ length: WORDS }, () => words[randomBelow(words.length)]).join(" ");
}

/** The strength of a suggestion: that of its drawing, however it is guessed at. @type {Strength} */
export const SUGGESTED = { bits: 64, level: "strong" };

/** A number drawn evenly: what would favour the small ones is drawn again. @param {number} limit */
function randomBelow(limit) {
  const fair = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (number < fair) {
      return number % limit;
    }
  }
}

function loaded() {
  return /** @type {{zxcvbnts: Required<Zxcvbn>}} */ (/** @type {unknown} */ (globalThis)).zxcvbnts;
}

const WORDS = 5;
/** Bits below which a passphrase is weak, and from which it is strong. */
const FAIR = 40;
const STRONG = 60;
/** Characters that are looked at; more do not make it weaker. */
const LONGEST = 100;
