/** The settings: each is kept the moment it is changed. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { onManagedChange, openShortcuts } from "../../extension/browser.js";
import { correctClock, onClockChange, readCorrection } from "../../extension/clock.js";
import { LANGUAGES } from "../../extension/languages.js";
import { changeSettings, onSettingsChange, readSettings } from "../../extension/settings.js";
import { NO_POLICIES, readPolicies } from "../../extension/policies.js";
import { language, plural, t } from "../../extension/words.js";
import { managedNote, managedView } from "../views/managed.js";
import { startPage } from "./frame.js";
import { NAVIGATION } from "./navigation.js";

/**
 * @typedef {import("../../extension/settings.js").Settings} Settings
 * @typedef {import("./frame.js").Page<Settings>} Page
 */

/** What an administrator has set. */
let policies = NO_POLICIES;
/** By how much the clock was corrected. @type {import("../../extension/clock.js").Correction | null} */
let correction = null;

startPage({ name: "settings", title: "settings_title", begin, view });

/** @param {Page} page @returns {Promise<Settings>} */
async function begin(page) {
  onSettingsChange((settings) => page.update(settings));
  [policies, correction] = await Promise.all([readPolicies(), readCorrection()]);
  onClockChange(async () => {
    correction = await readCorrection();
    page.update(page.state());
  });
  onManagedChange(async () => {
    policies = await readPolicies();
    page.update(page.state());
  });
  return readSettings();
}

/** @param {Settings} settings @param {Page} page */
function view(settings, page) {
  return html`
    ${managedView(policies)}
    <section class="page-section">
      <h2>${t("settings_appearance")}</h2>
      ${chooser("language", t("settings_language"), languages(), settings, page)}
      ${chooser("theme", t("settings_theme"), options(THEMES), settings, page)}
      ${chooser("text", t("settings_text"), options(TEXTS), settings, page)}
    </section>
    <section class="page-section">
      <h2>${t("settings_list")}</h2>
      ${chooser("sort", t("settings_sort"), options(SORTS), settings, page)}
      ${tick("compact", t("settings_compact"), t("settings_compact_text"), settings, page)}
      ${tick("masked", t("settings_masked"), t("settings_masked_text"), settings, page)}
    </section>
    <section class="page-section">
      <h2>${t("settings_browser")}</h2>
      ${chooser("badge", t("settings_badge"), options(BADGES), settings, page, policies.disableBackup ? t("managed_backup_off_badge") : "")}
      <div class="setting">
        <span class="setting-words">
          <span class="setting-name">${t("settings_shortcuts")}</span>
          <span class="field-hint">${t("settings_shortcuts_text")}</span>
        </span>
        <button class="button" @click=${() => openShortcuts().catch(page.fail)}>${t("settings_shortcuts_open")}</button>
      </div>
      ${correction ? clockView(correction, page) : nothing}
      ${NAVIGATION.filter(({ name }) => name === "security").map(
        ({ name }) => html`<div class="setting">
          <span class="setting-words">
            <span class="setting-name">${t("settings_lock")}</span>
            <span class="field-hint">${t("settings_lock_text")}</span>
          </span>
          <a class="button" href="${name}.html">${t("settings_lock_open")}</a>
        </div>`,
      )}
    </section>
  `;
}

/**
 * @param {"language" | "theme" | "text" | "sort" | "badge"} name @param {string} label
 * @param {readonly {value: string, text: string}[]} choices @param {Settings} settings @param {Page} page
 * @param {string} [closed] why an administrator lets nothing be chosen
 */
