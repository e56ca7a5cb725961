/** The list of accounts, its empty form and its edit mode. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../../extension/words.js";
import { codeView, isEnding, nextCodeView, ringView, spoken } from "./code.js";
import { fillButtonView, fillIconView, hereView } from "./here.js";
import { damageView } from "./notices.js";
import {
  checkIcon,
  downIcon,
  gripIcon,
  moreIcon,
  pencilIcon,
  pinIcon,
  plusIcon,
  repeatIcon,
  scanIcon,
  tileIcon,
  trashIcon,
  upIcon,
} from "./icons.js";
import { iconFor } from "../issuer-icons.js";
import { isMasked } from "../state.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../state.js").Row} Row
 * @typedef {import("../actions.js").Actions} Actions
 */

/** @param {State} state @param {Actions} act */
export function listView(state, act) {
  const { rows, rowsHere, total, ids, damage, settings } = state;
  return html`
    ${state.tags.length > 0 ? tagsView(state, act) : nothing}
    <div class="main" @scroll=${act.onListScroll}>
      ${damageView(state, act)}
      ${total === 0 && damage.length === 0 ? emptyView(act) : nothing}
      ${total > 0 && ids.length + rowsHere.length === 0 ? html`<p class="hero">${t("list_search_none")}</p>` : nothing}
      ${hereView(state, act)}
      <ul class="list ${settings.compact ? "is-compact" : ""}" aria-label=${t("list_accounts")} @keydown=${act.onListKey}>
        ${repeat(
          rows,
          (row) => row.id,
          (row, index) => rowView(row, state.window.from + index, state, act),
        )}
      </ul>
    </div>
  `;
}

