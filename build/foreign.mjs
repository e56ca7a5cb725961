/** The texts about foreign codes as they ship: one file, without the patterns, which are compiled into the core. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder, ROOT } from "./files.mjs";

const [SOURCE, TARGET] = ["crate/foreign", "vendor/foreign"];

/** Writes `vendor/foreign/texts.json`. */
export function writeForeignTexts() {
  rmSync(join(ROOT, TARGET), { recursive: true, force: true });
  mkdirSync(join(ROOT, TARGET), { recursive: true });
  writeFileSync(join(ROOT, TARGET, "texts.json"), JSON.stringify(foreignTexts()));
}

/** What is told of each kind, by kind. @returns {Record<string, import("../extension/foreign.js").ForeignTexts>} */
export function foreignTexts() {
  const kinds = filesUnder(SOURCE).map((path) => {
    const { kind, name, checked_on, texts } = JSON.parse(readFileSync(join(ROOT, path), "utf8"));
    return [kind, { name, checked_on, texts }];
  });
  return Object.fromEntries(kinds);
}
