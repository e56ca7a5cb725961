/** The line below the list: the way to “my code is refused”. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../../extension/words.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../actions.js").Actions} Actions
 */

/** @param {State} state @param {Actions} act */
export function footView({ screen, rows, here }, act) {
  if (screen.name !== "list" || rows.length === 0 || !here) {
    return nothing;
  }
  return html`<footer class="foot">
    <span></span>
    ${html`<button class="foot-doctor" @click=${act.onDoctorClick}>${t("doctor_open")}</button>`}
  </footer>`;
}
