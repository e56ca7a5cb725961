/** The import page: where files go in, what came of each, the password they need, and the report. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { hasWord, language, plural, t } from "../../extension/words.js";
import { alertIcon, checkIcon, foldIcon, infoIcon } from "../views/icons.js";
import { failureHint, failureText } from "../views/notices.js";
import { guidesView } from "./guides.js";
import { reportView } from "./report.js";
import { isLocked, progressOf } from "./state.js";

/**
 * @typedef {import("./state.js").ImportState} ImportState
 * @typedef {import("./state.js").Source} Source
 * @typedef {import("./actions.js").Actions} Actions
 */

/** @param {ImportState} state @param {Actions} act */
export function importView(state, act) {
  return html`
    ${state.done ? doneView(state.done, state.offersBackup, act) : nothing} ${dropView(state, act)}
    ${state.sources.length > 0 ? sourcesView(state, act) : nothing} ${isLocked(state) ? passwordView(state, act) : nothing}
    ${reportView(state, act)} ${guidesView(state, act)}
  `;
}

/** @param {ImportState} state @param {Actions} act */
function dropView(state, act) {
  return html`<section class="page-section import-drop ${state.dragging ? "is-over" : ""}" aria-labelledby="import-drop">
    <h2 id="import-drop">${t("import_drop")}</h2>
    <p>${t("import_drop_text")}</p>
    <div class="import-pick">
      <input class="visually-hidden" type="file" multiple id="import-files" @change=${act.onFilesPicked} />
      <label class="button is-primary" for="import-files">${t("import_pick")}</label>
      <p class="field-hint">${t("import_nothing_saved")}</p>
    </div>
    <details class="fold">
      <summary>${foldIcon}${t("import_paste")}</summary>
      <form class="fold-body" @submit=${act.onPastedSubmit}>
        <div class="field">
          <label for="import-text">${t("import_paste_label")}</label>
          <textarea
            class="input is-key"
            id="import-text"
            spellcheck="false"
            autocomplete="off"
            .value=${live(state.pasted)}
            @input=${act.onPastedInput}
          ></textarea>
          <p class="field-hint">${t("import_paste_hint")}</p>
        </div>
        <button class="button">${t("import_paste_read")}</button>
      </form>
    </details>
  </section>`;
}

/** @param {ImportState} state @param {Actions} act */
function sourcesView({ sources, now }, act) {
  return html`<section class="page-section" aria-labelledby="import-sources">
    <h2 id="import-sources">${t("import_sources")}</h2>
    <ul class="import-sources">
      ${repeat(
        sources,
        ({ id }) => id,
        (source) => sourceView(source, now, act),
      )}
    </ul>
  </section>`;
}

/** @param {Source} source @param {number} now @param {Actions} act */
function sourceView(source, now, act) {
  const { id, name, status, working } = source;
  return html`<li class="import-source is-${status}">
    <div class="import-source-text">
      <p class="import-source-name">${name}</p>
      ${statusOf(source)}
      ${status === "working" ? progressView(name, working, now) : nothing}
      ${foreignView(source)} ${notesView(source)}
    </div>
    <button class="button is-quiet" aria-label=${t(status === "working" ? "import_stop" : "import_remove", { name })} @click=${() => act.onRemoveClick(id)}>
      ${status === "working" ? t("button_cancel") : t("import_remove_short")}
    </button>
  </li>`;
}

/** @param {string} name @param {Source["working"]} working @param {number} now */
function progressView(name, working, now) {
  const done = progressOf(working, now);
  const label = t("import_progress", { name });
  return done === null
    ? html`<progress aria-label=${label}></progress>`
    : html`<progress aria-label=${label} max="100" .value=${Math.round(done * 100)}></progress>`;
}

