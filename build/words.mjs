/** The words as they ship: without the descriptions, which are for translators and a third of what the files weigh. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesUnder, ROOT } from "./files.mjs";

const [SOURCE, TARGET] = ["extension/_locales", "vendor/locales"];

/** Writes `vendor/locales/<language>/messages.json`. */
export function writeWords() {
  rmSync(join(ROOT, TARGET), { recursive: true, force: true });
  for (const path of filesUnder(SOURCE).filter((path) => path.endsWith("/messages.json"))) {
    const target = join(ROOT, path.replace(SOURCE, TARGET));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, `${JSON.stringify(withoutDescriptions(readFileSync(join(ROOT, path), "utf8")))}\n`);
  }
}

/** @param {string} text of a `messages.json` @returns {Record<string, object>} */
export function withoutDescriptions(text) {
  /** @type {Record<string, {description?: string}>} */
  const messages = JSON.parse(text);
  return Object.fromEntries(Object.entries(messages).map(([key, { description: _, ...message }]) => [key, message]));
}
