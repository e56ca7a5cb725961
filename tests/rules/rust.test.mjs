/** What the core may name, and which way its modules point. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { filesUnder, ROOT } from "../../build/files.mjs";
import { codeOf, jsonOf, textOf } from "./sources.mjs";

const BROWSER_CRATES = ["js-sys", "serde-wasm-bindgen", "wasm-bindgen", "wasm-bindgen-futures", "web-sys"];

/** The core without its boundary. */
const core = filesUnder("crate/src").filter((path) => path.endsWith(".rs") && !/^crate\/src\/wasm(\.rs|\/)/.test(path));

/**
 * @typedef {{name: string, source: string | null, req: string, target: string | null}} Dependency
 * @typedef {{packages: {name: string, version: string, dependencies: Dependency[]}[]}} Metadata
 */

/** @type {Metadata} */
const metadata = JSON.parse(
  execFileSync("cargo", ["metadata", "--no-deps", "--format-version=1", "--offline"], { cwd: ROOT, encoding: "utf8" }),
);

test("only the boundary names a browser type", () => {
  assert.ok(core.includes("crate/src/error.rs"));
  assert.deepEqual(filesWith(/\b(?:js_sys|serde_wasm_bindgen|wasm_bindgen|web_sys)\b|\b(?:crate|super)::wasm\b/), []);
});

test("the boundary exists on its own target alone", () => {
  assert.match(textOf("crate/src/lib.rs"), /#\[cfg\(target_arch = "wasm32"\)\]\npub mod wasm;/);
  for (const { name, target } of dependencies().filter(({ name }) => BROWSER_CRATES.includes(name))) {
    assert.equal(target, 'cfg(target_arch = "wasm32")', `${name} must be a dependency of wasm32 only`);
  }
});

test("randomness comes from one module", () => {
  assert.deepEqual(filesWith(/\b(?:getrandom|rand|rand_core|OsRng|thread_rng)\b::/), ["crate/src/entropy.rs"]);
});

test("case is a matter of one crate, because its tables are 16 kB", () => {
  assert.deepEqual(filesWith(/\bto_(?:lower|upper)case\b/), []);
});

test("the core has no clock, no files, no network and no output", () => {
  assert.deepEqual(filesWith(/\bSystemTime\b|\bInstant::now\b|\bstd::(?:fs|net|env|process|thread)\b/), []);
  assert.deepEqual(filesWith(/\be?println!|\be?print!/), []);
});

test("every crate is pinned to one version", () => {
  const loose = dependencies().filter(({ source, req }) => source !== null && !/^=\d+\.\d+\.\d+/.test(req));
  assert.deepEqual(
    loose.map(({ name, req }) => `${name} ${req}`),
    [],
  );
});

test("every crate comes from crates.io", () => {
  const sources = [...textOf("Cargo.lock").matchAll(/^source = "(.+)"$/gm)].map(([, source]) => source);
  assert.deepEqual([...new Set(sources)], ["registry+https://github.com/rust-lang/crates.io-index"]);
});

test("crates, packages and manifest have one version", () => {
  const { version } = /** @type {{version: string}} */ (jsonOf("manifest.json"));
  assert.equal(/** @type {{version: string}} */ (jsonOf("package.json")).version, version);
  for (const { name, version: other } of metadata.packages) {
    assert.equal(other, version, name);
  }
});

function dependencies() {
  return metadata.packages.flatMap(({ dependencies }) => dependencies);
}

/** Files of the core in which `pattern` occurs outside tests. @param {RegExp} pattern */
function filesWith(pattern) {
  const tests = testFiles();
  return core.filter((path) => {
    const [code = ""] = codeOf(path).split(/^\s*#\[cfg\(test\)\]\s*\n\s*mod \w+ \{/m, 1);
    return !tests.has(path) && pattern.test(code);
  });
}

/** The files of modules that are declared for tests alone. */
function testFiles() {
  const declared = core.flatMap((path) => {
    const folder = path.endsWith("/lib.rs") ? path.slice(0, -"/lib.rs".length) : path.slice(0, -".rs".length);
    return [...codeOf(path).matchAll(/^#\[cfg\(test\)\]\s*\nmod (\w+);/gm)].map(([, name]) => `${folder}/${name}.rs`);
  });
  return new Set(declared);
}
