/**
 * The module that wasm-bindgen writes for an artefact, without its comments: `node build/glue.mjs IN.js OUT.js`. They are
 * those of the `.d.ts` beside it, and a third of what the popup reads of the module before the first code.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** @param {string} module @returns {string} */
export function withoutComments(module) {
  return module.replaceAll(COMMENT, "");
}

/** Documentation alone, on lines of its own: a text in the code that only looks like it does not begin a line so. */
const COMMENT = /^[ \t]*\/\*\*\n(?:[ \t]*\*(?!\/).*\n)*[ \t]*\*\/\n/gm;

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [from = "", to = ""] = process.argv.slice(2);
  writeFileSync(to, withoutComments(readFileSync(from, "utf8")));
}
