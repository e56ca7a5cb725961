/** What the popup's page asks the browser to load early is what it loads anyway: found at once, and not one from the other. */
import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";
import { importsOf } from "../../build/files.mjs";
import { textOf } from "./sources.mjs";

test("the popup preloads all that the first code needs, and nothing else", () => {
  const found = new Set(["popup/popup.js"]);
  for (const path of found) {
    for (const name of importsOf(path, { later: false })) {
      found.add(name);
    }
  }
  const needed = [...found].flatMap((path) => [
    path,
    ...(path.startsWith("wasm/") ? [path.replace(".js", "_bg.wasm")] : []),
  ]);
  const links = [...textOf("popup/popup.html").matchAll(/rel="(?:module)?preload"[^>]*href="([^"]+)"/g)];
  const preloaded = links.map(([, href = ""]) => posix.join("popup", href));
  assert.ok(preloaded.length > 2);
  assert.deepEqual(preloaded.toSorted(), needed.filter((path) => path !== "popup/popup.js").toSorted());
});