/** @param {State} state @param {Actions} act */
function tagsView({ tags, tag: chosen }, act) {
  return html`<div class="tags" role="group" aria-label=${t("list_tags")}>
    ${["", ...tags].map(
      (tag) =>
        html`<button class="tag" aria-pressed=${tag === chosen ? "true" : "false"} @click=${() => act.onTagClick(tag)}>
          ${tag === "" ? t("list_tags_all") : tag}
        </button>`,
    )}
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

/** @param {Row} row @param {number} index @param {State} state @param {Actions} act */
export function rowView(row, index, state, act) {
  const names = rowNames(row);
  return html`<li
    class="row ${state.highlighted.includes(row.id) ? "is-new" : ""}"
    data-id=${row.id}
    aria-setsize=${state.ids.length}
    aria-posinset=${index + 1}
  >
    <button class="row-main" @click=${() => act.onCopyClick(row.id)}>
      <span class="visually-hidden">${rowLabel(row, names, state)}</span>
      ${tileView(row)}
      <span class="row-text" aria-hidden="true">${namesView(row)} ${codesView(row, state)}</span>
      ${ringView(row, state.now)}
    </button>
    <span class="row-side">
      ${fillIconView(row, state, act)}
      ${
        row.counter ? editButton(repeatIcon, t("row_next_code", { names }), () => act.onNextCodeClick(row.id)) : nothing
      }
      ${editButton(moreIcon, t("row_details", { names }), () => act.onDetailsClick(row.id), false, "is-quiet")}
    </span>
    ${fillButtonView(row, state, act)}
  </li>`;
}

/** What a row says to who hears it: the names, and the code digit by digit. @param {Row} row @param {string} names @param {State} state */
function rowLabel(row, names, state) {
  const code = shownCode(row, state)?.code ?? row.code;
  if (row.failure) {
    return `${names}, ${t(`error_${row.failure}`)}`;
  }
  return code === "" || isMasked(state, row)
    ? t("row_label_hidden", { names })
    : t("row_label", { names, code: spoken(code) });
}

/** @param {Row} row @param {State} state */
function codesView(row, state) {
  if (row.failure) {
    return html`<span class="row-note">${t(`error_${row.failure}`)}</span>`;
  }
  if (isMasked(state, row)) {
    return html`<span class="row-codes">${codeView(row.groups.map((group) => "•".repeat(group.length)))}</span>`;
  }
  const ending = isEnding(row.nextFrom, state.now) && row.nextGroups.length > 0;
  return html`<span class="row-codes">
    ${codeView(shownCode(row, state)?.groups ?? row.groups)} ${ending ? nextCodeView(row.nextGroups) : nothing}
  </span>`;
}

/** A counter code that was asked for. @param {Row} row @param {State} state */
function shownCode(row, state) {
  return state.shown.find((code) => code.id === row.id);
}

/** @param {Pick<Row, "issuer" | "site" | "icon" | "hue" | "monogram">} row */
export function tileView(row) {
  const icon = iconFor(row);
  return icon === undefined
    ? html`<span class="tile hue-${row.hue}" aria-hidden="true">${row.monogram}</span>`
    : html`<img class="tile" src=${icon} alt="" width="36" height="36" decoding="async" />`;
}

/** @param {Row} row */
function namesView(row) {
  // Many sites write their own name in the place of the account's: once is enough.
  const account = row.account === row.issuer ? "" : row.account;
  const [first, second] = row.issuer ? [row.issuer, account] : [row.account || t("row_unnamed"), ""];
  return html`<span class="row-names">
    ${row.pinned ? html`<span class="row-pin" title=${t("row_pinned")}>${pinIcon}</span>` : nothing}
    <span class="row-issuer" title=${first}>${first}</span>
    ${second ? html`<span class="row-account" title=${second}>${second}</span>` : nothing}
  </span>`;
}

/** The names as one phrase, for labels. @param {{issuer: string, account: string}} row */
export function rowNames({ issuer, account }) {
  return [issuer, account === issuer ? "" : account].filter(Boolean).join(", ") || t("row_unnamed");
}

/** @param {State} state @param {Actions} act */
export function editView(state, act) {
  return html`<div class="main" @scroll=${act.onListScroll}>
    ${damageView(state, act)} ${addCard(act)}
    <ul class="list is-edited" aria-label=${t("list_accounts")}>
      ${repeat(
        state.rows,
        (row) => row.id,
        (row, index) => editRowView(row, state.window.from + index, state, act),
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
    data-id=${row.id}
    aria-setsize=${state.ids.length}
    aria-posinset=${index + 1}
  >
    <span
      class="grip"
      title=${t("edit_drag")}
      @pointerdown=${(/** @type {PointerEvent} */ event) => act.onGripDown(event, row.id)}
      @pointermove=${act.onGripMove}
      @pointerup=${act.onGripUp}
      @pointercancel=${act.onGripCancel}
      @lostpointercapture=${act.onGripCancel}
      >${gripIcon}</span
    >
    <button class="edit-names" @click=${() => act.onDetailsClick(row.id)}>
      <span class="visually-hidden">${t("row_details", { names })}</span>
      <span aria-hidden="true">${namesView(row)}</span>
    </button>
    <span class="row-side">
      ${editButton(pencilIcon, t("edit_rename", { names }), () => act.onRenameClick(row.id))}
      ${editButton(upIcon, t("edit_up", { names }), () => act.onMoveClick(row.id, -1), index === 0, "is-up")}
      ${editButton(downIcon, t("edit_down", { names }), () => act.onMoveClick(row.id, 1), index === state.ids.length - 1, "is-down")}
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
    <form class="rename" @submit=${act.onRenameSubmit} @keydown=${act.onRenameKey}>
      <span class="edit-fields">
        <input class="input" name="issuer" data-focus aria-label=${t("field_issuer")} placeholder=${t("field_issuer")} .value=${renaming.issuer} autocomplete="off" />
        <input class="input" name="account" aria-label=${t("field_account")} placeholder=${t("field_account")} .value=${renaming.account} autocomplete="off" />
      </span>
      <button class="icon-button" aria-label=${t("button_ok")} title=${t("button_ok")}>${checkIcon}</button>
    </form>
  </li>`;
}
