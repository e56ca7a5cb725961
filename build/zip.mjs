/**
 * Packs the loadable folders for the stores: `node build/zip.mjs [--source]`, with `--source` also what they are built from.
 *
 * The same files give the same bytes on every machine: entries sorted, one fixed time, no attributes but whether a file
 * can be run, and the compressors are those that package-lock.json pins. The packages are deflated by Zopfli, which takes
 * a hundred times as long as others and saves one byte in fourteen; what it gave for a file is kept in `.cache`.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipAsync } from "@gfx/zopfli";
import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { gzipSync } from "fflate";
import { filesUnder, ROOT } from "./files.mjs";

configure({ useWebWorkers: false });

/** The browsers that get a package of their own. */
export const PACKAGES = ["chrome", "edge", "firefox"];

/** The first moment a zip can hold, 1980-01-01, as it holds it. */
const TIME = 0x21_0000;

/** What Zopfli gave for files, by their hash. */
const CACHE = join(ROOT, ".cache/zopfli");
const ZOPFLI = { numiterations: 1 };

/**
 * The package made of `dist/<browser>`.
 *
 * @param {string} browser
 * @returns {Promise<Uint8Array>}
 */
export function zipPackage(browser) {
  const folder = `dist/${browser}`;
  const names = filesUnder(folder).map((path) => path.slice(folder.length + 1));
  return zip(
    names.map((name) => ({ name, file: readFileSync(join(ROOT, folder, name)) })),
    small,
  );
}

/**
 * What a reviewer needs to build the packages: every file of the repository.
 *
 * @returns {Promise<Uint8Array>}
 */
export function zipSource() {
  const entries = sourcePaths().map((name) => ({ name, file: readFileSync(join(ROOT, name)) }));
  return zip(entries, (file) => gzipSync(file, { level: 9 }));
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

/**
 * @param {{name: string, file: Uint8Array}[]} entries
 * @param {(file: Uint8Array) => Uint8Array | Promise<Uint8Array>} gzip
 * @returns {Promise<Uint8Array>}
 */
async function zip(entries, gzip) {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { extendedTimestamp: false, rawLastModDate: TIME });
  for (const { name, file } of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const canBeRun = file[0] === 0x23 && file[1] === 0x21;
    const packed = await gzip(file);
    await writer.add(name, new Uint8ArrayReader(deflatedIn(packed)), {
      passThrough: true,
      compressionMethod: DEFLATE,
      uncompressedSize: file.length,
      crc32: checksumIn(packed),
      unixMode: canBeRun ? 0o100755 : 0o100644,
    });
  }
  return writer.close();
}

/** Method 8 of a zip. */
const DEFLATE = 8;

/** What was deflated stands between ten bytes of gzip's (RFC 1952) and eight. @param {Uint8Array} packed */
function deflatedIn(packed) {
  return packed.subarray(10, -8);
}

/** The CRC-32 of the file. @param {Uint8Array} packed */
function checksumIn(packed) {
  return new DataView(packed.buffer, packed.byteOffset).getUint32(packed.length - 8, true);
}

/** By Zopfli, or what it gave before. @param {Uint8Array} file @returns {Promise<Uint8Array>} */
async function small(file) {
  const hash = createHash("sha256").update(JSON.stringify(ZOPFLI)).update(file).digest("hex");
  const path = join(CACHE, hash);
  if (existsSync(path)) {
    return readFileSync(path);
  }
  const packed = await gzipAsync(file, ZOPFLI);
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(`${path}.${process.pid}`, packed);
  renameSync(`${path}.${process.pid}`, path);
  return packed;
}

/** @param {string} name a browser, or `source` @returns {string} the package's path in the repository */
export function zipPath(name) {
  const { version } = JSON.parse(readFileSync(join(ROOT, "manifest.json"), "utf8"));
  return `dist/tessera-${name}-${version}.zip`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const browser of PACKAGES) {
    writeFileSync(join(ROOT, zipPath(browser)), await zipPackage(browser));
  }
  if (process.argv.includes("--source")) {
    writeFileSync(join(ROOT, zipPath("source")), await zipSource());
  }
}
