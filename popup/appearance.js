/** How every page looks and speaks: the language, the colours and the size of text that the person chose. */
import { onSettingsChange, readSettings } from "../extension/settings.js";
import { isRightToLeft } from "../extension/languages.js";
import { language, loadWords } from "../extension/words.js";

/** @typedef {import("../extension/settings.js").Settings} Settings */

/**
 * Loads the words and makes the page look as chosen; keeps it so when another page changes the settings.
 *
 * @param {(settings: Settings) => void} [onChange] called after such a change has been followed
 * @returns {Promise<Settings>}
 */
export async function prepareAppearance(onChange) {
  const settings = await readSettings();
  await applyAppearance(settings);
  onSettingsChange(async (changed) => {
    await applyAppearance(changed);
    onChange?.(changed);
  });
  return settings;
}

/** @param {Settings} settings @returns {Promise<void>} */
export async function applyAppearance({ language: chosen, theme, text }) {
  const root = document.documentElement;
  root.dataset.theme = theme;
  root.dataset.text = text;
  await loadWords(chosen === "" ? undefined : chosen);
  root.lang = language();
  root.dir = isRightToLeft(language()) ? "rtl" : "ltr";
}
