/**
 * The languages Tessera speaks, by the folder in `_locales`. The first is used for everyone else.
 *
 * @type {readonly string[]}
 */
export const LANGUAGES = ["en", "fr", "de", "it"];

/**
 * The best of our languages for a wish such as `fr-CH`.
 *
 * @param {string} wish a BCP 47 tag
 * @returns {string}
 */
export function languageFor(wish) {
  const [primary] = wish.toLowerCase().split(/[-_]/);
  return LANGUAGES.find((language) => language === primary) ?? LANGUAGES[0];
}

/** Whether a language is written from right to left. @param {string} language */
export function isRightToLeft(language) {
  return RIGHT_TO_LEFT.includes(language);
}

const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];
