/** What the rules read: the repository's texts, without their comments where words in them must not count. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder, ROOT } from "../../build/files.mjs";

/** @param {string} path relative to the repository @returns {string} */
export function textOf(path) {
  return readFileSync(join(ROOT, path), "utf8");
}

/** @param {string} path @returns {unknown} */
export function jsonOf(path) {
  return JSON.parse(textOf(path));
}

/** The JavaScript that ships, generated and foreign code apart. @returns {string[]} */
export function shippedScripts() {
  return ["extension", "popup"].flatMap(filesUnder).filter((path) => path.endsWith(".js"));
}

/** The text of a script or a Rust file without comments. @param {string} path @returns {string} */
export function codeOf(path) {
  return textOf(path)
    .replaceAll(/^[ \t]*\/\*[\s\S]*?\*\//gm, "")
    .replaceAll(/(^|[ \t])\/\/.*/gm, "$1");
}

/**
 * The languages, by their folder.
 *
 * @returns {string[]}
 */
export function languages() {
  const folders = filesUnder("extension/_locales").map((path) => path.split("/")[2] ?? "");
  return [...new Set(folders)];
}

/**
 * @typedef {{message: string, description?: string, placeholders?: Record<string, {content: string}>}} Message
 */

/** @param {string} language @returns {Record<string, Message>} */
export function messagesOf(language) {
  return /** @type {Record<string, Message>} */ (jsonOf(`extension/_locales/${language}/messages.json`));
}

/** Every code of `error.rs`. @returns {string[]} */
export function errorCodes() {
  return [...codeOf("crate/src/error.rs").matchAll(/^\s*\w+ = "([a-z0-9_]+)",$/gm)].map(([, code = ""]) => code);
}
