/** The list of accounts, its empty form and its edit mode. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../../extension/words.js";
import { codeView, isEnding, nextCodeView, ringView, spoken } from "./code.js";
import { fillIconView, hereView, rowsHere } from "./here.js";
import { damageView } from "./notices.js";
import {
  checkIcon,
  downIcon,
  gripIcon,
  pencilIcon,
  plusIcon,
  repeatIcon,
  scanIcon,
  searchIcon,
  tileIcon,
  trashIcon,
  upIcon,
} from "./icons.js";
import { hasSearch } from "../state.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../state.js").Row} Row
 * @typedef {import("../actions.js").Actions} Actions
 */

/** @param {State} state @param {Actions} act */
export function listView(state, act) {
  const here = rowsHere(state);
  const rows = state.rows.filter((row) => row.matches && !here.includes(row));
  return html`
    ${hasSearch(state) ? searchView(state, act) : nothing}
    <div class="main">
      ${damageView(state, act)}
      ${state.rows.length === 0 && state.damage.length === 0 ? emptyView(act) : nothing}
      ${state.rows.length > 0 && rows.length + here.length === 0 ? html`<p class="hero">${t("list_search_none")}</p>` : nothing}
      ${hereView(here, state, act)}
      <ul class="list" aria-label=${t("list_accounts")}>
        ${repeat(
          rows,
          (row) => row.id,
          (row) => rowView(row, state, act),
        )}
      </ul>
    </div>
  `;
}

/** @param {State} state @param {Actions} act */
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

/** @param {Actions} act */
function emptyView(act) {
  return html`<div class="hero">
    <span class="hero-mark">${tileIcon}</span>
    <h2>${t("list_empty_title")}</h2>
    <p>${t("list_empty_text")}</p>
    <button class="button is-primary is-wide" @click=${act.onScanClick}>${scanIcon}${t("add_scan")}</button>
    <button class="button is-wide" @click=${act.onManualClick}>${t("add_manual")}</button>
  </div>`;
}

/** @param {Actions} act */
function addCard(act) {
  return html`<button class="add-card" aria-label=${t("add_account")} title=${t("add_account")} @click=${act.onAddClick}>
    ${plusIcon}
  </button>`;
}

/** @param {Row} row @param {State} state @param {Actions} act */
export function rowView(row, state, act) {
  const shown = state.shown.find((code) => code.id === row.id);
  const groups = shown?.groups ?? row.groups;
  const ending = isEnding(row.nextFrom, state.now);
  const names = rowNames(row);
  const code = shown?.code ?? row.code;
  const label = row.failure
    ? `${names}, ${t(`error_${row.failure}`)}`
    : code
      ? t("row_label", { names, code: spoken(code) })
      : t("row_label_hidden", { names });
  return html`<li class="row ${state.highlighted.includes(row.id) ? "is-new" : ""}" data-id=${row.id}>
    <button class="row-main" aria-label=${label} @click=${() => act.onCopyClick(row.id)}>
      ${tileView(row)}
      <span>
        ${namesView(row)}
        ${
          row.failure
            ? html`<span class="row-note">${t(`error_${row.failure}`)}</span>`
            : html`<span class="row-codes">
                ${codeView(groups)} ${ending && row.nextGroups.length > 0 ? nextCodeView(row.nextGroups) : nothing}
              </span>`
        }
      </span>
      ${ringView(row, state.now)}
    </button>
    ${fillIconView(row, state, act)}
    ${
      row.counter
        ? html`<span class="row-side">
            <button
              class="icon-button"
              aria-label=${t("row_next_code", { names })}
              title=${t("row_next_code", { names })}
              @click=${() => act.onNextCodeClick(row.id)}
            >
              ${repeatIcon}
            </button>
          </span>`
        : nothing
    }
  </li>`;
}

/** @param {Row} row */
export function tileView(row) {
  return html`<span class="tile hue-${row.hue}" aria-hidden="true">${row.monogram}</span>`;
}

