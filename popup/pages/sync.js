/** The section about synchronising: when, how full, what is wrong and what to do. Lives by itself in any page. */
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";
import { ref } from "../../vendor/lit-html/directives/ref.js";
import { onLocalChange, onManagedChange } from "../../extension/browser.js";
import { loadCore } from "../../extension/core.js";
import { readPolicies } from "../../extension/policies.js";
import { SYNC_STATUS } from "../../extension/storage-keys.js";
import { readSyncStatus, syncNow } from "../../extension/sync.js";
import { keepApart, readArea } from "../../extension/sync-area.js";
import { joinChanged, joinOther } from "../../extension/vault-store.js";
import { language, plural, t } from "../../extension/words.js";
import { momentText } from "../moments.js";
import { alertIcon, checkIcon } from "../views/icons.js";
import { managedNote } from "../views/managed.js";

/**
 * @typedef {import("../../extension/sync.js").SyncStatus} SyncStatus
 * @typedef {import("../../extension/policies.js").Policies["storageArea"]} Area where an administrator keeps accounts
 *
 * @typedef {object} SyncActions
 * @property {() => void} onSyncClick
 * @property {() => void} onKeyClick asks for the passphrase that another device has changed
 * @property {() => void} onJoinClick asks for what opens the vault in the sync area, and joins it
 * @property {() => void} onApartClick
 */

export function syncSection() {
  return html`<section class="page-section sync" aria-label=${t("sync_title")} ${ref(run)}></section>`;
}

/** @param {Element | undefined} element */
function run(element) {
  if (!(element instanceof HTMLElement)) {
    return;
  }
  let busy = false;
  // While something is asked in its place, the section is not drawn: whoever is typing keeps their words.
  let asking = false;
  const draw = async () => {
    const [status, { storageArea }] = await Promise.all([readSyncStatus(), readPolicies()]);
    if (element.isConnected && !asking) {
      render(sectionView(status, storageArea, busy, act), element);
    }
  };
  const exchange = async () => {
    busy = true;
    await draw();
    await syncNow();
    busy = false;
    await draw();
  };
  /** @type {SyncActions} */
  const act = {
    onSyncClick: exchange,
    onKeyClick: () => {
      asking = true;
      return join(element, joinChanged);
    },
    onJoinClick: async () => {
      asking = true;
      await keepApart(false);
      await join(element, joinOther);
    },
    onApartClick: async () => {
      await keepApart(true);
      await exchange();
    },
  };
  onLocalChange((keys) => keys.includes(SYNC_STATUS) && draw());
  onManagedChange(exchange);
  exchange();
}

/**
 * Unlocks what lies in the sync area, in place of the section, and takes it in.
 *
 * @param {HTMLElement} element
 * @param {(vault: import("../../wasm/core.js").Vault) => Promise<void>} take
 */
async function join(element, take) {
  const [{ Vault }, { runUnlock }, area] = await Promise.all([loadCore(), import("../unlock.js"), readArea()]);
  const reload = () => location.reload();
  const draw = (/** @type {unknown} */ question) =>
    render(html`${question}<button class="button is-quiet" @click=${reload}>${t("button_cancel")}</button>`, element);
  await runUnlock(draw, { inTab: true, sealed: Vault.inbox(area), take });
  reload();
}

/** @param {SyncStatus} status @param {Area} area @param {boolean} busy @param {SyncActions} act */
function sectionView(status, area, busy, act) {
  if (area === "local") {
    return html`<h2>${t("sync_title")}</h2>
      ${managedNote(t("managed_sync_local"))}
      <div class="sync-foot">
        <p class="page-text">
          ${status.at > 0 ? t("sync_last", { when: momentText(status.at, Date.now()) }) : t("sync_never")}
        </p>
        <button class="button" disabled>${t("sync_now")}</button>
      </div>`;
  }
  return html`<h2>${t("sync_title")}</h2>
    <p class="page-text">${t("sync_text")}</p>
    ${area === "sync" ? managedNote(t("managed_sync_on")) : nothing} ${problemView(status, area, act)}
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

/** @param {SyncStatus} status @param {Area} area @param {SyncActions} act */
function problemView({ problem, localOnly }, area, act) {
  switch (problem) {
    case "":
      return html`<p class="sync-good">${checkIcon} ${t("sync_good")}</p>`;
    // Of a policy that is gone; the exchange that is under way says how things are now.
    case "local":
      return nothing;
    case "off":
    case "apart":
      return html`<p>${t(`sync_problem_${problem}`)}</p>
        ${problem === "apart" ? html`<button class="button" @click=${act.onJoinClick}>${t("sync_join")}</button>` : nothing}`;
    case "full":
      return noticeView(plural("sync_full", localOnly), nothing);
    case "waiting":
      return noticeView(
        t("sync_problem_waiting"),
        html`<button class="button is-primary" @click=${act.onKeyClick}>${t("sync_enter_key")}</button>`,
      );
    case "other":
      return noticeView(
        t("sync_problem_other"),
        html`<button class="button is-primary" @click=${act.onJoinClick}>${t("sync_join")}</button>
          <button
            class="button"
            ?disabled=${area === "sync"}
            aria-describedby=${area === "sync" ? "why-not-apart" : nothing}
            @click=${act.onApartClick}
          >
            ${t("sync_apart")}
          </button>
          ${area === "sync" ? managedNote(t("managed_sync_apart"), "why-not-apart") : nothing}`,
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
