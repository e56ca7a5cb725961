/** While a search works, and when it found nothing: never silence, always a next click. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../../extension/words.js";
import { imageIcon, keyboardIcon, phoneIcon, regionIcon, windowIcon } from "./icons.js";

/**
 * @typedef {import("../state.js").NothingReason} NothingReason
 *
 * @typedef {object} NothingActions
 * @property {() => void} [onScanClick] missing where there is no tab to scan
 * @property {() => void} [onRegionClick]
 * @property {() => void} onImagesClick
 * @property {() => void} onCameraClick
 * @property {() => void} onManualClick
 */

/** Why that usually is, and the next click for each. @param {NothingReason} reason @param {NothingActions} act */
export function nothingView(reason, act) {
  const { title, text } = WORDS[reason];
  const ofPage = reason === "page" || reason === "view";
  return html`<div class="main is-form">
    <div class="hero is-tight" role="alert">
      <h2>${t(title)}</h2>
      <p>${t(text)}</p>
    </div>
    <ul class="reasons">
      ${ofPage ? reasonView(windowIcon, t("nothing_hidden"), t("nothing_hidden_text"), t("found_again"), act.onScanClick) : nothing}
      ${
        reason === "closed"
          ? nothing
          : reasonView(regionIcon, t("nothing_cut"), t("nothing_cut_text"), t("nothing_region"), act.onRegionClick)
      }
      ${reasonView(phoneIcon, t("nothing_elsewhere"), t("nothing_elsewhere_text"), t("scan_camera"), act.onCameraClick)}
    </ul>
    <div class="actions">
      ${action(imageIcon, t("scan_images"), act.onImagesClick)} ${action(keyboardIcon, t("add_manual"), act.onManualClick)}
    </div>
    <p class="field-hint is-centred">${t("scan_paste_hint")}</p>
  </div>`;
}

/** @type {Record<NothingReason, {title: string, text: string}>} */
const WORDS = {
  page: { title: "nothing_title", text: "nothing_page_text" },
  view: { title: "nothing_title", text: "nothing_text" },
  closed: { title: "nothing_closed_title", text: "nothing_closed_text" },
  picture: { title: "nothing_picture_title", text: "nothing_picture_text" },
  region: { title: "nothing_picture_title", text: "region_none" },
  unreadable: { title: "error_picture_unreadable", text: "error_picture_unreadable_hint" },
};

/** @param {unknown} icon @param {string} title @param {string} text @param {string} label @param {(() => void) | undefined} onClick */
function reasonView(icon, title, text, label, onClick) {
  return html`<li>
    ${icon}
    <div>
      <strong>${title}</strong>
      <p>${text}</p>
    </div>
    ${onClick ? html`<button class="button is-small" @click=${onClick}>${label}</button>` : nothing}
  </li>`;
}

/** @param {unknown} icon @param {string} label @param {() => void} onClick */
function action(icon, label, onClick) {
  return html`<button class="button" @click=${onClick}>${icon}${label}</button>`;
}

/** @param {{onCancelScan: () => void}} act */
export function scanningView(act) {
  return html`<div class="main">
    <div class="hero">
      <span class="spinner"></span>
      <h2>${t("scan_working")}</h2>
      <button class="button" @click=${act.onCancelScan}>${t("button_cancel")}</button>
    </div>
  </div>`;
}
