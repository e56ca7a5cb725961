/**
 * The dictionary of common passwords that zxcvbn brings, with what changes an estimate and without the rest: as its makers
 * bundle it, it is an eighth of the package.
 */
import compress from "@zxcvbn-ts/dictionary-compression/compress";
import { dictionary } from "@zxcvbn-ts/language-common";

/**
 * The most common are kept. Of the others those are left out that are weak without being known: zxcvbn takes a character
 * of which it knows nothing for a digit, and twelve digits are less than the 40 bits of a passphrase that is not weak.
 */
const COMMONEST = 15_000;
const WEAK_UNKNOWN = 12;

/** The bundle with the shorter list in the place of the whole one. @param {string} bundle @returns {string} */
export function withCommonPasswords(bundle) {
  const [before, list, after, ...more] = bundle.split(LIST);
  if (list !== compress(dictionary["passwords-common"]) || after === undefined || more.length > 0) {
    throw new Error("the bundle of zxcvbn does not hold its list of passwords once: look at it again");
  }
  return [before, compress(commonPasswords()), after].join("");
}

/** @returns {string[]} */
export function commonPasswords() {
  const all = dictionary["passwords-common"];
  return byDoubling(all.filter((word, place) => place < COMMONEST || word.length > WEAK_UNKNOWN));
}

/**
 * The place in the list is the number of guesses. From one place to its double they are put in the order of the alphabet,
 * in which they pack to two thirds: what is estimated changes by less than a bit.
 *
 * @param {readonly string[]} words
 */
function byDoubling(words) {
  /** @type {string[]} */
  const sorted = [];
  for (let from = 1; from <= words.length; from *= 2) {
    sorted.push(...words.slice(from - 1, 2 * from - 1).sort());
  }
  return sorted;
}

const LIST = /(?<=var passwords = decompress\(")([^"]*)(?="\))/;
