/**
 * Packs the loadable folders for the stores: `node build/zip.mjs`.
 *
 * The same files give the same bytes on every machine: entries sorted, one fixed time, no attributes, and the
 * compressor is the one that package-lock.json pins.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { zipSync } from "fflate";
import { filesUnder, ROOT } from "./files.mjs";

/** The browsers that get a package of their own. Edge takes Chrome's. */
export const PACKAGES = ["chrome", "firefox"];

/** The first moment a zip can hold, in local time because a zip knows no other. */
const TIME = new Date(1980, 0, 1);

/**
 * The package made of `dist/<browser>`.
 *
 * @param {string} browser
 * @returns {Uint8Array}
 */
export function zipPackage(browser) {
  const folder = `dist/${browser}`;
  const entries = filesUnder(folder).map((path) => [path.slice(folder.length + 1), readFileSync(join(ROOT, path))]);
  return zipSync(Object.fromEntries(entries), { level: 9, mtime: TIME });
}

/** @param {string} browser @returns {string} the package's path in the repository */
export function zipPath(browser) {
  const { version } = JSON.parse(readFileSync(join(ROOT, `dist/${browser}/manifest.json`), "utf8"));
  return `dist/tessera-${browser}-${version}.zip`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const browser of PACKAGES) {
    writeFileSync(join(ROOT, zipPath(browser)), zipPackage(browser));
  }
}
