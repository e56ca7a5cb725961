/** Which file of the repository goes where in the packages. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { withoutComments, withoutStyleComments } from "./comments.mjs";

/** The repository. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Folders of the repository and where they go, the more particular before the rest of the same folder, and what is made
 * of a file after the file whose place it takes.
 *
 * @type {readonly {from: string, to: string, ends: readonly string[]}[]}
 */
const FOLDERS = [
  { from: "extension/_locales", to: "_locales", ends: [".json"] },
  { from: "vendor/locales", to: "_locales", ends: [".json"] },
  { from: "extension", to: "extension", ends: [".js", ".css", ".html", ".svg", ".png", ".json"] },
  { from: "popup", to: "popup", ends: [".js", ".css", ".html", ".svg", ".png"] },
  { from: "wasm", to: "wasm", ends: [".js", ".wasm"] },
  { from: "vendor/simple-icons", to: "icons", ends: [".json", ".md"] },
  { from: "vendor/foreign", to: "foreign", ends: [".json"] },
  { from: "vendor/notices", to: "notices", ends: [".json"] },
];

/** What comes from npm, as it is; only the modules that something imports go into the packages. */
const VENDOR = ["vendor/lit-html", "vendor/zxcvbn-ts"];

/**
 * Every file of a package but the manifest: path in the package → path in the repository, sorted.
 *
 * @returns {Map<string, string>}
 */
export function packageFiles() {
  /** @type {Map<string, string>} */
  const files = new Map();
  const taken = new Set();
  for (const { from, to, ends } of FOLDERS) {
    for (const path of filesUnder(from)) {
      if (!taken.has(path) && ends.some((end) => path.endsWith(end))) {
        taken.add(path);
        files.set(to + path.slice(from.length), path);
      }
    }
  }
  for (const path of vendorFiles([...files.values()])) {
    files.set(path, path);
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * A file as it ships: scripts and styles of ours, and what wasm-bindgen writes, without their comments.
 *
 * @param {string} path in the repository
 * @returns {string | Uint8Array}
 */
export function shipped(path) {
  const file = readFileSync(join(ROOT, path));
  if (path.startsWith("vendor/")) {
    return file;
  }
  if (path.endsWith(".js")) {
    return withoutComments(file.toString());
  }
  return path.endsWith(".css") ? withoutStyleComments(file.toString()) : file;
}

/**
 * All files below `folder`, sorted; none if it does not exist.
 *
 * @param {string} folder relative to the repository, with `/`
 * @returns {string[]}
 */
export function filesUnder(folder) {
  if (!existsSync(join(ROOT, folder))) {
    return [];
  }
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(path) : [path];
    })
    .sort();
}

/**
 * The modules that `path` imports or loads, as paths in the repository; packages by their bare name.
 *
 * @param {string} path a JavaScript or HTML file of the repository
 * @param {{later?: boolean}} [options] `later: false` leaves out what `import()` loads when it is needed
 * @returns {string[]}
 */
export function importsOf(path, { later = true } = {}) {
  const text = readFileSync(join(ROOT, path), "utf8").replaceAll(COMMENT, "");
  if (path.endsWith(".html")) {
    return [...text.matchAll(HTML_SOURCE)].map(([, name = ""]) => posix.join(posix.dirname(path), name));
  }
  const found = [...text.matchAll(IMPORT), ...(later ? text.matchAll(LATER_IMPORT) : [])];
  return found.map(([, name = ""]) => (name.startsWith(".") ? posix.join(posix.dirname(path), name) : name));
}

const IMPORT = /(?:^|[;}])\s*(?:import\s*|(?:import|export)\b[^;'"`()]*?\bfrom\s*)["']([^"'\n]+)["']/gm;
const LATER_IMPORT = /\bimport\(\s*["']([^"']+)["']/g;
/** Comments that begin a line; types are imported there, which loads nothing. */
const COMMENT = /^[ \t]*(?:\/\*[\s\S]*?\*\/|\/\/.*)/gm;
const HTML_SOURCE = /<(?:script|link)\b[^>]*?(?:src|href)="([^"]+)"/g;

/**
 * @param {readonly string[]} sources
 * @returns {string[]}
 */
function vendorFiles(sources) {
  /** @type {Set<string>} */
  const found = new Set();
  const open = sources.filter((path) => /\.(js|html)$/.test(path) && !path.startsWith("wasm/"));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const name of importsOf(path)) {
      if (VENDOR.some((folder) => name.startsWith(`${folder}/`)) && !found.has(name)) {
        found.add(name);
        open.push(name);
      }
    }
  }
  const used = VENDOR.filter((folder) => [...found].some((name) => name.startsWith(`${folder}/`)));
  return [...found, ...used.map((folder) => `${folder}/LICENSE`)];
}
