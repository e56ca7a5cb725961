// What the lab's pages show: codes that are accounts, codes that are nearly accounts, and codes that are something else.
import { readFileSync } from "node:fs";
import { HOTP, Secret, TOTP } from "otpauth";
import { writeGoogleExport } from "./google-export.mjs";

/** One text in two codes. @type {{source: string, text: string, symbols: string[][]}} */
const append = JSON.parse(readFileSync(new URL("structured-append.json", import.meta.url), "utf8"));

/**
 * An account as its page offers it.
 * @typedef {object} LabAccount
 * @property {"totp" | "hotp"} type
 * @property {string} issuer
 * @property {string} account
 * @property {Secret} secret
 * @property {"SHA1" | "SHA256" | "SHA512"} algorithm
 * @property {6 | 8} digits
 * @property {number} [period]
 * @property {number} [counter]
 */

/**
 * @typedef {object} LabCase
 * @property {string} title
 * @property {string[]} texts one for each code on the page
 * @property {LabAccount[]} accounts what a reader must make of them
 * @property {"png" | "svg" | "canvas" | "table" | "blocks" | "background" | "foreign" | "link"} [drawing]
 * @property {readonly (readonly string[])[]} [symbols] rows of modules to draw instead of texts
 * @property {import("./qr.mjs").Drawing} [colours]
 * @property {"strict" | "dark" | "tall" | "strict tall"} [page]
 * @property {"details" | "frame" | "shadow"} [inside] what the codes are inside of
 */

/** Draws new keys, so that no test can pass by remembering one. @returns {Record<string, LabCase>} */
export const makeLabCases = () => {
  const first = makeAccount({ issuer: "Nordhafen", account: "livia@example.org" });
  const second = makeAccount({ issuer: "Papeterie Lune", account: "commande" });
  const parts = [
    [makeAccount({ issuer: "Société", account: "rené" }), makeAccount({ issuer: "R&D", account: "labo" })],
    [
      makeAccount({ issuer: "Compteur", account: "jeton", type: "hotp", counter: 4 }),
      makeAccount({ issuer: "", account: "sans-émetteur" }),
    ],
    [makeAccount({ issuer: "Coffre", account: `coffre-${"long".repeat(30)}@example.org`, algorithm: "SHA256" })],
  ];
  const migration = writeGoogleExport(parts, 18431);
  const google = Object.fromEntries(
    parts.map((accounts, place) => [
      `google-${place + 1}`,
      { title: `Exportation, code ${place + 1} sur 3`, texts: [migration[place]], accounts },
    ]),
  );
  return {
    ...accountCases(first, second),
    ...hiddenCases(),
    ...faultyCases(),
    ...foreignCases(),
    ...google,
    ...appendCases(),
    empty: { title: "Une page sans code", texts: [], accounts: [] },
  };
};

/** One text in two codes (structured append), and the second of them alone. @returns {Record<string, LabCase>} */
const appendCases = () => {
  const { searchParams } = new URL(append.text);
  const secret = Secret.fromBase32(searchParams.get("secret") ?? "");
  const account = makeAccount({ issuer: "Assemblage", account: "deux moitiés", secret });
  const [, second = []] = append.symbols;
  return {
    append: { title: "Un texte en deux codes", texts: [], symbols: append.symbols, accounts: [account] },
    "append-half": { title: "La moitié d’un texte", texts: [], symbols: [second], accounts: [] },
  };
};

/**
 * The code of an account, calculated by the independent library.
 * @param {LabAccount} account
 * @param {number} seconds since 1970
 * @param {number} [steps] counters ahead, for counter based accounts
 */
export const codeOf = ({ type, secret, algorithm, digits, period, counter = 0 }, seconds, steps = 0) => {
  if (type === "hotp") return HOTP.generate({ secret, algorithm, digits, counter: counter + steps });
  return TOTP.generate({ secret, algorithm, digits, period, timestamp: seconds * 1000 });
};

/**
 * @param {Partial<LabAccount>} wanted
 * @returns {LabAccount}
 */
export const makeAccount = (wanted) => ({
  type: "totp",
  issuer: "",
  account: "",
  secret: new Secret({ size: 20 }),
  algorithm: "SHA1",
  digits: 6,
  ...(wanted.type === "hotp" ? { counter: 0 } : { period: 30 }),
  ...wanted,
});

/** The account's key URI with every parameter written. @param {LabAccount} account */
export const uriOf = ({ type, issuer, account, secret, algorithm, digits, period, counter }) => {
  const label = [issuer, account].filter(Boolean).map(encodeURIComponent).join(":");
  const named = issuer ? `&issuer=${encodeURIComponent(issuer)}` : "";
  const moving = type === "hotp" ? `counter=${counter}` : `period=${period}`;
  return `otpauth://${type}/${label}?secret=${secret.base32}${named}&algorithm=${algorithm}&digits=${digits}&${moving}`;
};

/**
 * @param {string} title
 * @param {LabAccount} account
 * @param {Partial<LabCase>} [rest]
 * @returns {LabCase}
 */
const single = (title, account, rest = {}) => ({ title, texts: [uriOf(account)], accounts: [account], ...rest });

