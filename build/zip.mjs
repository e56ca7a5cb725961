/**
 * Packs the loadable folders for the stores: `node build/zip.mjs [--source]`, with `--source` also what they are built from.
 *
 * The same files give the same bytes on every machine: entries sorted, one fixed time, no attributes but whether a file
 * can be run, and the compressor is the one that package-lock.json pins.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { zipSync } from "fflate";
import { filesUnder, ROOT } from "./files.mjs";

/** The browsers that get a package of their own. */
export const PACKAGES = ["chrome", "edge", "firefox"];

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
  const names = filesUnder(folder).map((path) => path.slice(folder.length + 1));
  return zip(names.map((name) => ({ name, file: readFileSync(join(ROOT, folder, name)) })));
}

/**
 * What a reviewer needs to build the packages: every file of the repository.
 *
 * @returns {Uint8Array}
 */
export function zipSource() {
  return zip(sourcePaths().map((name) => ({ name, file: readFileSync(join(ROOT, name)) })));
}

/** Git's files; without git, as in the archive itself, all that is not made by the build. @returns {string[]} */
function sourcePaths() {
  if (existsSync(join(ROOT, ".git"))) {
    const paths = execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" }).split("\0");
    return paths.filter((path) => path !== "" && existsSync(join(ROOT, path)));
  }
  const ignored = readFileSync(join(ROOT, ".gitignore"), "utf8").split("\n").filter(Boolean);
  return filesUnder("").filter((path) => !ignored.some((folder) => `/${path}`.startsWith(folder)));
}

/** @param {{name: string, file: Uint8Array}[]} entries @returns {Uint8Array} */
function zip(entries) {
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
  const options = sorted.map(({ name, file }) => {
    const canBeRun = file[0] === 0x23 && file[1] === 0x21;
    const mode = canBeRun ? 0o100755 : 0o100644;
    return [name, [file, { os: 3, attrs: mode << 16 }]];
  });
  return zipSync(Object.fromEntries(options), { level: 9, mtime: TIME });
}

/** @param {string} name a browser, or `source` @returns {string} the package's path in the repository */
export function zipPath(name) {
  const { version } = JSON.parse(readFileSync(join(ROOT, "manifest.json"), "utf8"));
  return `dist/tessera-${name}-${version}.zip`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const browser of PACKAGES) {
    writeFileSync(join(ROOT, zipPath(browser)), zipPackage(browser));
  }
  if (process.argv.includes("--source")) {
    writeFileSync(join(ROOT, zipPath("source")), zipSource());
  }
}
