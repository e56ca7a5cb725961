/** The correction of the clock, as it is kept. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { correctionFrom } from "../../extension/clock.js";

test("a correction is kept with the moment of its measuring; one kept before, as a number alone, still holds", () => {
  assert.deepEqual(correctionFrom({ ahead: 95_000, at: 1_764_000_000_000 }), { ahead: 95_000, at: 1_764_000_000_000 });
  assert.deepEqual(correctionFrom(-4000), { ahead: -4000, at: null });
});

test("what is no correction is none", () => {
  for (const kept of [undefined, null, 0, Number.NaN, "95000", {}, { ahead: "95" }, { ahead: 0, at: 1 }])
    assert.equal(correctionFrom(kept), null);
  assert.deepEqual(correctionFrom({ ahead: 1000, at: "yesterday" }), { ahead: 1000, at: null });
});
