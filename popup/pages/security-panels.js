/** The forms of the Security page. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { language, t } from "../../extension/words.js";
import { alertIcon, eyeIcon, eyeOffIcon, passkeyIcon, repeatIcon } from "../views/icons.js";
import { failureHint, failureText } from "../views/notices.js";
import { passphraseNote } from "../views/managed.js";
import { describe } from "./security-doors.js";

/**
 * @typedef {import("./security-state.js").Security} Security
 * @typedef {import("./security-state.js").PassphrasePanel} PassphrasePanel
 * @typedef {import("./security-state.js").Failure} Failure
 * @typedef {import("./security-actions.js").SecurityActions} SecurityActions
 */

/** @param {Security} state @param {SecurityActions} act */
export function panelView({ panel, doors, policies }, act) {
  switch (panel?.name) {
    case "passphrase":
      return passphraseView(panel, policies, act);
    case "passkey":
      return passkeyView(panel, act);
    case "recovery":
      return recoveryView(panel, act);
    case "pin":
      return pinView(panel, act);
    case "remove":
      return questionView(
        t("security_remove_title", { name: describe(panel.door).name }),
        t("security_remove_text"),
        t("security_remove"),
        act.onRemoveConfirm,
        act,
      );
    case "renew":
      return questionView(
        panel.removed ? t("security_renew_offer") : t("security_renew_title"),
        t("security_renew_text", { count: Math.max(0, doors.length - 1) }),
        t("security_renew"),
        act.onRenewConfirm,
        act,
        panel.removed ? t("security_renew_later") : undefined,
      );
    case "unprotect":
      return questionView(
        t("security_unprotect_title"),
        t("security_unprotect_text"),
        t("security_unprotect"),
        act.onUnprotectConfirm,
        act,
      );
    default:
      return nothing;
  }
}

/** @param {PassphrasePanel} panel @param {Security["policies"]} policies @param {SecurityActions} act */
function passphraseView(panel, policies, act) {
  const { shown, busy, strength } = panel;
  const type = shown ? "text" : "password";
  return html`<form class="panel" aria-busy=${busy} @submit=${act.onPassphraseSubmit}>
    ${panel.suggestion === null ? nothing : suggestionView(panel.suggestion, act)}
    <div class="field">
      <label for="passphrase-new">${t("security_passphrase_new")}</label>
      <span class="unlock-field">
        <input
          class="input"
          id="passphrase-new"
          data-focus
          required
          type=${type}
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          .value=${live(panel.text)}
          @input=${act.onPassphraseInput}
          aria-describedby="passphrase-strength passphrase-policy"
        />
        <button
          type="button"
          class="icon-button is-small"
          aria-label=${shown ? t("unlock_hide") : t("unlock_show")}
          title=${shown ? t("unlock_hide") : t("unlock_show")}
          @click=${act.onShowClick}
        >
          ${shown ? eyeOffIcon : eyeIcon}
        </button>
      </span>
      <div id="passphrase-strength" role="status">${strength ? strengthView(strength) : nothing}</div>
      ${passphraseNote(policies, "passphrase-policy")}
    </div>
    <div class="field">
      <label for="passphrase-again">${t("security_passphrase_again")}</label>
      <input
        class="input"
        id="passphrase-again"
        name="again"
        required
        type=${type}
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
      />
    </div>
    ${
      strength && strength.level !== "strong"
        ? html`<label class="radio">
            <input type="checkbox" name="weak" />
            ${t("security_weak_anyway")}
          </label>`
        : nothing
    }
    ${failureView(panel.failure)} ${buttonsView(busy, t("security_passphrase_save"), act)}
  </form>`;
}

/** @param {string} suggestion @param {SecurityActions} act */
function suggestionView(suggestion, act) {
  return html`<div class="suggestion">
    <p class="field-label">${t("security_suggestion")}</p>
    <p class="suggestion-words">${suggestion}</p>
    <p class="field-hint">${t("security_suggestion_text")}</p>
    <div class="suggestion-buttons">
      <button type="button" class="button" @click=${act.onSuggestionClick}>${t("security_suggestion_use")}</button>
      <button type="button" class="button is-quiet" @click=${act.onSuggestClick}>
        ${repeatIcon} ${t("security_suggestion_other")}
      </button>
    </div>
  </div>`;
}

/** @param {import("./strength.js").Strength} strength */
function strengthView({ bits, level }) {
  return html`<meter class="strength is-${level}" min="0" max="80" .value=${Math.min(bits, 80)} aria-hidden="true"></meter>
    <p class="field-hint">${t(`security_strength_${level}`)}</p>`;
}

