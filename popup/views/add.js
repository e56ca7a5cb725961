/** The ways to add an account: the choice, the form, pasted text. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { t } from "../../extension/words.js";
import { choiceView } from "./choice.js";
import { codeView, isEnding, nextCodeView, ringView } from "./code.js";
import { failureHint, failureText } from "./notices.js";
import { foldIcon, keyboardIcon, pasteIcon, scanIcon } from "./icons.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../state.js").Screen} Screen
 * @typedef {Extract<Screen, {name: "manual"}>} ManualScreen
 * @typedef {Extract<Screen, {name: "paste"}>} PasteScreen
 * @typedef {import("../actions.js").Actions} Actions
 * @typedef {Pick<Actions, "onManualSubmit" | "onFieldInput" | "onAdvancedToggle">} FormActions
 */

/** @param {Actions} act */
export function addView(act) {
  return html`<div class="main">
    <div class="choices">
      ${choiceView(scanIcon, t("add_scan"), t("add_scan_text"), act.onScanClick)}
      ${choiceView(keyboardIcon, t("add_manual"), t("add_manual_text"), act.onManualClick)}
      ${choiceView(pasteIcon, t("add_paste"), t("add_paste_text"), act.onPasteClick)}
    </div>
  </div>`;
}

/** @param {ManualScreen} screen @param {State} state @param {FormActions} act */
export function manualView(screen, state, act) {
  const { fields, failure } = screen;
  const secretFailure = failure && isAboutSecret(failure.code) ? failure : null;
  const otherFailure = failure && !secretFailure ? failure : null;
  return html`<form class="main is-form" novalidate @submit=${act.onManualSubmit}>
    ${textField("issuer", t("field_issuer"), fields.issuer, act, { focus: true, placeholder: t("field_issuer_example") })}
    ${textField("secret", t("field_secret"), fields.secret, act, {
      failure: secretFailure,
      key: true,
      hint: t("field_secret_hint"),
      caution: screen.preview?.short ? t("field_secret_short") : "",
    })}
    <details class="fold" .open=${screen.advanced} @toggle=${act.onAdvancedToggle}>
      <summary>${foldIcon}${t("field_advanced")}</summary>
      ${advancedView(screen, otherFailure, act)}
    </details>
    <div class="form-foot">
      ${previewView(screen, state.now)}
      ${otherFailure && !screen.advanced ? failureView(otherFailure, fields.secret) : nothing}
      <button class="button is-primary">${t("button_ok")}</button>
    </div>
  </form>`;
}

/** @param {ManualScreen} screen @param {import("../state.js").Failure | null} failure @param {FormActions} act */
function advancedView({ fields }, failure, act) {
  const open = fields.type === "totp" || fields.type === "hotp";
  return html`<div class="fold-body">
    ${textField("account", t("field_account"), fields.account, act, { placeholder: t("field_account_example") })}
    <div class="field-pair">
      ${
        fields.type === "hotp"
          ? textField("counter", t("field_counter"), fields.counter, act, { number: true })
          : textField("period", t("field_period"), open ? fields.period : "30", act, { number: true, disabled: !open })
      }
      ${textField("digits", t("field_digits"), open ? fields.digits : (FIXED_DIGITS[fields.type] ?? "6"), act, { number: true, disabled: !open })}
    </div>
    ${select("algorithm", t("field_algorithm"), open ? fields.algorithm : "SHA1", ALGORITHMS, act, !open)}
    ${select(
      "type",
      t("field_type"),
      fields.type,
      TYPES.map(({ value, key }) => ({ value, text: t(key) })),
      act,
    )}
    ${failure ? failureView(failure, "") : nothing}
  </div>`;
}

/** @param {ManualScreen} screen @param {number} now */
function previewView({ preview, fields }, now) {
  if (!preview) {
    return html`<output class="preview is-empty">${fields.secret.trim() === "" ? t("preview_empty") : t("preview_waiting")}</output>`;
  }
  const ending = isEnding(preview.nextFrom, now);
  return html`<div class="preview">
    <span class="preview-text">
      <span class="preview-label">${t("preview_label")}</span>
      <output>${codeView(preview.groups)}</output>
      ${ending ? nextCodeView(preview.nextGroups) : nothing}
    </span>
    ${ringView(preview, now)}
  </div>`;
}

