/** What others made and we build with or ship: where it is from, and what it allows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { shippedCrates, usedCrates } from "../../build/cargo.mjs";
import { jsonOf, textOf } from "./sources.mjs";

/** @typedef {{name: string, version: string}} Named */

/** Licences under which a crate may be used here: none of them asks anything of our own code. */
const ALLOWED = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BSL-1.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Unicode-3.0",
  "Unlicense",
  "Zlib",
];

/** Crates that ship in two versions, because those who use them have not all moved on. */
const TWICE = [
  "aead",
  "chacha20",
  "cipher",
  "constant_time_eq",
  "crypto-common",
  "getrandom",
  "inout",
  "universal-hash",
];

const shipped = shippedCrates();

test("every crate allows what we do with it", () => {
  for (const { name, license } of usedCrates()) {
    assert.ok(isAllowed(license), `${name}: ${license || "no licence"}`);
  }
});

test("every crate is from the registry, with the hash that Cargo.lock has", () => {
  for (const { name, checksum } of shipped) {
    assert.match(checksum, /^[0-9a-f]{64}$/, name);
  }
  const sources = [...textOf("Cargo.lock").matchAll(/^source = "(\w+)\+/gm)].map(([, kind]) => kind);
  assert.deepEqual([...new Set(sources)], ["registry"]);
});

test("no crate ships in two versions without being known", () => {
  const names = shipped.map(({ name }) => name);
  const twice = [...new Set(names.filter((name, place) => names.indexOf(name) !== place))];
  assert.deepEqual(
    twice.filter((name) => !TWICE.includes(name)),
    [],
  );
});

test("the list of licences and the bill of materials name each part", () => {
  const expected = [...shipped.map(({ name, version }) => `${name} ${version}`), ...npmNames()].sort();
  const { packages, texts } = /** @type {import("../../build/notices.mjs").Notices} */ (
    jsonOf("dist/chrome/notices/licences.json")
  );
  assert.deepEqual(namesOf(packages), expected);
  for (const { name, text } of packages) {
    assert.ok(text === null || (texts[text]?.length ?? 0) > 200, name);
  }
  // qrcodegen's package has no file with the text of its licence, MIT, whose words are those of the others.
  assert.deepEqual(
    packages.filter(({ text }) => text === null).map(({ name }) => name),
    ["qrcodegen"],
  );

  const bill =
    /** @type {{bomFormat: string, specVersion: string, components: (Named & {purl: string, hashes: {content: string}[]})[]}} */ (
      jsonOf("dist/chrome/notices/sbom.json")
    );
  assert.deepEqual([bill.bomFormat, bill.specVersion], ["CycloneDX", "1.6"]);
  assert.deepEqual(namesOf(bill.components), expected);
  for (const { purl, hashes } of bill.components) {
    assert.match(purl, /^pkg:(cargo|npm)\/[\w%/-]+@[\w.+-]+$/);
    assert.match(hashes[0]?.content ?? "", /^([0-9a-f]{64}|[0-9a-f]{128})$/, purl);
  }
});

/** @param {string} expression in SPDX's form @returns {boolean} */
function isAllowed(expression) {
  const all = expression.replaceAll(/[()]/g, "").split(" AND ");
  return all.every((choices) =>
    choices.split(" OR ").some((name) => ALLOWED.includes(name.trim().replace(/ WITH .*/, ""))),
  );
}

/** @param {readonly Named[]} packages */
function namesOf(packages) {
  return packages.map(({ name, version }) => `${name} ${version}`).sort();
}

/** The packages of npm that ship, each with its version, and what they bundle. */
function npmNames() {
  const { dependencies } = /** @type {{dependencies: Record<string, string>}} */ (jsonOf("package.json"));
  const bundled = ["@zxcvbn-ts/dictionary-compression", "fastest-levenshtein"];
  const { packages } = /** @type {{packages: Record<string, {version: string}>}} */ (jsonOf("package-lock.json"));
  return [...Object.keys(dependencies), ...bundled].map(
    (name) => `${name} ${packages[`node_modules/${name}`]?.version ?? "missing"}`,
  );
}
