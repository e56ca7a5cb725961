/** What an administrator has set, said where the person would look for it. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { isManaged } from "../../extension/policies.js";
import { plural, t } from "../../extension/words.js";
import { infoIcon } from "./icons.js";

/** @param {import("../../extension/policies.js").Policies | null} policies */
export function managedView(policies) {
  if (!policies || !isManaged(policies)) {
    return nothing;
  }
  const said = [
    policies.enforcePassword && t("managed_passphrase"),
    policies.passwordPolicyHint || (policies.passwordPolicy && t("managed_passphrase_form")),
    policies.enforceAutolock > 0 && plural("managed_autolock", policies.enforceAutolock),
    policies.storageArea === "local" && t("managed_local"),
    policies.storageArea === "sync" && t("managed_sync"),
    policies.disableBackup && t("managed_no_backup"),
    policies.disableExport && t("managed_no_export"),
  ].filter(Boolean);
  return html`<section class="notice is-info">
    ${infoIcon}
    <div class="notice-body">
      <h2>${t("managed_title")}</h2>
      <ul>
        ${said.map((text) => html`<li>${text}</li>`)}
      </ul>
      ${policies.feedbackURL ? html`<p><a href=${policies.feedbackURL}>${t("managed_feedback")}</a></p>` : nothing}
    </div>
  </section>`;
}
