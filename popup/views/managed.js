/** What an administrator has set, said where the person would look for it. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { isManaged } from "../../extension/policies.js";
import { plural, t } from "../../extension/words.js";
import { infoIcon, lockIcon } from "./icons.js";

/** @typedef {import("../../extension/policies.js").Policies} Policies */

/** All of it, for the settings. @param {Policies} policies */
export function managedView(policies) {
  if (!isManaged(policies)) {
    return nothing;
  }
  const said = [
    policies.enforcePassword && t("managed_passphrase"),
    policies.passwordPolicyHint
      ? t("managed_passphrase_asked", { hint: policies.passwordPolicyHint })
      : policies.passwordPolicy && t("managed_passphrase_form"),
    policies.enforceAutolock > 0 && plural("managed_autolock", policies.enforceAutolock),
    policies.storageArea === "local" && t("managed_local"),
    policies.storageArea === "sync" && t("managed_sync"),
    policies.disableBackup && t("managed_no_backup"),
    policies.disableExport && t("managed_no_export"),
    policies.disableInstallHelp && t("managed_no_welcome"),
  ].filter(Boolean);
  return html`<section class="notice is-info">
    ${infoIcon}
    <div class="notice-body">
      <h2>${t("managed_title")}</h2>
      ${
        said.length === 0
          ? nothing
          : html`<ul>
              ${said.map((text) => html`<li>${text}</li>`)}
            </ul>`
      }
      ${policies.faults.length > 0 ? html`<p>${t("managed_faults", { names: policies.faults.join(", ") })}</p>` : nothing}
      ${policies.feedbackURL ? html`<p><a href=${policies.feedbackURL}>${t("managed_feedback")}</a></p>` : nothing}
    </div>
  </section>`;
}

/** Why a control beside it is at rest. @param {string} text @param {string} [id] for `aria-describedby` of that control */
export function managedNote(text, id) {
  return html`<p class="managed" id=${id ?? nothing}>${lockIcon}<span>${text}</span></p>`;
}

/** What an administrator wants of a passphrase. @param {Policies} policies @param {string} id */
export function passphraseNote({ passwordPolicy, passwordPolicyHint: hint }, id) {
  if (passwordPolicy === "") {
    return nothing;
  }
  return managedNote(hint === "" ? t("managed_passphrase_unsaid") : t("managed_passphrase_asked", { hint }), id);
}

/** In place of what is closed until the vault has a passphrase. @param {unknown} button leads to where it is set @param {number | null} accounts how many wait; `null` if that is not known */
export function askedView(button, accounts) {
  return html`<div class="notice" role="alert">
    ${lockIcon}
    <div class="notice-body">
      <h2>${t("asked_title")}</h2>
      <p>${t("asked_text")}</p>
      ${accounts ? html`<p>${plural("asked_kept", accounts)}</p>` : nothing} ${button}
    </div>
  </div>`;
}
