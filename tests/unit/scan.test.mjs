import assert from "node:assert/strict";
import { test } from "node:test";
import { importsOf } from "../../build/files.mjs";
import { cropSquare } from "../../extension/crop.js";
import { between, moved } from "../../popup/pages/region-frame.js";

test("the popup loads nothing of the reader before a scan", () => {
  // The list, and what follows it at once.
  const found = new Set(["popup/popup.html", "popup/screens.js"]);
  for (const path of found) {
    for (const name of importsOf(path, { later: false })) {
      if (name.includes("/")) found.add(name);
    }
  }
  assert.ok(found.has("popup/actions/scan.js"));
  const heavy = [...found].filter((path) => /^wasm\/qr|^extension\/(?:qr|scan|reader|page|picture)\b/.test(path));
  assert.deepEqual(heavy, []);
});

test("a crop is the square around the corners with a margin", () => {
  const corners = [
    { x: 100, y: 50 },
    { x: 200, y: 50 },
    { x: 200, y: 130 },
    { x: 100, y: 130 },
  ];
  const { x, y, side } = cropSquare(corners);
  assert.ok(Math.abs(side - 116) < 1e-9 && Math.abs(x - 92) < 1e-9 && Math.abs(y - 32) < 1e-9);
});

test("a region is drawn in any direction", () => {
  assert.deepEqual(between({ x: 9, y: 2 }, { x: 4, y: 7 }), { x: 4, y: 2, width: 5, height: 5 });
});

test("keys move a region within the picture and size it within the picture", () => {
  const region = {
    width: 600,
    height: 300,
    frame: { x: 0, y: 0, width: 100, height: 100 },
  };
  assert.deepEqual(moved(region, [-1, 0], false), region.frame);
  assert.deepEqual(moved(region, [1, 0], false), { ...region.frame, x: 10 });
  assert.equal(moved({ ...region, frame: { x: 550, y: 0, width: 50, height: 50 } }, [1, 0], true).width, 50);
  assert.equal(moved({ ...region, frame: { ...region.frame, width: 9 } }, [-1, 0], true).width, 8);
});
