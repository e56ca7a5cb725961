/** The guides for leaving other apps: `extension/guides/<app>.json`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { filesUnder } from "../../build/files.mjs";
import { APPS } from "../../extension/guides.js";
import { jsonOf } from "./sources.mjs";
import { faultsOf, WRITTEN } from "./writing.mjs";

/** @typedef {{name: string, exports: boolean, texts: Record<string, {steps: string[], note?: string}>}} Guide */

const paths = filesUnder("extension/guides");

test("every guide is listed once, and the Authenticator extension's is the first", () => {
  assert.deepEqual(paths, APPS.map((app) => `extension/guides/${app}.json`).sort());
  assert.equal(APPS[0], "authenticator");
});

for (const path of paths) {
  const { name, exports, texts } = /** @type {Guide} */ (jsonOf(path));

  test(`${path} says what to do in each language`, () => {
    assert.notEqual(name, "");
    assert.equal(typeof exports, "boolean");
    for (const language of ["en", ...WRITTEN]) assert.ok(texts[language], language);
    for (const [language, { steps, note }] of Object.entries(texts)) {
      assert.ok(steps.length > 0, language);
      assert.equal(steps.length, texts.en?.steps.length, `${language}: as many steps as in English`);
      assert.equal(note === undefined, texts.en?.note === undefined, `${language}: a note where English has one`);
      for (const words of [...steps, ...(note === undefined ? [] : [note])]) {
        assert.match(words, /^\S.*\S$/, language);
        assert.doesNotMatch(words, /<\/?[a-z]|"|'|\.\.\./i, words);
        assert.deepEqual(faultsOf(language, words), [], words);
      }
    }
  });
}
