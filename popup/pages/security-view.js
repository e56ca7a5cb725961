/** The Security page: one card for each matter, and inside it what is being done. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { tellsScreenLock } from "../../extension/browser.js";
import { lockChoices } from "../../extension/lock-rules.js";
import { canUsePasskeys } from "../../extension/passkey.js";
import { language, plural, t } from "../../extension/words.js";
import { choiceView } from "../views/choice.js";
import { alertIcon, checkIcon, keyboardIcon, lockIcon, passkeyIcon, pinCodeIcon, sheetIcon } from "../views/icons.js";
import { managedNote, passphraseNote } from "../views/managed.js";
import { describe } from "./security-doors.js";
import { panelView } from "./security-panels.js";
import { mayRemove } from "./security-state.js";
import { syncSection } from "./sync.js";

/**
 * @typedef {import("./security-state.js").Security} Security
 * @typedef {import("./security-state.js").Door} Door
 * @typedef {import("./security-actions.js").SecurityActions} SecurityActions
 */

/** @param {Security} state @param {SecurityActions} act */
export function securityView(state, act) {
  return html`${stateView(state, act)}
  ${
    state.isProtected
      ? html`${waysView(state, act)} ${syncSection()} ${lockingView(state, act)} ${pinView(state, act)}
        ${seriousView(state, act)}`
      : syncSection()
  }`;
}

/** Whether the vault is protected, and honestly what that means. @param {Security} state @param {SecurityActions} act */
function stateView(state, act) {
  const { isProtected, panel } = state;
  if (isProtected) {
    return html`<section class="page-section shield is-on">
      <span class="shield-mark">${lockIcon}</span>
      <div class="shield-text">
        <h2>${t("security_on_title")}</h2>
        <p>${t("security_on_text")}</p>
      </div>
      <button class="button" @click=${act.onLockClick}>${t("security_lock_now")}</button>
    </section>`;
  }
  return html`<section class="page-section">
    <div class="shield">
      <span class="shield-mark is-off">${alertIcon}</span>
      <div class="shield-text">
        <h2>${t("security_off_title")}</h2>
        <p>${t("security_off_text")}</p>
      </div>
    </div>
    ${
      panel
        ? panelView(state, act)
        : html`<div class="choices">
            ${choiceView(keyboardIcon, t("security_protect_passphrase"), t("security_protect_passphrase_text"), () => act.onPassphraseClick(null))}
            ${
              canUsePasskeys()
                ? choiceView(
                    passkeyIcon,
                    t("security_protect_passkey"),
                    t("security_protect_passkey_text"),
                    act.onPasskeyClick,
                  )
                : nothing
            }
          </div>`
    }
  </section>`;
}

/** @param {Security} state @param {SecurityActions} act */
function waysView(state, act) {
  const { doors, panel } = state;
  const has = (/** @type {Door["kind"]} */ kind) => doors.some((door) => door.kind === kind);
  const here = panel !== null && ["passphrase", "passkey", "recovery", "remove", "renew"].includes(panel.name);
  return html`<section class="page-section" aria-label=${t("security_ways")}>
    <h2>${t("security_ways")}</h2>
    <ul class="doors">
      ${doors.map((door) => doorView(door, state, act))}
    </ul>
    ${unfitView(state)}
    ${doors.every((door) => mayRemove(state, door)) ? nothing : managedNote(t("managed_remove_off"), "why-not-removed")}
    ${
      has("recovery") || here
        ? nothing
        : html`<div class="notice">
            ${alertIcon}
            <div class="notice-body"><p>${t("security_recovery_missing")}</p></div>
          </div>`
    }
    ${
      here
        ? panelView(state, act)
        : html`<div class="actions">
            ${has("passphrase") ? nothing : addButton(keyboardIcon, t("security_add_passphrase"), () => act.onPassphraseClick(null))}
            ${canUsePasskeys() ? addButton(passkeyIcon, t("security_add_passkey"), act.onPasskeyClick) : nothing}
            ${has("recovery") ? nothing : addButton(sheetIcon, t("security_add_recovery"), () => act.onRecoveryClick(null))}
          </div>`
    }
  </section>`;
}

/** What an administrator asks for that the passphrase in use does not have. @param {Security} state */
function unfitView({ doors, unfit, policies }) {
  return doors.some(({ id }) => id === unfit)
    ? html`<div id="why-change">
        ${managedNote(t("managed_passphrase_unfit"))} ${passphraseNote(policies, "why-change-form")}
      </div>`
    : nothing;
}

/** @param {unknown} icon @param {string} name @param {() => void} onClick */
function addButton(icon, name, onClick) {
  return html`<button class="button" @click=${onClick}>${icon} ${name}</button>`;
}

