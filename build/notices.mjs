/**
 * What the packages hold that others made: `vendor/notices/licences.json`, which the page “About” shows, and
 * `vendor/notices/sbom.json`, the same for machines (CycloneDX 1.6).
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shippedCrates } from "./cargo.mjs";
import { filesUnder, ROOT } from "./files.mjs";

/**
 * @typedef {{name: string, version: string, licence: string, text: number | null}} Notice `text`: its place in `texts`
 * @typedef {{code: string[], packages: Notice[], texts: string[]}} Notices `code`: the compiled files of the package
 */

const FOLDER = join(ROOT, "vendor/notices");

/** Packages of npm that ship, with what they bundle. */
const NPM = [
  "lit-html",
  "simple-icons",
  "@zxcvbn-ts/core",
  "@zxcvbn-ts/language-common",
  "@zxcvbn-ts/dictionary-compression",
  "fastest-levenshtein",
];

/** Writes both files. */
export function writeNotices() {
  const parts = [...shippedCrates().map(crateAsPart), ...NPM.map(packageAsPart)];
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, "licences.json"), `${JSON.stringify(noticesOf(parts))}\n`);
  writeFileSync(join(FOLDER, "sbom.json"), `${JSON.stringify(billOf(parts))}\n`);
}

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} version
 * @property {string} licence an SPDX expression
 * @property {string | null} text of the licence, as the package has it
 * @property {string} purl
 * @property {{alg: string, content: string}} hash
 */

/** @param {import("./cargo.mjs").Crate} crate @returns {Part} */
function crateAsPart({ name, version, license, folder, checksum }) {
  const hash = { alg: "SHA-256", content: checksum };
  return { name, version, licence: license, text: textIn(folder), purl: `pkg:cargo/${name}@${version}`, hash };
}

/** @param {string} path of the package in `node_modules` @returns {Part} */
function packageAsPart(path) {
  const { name, version, license } = readJson(`node_modules/${path}/package.json`);
  const { integrity } = readJson("package-lock.json").packages[`node_modules/${path}`];
  const content = Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex");
  const hash = { alg: "SHA-512", content };
  const text = textIn(join(ROOT, "node_modules", path));
  return { name, version, licence: license, text, purl: `pkg:npm/${name.replace("@", "%40")}@${version}`, hash };
}

/** The one file of a package that says most plainly what it allows. @param {string} folder */
function textIn(folder) {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const found = LICENCE_FILES.map((pattern) => names.find((name) => pattern.test(name))).find(Boolean);
  return found === undefined ? null : readFileSync(join(folder, found), "utf8").replaceAll("\r\n", "\n").trim();
}

const LICENCE_FILES = [
  /^licen[cs]e[-_]mit(\.\w+)?$/i,
  /^licen[cs]e(\.\w+)?$/i,
  /^copying$/i,
  /^licen[cs]e[-_]mit0/i,
  /^licen[cs]e/i,
];

/** Equal texts once. @param {Part[]} parts @returns {Notices} */
function noticesOf(parts) {
  const texts = [...new Set(parts.map(({ text }) => text))].filter((text) => text !== null);
  const packages = parts.map(({ name, version, licence, text }) => {
    return { name, version, licence, text: text === null ? null : texts.indexOf(text) };
  });
  return { code: filesUnder("wasm").filter((path) => path.endsWith(".wasm")), packages, texts };
}

/** @param {Part[]} parts */
function billOf(parts) {
  const { version } = readJson("manifest.json");
  const own = `pkg:generic/tessera@${version}`;
  const components = parts.map(({ name, version, licence, purl, hash }) => {
    return {
      type: "library",
      "bom-ref": purl,
      name,
      version,
      licenses: [{ expression: licence }],
      purl,
      hashes: [hash],
    };
  });
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": own,
        name: "tessera",
        version,
        licenses: [{ expression: "MIT OR Apache-2.0" }],
        purl: own,
      },
    },
    components,
    dependencies: [{ ref: own, dependsOn: parts.map(({ purl }) => purl) }],
  };
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(join(ROOT, path), "utf8"));
}
