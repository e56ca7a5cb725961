/** How French is written here, so that it is right in France, Switzerland and Québec alike. */

/** What must not occur, and why. @type {readonly (readonly [RegExp, string])[]} */
const FAULTS = [
  [/'/, "’ is the apostrophe"],
  [/[;!?]/, "; ! ? are spaced differently in each country"],
  [/[“”]/, "« » are the quotes"],
  [/(?<![\u00a0\d]):(?!\/\/)/, "a no-break space before a colon"],
  [/«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»/, "no-break spaces inside « »"],
  [/[\d$] (?:s|min|h|ko|Mo|%)(?!\p{L})/u, "a no-break space before a unit"],
  [/crypt(?:er|é|age)(?!\p{L})/iu, "the word is chiffrer"],
];

/** @param {string} text @returns {string[]} what is wrong with it */
export function frenchFaults(text) {
  return FAULTS.filter(([pattern]) => pattern.test(text)).map(([, fault]) => fault);
}