/** @param {LabAccount} first @param {LabAccount} second @returns {Record<string, LabCase>} */
const accountCases = (first, second) => ({
  png: single("Image PNG", makeAccount({ issuer: "Image", account: "png" })),
  svg: single("Dessin SVG", makeAccount({ issuer: "Dessin", account: "svg" }), { drawing: "svg" }),
  canvas: single("Canevas", makeAccount({ issuer: "Canevas", account: "canvas" }), { drawing: "canvas" }),
  table: single("Tableau", makeAccount({ issuer: "Tableau", account: "table" }), { drawing: "table" }),
  link: single("Lien seul", makeAccount({ issuer: "Lien", account: "otpauth" }), { drawing: "link" }),
  below: single("Code plus bas dans la page", makeAccount({ issuer: "Plus bas", account: "défilement" }), {
    page: "tall",
  }),
  strict: single("Page à politique stricte", makeAccount({ issuer: "Stricte", account: "csp" }), { page: "strict" }),
  inverted: single("Code inversé", makeAccount({ issuer: "Nuit", account: "inverse" }), {
    page: "dark",
    colours: { dark: "#ffffff", light: "#0d1117" },
  }),
  three: threeCodes(),
  mixed: {
    title: "Un compte et autre chose",
    texts: [uriOf(first), "WIFI:T:WPA;S:Atelier;P:trois-petits-chats;;"],
    accounts: [first],
  },
  two: { title: "Deux codes", texts: [uriOf(first), uriOf(second)], accounts: [first, second] },
  hotp: single(
    "Compteur",
    makeAccount({ type: "hotp", issuer: "Guichet", account: "jeton", algorithm: "SHA256", digits: 8, counter: 9 }),
  ),
  sha512: single(
    "SHA-512, 8 chiffres, 60 secondes",
    makeAccount({ issuer: "Lent", account: "minute", algorithm: "SHA512", digits: 8, period: 60 }),
  ),
  period45: single("45 secondes", makeAccount({ issuer: "Quarante-cinq", account: "secondes", period: 45 })),
  accents: single("Accents", makeAccount({ issuer: "Société", account: "élodie@example.org" })),
  ampersand: single("Esperluette", makeAccount({ issuer: "R&D", account: "labo & fils" })),
  question: single("Point d’interrogation", makeAccount({ issuer: "Qui ?", account: "où?quand" })),
});

const threeCodes = () => {
  const accounts = ["un", "deux", "trois"].map((account) => makeAccount({ issuer: "Trois", account }));
  return { title: "Trois codes", texts: accounts.map(uriOf), accounts };
};

/** Codes that are not in view: only the page itself has them. @returns {Record<string, LabCase>} */
const hiddenCases = () => {
  /** @type {Record<string, Partial<LabCase>>} */
  const cases = {
    "below-canvas": { drawing: "canvas", page: "tall" },
    "below-svg": { drawing: "svg", page: "tall" },
    "below-table": { drawing: "table", page: "tall" },
    "below-blocks": { drawing: "blocks", page: "tall" },
    "below-background": { drawing: "background", page: "tall" },
    "below-foreign": { drawing: "foreign", page: "tall" },
    "below-strict": { page: "strict tall" },
    "in-details": { inside: "details" },
    "in-details-table": { inside: "details", drawing: "table" },
    "in-frame": { inside: "frame", page: "tall" },
    "in-shadow": { inside: "shadow", page: "tall" },
  };
  /** @param {[string, Partial<LabCase>]} pair @returns {[string, LabCase]} */
  const entry = ([name, rest]) => [
    name,
    single(`Caché, ${name}`, makeAccount({ issuer: "Caché", account: name }), rest),
  ];
  return Object.fromEntries(Object.entries(cases).map(entry));
};

/** @returns {Record<string, LabCase>} */
const faultyCases = () => ({
  "missing-secret": faulty("Secret absent", "otpauth://totp/Oubli:anne?issuer=Oubli"),
  "invalid-secret": faulty("Secret faux", "otpauth://totp/Faute:anne?secret=JBSWY3DPEHPK3PX0&issuer=Faute"),
  "unknown-algorithm": faulty(
    "Algorithme inconnu",
    "otpauth://totp/Faute:anne?secret=JBSWY3DPEHPK3PXP&issuer=Faute&algorithm=SHA334",
  ),
  "zero-digits": faulty("Aucun chiffre", "otpauth://totp/Faute:anne?secret=JBSWY3DPEHPK3PXP&issuer=Faute&digits=0"),
});

/** @returns {Record<string, LabCase>} */
const foreignCases = () => ({
  wifi: faulty("Wi-Fi", "WIFI:T:WPA;S:Atelier;P:trois-petits-chats;;"),
  web: faulty("Adresse web", "https://example.org/bienvenue"),
  text: faulty("Texte", "Bon pour un café"),
  duo: faulty("Duo", "duo://5bCd1Ef2Gh3Ij4Kl5Mn6-YXBpLTEyMzQ1Njc4LmR1b3NlY3VyaXR5LmNvbQ"),
  microsoft: faulty(
    "Microsoft",
    "phonefactor://activate_account?code=123456789&url=https%3a%2f%2fmobileappcommunicator.auth.microsoft.com%2fmac%2f123",
  ),
  rsa: faulty("RSA SecurID", "com.rsa.securid://ctf?ctfData=286510182209303756117707012447003320623006"),
  steam: faulty("Connexion Steam", "https://s.team/q/1/12345678901234567890"),
  passkey: faulty(
    "Clé d’accès",
    "FIDO:/13086400838107303667332719012595115747821895775708323189557153075146383351399743",
  ),
  okta: faulty(
    "Okta Verify",
    "oktaverify://anne@example.org/?t=XtUTdWqYNjLD6Bw1hOwj&f=autabc123DEF456&s=https://example.okta.com&issuer=example.org",
  ),
});

/** @param {string} title @param {string} text @returns {LabCase} */
const faulty = (title, text) => ({ title, texts: [text], accounts: [] });
