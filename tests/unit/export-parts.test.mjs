import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

/** What the browser's session storage holds during a test. @type {Record<string, unknown>} */
let session = {};
Object.assign(globalThis, {
  chrome: {
    storage: {
      session: {
        get: async (/** @type {string} */ key) => ({ [key]: session[key] }),
        set: async (/** @type {Record<string, unknown>} */ items) => Object.assign(session, items),
      },
    },
  },
});
const { progressWith, rememberParts } = await import("../../extension/export-parts.js");

beforeEach(() => {
  session = {};
});

test("parts of one export add up in any order, each once", async () => {
  await rememberParts([{ id: 7, index: 2, count: 3 }]);
  await rememberParts([{ id: 7, index: 2, count: 3 }]);
  assert.deepEqual(await progressWith([{ id: 7, index: 0, count: 3 }]), { have: 2, want: 3 });
});

test("looking is not taking", async () => {
  await progressWith([{ id: 7, index: 0, count: 3 }]);
  assert.deepEqual(await progressWith([{ id: 7, index: 1, count: 3 }]), { have: 1, want: 3 });
});

test("another export starts from nothing", async () => {
  await rememberParts([{ id: 7, index: 0, count: 3 }]);
  assert.deepEqual(await progressWith([{ id: 8, index: 1, count: 2 }]), { have: 1, want: 2 });
});

test("an export of one part has no progress to show", async () => {
  assert.equal(await progressWith([{ id: 7, index: 0, count: 1 }]), null);
  assert.equal(await progressWith([]), null);
});
