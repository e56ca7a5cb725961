/** The menu of the header: every page in a tab, and the lock. A native popover, so that it closes as people expect. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../../extension/words.js";
import { hasPanel } from "../../extension/browser.js";
import { isPanel } from "../place.js";
import { NAVIGATION } from "../pages/navigation.js";
import { menuIcon } from "./icons.js";

/** @typedef {import("../actions.js").Actions} Actions */

/** @param {Actions} act @param {boolean} lockable */
export function menuView(act, lockable) {
  return html`<button class="icon-button" aria-label=${t("menu")} title=${t("menu")} popovertarget="menu">${menuIcon}</button>
    <div class="menu" id="menu" popover @keydown=${act.onMenuKey}>
      <ul>
        ${NAVIGATION.map(
          ({ name, title }, index) =>
            html`<li><button ?autofocus=${index === 0} @click=${() => act.onPageClick(name)}>${t(title)}</button></li>`,
        )}
        ${hasPanel() && !isPanel() ? html`<li><button @click=${act.onPanelClick}>${t("menu_panel")}</button></li>` : nothing}
        ${lockable ? html`<li><button @click=${act.onLockClick}>${t("menu_lock")}</button></li>` : nothing}
      </ul>
    </div>`;
}
