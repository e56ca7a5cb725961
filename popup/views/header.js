/** The line at the top: where one is, the way back, and the two things done most. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../../extension/words.js";
import { hasSearch } from "../state.js";
import { backIcon, checkIcon, pencilIcon, plusIcon, scanIcon, searchIcon } from "./icons.js";
import { menuView } from "./menu.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../actions.js").Actions} Actions
 */

/** @param {State} state @param {Actions} act */
export function headerView(state, act) {
  const { screen, asked } = state;
  const main =
    (asked && !LEADING.has(screen.name)) ||
    screen.name === "list" ||
    screen.name === "edit" ||
    screen.name === "loading";
  const editing = screen.name === "edit" && !asked;
  const searching = hasSearch(state);
  const leads = main || LEADING.has(screen.name);
  return html`<header class="header ${main && !editing ? "" : "with-back"}">
    ${leads ? nothing : iconButton(backIcon, t("button_back"), act.onBackClick)}
    ${main && !editing ? menuView(act, state.lockable) : nothing}
    <h1 class="title ${searching ? "visually-hidden" : ""}" tabindex="-1">${title(asked ? "list" : screen.name)}</h1>
    ${searching ? searchView(state, act) : nothing}
    ${
      main && !asked
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

/** Screens that nothing leads back from. */
const LEADING = new Set(["unreadable", "locked"]);

/** Always there and focused at opening, so that typing finds and Enter copies. @param {State} state @param {Actions} act */
function searchView(state, act) {
  return html`<div class="search">
    ${searchIcon}
    <input
      class="input"
      type="search"
      data-focus
      autocomplete="off"
      spellcheck="false"
      aria-label=${t("list_search")}
      placeholder=${t("list_search")}
      .value=${state.query}
      @input=${act.onSearchInput}
      @keydown=${act.onSearchKey}
    />
  </div>`;
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
    case "codes":
      return t("codes_title");
    case "scanning":
    case "nothing":
      return t("add_scan");
    case "found":
      return t("found_title");
    case "details":
      return t("details_title");
    case "large":
      return t("large_title");
    default:
      return "Tessera";
  }
}