/** @param {Row} row */
function namesView(row) {
  const [first, second] = row.issuer ? [row.issuer, row.account] : [row.account || t("row_unnamed"), ""];
  return html`<span class="row-names">
    <span class="row-issuer" title=${first}>${first}</span>
    ${second ? html`<span class="row-account" title=${second}>${second}</span>` : nothing}
  </span>`;
}

/** The names as one phrase, for labels. @param {{issuer: string, account: string}} row */
export function rowNames({ issuer, account }) {
  return [issuer, account].filter(Boolean).join(", ") || t("row_unnamed");
}

/** @param {State} state @param {Actions} act */
export function editView(state, act) {
  return html`<div class="main">
    ${damageView(state, act)} ${addCard(act)}
    <ul class="list" aria-label=${t("list_accounts")}>
      ${repeat(
        state.rows,
        (row) => row.id,
        (row, index) => editRowView(row, index, state, act),
      )}
    </ul>
  </div>`;
}

/** @param {Row} row @param {number} index @param {State} state @param {Actions} act */
function editRowView(row, index, state, act) {
  if (state.screen.name !== "edit") {
    return nothing;
  }
  const { renaming, dragging } = state.screen;
  if (renaming?.id === row.id) {
    return renameView(renaming, act);
  }
  const names = rowNames(row);
  const over = dragging?.over === row.id ? (dragging.after ? "is-drop-after" : "is-drop-before") : "";
  return html`<li
    class="row ${over} ${dragging?.id === row.id ? "is-dragged" : ""}"
    draggable="true"
    data-id=${row.id}
    @dragstart=${(/** @type {DragEvent} */ event) => act.onDragStart(event, row.id)}
    @dragover=${(/** @type {DragEvent} */ event) => act.onDragOver(event, row.id)}
    @drop=${act.onDrop}
    @dragend=${act.onDragEnd}
  >
    <span class="grip" title=${t("edit_drag")}>${gripIcon}</span>
    <span class="edit-fields">
      <span class="row-issuer">${row.issuer || row.account || t("row_unnamed")}</span>
      ${row.issuer && row.account ? html`<span class="row-account">${row.account}</span>` : nothing}
    </span>
    <span class="row-side">
      ${editButton(pencilIcon, t("edit_rename", { names }), () => act.onRenameClick(row.id))}
      ${editButton(upIcon, t("edit_up", { names }), () => act.onMoveClick(row.id, -1), index === 0)}
      ${editButton(downIcon, t("edit_down", { names }), () => act.onMoveClick(row.id, 1), index === state.rows.length - 1)}
      ${editButton(trashIcon, t("edit_delete", { names }), () => act.onDeleteClick(row.id), false, "is-danger")}
    </span>
  </li>`;
}

/** @param {unknown} icon @param {string} name @param {() => void} onClick @param {boolean} [disabled] @param {string} [kind] */
function editButton(icon, name, onClick, disabled = false, kind = "") {
  return html`<button
    class="icon-button is-small ${kind}"
    aria-label=${name}
    title=${name}
    ?disabled=${disabled}
    @click=${onClick}
  >
    ${icon}
  </button>`;
}

/** @param {import("../state.js").Renaming} renaming @param {Actions} act */
function renameView(renaming, act) {
  return html`<li class="row">
    <form class="row-main" @submit=${act.onRenameSubmit} @keydown=${act.onRenameKey}>
      <span class="edit-fields" >
        <input class="input" name="issuer" data-focus aria-label=${t("field_issuer")} placeholder=${t("field_issuer")} .value=${renaming.issuer} autocomplete="off" />
        <input class="input" name="account" aria-label=${t("field_account")} placeholder=${t("field_account")} .value=${renaming.account} autocomplete="off" />
      </span>
      <button class="icon-button" aria-label=${t("button_ok")} title=${t("button_ok")}>${checkIcon}</button>
    </form>
  </li>`;
}
