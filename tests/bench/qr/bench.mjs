/**
 * Usage: `node bench.mjs DIR [--module FOLDER] [--every N] [--no-jsqr] [--no-rqrr]`: the readers side by side on a corpus.
 *
 * DIR holds pictures and `truth.jsonl` with a line `{"file", "category", "payloads"}` for each. Every picture goes
 * through all readers before the next one, so that the machine's mood is the same for all; `rqrr` runs natively, and
 * its times are comparable with nothing else.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { jsqr, tessera, zxing } from "./readers.mjs";
import { scan } from "./scan.mjs";

/** @typedef {{file: string, category: string, payloads: string[]}} Truth */
/** @typedef {{payloads: string[], ms: number}} Result */

const ROOT = new URL("../../../", import.meta.url).pathname;
const options = process.argv.slice(2);
const every = Number(take("--every", "1"));
const module = take("--module", join(ROOT, "wasm"));
const withJsqr = !flag("--no-jsqr");
const withRqrr = !flag("--no-rqrr");
const folder = options[0];
if (folder === undefined) {
  throw new Error("usage: bench.mjs DIR [--module FOLDER] [--every N] [--no-jsqr] [--no-rqrr]");
}

/** @type {Truth[]} */
const truth = readFileSync(join(folder, "truth.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line))
  .filter((_, index) => index % every === 0);

/** @type {Map<string, import("./readers.mjs").Reader>} */
const readers = new Map([["tessera (wasm)", await tessera(module, "qr")]]);
readers.set("zxing-wasm", await zxing());
if (withJsqr) {
  readers.set("jsQR", await jsqr());
}

/** @type {Map<string, Result[]>} */
const results = new Map([...readers.keys()].map((name) => [name, []]));
for (const picture of truth) {
  for (const [name, reader] of readers) {
    results.get(name)?.push(await scan(reader, join(folder, picture.file)));
  }
}
if (withRqrr) {
  results.set("rqrr (native)", rqrr());
}

process.stdout.write(table());
process.stdout.write(categories());

/** @param {string} name @param {string} fallback */
function take(name, fallback) {
  const at = options.indexOf(name);
  return at < 0 ? fallback : (options.splice(at, 2)[1] ?? fallback);
}

/** @param {string} name */
function flag(name) {
  const at = options.indexOf(name);
  return at >= 0 && options.splice(at, 1).length === 1;
}

/** The bare crate, through the example of that name. @returns {Result[]} */
function rqrr() {
  const list = join(mkdtempSync(join(tmpdir(), "tessera-bench-")), "list.txt");
  writeFileSync(list, truth.map(({ file }) => resolve(folder ?? "", file)).join("\n"));
  const command = ["run", "--quiet", "--release", "-p", "tessera-core", "--example", "scan_rqrr", "--", "--list", list];
  const output = execFileSync("cargo", command, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });
  return output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** @param {Truth} picture @param {Result | undefined} result */
function outcome(picture, result) {
  const wanted = new Set(picture.payloads);
  const got = new Set(result?.payloads);
  const wrong = [...got].filter((text) => !wanted.has(text)).length;
  return { wrong, right: wrong === 0 && [...wanted].every((text) => got.has(text)) };
}

/** @param {number[]} values @param {number} share */
function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Milliseconds for the table; nothing where there was no such picture. @param {number} value */
function msOf(value) {
  return Number.isNaN(value) ? "–" : value.toFixed(1);
}

/** @returns {string} */
function table() {
  const coded = truth.map(({ payloads }) => payloads.length > 0);
  let text =
    "| reader | right | false | median ms | p95 ms | no code: median | no code: p95 |\n|---|---:|---:|---:|---:|---:|---:|\n";
  for (const [name, all] of results) {
    const outcomes = truth.map((picture, index) => outcome(picture, all[index]));
    const right = outcomes.filter(({ right }, index) => right && coded[index]).length;
    const total = coded.filter(Boolean).length;
    const wrong = outcomes.reduce((sum, { wrong }) => sum + wrong, 0);
    const times = (/** @type {boolean} */ kind) => all.filter((_, index) => coded[index] === kind).map(({ ms }) => ms);
    const numbers = [true, true, false, false].map((kind, index) =>
      msOf(quantile(times(kind), index % 2 ? 0.95 : 0.5)),
    );
    text += `| ${name} | ${((100 * right) / total).toFixed(2)} % (${right}/${total}) | ${wrong} | ${numbers.join(" | ")} |\n`;
  }
  return text;
}

/** @returns {string} */
function categories() {
  const names = [...new Set(truth.map(({ category }) => category))];
  let text = `\n| category | ${[...results.keys()].join(" | ")} |\n|---|${"---:|".repeat(results.size)}\n`;
  for (const category of names) {
    const cells = [...results.values()].map((all) => {
      const mine = truth.flatMap((picture, index) =>
        picture.category === category ? [outcome(picture, all[index])] : [],
      );
      return `${mine.filter(({ right }) => right).length}/${mine.length}`;
    });
    text += `| ${category} | ${cells.join(" | ")} |\n`;
  }
  return text;
}
