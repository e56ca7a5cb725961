/** What CONTRIBUTING promises: a language, a foreign format and a foreign QR code are one new file and one list at most. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { filesUnder, ROOT } from "../../build/files.mjs";
import { codeOf, jsonOf, textOf } from "./sources.mjs";

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

/** A copy of what the rules about words read. */
const copy = mkdtempSync(join(tmpdir(), "tessera-newcomer-"));

before(() => {
  for (const name of NAMES) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
});

after(() => rmSync(copy, { recursive: true, force: true }));

test("a language is one file and one entry of a list", async () => {
  change("extension/languages.js", (text) => text.replace(/(LANGUAGES = \[.*)\]/, '$1, "zxx"]'));
  assert.notEqual(await failures(), 0, "a language without its words is noticed");
  // Nobody's language: what is shown is that the words are enough.
  const words = /** @type {Record<string, object>} */ (jsonOf("extension/_locales/en/messages.json"));
  add(
    "extension/_locales/zxx/messages.json",
    JSON.stringify({ ...words, language_tag: { ...words.language_tag, message: "zxx" } }),
  );
  assert.equal(await failures(), 0);
});

test("a foreign QR code is one file", async () => {
  const kind = /** @type {{kind: string}} */ (jsonOf("crate/foreign/bankid.json"));
  const path = "crate/foreign/made-up.json";
  const made = { ...kind, kind: "made-up", name: "Made up", match: [{ schemes: ["made-up"] }] };
  add(path, JSON.stringify({ ...made, texts: {} }));
  assert.notEqual(await failures(), 0, "a kind that says nothing is noticed");
  add(path, JSON.stringify(made));
  assert.equal(await failures(), 0);
});

test("a foreign format is one file and one entry of a list", () => {
  // The core's own tests read the made-up app of this file and fuzz it.
  const file = "crate/src/transfer/example.rs";
  const [, name = ""] = textOf(file).match(/^ {4}name: "([\w-]+)",$/m) ?? [];
  assert.notEqual(name, "");
  const others = ["crate/src", "crate/examples", "extension", "popup", "build", "tests/fuzz", "tests/vectors"]
    .flatMap(filesUnder)
    .filter((path) => /\.(?:rs|js|mjs|json)$/.test(path) && path !== file);
  const naming = others.filter((path) => textOf(path).includes(`"${name}"`));
  assert.deepEqual(naming, [], "nothing else names the format");
  const list = codeOf("crate/src/transfer.rs").match(/^formats! \{\n([\s\S]*?)^\}/m)?.[1] ?? "";
  assert.deepEqual(list.match(/^.*\bexample\b.*$/gm), ["    #[cfg(test)] example"]);
  const code = codeOf("crate/src/transfer.rs").replace(list, "");
  assert.doesNotMatch(code, /\bexample\b/);
  const users = others.filter((path) => path.startsWith("crate/src/transfer/") && /\bexample::/.test(codeOf(path)));
  assert.deepEqual(users, []);
});

/** @param {string} path @param {string} text */
function add(path, text) {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), text);
}

/** @param {string} path @param {(text: string) => string} edit */
function change(path, edit) {
  const text = readFileSync(join(copy, path), "utf8");
  assert.notEqual(edit(text), text);
  writeFileSync(join(copy, path), edit(text));
}

/** How many of the rules about words fail in the copy. @returns {Promise<number>} */
function failures() {
  // The runner tells tests that it started itself to report to it.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  return new Promise((done) => {
    execFile(process.execPath, ["--test", "--test-reporter=tap", ...RULES], { cwd: copy, env }, (_, output) => {
      const [, pass = "0"] = output.match(/^# pass (\d+)$/m) ?? [];
      const [, fail = "0"] = output.match(/^# fail (\d+)$/m) ?? [];
      done(Number(pass) > 20 ? Number(fail) : Number.NaN);
    });
  });
}
