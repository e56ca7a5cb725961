/** A code that is about to leave for another site than its own, and a field that may be meant for another code. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../../extension/words.js";
import { alertIcon } from "./icons.js";
import { rowNames } from "./list.js";

/**
 * @typedef {import("../state.js").Screen} Screen
 * @typedef {import("../actions.js").Actions} Actions
 */

/** @param {Extract<Screen, {name: "away"}>} screen @param {Actions} act */
export function awayView({ row, act: wish, verdict }, act) {
  const alike = verdict.kind === "lookalike";
  return html`<div class="main is-form">
    <div class="notice ${alike ? "is-danger" : ""}" role="alert">
      ${alertIcon}
      <div class="notice-body">
        <h2>${t(alike ? "away_lookalike_title" : "away_different_title")}</h2>
        <p>${alike ? t(`away_trick_${verdict.trick}`) : t("away_different_text")}</p>
      </div>
    </div>
    <dl class="hosts">
      <div>
        <dt>${t("away_here")}</dt>
        <dd><span class="host">${verdict.host}</span>${verdict.coded ? html`<span class="host-coded">${verdict.coded}</span>` : nothing}</dd>
      </div>
      <div>
        <dt>${t("away_there", { names: rowNames(row) })}</dt>
        <dd><span class="host">${verdict.site}</span></dd>
      </div>
    </dl>
    <button class="button is-primary" data-focus @click=${act.onBackClick}>${t(wish === "fill" ? "away_do_not_fill" : "away_do_not_copy")}</button>
    ${wish === "copy" ? html`<button class="button is-quiet" @click=${act.onCopyAnywayClick}>${t("away_copy_anyway")}</button>` : nothing}
    ${
      alike
        ? html`<p class="field-hint">${t("away_lookalike_hint")}</p>`
        : html`<button class="button is-quiet" @click=${act.onAddSiteClick}>${t("away_add_site", { host: verdict.host })}</button>`
    }
  </div>`;
}

/** @param {Extract<Screen, {name: "field"}>} screen @param {Actions} act */
export function fieldView({ filled }, act) {
  return html`<div class="main is-form">
    <div class="notice" role="alert">
      ${alertIcon}
      <div class="notice-body">
        <h2>${filled.field ? t("field_title", { field: filled.field }) : t("field_title_unnamed")}</h2>
        <p>${t(filled.why === "sms" ? "field_sms" : "field_unlabelled")}</p>
      </div>
    </div>
    <button class="button is-primary" data-focus @click=${act.onBackClick}>${t("away_do_not_fill")}</button>
    <button class="button is-quiet" @click=${act.onFillAnywayClick}>${t("field_fill_anyway")}</button>
  </div>`;
}
