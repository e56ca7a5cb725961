/** The section about synchronising: when, how full, what is wrong and what to do. Lives by itself in any page. */
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";
import { ref } from "../../vendor/lit-html/directives/ref.js";
import { onLocalChange } from "../../extension/browser.js";
import { SYNC_STATUS } from "../../extension/storage-keys.js";
import { readSyncStatus, syncNow } from "../../extension/sync.js";
import { keepApart } from "../../extension/sync-area.js";
import { language, plural, t } from "../../extension/words.js";
import { momentText } from "../moments.js";
import { alertIcon, checkIcon } from "../views/icons.js";

/**
 * @typedef {import("../../extension/sync.js").SyncStatus} SyncStatus
 *
 * @typedef {object} Ways what the page around it lends
 * @property {() => void} enterNewKey asks for the passphrase that another device has changed
 * @property {() => void} joinOther asks for what opens the vault in the sync area, and joins it
 */

/** @param {Ways} ways */
export function syncSection(ways) {
  return html`<section class="page-section sync" aria-labelledby="sync" ${ref(start(ways))}></section>`;
}

/** One and the same function for the same ways, so that drawing the page again does not start anew. @param {Ways} ways */
function start(ways) {
  const known = starts.get(ways) ?? ((/** @type {Element | undefined} */ element) => element && run(element, ways));
  starts.set(ways, known);
  return known;
}

/** @type {WeakMap<Ways, (element: Element | undefined) => void>} */
const starts = new WeakMap();

/** @param {Element} element @param {Ways} ways */
function run(element, ways) {
  let busy = false;
  const draw = async () => {
    const status = await readSyncStatus();
    if (element.isConnected) {
      render(sectionView(status, busy, act), /** @type {HTMLElement} */ (element));
    }
  };
  const exchange = async () => {
    busy = true;
    await draw();
    await syncNow();
    busy = false;
    await draw();
  };
  const act = {
    ...ways,
    onSyncClick: exchange,
    onApartClick: async () => {
      await keepApart(true);
      await exchange();
    },
  };
  onLocalChange((keys) => keys.includes(SYNC_STATUS) && draw());
  exchange();
}

/** @param {SyncStatus} status @param {boolean} busy @param {Ways & {onSyncClick: () => void, onApartClick: () => void}} act */
function sectionView(status, busy, act) {
  return html`<h2 id="sync">${t("sync_title")}</h2>
    <p class="page-text">${t("sync_text")}</p>
    ${problemView(status, act)}
    ${
      status.problem === "off"
        ? nothing
        : html`${meterView(status)}
            <div class="sync-foot">
              <p class="page-text">
                ${status.at > 0 ? t("sync_last", { when: momentText(status.at, Date.now()) }) : t("sync_never")}
              </p>
              <button class="button" aria-disabled=${busy ? "true" : "false"} @click=${act.onSyncClick}>
                ${t(busy ? "sync_running" : "sync_now")}
              </button>
            </div>`
    }`;
}

/** @param {SyncStatus} status @param {Ways & {onApartClick: () => void}} act */
function problemView({ problem, localOnly }, act) {
  switch (problem) {
    case "":
      return html`<p class="sync-good">${checkIcon} ${t("sync_good")}</p>`;
    case "off":
    case "apart":
      return html`<p>${t(`sync_problem_${problem}`)}</p>
        ${problem === "apart" ? html`<button class="button" @click=${act.joinOther}>${t("sync_join")}</button>` : nothing}`;
    case "full":
      return noticeView(plural("sync_full", localOnly), nothing);
    case "waiting":
      return noticeView(
        t("sync_problem_waiting"),
        html`<button class="button is-primary" @click=${act.enterNewKey}>${t("sync_enter_key")}</button>`,
      );
    case "other":
      return noticeView(
        t("sync_problem_other"),
        html`<button class="button is-primary" @click=${act.joinOther}>${t("sync_join")}</button>
          <button class="button" @click=${act.onApartClick}>${t("sync_apart")}</button>`,
      );
    default:
      return noticeView(t(`sync_problem_${problem}`), nothing);
  }
}

/** @param {string} text @param {unknown} buttons */
function noticeView(text, buttons) {
  return html`<div class="notice" role="alert">
    ${alertIcon}
    <div class="notice-body">
      <p>${text}</p>
      ${buttons === nothing ? nothing : html`<div class="actions">${buttons}</div>`}
    </div>
  </div>`;
}

/** @param {SyncStatus} status */
function meterView({ used, limit }) {
  const share = new Intl.NumberFormat(language(), { style: "percent" }).format(used / Math.max(1, limit));
  return html`<div class="sync-meter">
    <label for="sync-meter">${t("sync_meter", { share })}</label>
    <meter id="sync-meter" min="0" max=${limit} high=${limit * 0.9} .value=${used}></meter>
  </div>`;
}
