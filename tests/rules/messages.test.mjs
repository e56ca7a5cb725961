/**
 * Each message exists, is used, and is written as house style asks.
 *
 * How a message is used, so that this can be checked: `t("key")`, `plural("key", n)` (`key_one`, `key_other`),
 * `hasWord("key")`, `__MSG_key__` in the manifest, `"key"` in a table, or a template that begins with a literal:
 * t(`found_choice_${choice}`) uses every `found_choice_…`. `error_<code>` and its hint belong to a code of
 * `error.rs`, or to a code that a script names in quotes.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGUAGES } from "../../extension/languages.js";
import { codeOf, errorCodes, languages, messagesOf, shippedScripts, textOf } from "./sources.mjs";
import { faultsOf, mayBeEnglish, WRITTEN } from "./writing.mjs";

const english = messagesOf("en");
const scripts = shippedScripts().map(codeOf).join("\n");
const calls = callsIn(scripts);
const manifestKeys = [...textOf("manifest.json").matchAll(/__MSG_(\w+)__/g)].map(([, key = ""]) => key);

test("the languages of the code are the folders of _locales", () => {
  assert.deepEqual([...LANGUAGES].sort(), languages().sort());
});

for (const language of languages()) {
  const messages = messagesOf(language);

  test(`${language}: each error code has a message and a hint`, () => {
    assert.ok(errorCodes().length > 0, "no code was found in error.rs");
    const wanted = [...errorCodes(), ...codesNamedInScripts()].flatMap((code) => [
      `error_${code}`,
      `error_${code}_hint`,
    ]);
    assert.deepEqual(missing(wanted, messages), []);
  });

  test(`${language}: each key that is used exists`, () => {
    assert.ok(calls.keys.length > 0, "no t(…) was found");
    const plurals = calls.plurals.flatMap((base) => [`${base}_one`, `${base}_other`]);
    assert.deepEqual(missing([...calls.keys, ...manifestKeys, ...plurals], messages), []);
  });

  test(`${language}: the keys are those of English`, () => {
    assert.deepEqual(withoutPluralForms(messages), withoutPluralForms(english));
  });

  test(`${language}: the placeholders are those of English, each declared`, () => {
    for (const [key, { message, placeholders = {} }] of Object.entries(messages)) {
      const names = placeholdersIn(message);
      assert.deepEqual(Object.keys(placeholders).sort(), names, `${language}/${key}: declared ≠ used`);
      // A form for exactly one may leave the number out.
      if (!key.endsWith("_one")) {
        const model = english[key] ?? english[`${pluralBase(key)}_other`];
        assert.deepEqual(names, placeholdersIn(model?.message ?? ""), `${language}/${key}: not those of English`);
      }
    }
  });

  test(`${language}: keys are sorted, each message has a description and clean text`, () => {
    assert.deepEqual(Object.keys(messages), Object.keys(messages).sort());
    for (const [key, { message, description }] of Object.entries(messages)) {
      assert.match(key, /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
      assert.ok(description, `${language}/${key} has no description`);
      assert.notEqual(message.trim(), "", `${language}/${key} is empty`);
      assert.doesNotMatch(message, /^\s|\s$| {2}/, `${language}/${key}: stray space`);
      assert.doesNotMatch(message, /<\/?[a-z]/i, `${language}/${key}: markup`);
      assert.doesNotMatch(message, /["']|\.\.\./, `${language}/${key}: typewriter quotes or dots`);
    }
  });

  test(`${language}: the tag is its own`, () => {
    assert.equal(messages.language_tag?.message, language);
  });

  test(`${language}: the stores take the name and the description`, () => {
    assert.ok((messages.extension_name?.message.length ?? 0) <= 45);
    assert.ok((messages.extension_description?.message.length ?? 0) <= 132);
  });
}

test("each message is used", () => {
  const unused = Object.keys(english).filter((key) => !isUsed(key));
  assert.deepEqual(unused, []);
});

for (const language of WRITTEN) {
  const messages = messagesOf(language);

  test(`${language}: the words are written as this language is`, () => {
    for (const [key, { message }] of Object.entries(messages)) {
      assert.deepEqual(faultsOf(language, message), [], `${language}/${key}: ${message}`);
    }
  });

  test(`${language}: no message is still English`, () => {
    const same = Object.keys(messages).filter((key) => messages[key]?.message === english[key]?.message);
    const left = same.filter((key) => !mayBeEnglish(language, messages[key]?.message ?? ""));
    assert.deepEqual(left, []);
  });

  test(`${language}: each message is described to translators as in English`, () => {
    const described = Object.keys(messages).filter((key) => key in english);
    const other = described.filter((key) => messages[key]?.description !== english[key]?.description);
    assert.deepEqual(other, []);
  });
}

/**
 * @param {readonly string[]} keys
 * @param {Record<string, unknown>} messages
 */
