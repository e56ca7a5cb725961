/**
 * Unlocking in a tab, for what a popup cannot do: it closes when the browser's passkey dialog takes the focus. Closes
 * itself afterwards, and shows the popup again where the browser lets it.
 */
import { html, render } from "../../vendor/lit-html/lit-html.js";
import { showPopupWhereOpened } from "../../extension/browser.js";
import { failure, loadCore } from "../../extension/core.js";
import { openVault } from "../../extension/vault-store.js";
import { language, loadWords, t } from "../../extension/words.js";
import { runUnlock } from "../unlock.js";
import { lockedView } from "./locked.js";

const root = /** @type {HTMLElement} */ (document.querySelector(".page"));

/** @param {unknown} content */
function draw(content) {
  render(lockedView(content), root);
}

async function isLocked() {
  try {
    await openVault();
    return false;
  } catch (thrown) {
    return failure(thrown).code === "vault_locked";
  }
}

await Promise.all([loadWords(), loadCore()]);
document.documentElement.lang = language();
document.title = `${t("unlock_title")} · Tessera`;
if (await isLocked()) {
  await runUnlock(draw, { inTab: true, first: location.hash === "#passkey" ? "passkey" : undefined });
}
draw(html`<p class="unlock-text" role="status">${t("unlock_done")}</p>`);
// What cannot be shown is a click away, and the page says so.
await showPopupWhereOpened().catch(() => {});
window.close();
