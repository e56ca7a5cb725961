/** What is wrong, said once and calmly, with what to do next. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { hasWord, plural, t } from "../../extension/words.js";
import { alertIcon, checkIcon } from "./icons.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../state.js").Failure} Failure
 * @typedef {import("../actions.js").Actions} Actions
 */

/** What happened. @param {Failure} failure @param {string} [input] the text the number points into */
export function failureText(failure, input = "") {
  const position = failure.number ?? 0;
  const character = [...input][position - 1] ?? "";
  return t(`error_${failure.code}`, { position, number: position, character });
}

/** What to do about it, if there is more to say. @param {Failure} failure */
export function failureHint(failure) {
  const key = `error_${failure.code}_hint`;
  return hasWord(key) ? t(key, { number: failure.number ?? 0 }) : "";
}

/**
 * Accounts that are stored but cannot be read. They are never shown as missing, and never overwritten.
 *
 * @param {State} state @param {Actions} act
 */
export function damageView(state, act) {
  if (state.damage.length === 0) {
    return nothing;
  }
  return html`<div class="notice is-danger" role="alert">
    ${alertIcon}
    <div class="notice-body">
      <h2>${plural("damage_title", state.damage.length)}</h2>
      <p>${t("damage_text")}</p>
      <div class="actions">
        <button class="button" @click=${act.onRestoreClick}>${t("damage_restore")}</button>
        <button class="button" @click=${act.onSaveRawClick}>${t("damage_save")}</button>
      </div>
    </div>
  </div>`;
}

/** Nothing could be opened at all. @param {Failure} failure @param {Actions} act */
export function unreadableView(failure, act) {
  return html`<div class="main is-form">
    <div class="notice is-danger" role="alert">
      ${alertIcon}
      <div class="notice-body">
        <h2>${t("unreadable_title")}</h2>
        <p>${failureText(failure)} ${failureHint(failure)}</p>
        <p>${t("unreadable_text")}</p>
      </div>
    </div>
    <button class="button is-primary" @click=${act.onRestoreClick}>${t("damage_restore")}</button>
    <button class="button" @click=${act.onSaveRawClick}>${t("damage_save")}</button>
    <button class="button is-quiet" @click=${act.onReloadClick}>${t("unreadable_again")}</button>
  </div>`;
}

/** The line at the bottom that says what just happened. @param {State} state @param {Actions} act */
export function statusView({ status }, act) {
  return html`<div class="status" role="status">
    ${
      status
        ? html`<div class="status-bar">
            ${status.urgent ? alertIcon : checkIcon}
            <p>${status.text}</p>
            ${status.action ? html`<button @click=${act.onStatusActionClick}>${status.action.text}</button>` : nothing}
            ${status.undo ? html`<button @click=${act.onUndoClick}>${t("button_undo")}</button>` : nothing}
          </div>`
        : nothing
    }
  </div>`;
}
