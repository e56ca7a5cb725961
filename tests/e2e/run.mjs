// Runs the end-to-end tests: `node tests/e2e/run.mjs [--at-once N] [--share FOLDER] FILE …`.
//
// Several of them may run with the same files and folder: each takes what no other has begun, until none is left.
//
// A file whose tests fail is run once more with the machine to itself, and is named at the end: browsers give way to
// a busy machine in ways that no wait foresees. What fails twice fails; what needed its second run is a test to mend.
import { mkdirSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { parseArgs } from "node:util";

/** @typedef {{ pass: number, fail: number, skipped: number }} Tally of one file */

const { values, positionals } = parseArgs({
  options: { "at-once": { type: "string", default: "1" }, share: { type: "string" } },
  allowPositionals: true,
});

/**
 * Runs a file and shows its tests once it is done.
 * @param {string} file
 * @returns {Promise<Tally>}
 */
const runFile = async (file) => {
  const tally = { pass: 0, fail: 0, skipped: 0 };
  const tests = run({ files: [file], concurrency: 1 });
  tests.on("test:pass", ({ nesting, skip }) => {
    if (nesting === 0) tally[skip === undefined ? "pass" : "skipped"] += 1;
  });
  tests.on("test:fail", ({ nesting }) => {
    if (nesting === 0) tally.fail += 1;
  });
  // The runner's own sums come at the end, once for all files.
  const report = tests
    .filter(({ type, data }) => !(type === "test:diagnostic" && data.nesting === 0 && data.file === undefined))
    .compose(new spec());
  let shown = "";
  for await (const part of report) shown += part;
  process.stdout.write(shown);
  return tally;
};

/** Whether this run is the first to begin a file. @param {string} file */
const isOurs = (file) => {
  if (values.share === undefined) return true;
  try {
    mkdirSync(join(values.share, basename(file)));
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
};

/** @type {Map<string, Tally>} */
const tallies = new Map();
const waiting = [...positionals];
const work = async () => {
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    if (isOurs(file)) tallies.set(relative(process.cwd(), file), await runFile(file));
  }
};
await Promise.all(Array.from({ length: Number(values["at-once"]) }, work));

/** The files with a failed test. */
const failed = () => [...tallies].filter(([, { fail }]) => fail > 0).map(([path]) => path);
const again = failed();
if (again.length > 0) {
  console.log(`\n── second run, one at a time: ${again.join(", ")}\n`);
  for (const path of again) tallies.set(path, await runFile(path));
  console.log(`\nneeded a second run: ${again.join(", ")}`);
}
/** @param {(tally: Tally) => number} value */
const sum = (value) => [...tallies.values()].reduce((total, tally) => total + value(tally), 0);
console.log(`ℹ tests ${sum(({ pass, fail, skipped }) => pass + fail + skipped)}`);
console.log(`ℹ pass ${sum(({ pass }) => pass)}`);
console.log(`ℹ fail ${sum(({ fail }) => fail)}`);
console.log(`ℹ skipped ${sum(({ skipped }) => skipped)}`);
if (failed().length > 0) {
  console.log(`failed twice: ${failed().join(", ")}`);
  process.exitCode = 1;
}
