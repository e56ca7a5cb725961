/** Scripts and styles as they ship: as they are written, without their comments, which are a fifth of a package. */
import { parse } from "acorn";

/**
 * A module without its comments. Lines that hold nothing else go with them; nothing else changes.
 *
 * Throws SyntaxError if `source` is not a module.
 *
 * @param {string} source
 * @returns {string}
 */
export function withoutComments(source) {
  /** @type {import("acorn").Comment[]} */
  const comments = [];
  parse(source, { ecmaVersion: "latest", sourceType: "module", onComment: comments });
  return cut(source, comments);
}

/**
 * A style sheet without the comments that have lines of their own.
 *
 * @param {string} source
 * @returns {string}
 */
export function withoutStyleComments(source) {
  return source.replaceAll(STYLE_COMMENT, "");
}

const STYLE_COMMENT = /^[ \t]*\/\*(?:(?!\*\/)[\s\S])*\*\/\n/gm;

/** @param {string} source @param {readonly {start: number, end: number}[]} parts */
function cut(source, parts) {
  let kept = "";
  let at = 0;
  for (const { start, end } of parts) {
    const line = source.lastIndexOf("\n", start - 1) + 1;
    const before = source.slice(line, start).trimEnd();
    const rest = source.slice(end, source.indexOf("\n", end) + 1 || source.length);
    const alone = line >= at && before === "" && rest.trim() === "";
    kept += source.slice(at, alone ? line : Math.max(at, line + before.length));
    at = alone ? end + rest.length : end;
  }
  return kept + source.slice(at);
}
