/** What the packages weigh, and how much they may: `node build/sizes.mjs`. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { filesUnder, importsOf, ROOT, shipped } from "./files.mjs";
import { PACKAGES, zipPackage } from "./zip.mjs";

/**
 * @typedef {{name: string, raw: number, packed: number, budget: number}} Weight
 *   bytes; `packed` is what counts against `budget`: gzip, or the zip itself
 */

/** What the browser reads before the first code is shown. */
const FIRST_CODE_BUDGET = 250_000;
/** What it reads, besides, to search a picture. */
const QR_BUDGET = 60_000;
/** What it reads, besides, to derive a key from a passphrase, after the unlock screen is drawn. */
const KDF_BUDGET = 25_000;
/** What the pages that import and export read besides. */
const TRANSFER_BUDGET = 335_000;
/** What the popup reads besides to tell sites apart. */
const SITE_BUDGET = 80_000;
/** What a store gets. */
const ZIP_BUDGET = 1_200_000;

/**
 * Everything with a budget. `dist/` must be built.
 *
 * @returns {Promise<Weight[]>}
 */
export async function weights() {
  const zips = PACKAGES.map(async (browser) => {
    const files = filesUnder(`dist/${browser}`).map((path) => readFileSync(join(ROOT, path)).length);
    const raw = files.reduce((sum, size) => sum + size, 0);
    return { name: `zip for ${browser}`, raw, packed: (await zipPackage(browser)).length, budget: ZIP_BUDGET };
  });
  return [
    weight("popup until the first code", firstCodeFiles(), FIRST_CODE_BUDGET),
    ...["qr", "qr_plain"].map((name) => weight(`wasm/${name}`, wasmFiles(name), QR_BUDGET)),
    ...["kdf", "kdf_plain"].map((name) => weight(`wasm/${name}`, wasmFiles(name), KDF_BUDGET)),
    weight("wasm/transfer", wasmFiles("transfer"), TRANSFER_BUDGET),
    weight("wasm/site", wasmFiles("site"), SITE_BUDGET),
    ...(await Promise.all(zips)),
  ].filter(({ raw }) => raw > 0);
}

/**
 * @param {string} name
 * @param {string[]} paths
 * @param {number} budget
 * @returns {Weight}
 */
function weight(name, paths, budget) {
  const files = paths.map((path) => Buffer.from(shipped(path)));
  const raw = files.reduce((sum, file) => sum + file.length, 0);
  const packed = files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
  return { name, raw, packed, budget };
}

/** Modules the popup's page imports at once, with the wasm that belongs to them. @returns {string[]} */
function firstCodeFiles() {
  const found = new Set(["popup/popup.html"].filter((path) => existsSync(join(ROOT, path))));
  for (const path of found) {
    for (const name of importsOf(path, { later: false })) {
      found.add(name);
    }
  }
  const modules = [...found].filter((path) => path.endsWith(".js"));
  const wasm = modules.filter((path) => path.startsWith("wasm/")).map((path) => path.replace(".js", "_bg.wasm"));
  return [...modules, ...wasm];
}

/** @param {string} name @returns {string[]} */
function wasmFiles(name) {
  return [`wasm/${name}.js`, `wasm/${name}_bg.wasm`].filter((path) => existsSync(join(ROOT, path)));
}

async function print() {
  const size = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
  for (const path of filesUnder("wasm").filter((path) => path.endsWith(".wasm"))) {
    const file = readFileSync(join(ROOT, path));
    const hash = createHash("sha256").update(file).digest("hex");
    console.log(`${hash}  ${path} ${size(file.length)} ${size(gzipSync(file, { level: 9 }).length)} gzip`);
  }
  for (const { name, raw, packed, budget } of await weights()) {
    console.log(`${name.padEnd(28)}${size(raw)} ${size(packed)} packed, at most ${size(budget).trim()}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await print();
}
