/**
 * Begins what takes its time by itself while the popup's other modules are still being loaded: compiling the core and reading
 * the words. Whoever needs them waits for the same; what fails here fails there, and is said there.
 */
import { loadCore } from "../extension/core.js";
import { readSettings } from "../extension/settings.js";
import { loadWords } from "../extension/words.js";

async function readWords() {
  const { language } = await readSettings();
  await loadWords(language === "" ? undefined : language);
}

loadCore().catch(() => {});
readWords().catch(() => {});
