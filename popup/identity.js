/** Asks the person to prove who they are before anything is shown or written in clear. */
import { html, render } from "../vendor/lit-html/lit-html.js";
import { t } from "../extension/words.js";

/**
 * Whether the person goes on. A vault without a passphrase has nothing to prove: it is asked whether they mean it.
 *
 * @param {string} reason what follows, as the dialog says it
 * @returns {Promise<boolean>}
 */
export function confirmIdentity(reason) {
  const dialog = document.createElement("dialog");
  dialog.className = "identity";
  document.body.append(dialog);
  const view = html`<form method="dialog" class="identity-form">
    <h2>${t("identity_title")}</h2>
    <p>${reason}</p>
    <div class="actions">
      <button class="button" value="no">${t("button_cancel")}</button>
      <button class="button is-primary" value="yes">${t("identity_continue")}</button>
    </div>
  </form>`;
  render(view, dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
  });
}
