/** The texts about codes that are not accounts: `crate/foreign/<kind>.json`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { filesUnder } from "../../build/files.mjs";
import { jsonOf } from "./sources.mjs";
import { faultsOf } from "./writing.mjs";

/**
 * @typedef {{kind: string, name: string, checked_on: string, texts: Record<string, {what: string, next: string}>}} Foreign
 */

/** In others the English text is shown, so that a new language does not have to touch every kind. */
const LANGUAGES = ["en", "fr", "de", "it"];

const paths = filesUnder("crate/foreign").filter((path) => path.endsWith(".json"));

test("there are foreign kinds, and Okta Verify is one", () => {
  assert.ok(paths.includes("crate/foreign/okta-verify.json"));
});

for (const path of paths) {
  const { kind, name, checked_on, texts } = /** @type {Foreign} */ (jsonOf(path));

  test(`${kind} says in four languages what it is and what to do next`, () => {
    assert.ok(path.endsWith(`/${kind}.json`));
    assert.notEqual(name, "");
    assert.deepEqual(
      LANGUAGES.filter((language) => !(language in texts)),
      [],
    );
    for (const [language, text] of Object.entries(texts)) {
      assert.deepEqual(Object.keys(text).sort(), ["next", "what"], language);
      for (const words of [text.what, text.next]) {
        assert.match(words, /^\S.*\S$/, language);
        assert.doesNotMatch(words, /<\/?[a-z]|"|\.\.\./i, language);
        assert.deepEqual(faultsOf(language, words), [], words);
      }
    }
  });

  test(`${kind} says when it was checked`, () => {
    assert.match(checked_on, /^\d{4}-\d\d-\d\d$/);
    assert.ok(!Number.isNaN(Date.parse(checked_on)));
  });
}
