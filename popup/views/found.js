/** What a scan or a pasted text held, shown before anything is saved. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { language, t } from "../../extension/words.js";
import { codeView, isEnding, nextCodeView, ringView } from "./code.js";
import { failureHint, failureText } from "./notices.js";
import { alertIcon, infoIcon } from "./icons.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../state.js").Card} Card
 * @typedef {Extract<import("../state.js").Screen, {name: "found"}>} FoundScreen
 * @typedef {Pick<import("../actions.js").Actions, "onFoundSubmit" | "onManualClick" | "onScanClick" | "onCardInput"
 *   | "onCardChoice">} Actions
 */

/** @param {FoundScreen} screen @param {State} state @param {Actions} act */
export function foundView(screen, state, act) {
  const accounts = screen.cards.filter((card) => card.kind === "account");
  const willAdd = accounts.filter((card) => card.choice !== "skip").length;
  return html`<form class="main is-form" @submit=${act.onFoundSubmit}>
    ${screen.parts ? partsView(screen.parts) : nothing} ${screen.pieces.map(pieceView)}
    <div class="cards">
      ${screen.cards.map((card) => (card.kind === "account" ? accountCard(card, state, act) : otherCard(card)))}
    </div>
    ${
      accounts.length > 0
        ? html`<button class="button is-primary" ?disabled=${willAdd === 0}>
            ${accounts.length === 1 ? t("found_add") : t("found_add_all")}
          </button>`
        : html`<div class="actions">
            <button type="button" class="button" @click=${act.onManualClick}>${t("add_manual")}</button>
            <button type="button" class="button is-primary" @click=${act.onScanClick}>${t("found_again")}</button>
          </div>`
    }
  </form>`;
}

/** One of several codes that hold one text, which cannot be read without the others. @param {import("../state.js").Piece} piece */
function pieceView({ number, count }) {
  return html`<div class="notice" role="group" aria-label=${t("piece_title", { number, count })}>
    ${infoIcon}
    <div class="notice-body">
      <h2>${t("piece_title", { number, count })}</h2>
      <p>${t("piece_text", { count })}</p>
    </div>
  </div>`;
}

/** The code that the card came from, as it stands on the page. @param {Card} card */
function cropView({ crop }) {
  return crop ? html`<img class="crop" src=${crop} alt=${t("found_crop")} />` : nothing;
}

/** @param {import("../state.js").Parts} parts */
function partsView({ have, want }) {
  return html`<div class="notice">
    ${infoIcon}
    <div class="notice-body">
      <h2>${t("parts_title", { have, want })}</h2>
      <p>${have < want ? t("parts_more") : t("parts_done")}</p>
    </div>
  </div>`;
}

/** @param {Card} card @param {State} state @param {Actions} act */
function accountCard(card, state, act) {
  const ending = isEnding(card.nextFrom, state.now);
  const name = [card.issuer, card.account].filter(Boolean).join(", ") || t("row_unnamed");
  return html`<fieldset class="card" aria-label=${name}>
    <div class="card-head">
      ${cropView(card)}
      ${card.failure ? html`<p class="field-caution">${t(`error_${card.failure}`)}</p>` : html`<output>${codeView(card.groups)}</output>`}
      ${ringView(card, state.now)}
    </div>
    ${ending && card.nextGroups.length > 0 ? nextCodeView(card.nextGroups) : nothing}
    ${card.details ? html`<p class="field-hint">${card.details}</p>` : nothing}
    <div class="card-names">
      ${nameField(card, "issuer", t("field_issuer"), act)} ${nameField(card, "account", t("field_account"), act)}
    </div>
    ${card.site === "" ? nothing : html`<p class="field-hint">${t("found_site", { site: card.site })}</p>`}
    ${card.short ? html`<p class="field-caution">${t("field_secret_short")}</p>` : nothing}
    ${relationView(card, act)}
  </fieldset>`;
}

/** @param {Card} card @param {"issuer" | "account"} field @param {string} label @param {Actions} act */
function nameField(card, field, label, act) {
  const id = `card-${card.index}-${field}`;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <input
      class="input"
      id=${id}
      autocomplete="off"
      spellcheck="false"
      .value=${live(card[field])}
      @change=${(/** @type {Event} */ event) => act.onCardInput(event, card.index, field)}
    />
  </div>`;
}

/** @param {Card} card @param {Actions} act */
function relationView(card, act) {
  if (card.relation === "new") {
    return nothing;
  }
  /** @type {readonly Card["choice"][]} */
  const choices = card.relation === "same" ? ["skip", "add"] : ["replace", "add", "skip"];
  return html`<div class="notice">
    ${infoIcon}
    <div class="notice-body">
      <p>${card.relation === "same" ? t("found_same") : t("found_same_name")}</p>
      <div role="radiogroup" aria-label=${t("found_choice")}>
        ${choices.map(
          (choice) => html`<label class="radio">
            <input
              type="radio"
              name="choice-${card.index}"
              value=${choice}
              .checked=${live(card.choice === choice)}
              @change=${() => act.onCardChoice(card.index, choice)}
            />
            ${t(`found_choice_${card.relation === "same" && choice === "add" ? "again" : choice}`)}
          </label>`,
        )}
      </div>
    </div>
  </div>`;
}

/** Something that is not an account, named, with what to do instead. @param {Card} card */
function otherCard(card) {
  if (card.kind === "foreign") {
    const text = card.about?.texts[language()] ?? card.about?.texts.en;
    return html`<div class="notice" role="group" aria-label=${card.about?.name ?? ""}>
      ${infoIcon}
      <div class="notice-body">
        ${cropView(card)}
        <h2>${text?.what ?? ""}</h2>
        <p>${text?.next ?? ""}</p>
        ${card.detail ? html`<p><code>${card.detail}</code></p>` : nothing}
      </div>
    </div>`;
  }
  const failure = { code: card.failure ?? "unexpected", number: card.number };
  return html`<div class="notice is-danger" role="alert">
    ${alertIcon}
    <div class="notice-body">
      ${cropView(card)}
      <h2>${card.issuer || card.account ? [card.issuer, card.account].filter(Boolean).join(", ") : t("found_invalid")}</h2>
      <p>${failureText(failure)} ${failureHint(failure)}</p>
    </div>
  </div>`;
}
