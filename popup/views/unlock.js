/** The unlock screen: one question, and the other ways below it. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { plural, t } from "../../extension/words.js";
import { eyeIcon, eyeOffIcon, lockIcon, passkeyIcon } from "./icons.js";
import { managedNote, passphraseNote } from "./managed.js";
import { failureHint, failureText } from "./notices.js";

/**
 * @typedef {import("../unlock.js").Unlocking} Unlocking
 * @typedef {import("../unlock.js").UnlockActions} UnlockActions
 * @typedef {import("../unlock.js").Way} Way
 */

/** @type {Record<Unlocking["vault"], string>} */
const TITLES = {
  own: "unlock_title",
  joining: "unlock_title_joining",
  changed: "unlock_title_changed",
  other: "unlock_title_other",
};

/** @param {Unlocking} state @param {UnlockActions} act */
export function unlockView(state, act) {
  if (state.unfit) {
    return unfitView(state, act);
  }
  return html`<div class="unlock" aria-busy=${state.busy}>
    <span class="hero-mark">${lockIcon}</span>
    <h2>${t(TITLES[state.vault])}</h2>
    ${state.vault === "own" ? nothing : html`<p class="unlock-text">${t(`unlock_vault_${state.vault}`)}</p>`}
    ${questionView(state, act)} ${otherWaysView(state, act)}
    ${state.vault === "joining" ? withoutView(state, act) : nothing}
  </div>`;
}

/** It is open, and that comes first: nobody is locked out by a form that was asked for later. @param {Unlocking} state @param {UnlockActions} act */
function unfitView({ policies }, act) {
  return html`<div class="unlock">
    <span class="hero-mark">${lockIcon}</span>
    <h2>${t("unlock_unfit_title")}</h2>
    <p class="unlock-text">${t("unlock_unfit_text")}</p>
    ${passphraseNote(policies, "unlock-asked")}
    <button class="button is-primary is-wide" data-focus aria-describedby="unlock-asked" @click=${act.onChangeClick}>
      ${t("unlock_unfit_change")}
    </button>
    <button class="button is-quiet is-wide" @click=${act.onLaterClick}>${t("unlock_unfit_later")}</button>
  </div>`;
}

/** Beginning apart from the other devices. Even where an administrator wants them together, who has lost the way in must not be left with nothing. @param {Unlocking} state @param {UnlockActions} act */
function withoutView({ policies, way }, act) {
  const closed = policies.storageArea === "sync" && way !== "forgotten";
  return html`<button
      class="button is-quiet"
      ?disabled=${closed}
      aria-describedby=${closed ? "why-not-without" : nothing}
      @click=${act.onWithoutClick}
    >
      ${t("unlock_without")}
    </button>
    ${closed ? managedNote(t("managed_sync_apart"), "why-not-without") : nothing}`;
}

/** @param {Unlocking} state @param {UnlockActions} act */
function questionView(state, act) {
  switch (state.way) {
    case "pin":
      return fieldView(state, act, t("unlock_pin"), t("unlock_pin_text"));
    case "passphrase":
      return fieldView(state, act, t("unlock_passphrase"), "");
    case "recovery":
      return fieldView(state, act, t("unlock_recovery"), t("unlock_recovery_text"));
    case "passkey":
      return html`<p class="unlock-text">${t("unlock_passkey_text")}</p>
        ${failureView(state)}
        <button class="button is-primary is-wide" data-focus ?disabled=${state.busy} @click=${act.onPasskeyClick}>
          ${state.busy ? html`<span class="spinner is-small"></span>` : passkeyIcon} ${t("unlock_passkey")}
        </button>`;
    case "forgotten":
      return forgottenView(state, act);
  }
}

/** @param {Unlocking} state @param {UnlockActions} act @param {string} label @param {string} text */
function fieldView(state, act, label, text) {
  const { way, busy, shown } = state;
  const secret = way === "pin" || (way === "passphrase" && !shown);
  return html`<form class="unlock-form" @submit=${act.onSubmit}>
    <div class="field">
      <label for="unlock-word">${label}</label>
      <span class="unlock-field">
        <input
          class="input ${way === "passphrase" ? "" : "is-key"}"
          id="unlock-word"
          name="word"
          data-focus
          required
          type=${secret ? "password" : "text"}
          inputmode=${way === "pin" ? "numeric" : "text"}
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          ?readonly=${busy}
          aria-invalid=${state.failure ? "true" : "false"}
          aria-describedby="unlock-said"
        />
        ${
          way === "passphrase"
            ? html`<button
                type="button"
                class="icon-button is-small"
                aria-label=${shown ? t("unlock_hide") : t("unlock_show")}
                title=${shown ? t("unlock_hide") : t("unlock_show")}
                @click=${act.onShowClick}
              >
                ${shown ? eyeOffIcon : eyeIcon}
              </button>`
            : nothing
        }
      </span>
      ${text && !state.failure ? html`<p class="field-hint">${text}</p>` : nothing} ${failureView(state)}
    </div>
    <button class="button is-primary is-wide" ?disabled=${busy}>
      ${busy ? html`<span class="spinner is-small"></span> ${t("unlock_busy")}` : t("unlock_do")}
    </button>
  </form>`;
}

/** @param {Unlocking} state */
function failureView({ failure, input }) {
  return html`<div id="unlock-said" role="alert">
    ${
      failure
        ? html`<p class="field-error">
            ${
              failure.code === "vault_pin_wrong"
                ? plural("unlock_pin_wrong", failure.number ?? 0)
                : `${failureText(failure, input)} ${failureHint(failure)}`.trim()
            }
          </p>`
        : nothing
    }
  </div>`;
}

/** What can still be done without the passphrase, honestly. @param {Unlocking} state @param {UnlockActions} act */
function forgottenView({ ways }, act) {
  const others = ways.filter((way) => way === "passkey" || way === "recovery");
  return html`<p class="unlock-text">
      ${others.length > 0 ? t("unlock_forgotten_text") : t("unlock_forgotten_none")}
    </p>
    <div class="choices">
      ${others.map(
        (way, index) =>
          html`<button class="button is-wide" ?data-focus=${index === 0} @click=${() => act.onWayClick(way)}>
            ${t(`unlock_way_${way}`)}
          </button>`,
      )}
      <button class="button is-quiet is-wide" ?data-focus=${others.length === 0} @click=${() => act.onWayClick("passphrase")}>
        ${t("unlock_again")}
      </button>
    </div>`;
}

/** @param {Unlocking} state @param {UnlockActions} act */
function otherWaysView({ way, ways, busy }, act) {
  if (way === "forgotten") {
    return nothing;
  }
  /** @type {Way[]} */
  const others = ways.filter((other) => other !== way);
  const links = way === "passphrase" ? [...others, /** @type {const} */ ("forgotten")] : others;
  return html`<div class="unlock-ways">
    ${links.map(
      (other) =>
        html`<button class="unlock-way" ?disabled=${busy} @click=${() => act.onWayClick(other)}>
          ${t(`unlock_way_${other}`)}
        </button>`,
    )}
  </div>`;
}
