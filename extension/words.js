/**
 * The words people read: `_locales/<language>/messages.json`, with named placeholders and plurals.
 *
 * `chrome.i18n` is not used for pages because its language cannot be chosen; the manifest uses it.
 */
import { fileUrl, interfaceLanguage } from "./browser.js";
import { languageFor } from "./languages.js";

/**
 * @typedef {{message: string}} Message
 * @typedef {Record<string, string | number>} Values
 */

/** @type {Record<string, Message>} */
let messages = {};
let current = "en";

/**
 * Loads the words of `language`; by default that of the browser.
 *
 * @param {string} [language]
 * @returns {Promise<void>}
 */
export async function loadWords(language = languageFor(interfaceLanguage())) {
  const answer = await fetch(fileUrl(`_locales/${language}/messages.json`));
  setWords(language, await answer.json());
}

/** @param {string} language @param {Record<string, Message>} words */
export function setWords(language, words) {
  current = language;
  messages = words;
}

/** The language in use, for `<html lang>` and number formats. @returns {string} */
export function language() {
  return current;
}

/**
 * The message `key` with its placeholders filled in. A missing message shows its key: ugly, never empty.
 *
 * @param {string} key
 * @param {Values} [values] by placeholder name in lower case
 * @returns {string}
 */
export function t(key, values = {}) {
  const text = messages[key]?.message ?? key;
  return text.replace(/\$([A-Z0-9_]+)\$/g, (whole, name) => String(values[name.toLowerCase()] ?? whole));
}

/**
 * The plural form of `key` for `count`: `key_one`, `key_few`, …, else `key_other`.
 *
 * @param {string} key
 * @param {number} count also filled in as `$COUNT$`
 * @param {Values} [values]
 * @returns {string}
 */
export function plural(key, count, values = {}) {
  const form = new Intl.PluralRules(current).select(count);
  const exact = `${key}_${form}`;
  return t(exact in messages ? exact : `${key}_other`, { ...values, count });
}

/** Whether there is a message `key`. @param {string} key @returns {boolean} */
export function hasWord(key) {
  return key in messages;
}
