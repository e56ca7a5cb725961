// Runs the end-to-end tests: `node tests/e2e/run.mjs [--at-once N] FILE …`.
//
// A file whose tests fail is run once more with the machine to itself, and is named at the end: browsers give way to
// a busy machine in ways that no wait foresees. What fails twice fails; what needed its second run is a test to mend.
import { relative } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { parseArgs } from "node:util";

/** @typedef {{ pass: number, fail: number, skipped: number }} Tally of one file */

const { values, positionals } = parseArgs({
  options: { "at-once": { type: "string", default: "1" } },
  allowPositionals: true,
});

/**
 * Runs the files, shows their tests, and returns what came of each file.
 * @param {string[]} files
 * @param {number} concurrency
 * @returns {Promise<Map<string, Tally>>}
 */
const runFiles = (files, concurrency) =>
  new Promise((done, fail) => {
    /** @type {Map<string, Tally>} */
    const tallies = new Map();
    /** @param {keyof Tally} what @param {{ file?: string, name: string, nesting: number }} test */
    const count = (what, { file, name, nesting }) => {
      const path = relative(process.cwd(), file ?? name);
      const tally = tallies.get(path) ?? { pass: 0, fail: 0, skipped: 0 };
      if (nesting === 0) tally[what] += 1;
      tallies.set(path, tally);
    };
    const tests = run({ files, concurrency });
    tests.on("test:pass", (test) => count(test.skip === undefined ? "pass" : "skipped", test));
    tests.on("test:fail", (test) => count("fail", test));
    // The runner's own sums come at the end, once for both runs.
    const report = tests
      .filter(({ type, data }) => !(type === "test:diagnostic" && data.nesting === 0 && data.file === undefined))
      .compose(new spec());
    report.on("end", () => done(tallies));
    report.on("error", fail);
    report.pipe(process.stdout, { end: false });
  });

/** @param {Map<string, Tally>} tallies */
const failedOf = (tallies) => [...tallies].filter(([, { fail }]) => fail > 0).map(([path]) => path);

const tallies = await runFiles(positionals, Number(values["at-once"]));
const again = failedOf(tallies);
if (again.length > 0) {
  console.log(`\n── second run, one at a time: ${again.join(", ")}\n`);
  for (const [path, tally] of await runFiles(again, 1)) tallies.set(path, tally);
  console.log(`\nneeded a second run: ${again.join(", ")}`);
}
/** @param {(tally: Tally) => number} value */
const sum = (value) => [...tallies.values()].reduce((total, tally) => total + value(tally), 0);
console.log(`ℹ tests ${sum(({ pass, fail, skipped }) => pass + fail + skipped)}`);
console.log(`ℹ pass ${sum(({ pass }) => pass)}`);
console.log(`ℹ fail ${sum(({ fail }) => fail)}`);
console.log(`ℹ skipped ${sum(({ skipped }) => skipped)}`);
const failed = failedOf(tallies);
if (failed.length > 0) {
  console.log(`failed twice: ${failed.join(", ")}`);
  process.exitCode = 1;
}
