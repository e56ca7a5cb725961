/** A page while its vault is locked: the way in, and nothing else. */
import { html } from "../../vendor/lit-html/lit-html.js";

/** @param {unknown} content */
export function lockedView(content) {
  return html`<main class="page-locked">
    <h1 class="page-brand"><img src="../../extension/icons/tessera.svg" alt="" /> Tessera</h1>
    ${content}
  </main>`;
}
