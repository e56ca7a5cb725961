/** How to get the file out of each common app, and what to do where an app gives none. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { language, t } from "../../extension/words.js";
import { foldIcon } from "../views/icons.js";

/**
 * @typedef {import("./state.js").ImportState} ImportState
 * @typedef {import("./actions.js").Actions} Actions
 * @typedef {import("../../extension/guides.js").Guide} Guide
 */

/** @param {ImportState} state @param {Actions} act */
export function guidesView({ guides, guide }, act) {
  const open = (/** @type {Guide} */ one) => guideView(one, guide === one.id, act);
  return html`<section class="page-section" aria-labelledby="import-guides">
    <h2 id="import-guides">${t("import_guides")}</h2>
    <p>${t("import_guides_text")}</p>
    <div class="import-guides">${guides.filter(({ exports }) => exports).map(open)}</div>
    <h3>${t("import_guides_none")}</h3>
    <div class="import-guides">${guides.filter(({ exports }) => !exports).map(open)}</div>
  </section>`;
}

/** @param {Guide} guide @param {boolean} isOpen @param {Actions} act */
function guideView({ id, name, texts }, isOpen, act) {
  const text = texts[language()] ?? texts.en;
  return html`<details class="fold" .open=${isOpen} @toggle=${(/** @type {Event} */ event) => act.onGuideToggle(event, id)}>
    <summary>${foldIcon}${name}</summary>
    <div class="fold-body">
      <ol class="import-steps">
        ${text.steps.map((step) => html`<li>${step}</li>`)}
      </ol>
      ${text.note ? html`<p class="field-hint">${text.note}</p>` : nothing}
    </div>
  </details>`;
}
