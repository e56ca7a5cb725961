/**
 * Draws the icons of known issuers as tiles, from the set Simple Icons (CC0), with the names by which they are found: one
 * file, because two hundred small ones weigh twice as much in a zip.
 * Only brands whose own terms leave the set's licence as it is are taken; the names are in `issuers.txt`.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { optimize } from "svgo";
import { ROOT } from "./files.mjs";

/** @typedef {{title: string, slug: string, hex: string, license?: {type: string}, aliases?: {aka?: string[], old?: string[]}}} Brand */

const SOURCE = join(ROOT, "node_modules/simple-icons");
const TARGET = join(ROOT, "vendor/simple-icons");

/** Writes `vendor/simple-icons`: `issuers.json` with each brand’s names and tile, and the licence. */
export function writeIssuerIcons() {
  rmSync(TARGET, { recursive: true, force: true });
  mkdirSync(TARGET, { recursive: true });
  const issuers = chosenBrands().map((brand) => {
    const { slug, title, aliases } = brand;
    return [slug, { title, names: [title, ...(aliases?.aka ?? []), ...(aliases?.old ?? [])], tile: tile(brand) }];
  });
  writeFileSync(join(TARGET, "issuers.json"), JSON.stringify(Object.fromEntries(issuers)));
  cpSync(join(SOURCE, "LICENSE.md"), join(TARGET, "LICENSE.md"));
}

/** The brands of `issuers.txt`. A name that the set does not have is an error: the list must not rot. @returns {Brand[]} */
export function chosenBrands() {
  /** @type {Brand[]} */
  const all = JSON.parse(readFileSync(join(SOURCE, "data/simple-icons.json"), "utf8"));
  const wanted = readFileSync(join(ROOT, "build/issuers.txt"), "utf8").split(/\s+/).filter(Boolean);
  return wanted.map((slug) => {
    const brand = all.find((one) => one.slug === slug);
    if (!brand || (brand.license && brand.license.type !== "CC0-1.0")) {
      throw new Error(`issuers.txt: ${slug} is not in the set, or not under its licence`);
    }
    return brand;
  });
}

/** A square in the brand's colour with the brand's sign in whichever of white and near-black reads better. @param {Brand} brand */
function tile({ slug, hex }) {
  const { data } = optimize(readFileSync(join(SOURCE, `icons/${slug}.svg`), "utf8"), { plugins: [ROUNDED] });
  const [, path] = data.match(/<path d="([^"]+)"/) ?? [];
  if (path === undefined) {
    throw new Error(`${slug}.svg is not one path`);
  }
  const ink = luminance(hex) > 0.4 ? "#1c1a18" : "#fff";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="8" fill="#${hex}"/><path transform="translate(7.2 7.2) scale(.9)" fill="${ink}" d="${path}"/></svg>`;
}

/**
 * Paths to a hundredth of their unit, of which a sign has 24 and a row draws each as one pixel or so: nobody sees it, and it is a
 * quarter less to load. Curves stay curves: arcs in their place would be further off.
 *
 * @type {import("svgo").CustomPlugin | import("svgo").PluginConfig}
 */
const ROUNDED = { name: "convertPathData", params: { floatPrecision: 2, makeArcs: { threshold: 0, tolerance: 0 } } };

/** Relative luminance as WCAG defines it. @param {string} hex */
function luminance(hex) {
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
