/** The dialog that asks who is there. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../../extension/words.js";
import { passkeyIcon } from "./icons.js";
import { failureHint, failureText } from "./notices.js";

/**
 * @typedef {import("../identity.js").Asking} Asking
 * @typedef {import("../identity.js").Door} Door
 *
 * @typedef {object} IdentityActions
 * @property {(event: SubmitEvent) => void} onSubmit
 * @property {() => void} onPasskeyClick
 * @property {(door: Door) => void} onDoorClick
 * @property {() => void} onCancelClick
 */

/** @param {Asking} state @param {IdentityActions} act */
export function identityView(state, act) {
  const { door, doors, busy, failure } = state;
  return html`<form class="dialog-form" aria-busy=${busy} @submit=${act.onSubmit}>
    <h2>${t("identity_title")}</h2>
    <p>${state.reason}</p>
    ${
      door.kind === "passkey"
        ? nothing
        : html`<div class="field">
            <label for="identity-word">${door.kind === "passphrase" ? t("unlock_passphrase") : t("unlock_recovery")}</label>
            <input
              class="input ${door.kind === "recovery" ? "is-key" : ""}"
              id="identity-word"
              name="word"
              required
              autofocus
              type=${door.kind === "passphrase" ? "password" : "text"}
              autocomplete="off"
              spellcheck="false"
              ?readonly=${busy}
              aria-invalid=${failure ? "true" : "false"}
            />
          </div>`
    }
    <div role="alert">
      ${failure ? html`<p class="field-error">${failureText(failure, state.input)} ${failureHint(failure)}</p>` : nothing}
    </div>
    <div class="actions">
      <button type="button" class="button" @click=${act.onCancelClick}>${t("button_cancel")}</button>
      ${
        door.kind === "passkey"
          ? html`<button type="button" class="button is-primary" ?disabled=${busy} @click=${act.onPasskeyClick}>
              ${passkeyIcon} ${t("unlock_passkey")}
            </button>`
          : html`<button class="button is-primary" ?disabled=${busy}>
              ${busy ? html`<span class="spinner is-small"></span>` : nothing} ${t("identity_do")}
            </button>`
      }
    </div>
    ${doors
      .filter((other) => other.id !== door.id)
      .map(
        (other) =>
          html`<button type="button" class="unlock-way" ?disabled=${busy} @click=${() => act.onDoorClick(other)}>
            ${t(`unlock_way_${other.kind}`)}${other.label ? ` (${other.label})` : ""}
          </button>`,
      )}
  </form>`;
}