function missing(keys, messages) {
  return [...new Set(keys)].filter((key) => !(key in messages));
}

/** @param {string} message */
function placeholdersIn(message) {
  return [...new Set([...message.matchAll(/\$([A-Z0-9_]+)\$/g)].map(([, name = ""]) => name.toLowerCase()))].sort();
}

/** The keys, with each plural form as its base: languages differ in the forms they have. @param {object} messages */
function withoutPluralForms(messages) {
  return [...new Set(Object.keys(messages).map((key) => (pluralBase(key) ? `${pluralBase(key)}_*` : key)))].sort();
}

/** The key given to `plural(…)` if `key` is one of its forms. @param {string} key */
function pluralBase(key) {
  const base = key.replace(/_(?:zero|one|two|few|many|other)$/, "");
  return base !== key && calls.plurals.includes(base) ? base : undefined;
}

/** @param {string} key */
function isUsed(key) {
  if (manifestKeys.includes(key) || scripts.includes(`"${key}"`) || pluralBase(key)) {
    return true;
  }
  const [, code] = key.match(/^error_(.+?)(?:_hint)?$/) ?? [];
  if (code !== undefined) {
    return errorCodes().includes(code) || codesNamedInScripts().includes(code);
  }
  return calls.prefixes.some((prefix) => key.startsWith(prefix));
}

/** Codes that do not come from the core: `code: "unexpected"`. */
function codesNamedInScripts() {
  return [...scripts.matchAll(/\bcode: "([a-z0-9_]+)"/g)].map(([, code = ""]) => code);
}

/**
 * The literals in the first argument of each call that takes a key, and how the templates there begin.
 *
 * @param {string} code
 */
function callsIn(code) {
  /** @type {{keys: string[], plurals: string[], prefixes: string[]}} */
  const found = { keys: [], plurals: [], prefixes: [] };
  for (const match of code.matchAll(/(?<![\w.])(t|plural|hasWord)\(/g)) {
    const argument = firstArgument(code.slice(match.index + match[0].length));
    const literals = argument.replaceAll(/\$\{[^}]*\}/g, "").matchAll(/(?<![!=]== )"([a-z0-9_]+)"/g);
    found[match[1] === "plural" ? "plurals" : "keys"].push(...[...literals].map(([, key = ""]) => key));
    found.prefixes.push(...[...argument.matchAll(/^`([a-z0-9_]+_)\$\{/g)].map(([, prefix = ""]) => prefix));
  }
  return found;
}

/** The text up to the comma or parenthesis that ends the first argument. @param {string} rest */
function firstArgument(rest) {
  let depth = 0;
  for (const [index, character] of [...rest.slice(0, 400)].entries()) {
    if (depth === 0 && (character === "," || character === ")")) {
      return rest.slice(0, index);
    }
    depth += "([{".includes(character) ? 1 : ")]}".includes(character) ? -1 : 0;
  }
  return rest.slice(0, 400);
}
