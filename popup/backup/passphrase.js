/** Passphrases for backup files: one to suggest, and how long a typed one would hold. */

/**
 * Four words that mean nothing, of three syllables each: 75 bits, easy to write down and to read aloud in any language.
 *
 * @param {(count: number) => Uint8Array} [random] gives so many random bytes
 * @returns {string}
 */
export function suggestPassphrase(random = (count) => crypto.getRandomValues(new Uint8Array(count))) {
  /** @type {string[]} */
  const syllables = [];
  while (syllables.length < SYLLABLES) {
    for (const byte of random(SYLLABLES)) {
      // Of 256 values, 240 are three rounds of the 80 syllables: the rest would favour some.
      if (byte < 240 && syllables.length < SYLLABLES) {
        const place = byte % 80;
        syllables.push(`${CONSONANTS[Math.floor(place / 5)]}${VOWELS[place % 5]}`);
      }
    }
  }
  return [0, 3, 6, 9].map((start) => syllables.slice(start, start + 3).join("")).join("-");
}

/**
 * How strong a passphrase is, by a count that no repetition and no run makes longer: not proof, but a hint.
 *
 * @param {string} passphrase
 * @returns {"empty" | "weak" | "fair" | "strong"}
 */
export function strengthOf(passphrase) {
  const bits = bitsOf(passphrase);
  return bits === 0 ? "empty" : bits < 45 ? "weak" : bits < 65 ? "fair" : "strong";
}

/** @param {string} passphrase */
function bitsOf(passphrase) {
  const characters = [...passphrase];
  const fresh = characters.filter((character, index) => {
    const [one, two] = [characters[index - 1], characters[index - 2]].map((before) => before?.codePointAt(0) ?? -9);
    const code = character.codePointAt(0) ?? 0;
    const continues = code === one || (Math.abs(code - one) === 1 && code - one === one - two);
    return !continues;
  });
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(passphrase)).length;
  const perCharacter = [0, 2.8, 3.1, 3.6, 4][kinds] ?? 4;
  const varied = Math.min(1, new Set(characters).size / 8);
  return fresh.length * perCharacter * varied;
}

const CONSONANTS = "bdfgklmnprstvzjh";
const VOWELS = "aeiou";
const SYLLABLES = 12;