function chooser(name, label, choices, settings, page, closed = "") {
  return html`<div class="setting">
    <span class="setting-words">
      <label class="setting-name" for="setting-${name}">${label}</label>
      ${closed === "" ? nothing : managedNote(closed, `why-${name}`)}
    </span>
    <select
      class="input"
      id="setting-${name}"
      ?disabled=${closed !== ""}
      aria-describedby=${closed === "" ? nothing : `why-${name}`}
      @change=${(/** @type {Event} */ event) => {
        const { value } = /** @type {HTMLSelectElement} */ (event.target);
        changeSettings({ [name]: value }).catch(page.fail);
      }}
    >
      ${choices.map(({ value, text }) => html`<option value=${value} ?selected=${settings[name] === value}>${text}</option>`)}
    </select>
  </div>`;
}

/**
 * @param {"compact" | "masked"} name @param {string} label @param {string} hint @param {Settings} settings @param {Page} page
 */
function tick(name, label, hint, settings, page) {
  return html`<div class="setting">
    <span class="setting-words">
      <label class="setting-name" for="setting-${name}">${label}</label>
      <span class="field-hint" id="about-${name}">${hint}</span>
    </span>
    <input
      class="switch"
      type="checkbox"
      role="switch"
      id="setting-${name}"
      aria-describedby="about-${name}"
      .checked=${settings[name]}
      @change=${(/** @type {Event} */ event) => {
        const { checked } = /** @type {HTMLInputElement} */ (event.target);
        changeSettings({ [name]: checked }).catch(page.fail);
      }}
    />
  </div>`;
}

/** What “My code is refused” has corrected, and the way back. @param {import("../../extension/clock.js").Correction} correction @param {Page} page */
function clockView(correction, page) {
  const { ahead, at } = correction;
  return html`<div class="setting">
    <span class="setting-words">
      <span class="setting-name">${t("settings_clock")}</span>
      <span class="field-hint" id="about-clock">${clockText(ahead, at)}</span>
    </span>
    <button class="button" aria-describedby="about-clock" @click=${() => forgetClock(correction, page)}>${t("doctor_forget")}</button>
  </div>`;
}

/** @param {number} ahead @param {number | null} at */
function clockText(ahead, at) {
  const seconds = Math.round(Math.abs(ahead) / 1000);
  if (at === null) {
    return plural(ahead > 0 ? "doctor_ahead" : "doctor_behind", seconds);
  }
  const when = new Intl.DateTimeFormat(language(), { dateStyle: "long" }).format(at);
  return plural(ahead > 0 ? "settings_clock_ahead" : "settings_clock_behind", seconds, { when });
}

/** @param {import("../../extension/clock.js").Correction} correction @param {Page} page */
async function forgetClock({ ahead, at }, page) {
  try {
    await correctClock(0);
    page.say(t("doctor_forgotten"), { undo: () => correctClock(ahead, at) });
  } catch (thrown) {
    page.fail(thrown);
  }
}

/** Each language by its own name, so that whoever cannot read the present one finds theirs. */
function languages() {
  const names = LANGUAGES.map((value) => {
    const name = new Intl.DisplayNames([value], { type: "language" }).of(value) ?? value;
    return { value, text: name.charAt(0).toLocaleUpperCase(value) + name.slice(1) };
  });
  return [{ value: "", text: t("settings_language_browser") }, ...names];
}

/** @param {readonly {value: string, key: string}[]} choices */
function options(choices) {
  return choices.map(({ value, key }) => ({ value, text: t(key) }));
}

const THEMES = [
  { value: "system", key: "settings_theme_system" },
  { value: "light", key: "settings_theme_light" },
  { value: "dark", key: "settings_theme_dark" },
];
const TEXTS = [
  { value: "normal", key: "settings_text_normal" },
  { value: "large", key: "settings_text_large" },
  { value: "larger", key: "settings_text_larger" },
];
const SORTS = [
  { value: "own", key: "sort_own" },
  { value: "name", key: "sort_name" },
  { value: "recent", key: "sort_recent" },
  { value: "frequent", key: "sort_frequent" },
];
const BADGES = [
  { value: "backup", key: "settings_badge_backup" },
  { value: "nothing", key: "settings_badge_nothing" },
];
