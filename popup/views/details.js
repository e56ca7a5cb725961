/** One account: its code in large, what it is called, its key and its recovery codes. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { mayExport } from "../../extension/policies.js";
import { language, plural, t } from "../../extension/words.js";
import { iconTitles, LETTER } from "../issuer-icons.js";
import { codeView, isEnding, nextCodeView, ringView, spoken } from "./code.js";
import { copyIcon, growIcon, pinIcon, printIcon, trashIcon } from "./icons.js";
import { rowNames, tileView } from "./list.js";
import { managedNote } from "./managed.js";
import { failureHint, failureText } from "./notices.js";
import { qrView } from "./qr.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../state.js").Row} Row
 * @typedef {import("../state.js").DetailsScreen} DetailsScreen
 * @typedef {import("../actions.js").Actions} Actions
 */

/** @param {DetailsScreen} screen @param {State} state @param {Actions} act */
export function detailsView(screen, state, act) {
  const [row] = state.rows;
  return html`<div class="main is-form details">
    ${row ? codeCard(row, screen, state, act) : nothing}
    ${textsForm(screen, act)} ${factsView(screen.details)} ${keySection(screen, mayExport(state.policies), act)} ${codesSection(screen, act)}
  </div>`;
}

/** The code alone, as large as the popup. @param {State} state @param {Actions} act */
export function largeView(state, act) {
  const [row] = state.rows;
  if (!row) {
    return html`<div class="main"></div>`;
  }
  const groups = state.shown.find(({ id }) => id === row.id)?.groups ?? row.groups;
  return html`<div class="main large">
    <p class="large-names">${rowNames(row)}</p>
    <button class="large-code" @click=${() => act.onCopyClick(row.id)}>
      <span class="visually-hidden">${t("row_label", { names: rowNames(row), code: spoken(groups.join("")) })}</span>
      ${groups.map((group) => html`<span aria-hidden="true">${group}</span>`)}
    </button>
    ${ringView(row, state.now)}
    ${isEnding(row.nextFrom, state.now) ? nextCodeView(row.nextGroups) : nothing}
  </div>`;
}

/** @param {Row} row @param {DetailsScreen} screen @param {State} state @param {Actions} act */
function codeCard(row, { details }, state, act) {
  const shown = state.shown.find(({ id }) => id === row.id);
  const code = shown?.code ?? row.code;
  const names = rowNames(row);
  const label = code === "" ? t("row_label_hidden", { names }) : t("row_label", { names, code: spoken(code) });
  return html`<section class="details-card">
    <div class="details-head">
      ${tileView(row)}
      <h2>${names}</h2>
      <button
        class="icon-button"
        aria-pressed=${details.pinned ? "true" : "false"}
        aria-label=${t("details_pin")}
        title=${t("details_pin")}
        @click=${act.onPinClick}
      >
        ${pinIcon}
      </button>
    </div>
    ${
      row.failure
        ? html`<p class="row-note">${t(`error_${row.failure}`)}</p>`
        : html`<div class="details-code">
            <button class="row-main" data-focus @click=${() => act.onCopyClick(row.id)}>
              <span class="visually-hidden">${label}</span>
              <span class="row-codes" aria-hidden="true">
                ${codeView(shown?.groups ?? row.groups)} ${isEnding(row.nextFrom, state.now) ? nextCodeView(row.nextGroups) : nothing}
              </span>
            </button>
            ${ringView(row, state.now)}
            <button class="icon-button" aria-label=${t("details_large")} title=${t("details_large")} @click=${act.onLargeClick}>
              ${growIcon}
            </button>
          </div>`
    }
  </section>`;
}

/** @param {DetailsScreen} screen @param {Actions} act */
function textsForm({ details }, act) {
  return html`<form class="details-form" @submit=${act.onDetailsSubmit} @change=${act.onDetailsChange}>
    ${field("issuer", t("field_issuer"), details.issuer)} ${field("account", t("field_account"), details.account)}
    ${field("site", t("details_site"), details.site, { example: "example.com", hint: t("details_site_hint") })}
    ${field("tags", t("details_tags"), details.tags.join(", "), { example: t("details_tags_example"), hint: t("details_tags_hint") })}
    <div class="field">
      <label for="details-note">${t("details_note")}</label>
      <textarea class="input is-note" id="details-note" name="note" rows="2" .value=${details.note}></textarea>
    </div>
    <div class="field">
      <label for="details-icon">${t("details_icon")}</label>
      <select class="input" id="details-icon" name="icon">
        ${[
          { slug: "", title: t("details_icon_automatic") },
          { slug: LETTER, title: t("details_icon_letter") },
          ...iconTitles(),
        ].map(({ slug, title }) => html`<option value=${slug} ?selected=${slug === details.icon}>${title}</option>`)}
      </select>
    </div>
    <button class="button">${t("details_save")}</button>
  </form>`;
}

/**
 * @param {string} name @param {string} label @param {string} value
 * @param {{example?: string, hint?: string}} [more]
 */
function field(name, label, value, { example = "", hint = "" } = {}) {
  return html`<div class="field">
    <label for="details-${name}">${label}</label>
    <input
      class="input"
      id="details-${name}"
      name=${name}
      autocomplete="off"
      spellcheck="false"
      placeholder=${example}
      aria-describedby=${hint === "" ? nothing : `about-${name}`}
      .value=${value}
    />
    ${hint === "" ? nothing : html`<p class="field-hint" id="about-${name}">${hint}</p>`}
  </div>`;
}

