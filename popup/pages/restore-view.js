/** What the page of versions and the bin looks like. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { plural, t } from "../../extension/words.js";
import { daysBetween, dayText, momentText, namesOf } from "../moments.js";
import { alertIcon, foldIcon } from "../views/icons.js";

/**
 * @typedef {import("./restore.js").RestoreState} RestoreState
 * @typedef {import("./restore.js").RestoreActions} RestoreActions
 * @typedef {import("../../wasm/core.js").Named} Named
 * @typedef {import("../../wasm/core.js").Version} Version
 * @typedef {import("../../wasm/core.js").Binned} Binned
 */

/** The bin keeps accounts for so many days (`BIN_MILLISECONDS` of the core). */
const BIN_DAYS = 30;

/** @param {RestoreState} state @param {RestoreActions} act */
export function restoreView(state, act) {
  return html`${damageView(state, act)} ${versionsView(state, act)} ${binView(state, act)}`;
}

/** @param {RestoreState} state @param {RestoreActions} act */
function damageView({ all: { damage, savable } }, act) {
  if (damage.length === 0) {
    return nothing;
  }
  return html`<div class="notice is-danger" role="alert">
    ${alertIcon}
    <div class="notice-body">
      <h2>${plural("damage_title", damage.length)}</h2>
      <p>${savable.length > 0 ? plural("damage_savable", savable.length) : t("damage_text")}</p>
      ${namesView(savable)}
      <div class="actions">
        <button class="button is-primary" @click=${act.onSaveDamagedClick}>${t("damage_restore")}</button>
        <button class="button" @click=${act.onSaveRawClick}>${t("damage_save")}</button>
      </div>
    </div>
  </div>`;
}

/** @param {RestoreState} state @param {RestoreActions} act */
function versionsView({ all: { versions, accounts }, open, now }, act) {
  return html`<section class="page-section" aria-labelledby="versions">
    <h2 id="versions">${t("versions_title")}</h2>
    <p class="page-text">${t("versions_text")}</p>
    <ol class="versions">
      <li class="version is-now">
        <span class="version-mark"></span>
        <span class="version-name">${t("version_now")}</span>
        <span class="version-count">${plural("version_accounts", accounts)}</span>
      </li>
      ${versions.map((version) => versionView(version, open, now, act))}
    </ol>
    ${versions.length === 0 ? html`<p class="page-text">${t("versions_none")}</p>` : nothing}
  </section>`;
}

/** @param {Version} version @param {RestoreState["open"]} open @param {number} now @param {RestoreActions} act */
function versionView(version, open, now, act) {
  const chosen = open?.id === version.id;
  const when = momentText(version.time, now);
  return html`<li class="version">
    <button class="version-head" aria-expanded=${chosen ? "true" : "false"} @click=${() => act.onVersionClick(version.id)}>
      <span class="version-mark"></span>
      <span class="version-name">${when}</span>
      <span class="version-count">
        ${plural(version.partial ? "version_partial" : "version_accounts", version.accounts)}
      </span>
      ${foldIcon}
    </button>
    ${chosen && open.difference ? previewView(version, open.difference, when, act) : nothing}
  </li>`;
}

/** @param {Version} version @param {import("../../wasm/core.js").Difference} difference @param {string} when @param {RestoreActions} act */
function previewView(version, { added, removed, changed }, when, act) {
  if (added.length + removed.length + changed.length === 0) {
    return html`<div class="version-body"><p>${t("preview_same")}</p></div>`;
  }
  return html`<div class="version-body">
    ${groupView(plural("preview_added", added.length), added)}
    ${groupView(plural("preview_changed", changed.length), changed)}
    ${groupView(plural("preview_removed", removed.length), removed)}
    <button class="button is-primary" @click=${() => act.onRestoreClick(version.id, when)}>${t("restore_version")}</button>
  </div>`;
}

/** @param {string} title @param {readonly Named[]} accounts */
function groupView(title, accounts) {
  return accounts.length > 0 ? html`<h3>${title}</h3>${namesView(accounts)}` : nothing;
}

/** @param {readonly Named[]} accounts */
function namesView(accounts) {
  return accounts.length > 0
    ? html`<ul class="names">
        ${accounts.map((account) => html`<li>${namesOf(account)}</li>`)}
      </ul>`
    : nothing;
}

/** @param {RestoreState} state @param {RestoreActions} act */
function binView({ all: { bin }, erasing, now }, act) {
  return html`<section class="page-section" aria-labelledby="bin">
    <h2 id="bin">${t("bin_title")}</h2>
    <p class="page-text">${bin.length > 0 ? t("bin_text") : t("bin_empty")}</p>
    ${
      bin.length > 0
        ? html`<ul class="bin">
            ${bin.map((account) => (account.id === erasing ? questionView(account, act) : binnedView(account, now, act)))}
          </ul>`
        : nothing
    }
  </section>`;
}

/** @param {Binned} account @param {number} now @param {RestoreActions} act */
function binnedView(account, now, act) {
  const names = namesOf(account);
  const left = Math.max(0, BIN_DAYS - daysBetween(account.deleted, now));
  return html`<li class="binned">
    <div class="binned-names">
      <strong>${names}</strong>
      <small>${plural("bin_left", left, { when: dayText(account.deleted, now) })}</small>
    </div>
    <button class="button" aria-label=${t("bin_restore_of", { names })} @click=${() => act.onTakeBackClick(account)}>
      ${t("bin_restore")}
    </button>
    <button class="button is-quiet" aria-label=${t("bin_erase_of", { names })} @click=${() => act.onEraseClick(account.id)}>
      ${t("bin_erase")}
    </button>
  </li>`;
}

/** @param {Binned} account @param {RestoreActions} act */
function questionView(account, act) {
  return html`<li>
    <div class="binned bin-question" role="group" aria-label=${namesOf(account)}>
      <p>${t("bin_question", { names: namesOf(account) })}</p>
      <button class="button is-danger" @click=${() => act.onEraseForGoodClick(account)}>${t("bin_erase")}</button>
      <button class="button" @click=${act.onKeepClick}>${t("button_cancel")}</button>
    </div>
  </li>`;
}
