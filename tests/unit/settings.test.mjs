import assert from "node:assert/strict";
import { test } from "node:test";
import { settingsFrom } from "../../extension/settings.js";
import { usageFrom } from "../../extension/usage.js";

test("what was never set is the default", () => {
  for (const stored of [undefined, null, "dark", 7, [], {}]) {
    const { theme, language, compact, masked, sort } = settingsFrom(stored);
    assert.deepEqual([theme, language, compact, masked, sort], ["system", "", false, false, "own"]);
  }
});

test("one wrong value takes no other with it", () => {
  const settings = settingsFrom({ theme: "dark", language: "tlh", compact: "yes", sort: "name", unknown: 1 });
  assert.deepEqual(
    [settings.theme, settings.language, settings.compact, settings.sort, "unknown" in settings],
    ["dark", "", false, "name", false],
  );
});

test("use that cannot be is not counted", () => {
  const good = { id: "0011223344556677", last: 1_700_000_000_000, count: 3 };
  const bad = [
    null,
    7,
    { ...good, id: 1 },
    { ...good, count: -1 },
    { ...good, count: 2 ** 40 },
    { ...good, last: 0.5 },
  ];
  assert.deepEqual(usageFrom([good, ...bad]), [good]);
  assert.deepEqual(usageFrom("x"), []);
});