/**
 * @param {string} name @param {string} label @param {string} value @param {FormActions} act
 * @param {{focus?: boolean, key?: boolean, number?: boolean, disabled?: boolean, placeholder?: string, hint?: string, caution?: string, failure?: import("../state.js").Failure | null}} [options]
 */
function textField(name, label, value, act, options = {}) {
  const { failure, hint, caution } = options;
  return html`<div class="field">
    <label for="field-${name}">${label}</label>
    <input
      class="input ${options.key ? "is-key" : ""}"
      id="field-${name}"
      name=${name}
      .value=${live(value)}
      ?data-focus=${options.focus === true}
      ?disabled=${options.disabled === true}
      inputmode=${options.number ? "numeric" : "text"}
      placeholder=${options.placeholder ?? ""}
      autocomplete="off"
      autocapitalize=${options.key ? "characters" : "off"}
      spellcheck="false"
      aria-invalid=${failure ? "true" : "false"}
      aria-describedby="about-${name}"
      @input=${act.onFieldInput}
    />
    <div id="about-${name}">
      ${failure ? failureView(failure, value) : caution ? html`<p class="field-caution">${caution}</p>` : hint ? html`<p class="field-hint">${hint}</p>` : nothing}
    </div>
  </div>`;
}

/** @param {import("../state.js").Failure} failure @param {string} input */
function failureView(failure, input) {
  return html`<p class="field-error" role="alert">${failureText(failure, input)} ${failureHint(failure)}</p>`;
}

/** @param {string} name @param {string} label @param {string} value @param {readonly {value: string, text: string}[]} options @param {FormActions} act @param {boolean} [disabled] */
function select(name, label, value, options, act, disabled = false) {
  return html`<div class="field">
    <label for="field-${name}">${label}</label>
    <select class="input" id="field-${name}" name=${name} ?disabled=${disabled} @change=${act.onFieldInput}>
      ${options.map((option) => html`<option value=${option.value} ?selected=${option.value === value}>${option.text}</option>`)}
    </select>
  </div>`;
}

/** @param {PasteScreen} screen @param {Actions} act */
export function pasteView(screen, act) {
  return html`<form class="main is-form" @submit=${act.onPasteSubmit}>
    <div class="field">
      <label for="field-paste">${t("paste_label")}</label>
      <textarea
        class="input is-key"
        id="field-paste"
        name="paste"
        data-focus
        spellcheck="false"
        autocomplete="off"
        placeholder="otpauth://totp/…"
        aria-describedby="about-paste"
        .value=${live(screen.text)}
        @input=${act.onPasteInput}
      ></textarea>
      <div id="about-paste">
        ${screen.failure ? failureView(screen.failure, screen.text) : html`<p class="field-hint">${t("paste_hint")}</p>`}
      </div>
    </div>
    <button class="button is-primary">${t("button_ok")}</button>
  </form>`;
}

/** @param {string} code */
function isAboutSecret(code) {
  return code.startsWith("secret_") || code.startsWith("uri_");
}

const ALGORITHMS = [
  { value: "SHA1", text: "SHA-1" },
  { value: "SHA256", text: "SHA-256" },
  { value: "SHA512", text: "SHA-512" },
  { value: "GOST3411_2012_256", text: "GOST 34.11-2012 256" },
  { value: "GOST3411_2012_512", text: "GOST 34.11-2012 512" },
];

const TYPES = [
  { value: "totp", key: "type_totp" },
  { value: "hotp", key: "type_hotp" },
  { value: "battle", key: "type_battle" },
  { value: "steam", key: "type_steam" },
];

/** @type {Record<string, string>} */
const FIXED_DIGITS = { battle: "8", steam: "5" };
