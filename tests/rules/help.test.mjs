/** The user's guide: `extension/_locales/<language>/help.json`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { filesUnder } from "../../build/files.mjs";
import { NAVIGATION } from "../../popup/pages/navigation.js";
import { jsonOf, languages } from "./sources.mjs";
import { faultsOf, WRITTEN } from "./writing.mjs";

/**
 * @typedef {{id: string, question: string, answer: (string | string[])[], pages?: string[]}} Topic
 * @typedef {{introduction: string, topics: Topic[]}} Help
 */

const PAGES = ["settings", "security", "backup", "import", "restore", "help", "welcome"];
const english = helpOf("en");

/** A language may begin without: the guide is English there. */
const written = languages().filter((language) => filesUnder(`extension/_locales/${language}`).some(isHelp));

test("those languages have the guide that have rules of their own", () => {
  assert.deepEqual(
    ["en", ...WRITTEN].filter((language) => !written.includes(language)),
    [],
  );
});

for (const language of written) {
  test(`${language}: the guide answers what the English one answers, in as many parts`, () => {
    assert.deepEqual(helpOf(language).topics.map(shapeOf), english.topics.map(shapeOf));
  });

  test(`${language}: the guide is clean text`, () => {
    const { introduction, topics } = helpOf(language);
    for (const words of [introduction, ...topics.flatMap(({ question, answer }) => [question, ...answer.flat()])]) {
      assert.match(words, /^\S.*\S$/);
      assert.doesNotMatch(words, /<\/?[a-z]|["']|\.\.\.| {2}/i, words);
      assert.deepEqual(faultsOf(language, words), [], words);
    }
  });
}

test("the guide answers what people ask most", () => {
  const ids = english.topics.map(({ id }) => id);
  for (const id of ["refused", "new-computer", "forgotten", "phone", "no-qr", "reinstall", "safe", "sites"]) {
    assert.ok(ids.includes(id), id);
  }
});

test("the guide leads to pages that there are", () => {
  const named = english.topics.flatMap(({ pages = [] }) => pages);
  assert.deepEqual(
    named.filter((name) => !PAGES.includes(name)),
    [],
  );
  assert.ok(NAVIGATION.some(({ name }) => name === "help"));
});

/** @param {string} path */
function isHelp(path) {
  return path.endsWith("/help.json");
}

/** @param {string} language */
function helpOf(language) {
  return /** @type {Help} */ (jsonOf(`extension/_locales/${language}/help.json`));
}

/** @param {Topic} topic */
function shapeOf({ id, answer, pages = [] }) {
  return { id, pages, answer: answer.map((part) => (typeof part === "string" ? "paragraph" : part.length)) };
}
