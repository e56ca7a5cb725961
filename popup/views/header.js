/** The line at the top: where one is, the way back, and the two things done most. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../../extension/words.js";
import { backIcon, checkIcon, pencilIcon, plusIcon, scanIcon } from "./icons.js";
import { menuView } from "./menu.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../actions.js").Actions} Actions
 */

/** @param {State} state @param {Actions} act */
export function headerView({ screen }, act) {
  const main = screen.name === "list" || screen.name === "edit" || screen.name === "loading";
  const editing = screen.name === "edit";
  return html`<header class="header ${main ? "" : "with-back"}">
    ${main || screen.name === "unreadable" ? nothing : iconButton(backIcon, t("button_back"), act.onBackClick)}
    ${main && !editing ? menuView(act) : nothing}
    <h1 class="title" tabindex="-1">${title(screen.name)}</h1>
    ${
      main
        ? html`${editing ? nothing : iconButton(plusIcon, t("add_account"), act.onAddClick)}
          ${editing ? nothing : iconButton(scanIcon, t("add_scan"), act.onScanClick)}
          ${iconButton(
            editing ? checkIcon : pencilIcon,
            editing ? t("edit_done") : t("edit"),
            editing ? act.onDoneClick : act.onEditClick,
          )}`
        : nothing
    }
  </header>`;
}

/** @param {unknown} icon @param {string} name @param {() => void} onClick */
function iconButton(icon, name, onClick) {
  return html`<button class="icon-button" aria-label=${name} title=${name} @click=${onClick}>${icon}</button>`;
}

/** @param {State["screen"]["name"]} name */
function title(name) {
  switch (name) {
    case "edit":
      return t("edit");
    case "add":
      return t("add_account");
    case "manual":
      return t("add_manual");
    case "paste":
      return t("add_paste");
    case "away":
    case "field":
      return t("fill_here");
    case "doctor":
      return t("doctor_open");
    case "scanning":
    case "nothing":
      return t("add_scan");
    case "found":
      return t("found_title");
    default:
      return "Tessera";
  }
}
