/** Recovery codes that were selected on a page: which account are they for? */
import { html } from "../../vendor/lit-html/lit-html.js";
import { t } from "../../extension/words.js";
import { rowNames, tileView } from "./list.js";

/**
 * @typedef {import("../state.js").Screen} Screen
 * @typedef {import("../actions.js").Actions} Actions
 */

/** @param {Extract<Screen, {name: "codes"}>} screen @param {Actions} act */
export function codesView({ accounts, text }, act) {
  return html`<div class="main">
    <p class="lead">${t("codes_choose")}</p>
    <ul class="here-rows" aria-label=${t("list_accounts")}>
      ${accounts.map(
        (row) =>
          html`<li class="row">
            <button class="row-main" @click=${() => act.onCodesAccountClick(row.id, text)}>
              ${tileView(row)}<span class="row-issuer">${rowNames(row)}</span>
            </button>
          </li>`,
      )}
    </ul>
  </div>`;
}