/** @param {Source} source */
function statusOf({ status, read, failure, tried, working, kind, texts, foreign }) {
  switch (status) {
    case "working":
      return html`<p class="field-hint">${working && working.memory >= LARGE ? t("import_working_large") : t("import_working")}</p>`;
    case "locked":
      return tried
        ? html`<p class="field-error" role="alert">${t("error_transfer_password_wrong")} ${t("error_transfer_password_wrong_hint")}</p>`
        : html`<p class="field-hint">${t("import_locked")}</p>`;
    case "refused":
      return failure
        ? html`<p class="field-error" role="alert"><strong>${failureText(failure)}</strong> ${failureHint(failure)}</p>`
        : nothing;
    case "helper":
      return html`<p class="field-hint">${t("import_helper")}</p>`;
    case "read": {
      const codes = texts.length - foreign.length;
      if (read && kind !== "codes") {
        const count = plural("import_entries", read.accounts + read.skipped.length);
        return html`<p class="field-hint">${[formatName(read), count].join(" · ")}</p>`;
      }
      return codes > 0 ? html`<p class="field-hint">${plural("import_codes", codes)}</p>` : nothing;
    }
  }
}

/** What a file is: the name of its app, which is the same in every language, or a word. @param {import("../../extension/transfer.js").Read} read */
function formatName({ format, app }) {
  const key = `format_${format.replaceAll("-", "_")}`;
  return app || (hasWord(key) ? t(`format_${format.replaceAll("-", "_")}`) : format);
}

/** Codes of other products, each with what to do instead. @param {Source} source */
function foreignView({ foreign }) {
  return foreign.map(({ about, detail }) => {
    const text = about?.texts[language()] ?? about?.texts.en;
    return html`<div class="notice" role="group" aria-label=${about?.name ?? ""}>
      ${infoIcon}
      <div class="notice-body">
        <h2>${text?.what ?? ""}</h2>
        <p>${text?.next ?? ""}</p>
        ${detail ? html`<p><code>${detail}</code></p>` : nothing}
      </div>
    </div>`;
  });
}

/** @param {Source} source */
function notesView({ read }) {
  return (read?.notes ?? []).map(({ note, count, of }) => {
    const text =
      note === "parts_given" ? t("import_note_parts_given", { count, of }) : plural(`import_note_${note}`, count);
    return html`<p class="import-note">${infoIcon}<span>${text}</span></p>`;
  });
}

/** @param {ImportState} state @param {Actions} act */
function passwordView({ sources, password }, act) {
  const locked = sources.filter(({ status }) => status === "locked");
  return html`<section class="page-section import-password" aria-labelledby="import-password">
    <h2 id="import-password">${plural("import_password_title", locked.length)}</h2>
    <form class="import-password-form" @submit=${act.onPasswordSubmit}>
      <div class="field">
        <label for="import-password-field">${t("import_password")}</label>
        <input
          class="input"
          id="import-password-field"
          type="password"
          autocomplete="off"
          aria-describedby="import-password-hint"
          .value=${live(password)}
          @input=${act.onPasswordInput}
        />
      </div>
      <button class="button is-primary" ?disabled=${password === ""}>${t("import_password_open")}</button>
    </form>
    <p class="field-hint" id="import-password-hint">${t("import_password_hint")}</p>
  </section>`;
}

/** @param {import("./state.js").Done} done @param {boolean} offersBackup @param {Actions} act */
function doneView({ saved, clear, undone }, offersBackup, act) {
  if (undone) {
    return html`<section class="page-section import-done"><h2 tabindex="-1">${t("import_undone")}</h2></section>`;
  }
  return html`<section class="page-section import-done">
    <h2 tabindex="-1">${checkIcon}${plural("import_done", saved.added.length)}</h2>
    ${saved.replaced.length > 0 ? html`<p>${plural("import_done_replaced", saved.replaced.length)}</p>` : nothing}
    ${clear ? html`<p class="import-note">${alertIcon}<span>${t("import_done_clear")}</span></p>` : nothing}
    <div class="import-done-actions">
      <button class="button" @click=${act.onUndoClick}>${t("import_undo")}</button>
      ${offersBackup ? html`<a class="button" href="backup.html">${t("import_done_backup")}</a>` : nothing}
    </div>
  </section>`;
}

/** From how much memory on a word about it is due. Bytes. */
const LARGE = 256 * 1024 * 1024;
