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

/** @param {State} state @param {Actions} act */
export function hereView(state, act) {
  if (state.rowsHere.length === 0) {
    return nothing;
  }
  return html`<section class="here">
    <h2 class="here-title">${t("row_for_site")} <span>${state.here?.host}</span></h2>
    <ul class="here-rows ${state.settings.compact ? "is-compact" : ""}">
      ${repeat(
        state.rowsHere,
        (row) => row.id,
        (row, index) => rowView(row, index, state, act),
      )}
    </ul>
  </section>`;
}

/** The button under a row of the site's own. @param {Row} row @param {State} state @param {Actions} act */
export function fillButtonView(row, state, act) {
  if (row.failure || !state.rowsHere.includes(row)) {
    return nothing;
  }
  const label = t("fill_label", { names: rowNames(row) });
  return html`<button class="fill-button" aria-label=${label} @click=${() => act.onFillClick(row.id)}>
    ${fillIcon}${t("fill_here")}
  </button>`;
}

/** The same for every other row, as an icon. @param {Row} row @param {State} state @param {Actions} act */
export function fillIconView(row, state, act) {
  if (!state.here || row.failure || state.rowsHere.includes(row)) {
    return nothing;
  }
  const label = t("fill_label", { names: rowNames(row) });
  return html`<button
    class="icon-button is-small is-quiet"
    aria-label=${label}
    title=${t("fill_here")}
    @click=${() => act.onFillClick(row.id)}
  >
    ${fillIcon}
  </button>`;
}
