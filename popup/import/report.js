/** The report: every entry of every file, by what will happen to it, before anything is saved. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { plural, t } from "../../extension/words.js";
import { foldIcon } from "../views/icons.js";
import { failureHint, failureText } from "../views/notices.js";
import { chosen, isWorking, sorted } from "./state.js";

/**
 * @typedef {import("./state.js").ImportState} ImportState
 * @typedef {import("./state.js").Entry} Entry
 * @typedef {import("./state.js").Card} Card
 * @typedef {import("./actions.js").Actions} Actions
 * @typedef {{name: string, source: string, failure: import("./state.js").Failure}} NotTaken
 */

/** @param {ImportState} state @param {Actions} act */
export function reportView(state, act) {
  const { undecided, fresh, known, invalid } = sorted(state);
  const skipped = notTaken(state, invalid);
  const total = undecided.length + fresh.length + known.length + skipped.length;
  if (total === 0) {
    return nothing;
  }
  const count = chosen(state);
  return html`<section class="page-section import-report" aria-labelledby="import-report">
    <h2 id="import-report">${t("import_report")}</h2>
    <p>${plural("import_report_total", total)}</p>
    <dl class="import-counts">
      ${countView(t("import_count_new"), fresh.length)} ${countView(t("import_count_known"), known.length)}
      ${countView(t("import_count_undecided"), undecided.length)} ${countView(t("import_count_skipped"), skipped.length)}
    </dl>
    ${
      undecided.length > 0
        ? groupView(
            t("import_undecided"),
            undecided.length,
            html`<p class="field-hint">${t("import_undecided_text")}</p>
              <ul class="import-rows">
                ${undecided.map((entry) => undecidedRow(entry, state, act))}
              </ul>`,
            true,
          )
        : nothing
    }
    ${skipped.length > 0 ? groupView(t("import_skipped"), skipped.length, skippedRows(skipped), true) : nothing}
    ${
      fresh.length > 0
        ? groupView(
            t("import_new"),
            fresh.length,
            html`<ul class="import-rows">
              ${fresh.map((entry) => checkedRow(entry, state, act, ""))}
            </ul>`,
            true,
          )
        : nothing
    }
    ${
      known.length > 0
        ? groupView(
            t("import_known"),
            known.length,
            html`<p class="field-hint">${t("import_known_text")}</p>
              <ul class="import-rows">
                ${known.map((entry) =>
                  checkedRow(
                    entry,
                    state,
                    act,
                    entry.card.relation === "repeated" ? t("import_repeated") : t("import_same"),
                  ),
                )}
              </ul>`,
            false,
          )
        : nothing
    }
    <div class="import-foot">
      <button class="button is-primary" ?disabled=${count === 0 || state.saving || isWorking(state)} @click=${act.onImportClick}>
        ${count === 0 ? t("import_button_none") : plural("import_button", count)}
      </button>
      <p class="field-hint">${t("import_undo_promise")}</p>
    </div>
  </section>`;
}

/** What cannot be taken: entries that a file named, and codes that are no account. @param {ImportState} state @param {Entry[]} invalid @returns {NotTaken[]} */
function notTaken({ sources }, invalid) {
  const named = sources.flatMap(({ name, read }) =>
    (read?.skipped ?? []).map((entry) => ({ name: entry.name, source: name, failure: failureOf(entry) })),
  );
  const cards = invalid.map(({ id, card }) => ({
    name: card.issuer,
    source: sourceName(sources, id),
    failure: { code: card.failure ?? "unexpected", number: card.number },
  }));
  return [...named, ...cards];
}

/** @param {import("../../extension/transfer.js").SkippedEntry} entry */
function failureOf({ code, number }) {
  return { code, number };
}

/** @param {string} label @param {number} count */
function countView(label, count) {
  return html`<div class=${count === 0 ? "is-none" : ""}><dt>${label}</dt><dd>${count}</dd></div>`;
}

/** @param {string} title @param {number} count @param {unknown} content @param {boolean} open */
function groupView(title, count, content, open) {
  return html`<details class="fold import-group" ?open=${open}>
    <summary>${foldIcon}${title} <span class="import-number">${count}</span></summary>
    <div class="fold-body">${content}</div>
  </details>`;
}

/** @param {Entry} entry @param {ImportState} state @param {Actions} act @param {string} remark */
function checkedRow(entry, { sources }, act, remark) {
  const { card, id } = entry;
  const onChange = (/** @type {Event} */ event) =>
    act.onChoice(entry, /** @type {HTMLInputElement} */ (event.target).checked ? "add" : "skip");
  return html`<li class="import-row">
    <label>
      <input type="checkbox" .checked=${live(card.choice !== "skip")} @change=${onChange} />
      ${namesView(card)}
    </label>
    ${aboutView(card, sources.length > 1 ? sourceName(sources, id) : "", remark)}
  </li>`;
}

/** @param {Entry} entry @param {ImportState} state @param {Actions} act */
function undecidedRow(entry, { sources }, act) {
  const { card, id } = entry;
  const onChange = (/** @type {Event} */ event) =>
    act.onChoice(entry, /** @type {Card["choice"]} */ (/** @type {HTMLSelectElement} */ (event.target).value));
  return html`<li class="import-row is-question">
    ${namesView(card)}
    <select class="input" aria-label=${t("import_choice", { names: namesOf(card) })} @change=${onChange}>
      ${CHOICES.map((choice) => html`<option value=${choice} ?selected=${choice === card.choice}>${t(`found_choice_${choice}`)}</option>`)}
    </select>
    ${aboutView(card, sources.length > 1 ? sourceName(sources, id) : "", "")}
  </li>`;
}

/** @param {NotTaken[]} entries */
function skippedRows(entries) {
  return html`<ul class="import-rows">
    ${entries.map(
      ({ name, source, failure }) => html`<li class="import-row">
        <span class="import-names"><strong>${name || t("row_unnamed")}</strong></span>
        <span class="import-about">${source}</span>
        <p class="import-reason">${failureText(failure)} ${failureHint(failure)}</p>
      </li>`,
    )}
  </ul>`;
}

/** @param {Card} card */
function namesView({ issuer, account }) {
  return html`<span class="import-names">
    <strong>${issuer || account || t("row_unnamed")}</strong>
    ${issuer && account ? html` <span>${account}</span>` : nothing}
  </span>`;
}

/** @param {Card} card */
function namesOf({ issuer, account }) {
  return [issuer, account].filter(Boolean).join(", ") || t("row_unnamed");
}

/** @param {Card} card @param {string} source @param {string} remark */
function aboutView({ scheme, details }, source, remark) {
  const type = details || t(`type_${scheme}`);
  return html`<span class="import-about">${[remark, type, source].filter(Boolean).join(" · ")}</span>`;
}

/** @param {ImportState["sources"]} sources @param {number} id */
function sourceName(sources, id) {
  return sources.find((source) => source.id === id)?.name ?? "";
}

/** @type {readonly Card["choice"][]} */
const CHOICES = ["add", "replace", "skip"];
