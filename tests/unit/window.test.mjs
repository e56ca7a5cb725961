import assert from "node:assert/strict";
import { test } from "node:test";
import { FIRST_WINDOW, isSpent, windowFor } from "../../popup/window.js";

const view = { height: 520, row: 70, count: 400 };

test("what is in view is always drawn, with room around it, and never all of a long list", () => {
  for (let top = 0; top <= 400 * 70 - 520; top += 35) {
    const { from, to } = windowFor({ ...view, top });
    assert.ok(from <= Math.floor(top / 70) && to >= Math.min(400, Math.ceil((top + 520) / 70)), `at ${top}`);
    assert.ok(to - from <= 60, `${to - from} rows at ${top}`);
  }
});

test("the ends of the list are the ends of what is drawn", () => {
  assert.equal(windowFor({ ...view, top: -40 }).from, 0);
  assert.equal(windowFor({ ...view, top: 1e6 }).to, 400);
  assert.deepEqual(windowFor({ ...view, top: 0, count: 0 }), { from: 0, to: 0 });
});

test("rows are drawn anew only when what is in view comes near the edge", () => {
  const drawn = windowFor({ ...view, top: 7000 });
  assert.equal(isSpent(drawn, windowFor({ ...view, top: 7140 }), 400), false);
  assert.equal(isSpent(drawn, windowFor({ ...view, top: 8400 }), 400), true);
  assert.equal(isSpent(drawn, windowFor({ ...view, top: 5600 }), 400), true);
  assert.equal(isSpent(FIRST_WINDOW, windowFor({ ...view, top: 0, count: 12 }), 12), false);
  assert.equal(isSpent(FIRST_WINDOW, windowFor({ ...view, top: 0 }), 400), true);
  assert.equal(isSpent(FIRST_WINDOW, windowFor({ ...view, top: 0, count: 17 }), 17), true, "the last row is drawn");
});