/** @param {{busy: boolean, failure: Failure | null}} panel @param {SecurityActions} act */
function passkeyView({ busy, failure }, act) {
  return html`<form class="panel" aria-busy=${busy} @submit=${act.onPasskeySubmit}>
    <p>${t("security_passkey_text")}</p>
    <div class="field">
      <label for="passkey-label">${t("security_passkey_label")}</label>
      <input
        class="input"
        id="passkey-label"
        name="label"
        data-focus
        maxlength="40"
        autocomplete="off"
        placeholder=${t("security_passkey_example")}
      />
    </div>
    ${failureView(failure)} ${buttonsView(busy, t("security_passkey_make"), act, passkeyIcon)}
  </form>`;
}

/** @param {{id: string | null, code: string, kept: boolean}} panel @param {SecurityActions} act */
function recoveryView({ id, code, kept }, act) {
  const today = new Intl.DateTimeFormat(language(), { dateStyle: "long" }).format(Date.now());
  return html`<div class="panel">
    <p>${t("security_recovery_text")}</p>
    ${id === null ? nothing : html`<p class="field-caution">${t("security_recovery_replaces")}</p>`}
    <article class="sheet" aria-label=${t("security_sheet_title")}>
      <h3>${t("security_sheet_title")}</h3>
      <p class="sheet-code"><code>${code}</code></p>
      <p>${t("security_sheet_text")}</p>
      <p class="field-hint">${t("security_sheet_date", { date: today })}</p>
    </article>
    <div class="suggestion-buttons">
      <button class="button" data-focus @click=${act.onPrintClick}>${t("security_sheet_print")}</button>
    </div>
    <label class="radio">
      <input type="checkbox" .checked=${live(kept)} @change=${act.onKeptChange} />
      ${t("security_recovery_kept")}
    </label>
    <div class="panel-buttons">
      <button class="button" @click=${act.onCancelClick}>${t("button_cancel")}</button>
      <button class="button is-primary" ?disabled=${!kept} @click=${act.onRecoveryDoneClick}>
        ${t("security_recovery_save")}
      </button>
    </div>
  </div>`;
}

/** @param {{busy: boolean, failure: Failure | null}} panel @param {SecurityActions} act */
function pinView({ busy, failure }, act) {
  return html`<form class="panel" aria-busy=${busy} @submit=${act.onPinSubmit}>
    <div class="field-pair">
      ${pinField("pin", t("security_pin_new"), true)} ${pinField("again", t("security_pin_again"), false)}
    </div>
    ${failureView(failure)} ${buttonsView(busy, t("security_pin_save"), act)}
  </form>`;
}

/** @param {string} name @param {string} label @param {boolean} first */
function pinField(name, label, first) {
  return html`<div class="field">
    <label for="pin-${name}">${label}</label>
    <input
      class="input is-key"
      id="pin-${name}"
      name=${name}
      ?data-focus=${first}
      required
      type="password"
      inputmode="numeric"
      maxlength="8"
      autocomplete="off"
    />
  </div>`;
}

/**
 * @param {string} title @param {string} text @param {string} yes @param {() => void} onYes
 * @param {SecurityActions} act @param {string} [no]
 */
function questionView(title, text, yes, onYes, act, no = t("button_cancel")) {
  return html`<div class="panel">
    <div class="notice">
      ${alertIcon}
      <div class="notice-body">
        <h2>${title}</h2>
        <p>${text}</p>
      </div>
    </div>
    <div class="panel-buttons">
      <button class="button" data-focus @click=${act.onCancelClick}>${no}</button>
      <button class="button is-primary" @click=${onYes}>${yes}</button>
    </div>
  </div>`;
}

/** @param {Failure | null} failure */
function failureView(failure) {
  return html`<div role="alert">
    ${failure ? html`<p class="field-error">${failureText(failure)} ${failureHint(failure)}</p>` : nothing}
  </div>`;
}

/** @param {boolean} busy @param {string} yes @param {SecurityActions} act @param {unknown} [icon] */
function buttonsView(busy, yes, act, icon = nothing) {
  return html`<div class="panel-buttons">
    <button type="button" class="button" ?disabled=${busy} @click=${act.onCancelClick}>${t("button_cancel")}</button>
    <button class="button is-primary" ?disabled=${busy}>
      ${busy ? html`<span class="spinner is-small"></span>` : icon} ${yes}
    </button>
  </div>`;
}
