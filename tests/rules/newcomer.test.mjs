/** What CONTRIBUTING promises: a language is one folder and one entry of a list. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../../build/files.mjs";

const NAMES = [
  "build",
  "crate/src/error.rs",
  "crate/foreign",
  "extension",
  "popup",
  "tests/rules",
  "manifest.json",
  "package.json",
];
const RULES = ["messages", "help", "foreign"].map((name) => `tests/rules/${name}.test.mjs`);

test("a language is one folder and one entry of a list", async () => {
  const copy = mkdtempSync(join(tmpdir(), "tessera-newcomer-"));
  try {
    for (const name of NAMES) {
      cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
    const list = join(copy, "extension/languages.js");
    const before = readFileSync(list, "utf8");
    const after = before.replace(/(LANGUAGES = \[.*)\]/, '$1, "eo"]');
    assert.notEqual(after, before);
    writeFileSync(list, after);
    assert.notEqual(await failures(copy), 0, "a language without its folder is noticed");
    // Not Esperanto: what is shown is that the folder is enough.
    cpSync(join(copy, "extension/_locales/en"), join(copy, "extension/_locales/eo"), { recursive: true });
    assert.equal(await failures(copy), 0);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

/** How many of the rules about words fail there. @param {string} folder @returns {Promise<number>} */
function failures(folder) {
  // The runner tells tests that it started itself to report to it.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  return new Promise((done) => {
    execFile(process.execPath, ["--test", "--test-reporter=tap", ...RULES], { cwd: folder, env }, (_, output) => {
      const [, pass = "0"] = output.match(/^# pass (\d+)$/m) ?? [];
      const [, fail = "0"] = output.match(/^# fail (\d+)$/m) ?? [];
      done(Number(pass) > 20 ? Number(fail) : Number.NaN);
    });
  });
}
