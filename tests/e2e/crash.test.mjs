// The browser is killed in the middle of work; `node tests/e2e/crash.mjs 1000` goes on for longer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { crash } from "./crash.mjs";

test("after each of 8 kills every acknowledged edit is there and nothing is torn", async () => {
  const total = await crash(8);
  assert.equal(total.kills, 8);
  assert.ok(total.acknowledged > 8, JSON.stringify(total));
  assert.ok(total.cutDone + total.cutUndone > 0, JSON.stringify(total));
});
