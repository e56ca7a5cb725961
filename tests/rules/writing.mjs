/**
 * How each language is written here: French so that it is right in France, Switzerland and Québec alike, German so that it
 * says Sie, Italian so that it says tu. A language without rules is checked for what holds in all.
 */

/** What must not occur, and why. @typedef {readonly (readonly [RegExp, string])[]} Faults */

/** @type {Faults} */
const UNITS = [[/[\d$] (?:s|min|h|ko|Mo|KB|MB|[KMG]iB|[MG]io|%)(?!\p{L})/u, "a no-break space before a unit"]];

/** None of these occurs in French, German or Italian: some English was left over. @type {Faults} */
const ENGLISH = [[/(?<!\p{L})(?:[Tt]he|and|[Yy]our|[Tt]his|with|from|for|are|is|of)(?!\p{L})/u, "this is English"]];

/** @type {Record<string, Faults>} */
const FAULTS = {
  fr: [
    [/'/, "’ is the apostrophe"],
    [/[;!?]/, "; ! ? are spaced differently in each country"],
    [/[“”]/, "« » are the quotes"],
    [/(?<![\u00a0\d]):(?!\/\/)/, "a no-break space before a colon"],
    [/«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»/, "no-break spaces inside « »"],
    [/crypt(?:er|é|age)(?!\p{L})/iu, "the word is chiffrer"],
    ...UNITS,
    ...ENGLISH,
  ],
  de: [
    [/'/, "’ is the apostrophe"],
    [/[”«»‚‘]/, "„ and “ are the quotes"],
    [/^(?:[^„“]|„[^„“]*“)*(?:“|„[^“]*(?:„|$))/, "„ opens and “ closes"],
    [/\s[:;!?]/, "no space before : ; ! ?"],
    [/(?<!\p{L})(?:du|dich|dir|deine?[mnrs]?)(?!\p{L})/iu, "the person is Sie"],
    [/(?<!p{L})(?:E-?mail|Email)(?!p{L})|(?:QR|Backup|Google|Tessera) (?:Code|Link|Export|Sicherung)/, "a hyphen"],
    [/kryptier/i, "the word is verschlüsseln"],
    ...UNITS,
    ...ENGLISH,
  ],
  it: [
    [/'/, "’ is the apostrophe"],
    [/[“”„]/, "« » are the quotes"],
    [/«\s|\s»/, "no space inside « »"],
    [/^(?:[^«»]|«[^«»]*»)*(?:»|«[^»]*(?:«|$))/, "« opens and » closes"],
    [/\s[:;!?]/, "no space before : ; ! ?"],
    [/(?<!\p{L})(?:\p{L}*ch|n|s)è(?!\p{L})|(?<!\p{L})(?:E’(?!\p{L})|pò(?!\p{L})|qual’)/u, "é, È, un po’, qual è"],
    [/(?<!\p{L})(?:scelga|inserisca|chieda|apra|clicchi|digiti|faccia clic)(?!\p{L})/iu, "the person is tu"],
    // What Bitwarden's own menu says stands in brackets.
    [/crittograf|(?<!\()criptat/i, "the word is cifrare"],
    ...UNITS,
    ...ENGLISH,
  ],
};

/** Names, which are the same in every language. */
const NAMES = [
  "Tessera – Authenticator",
  "2FAS",
  "Aegis",
  "Authenticator",
  "Battle.net",
  "Bitwarden",
  "Ente Auth",
  "Google Authenticator",
  "KeePassXC",
  "Mobile-OTP",
  "Proton Authenticator",
  "Steam",
  "Stratum",
  "Yandex",
];

/** Messages that happen to be the same as in English, by language. @type {Record<string, readonly string[]>} */
const SAME = {
  fr: [
    "Archive",
    "Menu",
    "Note",
    "Ok",
    "Secret",
    "Site",
    "Synchronisation",
    "Type",
    "Version $VERSION$",
    "Versions",
    "Webcam",
  ],
  de: [
    "$WORD$: $NAME$",
    "Name",
    "Normal",
    "PIN",
    "Passkey",
    "Passphrase",
    "Tags",
    "Text",
    "Version $VERSION$",
    "Webcam",
  ],
  it: [
    "$WORD$: $NAME$",
    "1 account",
    "Account",
    "Backup",
    "Backup: $AGE$",
    "Menu",
    "PIN",
    "Passkey",
    "Passphrase",
    "Password",
    "Webcam",
  ],
};

/** The languages that are written with care here, beside English. */
export const WRITTEN = Object.keys(FAULTS);

/** @param {string} language @param {string} text @returns {string[]} what is wrong with it */
export function faultsOf(language, text) {
  return (FAULTS[language] ?? []).filter(([pattern]) => pattern.test(text)).map(([, fault]) => fault);
}

/** Whether a text may be the English one, word for word. @param {string} language @param {string} text */
export function mayBeEnglish(language, text) {
  return NAMES.includes(text) || (SAME[language] ?? []).includes(text);
}
