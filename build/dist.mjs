/**
 * Writes the loadable folders: `node build/dist.mjs [--test-key]`.
 *
 * `dist/chrome`, `dist/edge` and `dist/firefox`, or with `--test-key` only `dist/test-chrome`. What is not made by the build ships as
 * it is, scripts and styles without their comments; the manifest is written.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeForeignTexts } from "./foreign.mjs";
import { packageFiles, ROOT, shipped } from "./files.mjs";
import { chromeManifest, edgeManifest, firefoxManifest, TEST_KEY } from "./manifest.mjs";
import { writeWords } from "./words.mjs";

/** @type {import("./manifest.mjs").Manifest} */
const source = JSON.parse(readFileSync(join(ROOT, "manifest.json"), "utf8"));
writeWords();
writeForeignTexts();
const files = new Map([...packageFiles()].map(([to, from]) => [to, shipped(from)]));

if (process.argv.includes("--test-key")) {
  write("test-chrome", chromeManifest(source, { key: TEST_KEY }));
} else {
  write("chrome", chromeManifest(source));
  write("edge", edgeManifest(source));
  write("firefox", firefoxManifest(source));
}

/**
 * @param {string} name
 * @param {Record<string, unknown>} manifest
 */
function write(name, manifest) {
  const folder = join(ROOT, "dist", name);
  rmSync(folder, { recursive: true, force: true });
  for (const [to, file] of files) {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    writeFileSync(join(folder, to), file);
  }
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  process.stdout.write(`dist/${name}: ${files.size + 1} files\n`);
}