/** What the codes are made with, in words. @param {DetailsScreen["details"]} details */
function factsView(details) {
  const added = new Intl.DateTimeFormat(language(), { dateStyle: "medium" }).format(details.created);
  const facts = [
    [t("field_type"), t(`type_${details.kind}`)],
    [t("field_algorithm"), details.algorithm?.replace(/^SHA(?=\d)/, "SHA-")],
    [t("field_digits"), details.digits],
    [t("field_period"), details.period === undefined ? undefined : plural("details_seconds", details.period)],
    [t("field_counter"), details.counter],
    [t("details_added"), added],
  ];
  return html`<dl class="facts">
    ${facts.filter(([, value]) => value !== undefined).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

/** @param {DetailsScreen} screen @param {boolean} open whether an administrator lets keys be shown @param {Actions} act */
function keySection({ key, drawing }, open, act) {
  if (!open) {
    return html`<section class="details-section">
      <h2>${t("details_key")}</h2>
      ${managedNote(t("managed_key_off"), "why-no-key")}
      <div class="actions">
        <button class="button" disabled aria-describedby="why-no-key">${t("details_key_show")}</button>
        <button class="button is-quiet" disabled aria-describedby="why-no-key">${printIcon}${t("details_sheet")}</button>
      </div>
    </section>`;
  }
  return html`<section class="details-section">
    <h2>${t("details_key")}</h2>
    <p class="field-hint">${t("details_key_text")}</p>
    ${
      key
        ? html`<output class="setup-key" aria-label=${t("details_key")}>${key.groups.map((group) => html`<span>${group}</span> `)}</output>
            ${drawing ? qrView(drawing) : html`<p class="field-hint">${t("details_qr_none")}</p>`}`
        : nothing
    }
    <div class="actions">
      <button class="button" aria-expanded=${key ? "true" : "false"} @click=${act.onKeyClick}>
        ${key ? t("details_key_hide") : t("details_key_show")}
      </button>
      ${key ? html`<button class="button" @click=${act.onKeyCopyClick}>${copyIcon}${t("details_key_copy")}</button>` : nothing}
    </div>
    <button class="button is-quiet" @click=${act.onSheetClick}>${printIcon}${t("details_sheet")}</button>
  </section>`;
}

/** @param {DetailsScreen} screen @param {Actions} act */
function codesSection({ details, codes, pasting, failure }, act) {
  const { recoveryCodes, recoveryCodesLeft } = details;
  return html`<section class="details-section">
    <h2>${t("details_codes")}</h2>
    <p class="field-hint">
      ${recoveryCodes === 0 ? t("details_codes_text") : plural("details_codes_left", recoveryCodesLeft)}
    </p>
    ${codes && codes.length > 0 ? codesList(codes, act) : nothing}
    ${
      pasting
        ? html`<form class="details-paste" @submit=${act.onCodesSubmit}>
            <div class="field">
              <label for="details-codes">${t("details_codes_paste")}</label>
              <textarea class="input is-key" id="details-codes" name="codes" rows="5" autocomplete="off" spellcheck="false" aria-describedby="about-codes"></textarea>
              <div id="about-codes">
                ${
                  failure
                    ? html`<p class="field-error" role="alert">${failureText(failure)} ${failureHint(failure)}</p>`
                    : html`<p class="field-hint">${t("details_codes_paste_hint")}</p>`
                }
              </div>
            </div>
            <div class="actions">
              <button class="button is-primary">${t("button_ok")}</button>
              <button class="button" type="button" @click=${act.onCodesCancelClick}>${t("button_cancel")}</button>
            </div>
          </form>`
        : html`<div class="actions">
            ${
              recoveryCodes > 0
                ? html`<button class="button" aria-expanded=${codes ? "true" : "false"} @click=${act.onCodesClick}>
                    ${codes ? t("details_codes_hide") : t("details_codes_show")}
                  </button>`
                : nothing
            }
            <button class="button" @click=${act.onCodesAddClick}>${t("details_codes_add")}</button>
          </div>`
    }
  </section>`;
}

/** @param {NonNullable<DetailsScreen["codes"]>} codes @param {Actions} act */
function codesList(codes, act) {
  return html`<ul class="recovery-codes" aria-label=${t("details_codes")}>
    ${codes.map(
      ({ code, used }, index) => html`<li class=${used ? "is-used" : ""}>
        <label>
          <input
            type="checkbox"
            .checked=${live(used)}
            @change=${(/** @type {Event} */ event) =>
              act.onCodeUsed(index, /** @type {HTMLInputElement} */ (event.target).checked)}
          />
          <span class="visually-hidden">${t("details_code_used")}</span>
          <code>${code}</code>
        </label>
        <button class="icon-button is-small" aria-label=${t("details_code_copy", { code })} title=${t("details_code_copy", { code })} @click=${() => act.onCodeCopyClick(code)}>
          ${copyIcon}
        </button>
        <button class="icon-button is-small is-danger" aria-label=${t("details_code_remove", { code })} title=${t("details_code_remove", { code })} @click=${() => act.onCodeRemoveClick(index)}>
          ${trashIcon}
        </button>
      </li>`,
    )}
  </ul>`;
}
