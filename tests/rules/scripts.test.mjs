/** What the shipped JavaScript may name, and in which direction it imports. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { filesUnder, importsOf } from "../../build/files.mjs";
import { codeOf, shippedScripts, textOf } from "./sources.mjs";

/** Where each part may import from. Nothing points back. @type {Record<string, readonly string[]>} */
const ARROWS = {
  popup: ["popup", "extension", "vendor"],
  extension: ["extension", "wasm", "vendor"],
  vendor: ["vendor"],
  wasm: [],
};

test("imports point from popup to extension to wasm, and never back", () => {
  const paths = Object.keys(ARROWS)
    .flatMap(filesUnder)
    .filter((path) => path.endsWith(".js"));
  assert.ok(paths.some((path) => path.startsWith("popup/")) && paths.includes("wasm/core.js"));
  const wrong = paths.flatMap((path) => {
    const allowed = ARROWS[path.split("/", 1)[0] ?? ""] ?? [];
    return importsOf(path)
      .filter((name) => !allowed.includes(name.split("/", 1)[0] ?? ""))
      .map((name) => `${path} → ${name}`);
  });
  assert.deepEqual(wrong, []);
});

test("one file names the browser's extension API", () => {
  const others = shippedScripts().filter((path) => path !== "extension/browser.js");
  assert.deepEqual(filesWith(/(?<![\w.$"'`/-])(?:chrome|browser)\s*(?:\.|\?\.|\[)/, others), []);
});

test("storage keys are named in one file", () => {
  const others = shippedScripts().filter((path) => path !== "extension/storage-keys.js");
  const literalKey = /\b(?:read|write|remove)(?:Local|Session|Sync|Managed)\(\s*(?:\[\s*|\{\s*)*["'`]/;
  assert.deepEqual(filesWith(literalKey, others), []);
  assert.deepEqual(filesWith(/\b(?:localStorage|sessionStorage|document\.cookie)\b/, others), []);
});

test("nothing is fetched but files of the extension", () => {
  // A page is asked for the time through itself, and only by the function that runs inside it.
  const inside = "extension/page/clock.js";
  const others = shippedScripts().filter((path) => path !== inside);
  assert.deepEqual(filesWith(/\bfetch\((?!fileUrl\()/, others), []);
  assert.deepEqual(filesWith(/\bfetch\((?!location\.origin \+)/, [inside]), []);
  assert.deepEqual(filesWith(/\b(?:XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeerConnection)\b/), []);
});

test("no text becomes markup or code, and nothing is shown outside the pages", () => {
  assert.deepEqual(
    filesWith(/\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|unsafeHTML|unsafeSVG)\b/),
    [],
  );
  assert.deepEqual(filesWith(/\beval\(|\bnew Function\(|(?<![\w.])(?:alert|confirm|prompt)\(/), []);
});

test("the content security policy names exactly the trusted-types policies that are made", () => {
  const made = shippedScripts().flatMap((path) =>
    [...codeOf(path).matchAll(/createPolicy\(\s*"([\w-]+)"/g)].map(([, name = ""]) => name),
  );
  const [, named = ""] = textOf("manifest.json").match(/trusted-types ([\w -]+)/) ?? [];
  assert.deepEqual(named.split(" ").sort(), ["lit-html", ...new Set(made)].sort());
});

test("a state is spread after what it waits for", () => {
  // What changed meanwhile would be undone: the spread comes first, whatever stands behind it.
  assert.deepEqual(filesWith(/\.\.\.(?:page\.|app\.)?state(?:\(\))?,[^;{}]*\bawait\b/), []);
});

test("style sheets have no ids and no !important", () => {
  for (const path of ["extension", "popup"].flatMap(filesUnder).filter((path) => path.endsWith(".css"))) {
    const rules = textOf(path).replaceAll(/\/\*[\s\S]*?\*\//g, "");
    assert.doesNotMatch(rules, /!important/, path);
    assert.doesNotMatch(rules, /(?:^|[\s,>+~}])#[A-Za-z_-][\w-]*[^;{}]*\{/, path);
  }
});

/**
 * @param {RegExp} pattern
 * @param {readonly string[]} [paths]
 */
function filesWith(pattern, paths = shippedScripts()) {
  assert.ok(paths.length > 0);
  return paths.filter((path) => pattern.test(codeOf(path)));
}
