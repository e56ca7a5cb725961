/**
 * The icons of known issuers, from Simple Icons: which one goes with an account. They are loaded after the first codes are on
 * the screen; until then, and for everyone else, there is a letter.
 */
import { fileUrl } from "../extension/browser.js";

/** @typedef {{issuer: string, site: string, icon: string}} Named */
/** @typedef {Record<string, {title: string, names: readonly string[], tile: string}>} Issuers by slug; `tile` is SVG */

/** @type {Map<string, string>} each name in its plain form → slug */
let slugs = new Map();
/** @type {readonly {slug: string, title: string}[]} */
let titles = [];
/** @type {Map<string, string>} slug → tile */
let tiles = new Map();

/** Loads the icons; afterwards `iconFor` knows them. @returns {Promise<void>} */
export async function loadIcons() {
  if (titles.length === 0) {
    const answer = await fetch(fileUrl("icons/issuers.json"));
    setIcons(await answer.json());
  }
}

/** @param {Issuers} issuers */
export function setIcons(issuers) {
  const entries = Object.entries(issuers);
  slugs = new Map(entries.flatMap(([slug, { names }]) => [slug, ...names].map((name) => [plain(name), slug])));
  titles = entries.map(([slug, { title }]) => ({ slug, title }));
  tiles = new Map(entries.map(([slug, { tile }]) => [slug, tile]));
}

/** The icons to choose from, by title. @returns {readonly {slug: string, title: string}[]} */
export function iconTitles() {
  return titles;
}

/** The address of an account's icon; nothing when it has a letter. @param {Named} account @returns {string | undefined} */
export function iconFor(account) {
  const slug = slugFor(account);
  const tile = tiles.get(slug ?? "");
  return tile === undefined ? undefined : `data:image/svg+xml,${encodeURIComponent(tile)}`;
}

/**
 * The chosen icon, else that of the issuer by its whole name, else by its first word, else by the name in its site.
 *
 * @param {Named} account
 * @returns {string | undefined}
 */
export function slugFor({ issuer, site, icon }) {
  if (icon !== "") {
    return slugs.get(plain(icon));
  }
  const [first = ""] = issuer.split(/[\s(/:,–-]+/).filter((word) => plain(word).length > 2);
  const label = site.split(".").at(-2) ?? "";
  return [issuer, first, label].map((name) => slugs.get(plain(name))).find((slug) => slug !== undefined);
}

/** The icon that stands for the letter, when the person prefers it. */
export const LETTER = "letter";

/** Small letters and digits without accents: “Société R&D” → `societerd`. @param {string} name */
function plain(name) {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}
