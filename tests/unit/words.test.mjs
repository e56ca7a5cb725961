import assert from "node:assert/strict";
import { test } from "node:test";
import { languageFor } from "../../extension/languages.js";
import { plural, setWords, t } from "../../extension/words.js";

test("a regional wish gets its language, an unknown one English", () => {
  assert.equal(languageFor("fr-CH"), "fr");
  assert.equal(languageFor("FR_ca"), "fr");
  assert.equal(languageFor("en-GB"), "en");
  assert.equal(languageFor("de-AT"), "de");
  assert.equal(languageFor("it-CH"), "it");
  assert.equal(languageFor("ja"), "en");
});

test("placeholders are filled by name, whatever they hold", () => {
  setWords("en", { greeting: { message: "$NAME$ has $COUNT$" } });
  assert.equal(t("greeting", { name: "$COUNT$ & $1", count: 3 }), "$COUNT$ & $1 has 3");
});

test("a placeholder without a value stays visible", () => {
  setWords("en", { greeting: { message: "$NAME$" } });
  assert.equal(t("greeting"), "$NAME$");
});

test("a missing message shows its key, never nothing", () => {
  setWords("en", {});
  assert.equal(t("list_empty"), "list_empty");
});

test("French counts zero as singular, English does not", () => {
  const words = { n_one: { message: "one" }, n_other: { message: "$COUNT$ others" } };
  setWords("fr", words);
  assert.equal(plural("n", 0), "one");
  setWords("en", words);
  assert.equal(plural("n", 0), "0 others");
  assert.equal(plural("n", 1), "one");
});
