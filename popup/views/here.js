/** The accounts for the site the person is on, above the list, each with the button that fills its code in. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../../extension/words.js";
import { fillIcon } from "./icons.js";
import { rowNames, rowView } from "./list.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../state.js").Row} Row
 * @typedef {import("../actions.js").Actions} Actions
 */

/** The rows that stand apart; none while one searches. @param {State} state @returns {Row[]} */
export function rowsHere({ rows, here, query }) {
  return query === "" && here ? rows.filter(({ id }) => here.ids.includes(id)) : [];
}

/** @param {readonly Row[]} rows @param {State} state @param {Actions} act */
export function hereView(rows, state, act) {
  if (rows.length === 0) {
    return nothing;
  }
  return html`<section class="here">
    <h2 class="here-title">${t("row_for_site")} <span>${state.here?.host}</span></h2>
    <ul class="list">
      ${repeat(
        rows,
        (row) => row.id,
        (row) => rowView(row, state, act),
      )}
    </ul>
  </section>`;
}

/** The button that fills a row's code in: in words for the site's own accounts, for the others as an icon. @param {Row} row @param {State} state @param {Actions} act */
export function fillIconView(row, { here, query }, act) {
  if (!here || row.failure) {
    return nothing;
  }
  const label = t("fill_label", { names: rowNames(row) });
  const onClick = () => act.onFillClick(row.id);
  return query === "" && here.ids.includes(row.id)
    ? html`<button class="fill-button" aria-label=${label} @click=${onClick}>${fillIcon}${t("fill_here")}</button>`
    : html`<span class="row-side">
        <button class="icon-button is-small" aria-label=${label} title=${t("fill_here")} @click=${onClick}>${fillIcon}</button>
      </span>`;
}