/** @param {Door} door @param {Security} state @param {SecurityActions} act */
function doorView(door, state, act) {
  const { icon, name } = describe(door);
  const made = new Intl.DateTimeFormat(language(), { dateStyle: "long" }).format(door.at);
  return html`<li class="door">
    <span class="choice-icon">${icon}</span>
    <span class="door-text">
      <span class="choice-title">${name}</span>
      <span class="choice-text">${t("security_door_since", { date: made })}</span>
    </span>
    <span class="door-buttons">
      ${
        door.kind === "passphrase"
          ? doorButton(
              t("security_change"),
              name,
              () => act.onPassphraseClick(door.id),
              door.id === state.unfit ? "why-change" : "",
            )
          : door.kind === "recovery"
            ? doorButton(t("security_replace"), name, () => act.onRecoveryClick(door.id))
            : nothing
      }
      ${door.kind === "newer" ? nothing : doorButton(t("security_remove"), name, () => act.onRemoveClick(door), mayRemove(state, door) ? "" : "why-not-removed", !mayRemove(state, door))}
    </span>
  </li>`;
}

/** @param {string} word @param {string} name @param {() => void} onClick @param {string} [why] id of what is said about it @param {boolean} [closed] */
function doorButton(word, name, onClick, why = "", closed = false) {
  return html`<button
    class="button is-quiet"
    aria-label=${t("security_door_button", { word, name })}
    aria-describedby=${why === "" ? nothing : why}
    ?disabled=${closed}
    @click=${onClick}
  >
    ${word}
  </button>`;
}

/** @param {Security} state @param {SecurityActions} act */
function lockingView({ rules, policies }, act) {
  const most = policies.enforceAutolock;
  return html`<section class="page-section" aria-label=${t("security_locking")}>
    <h2>${t("security_locking")}</h2>
    <div class="field">
      <label for="lock-minutes">${t("security_locking_when")}</label>
      <select
        class="input"
        id="lock-minutes"
        aria-describedby=${most > 0 ? "why-not-longer" : nothing}
        @change=${(/** @type {Event} */ event) =>
          act.onMinutesChange(Number(/** @type {HTMLSelectElement} */ (event.target).value))}
      >
        ${lockChoices(rules.minutes, policies).map(
          (minutes) =>
            html`<option value=${minutes} ?selected=${minutes === rules.minutes}>${minutesText(minutes)}</option>`,
        )}
      </select>
      ${most > 0 ? managedNote(plural("managed_autolock_most", most), "why-not-longer") : nothing}
    </div>
    ${
      tellsScreenLock()
        ? html`<label class="radio">
            <input type="checkbox" .checked=${live(rules.withScreen)} @change=${act.onScreenChange} />
            ${t("security_locking_screen")}
          </label>`
        : nothing
    }
    <p class="field-hint">${t("security_locking_text")}</p>
  </section>`;
}

/** @param {number} minutes */
function minutesText(minutes) {
  if (minutes === 0) {
    return t("security_locking_closed");
  }
  const [value, unit] = minutes % 60 === 0 ? [minutes / 60, "hour"] : [minutes, "minute"];
  const time = new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "long" }).format(value);
  return t("security_locking_after", { time });
}

/** @param {Security} state @param {SecurityActions} act */
function pinView(state, act) {
  const { panel } = state;
  return html`<section class="page-section" aria-label=${t("security_pin")}>
    <h2>${t("security_pin")}</h2>
    <p>${t("security_pin_text")}</p>
    ${
      panel?.name === "pin"
        ? panelView(state, act)
        : state.hasPin
          ? html`<div class="actions">
              <p class="said">${checkIcon} ${t("security_pin_on")}</p>
              <button class="button" @click=${act.onPinClick}>${t("security_pin_change")}</button>
              <button class="button" @click=${act.onPinRemoveClick}>${t("security_pin_remove")}</button>
            </div>`
          : html`<div class="actions">
              <button class="button" @click=${act.onPinClick}>${pinCodeIcon} ${t("security_pin_set")}</button>
            </div>`
    }
  </section>`;
}

/** What is seldom needed and changes everything. @param {Security} state @param {SecurityActions} act */
function seriousView(state, act) {
  const { panel, policies } = state;
  const kept = policies.enforcePassword;
  return html`<section class="page-section" aria-label=${t("security_serious")}>
    <h2>${t("security_serious")}</h2>
    ${
      panel?.name === "unprotect"
        ? panelView(state, act)
        : html`<p>${t("security_serious_text")}</p>
            <div class="actions">
              <button class="button" @click=${act.onRenewClick}>${t("security_renew")}</button>
              <button
                class="button"
                ?disabled=${kept}
                aria-describedby=${kept ? "why-protected" : nothing}
                @click=${act.onUnprotectClick}
              >
                ${t("security_unprotect")}
              </button>
            </div>
            ${kept ? managedNote(t("managed_unprotect_off"), "why-protected") : nothing}`
    }
  </section>`;
}
