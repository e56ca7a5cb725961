/** Every screen of the popup but the list, and all that can be done: what the first codes need not wait for. */
import { html } from "../vendor/lit-html/lit-html.js";
import { t } from "../extension/words.js";
import { detailsViews, siteViews } from "./later.js";
import { addView, manualView, pasteView } from "./views/add.js";
import { foundView } from "./views/found.js";
import { askedView } from "./views/managed.js";
import { nothingView, scanningView } from "./views/nothing.js";
import { unreadableView } from "./views/notices.js";

export { makeActions } from "./actions.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./actions.js").Actions} Actions
 */

/** @param {State} state @param {Actions} actions */
export function screenView(state, actions) {
  const { screen } = state;
  if (state.asked && screen.name !== "unreadable") {
    return html`<div class="main is-form">${askedView(askedButton(actions), state.total)}</div>`;
  }
  switch (screen.name) {
    case "add":
      return addView(actions);
    case "manual":
      return manualView(screen, state, actions);
    case "paste":
      return pasteView(screen, actions);
    case "scanning":
      return scanningView(actions);
    case "found":
      return foundView(screen, state, actions);
    case "nothing":
      return nothingView(screen.reason, actions);
    case "details":
      return detailsViews().detailsView(screen, state, actions);
    case "large":
      return detailsViews().largeView(state, actions);
    case "away":
      return siteViews().awayView(screen, actions);
    case "field":
      return siteViews().fieldView(screen, actions);
    case "doctor":
      return siteViews().doctorView(screen, actions);
    case "codes":
      return siteViews().codesView(screen, actions);
    case "unreadable":
      return unreadableView(screen.failure, actions);
    default:
      return html`<div class="main" aria-busy="true"></div>`;
  }
}

/** To the field where the passphrase is set. @param {Actions} actions */
function askedButton(actions) {
  return html`<button class="button is-primary" @click=${() => actions.onPageClick("security", "passphrase")}>
    ${t("asked_button")}
  </button>`;
}
