/** A QR code, to be scanned from the screen or from paper. */
import { html, svg } from "../../vendor/lit-html/lit-html.js";
import { t } from "../../extension/words.js";

/** @param {import("../state.js").Drawing} drawing */
export function qrView({ path, size }) {
  return html`<div class="qr" role="img" aria-label=${t("details_qr")}>
    ${svg`<svg viewBox=${`0 0 ${size} ${size}`} shape-rendering="crispEdges" aria-hidden="true" focusable="false"><path d=${path} /></svg>`}
  </div>`;
}
