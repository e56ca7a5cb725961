/** The backup page: our own encrypted file first, then the ways to leave, then codes on screen and on paper. */
import { html, nothing, svg } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { mayExport } from "../../extension/policies.js";
import { language, plural, t } from "../../extension/words.js";
import { alertIcon, checkIcon, foldIcon } from "../views/icons.js";
import { managedNote, passphraseNote } from "../views/managed.js";
import { failureHint, failureText } from "../views/notices.js";
import { strengthOf } from "./passphrase.js";
import { grouped } from "./state.js";

/**
 * @typedef {import("./state.js").BackupState} BackupState
 * @typedef {import("./actions.js").Actions} Actions
 */

/** @param {BackupState} state @param {Actions} act */
export function backupView(state, act) {
  const { showing, policies } = state;
  if (policies.disableBackup) {
    return html`<section class="page-section">
      <h2>${t("managed_backup_off")}</h2>
      ${managedNote(t("managed_backup_off_text"))}
      <p><a class="button" href="restore.html">${t("restore_title")}</a></p>
    </section>`;
  }
  const open = mayExport(policies);
  if (open && showing.name === "codes") {
    return codesView(showing, act);
  }
  if (open && showing.name === "sheets") {
    return sheetsView(showing, act);
  }
  if (state.rows.length === 0) {
    return html`<section class="page-section">
      <h2>${t("backup_empty")}</h2>
      <p>${t("backup_empty_text")}</p>
      <p><a class="button" href="import.html">${t("import_title")}</a></p>
    </section>`;
  }
  return html`${ownView(state, act)} ${open ? html`${leaveView(state, act)} ${screenView(state, act)}` : closedView()}`;
}

/** Where an administrator lets no key out in clear. */
function closedView() {
  return html`<section class="page-section" aria-labelledby="backup-leave">
    <h2 id="backup-leave">${t("managed_export_off")}</h2>
    ${managedNote(t("managed_export_off_text"))}
  </section>`;
}

/** @param {BackupState} state @param {Actions} act */
function ownView({ last, changed, passphrase, working, made, rows, codes, withCodes, policies, suggests }, act) {
  const strength = strengthOf(passphrase);
  return html`<section class="page-section" aria-labelledby="backup-own">
    <h2 id="backup-own">${t("backup_own")}</h2>
    <p>${t("backup_own_text")}</p>
    ${stateView(last, changed)}
    <form class="backup-own" @submit=${act.onBackupSubmit}>
      <div class="field">
        <label for="backup-passphrase">${t("backup_passphrase")}</label>
        <div class="backup-passphrase">
          <input
            class="input is-key"
            id="backup-passphrase"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-describedby="backup-passphrase-hint"
            .value=${live(passphrase)}
            @input=${act.onPassphraseInput}
          />
          ${
            suggests
              ? html`<button type="button" class="button" @click=${act.onSuggestClick}>${t("backup_suggest")}</button>`
              : nothing
          }
        </div>
        <div id="backup-passphrase-hint">
          <p class="backup-strength is-${strength}"><span></span>${t(`backup_strength_${strength}`)}</p>
          <p class="field-hint">${t("backup_passphrase_hint")}</p>
          ${passphraseNote(policies, "backup-passphrase-policy")}
        </div>
      </div>
      ${
        codes > 0
          ? html`<div class="field">
              <label class="radio">
                <input type="checkbox" aria-describedby="backup-codes-hint" .checked=${live(withCodes)} @change=${act.onWithCodesChange} />
                ${t("backup_with_codes")}
              </label>
              <p class="field-hint" id="backup-codes-hint">${plural("backup_with_codes_hint", codes)}</p>
            </div>`
          : nothing
      }
      <div class="backup-do">
        <button class="button is-primary" ?disabled=${working || strength === "empty"}>
          ${working ? t("backup_working") : plural("backup_button", rows.length)}
        </button>
      </div>
    </form>
    ${made ? madeView(made, act) : nothing}
  </section>`;
}

/** @param {number | null} last @param {boolean} changed */
function stateView(last, changed) {
  if (last === null) {
    return html`<p class="backup-state is-due">${alertIcon}<span>${t("backup_never")}</span></p>`;
  }
  const when = new Intl.DateTimeFormat(language(), { dateStyle: "long", timeStyle: "short" }).format(last);
  return html`<p class="backup-state ${changed ? "is-due" : "is-done"}">
    ${changed ? alertIcon : checkIcon}<span>${t(changed ? "backup_changed" : "backup_current", { when })}</span>
  </p>`;
}

/** @param {import("./state.js").Made} made @param {Actions} act */
function madeView({ fileName, accounts, passphrase }, act) {
  return html`<div class="backup-made">
    <h3 tabindex="-1">${checkIcon}${plural("backup_made", accounts)}</h3>
    <p>${t("backup_made_text", { name: fileName })}</p>
    <p><code>${passphrase}</code></p>
    <button class="button" @click=${() => act.onCopyPassphrase(passphrase)}>${t("backup_copy_passphrase")}</button>
  </div>`;
}

/** @param {BackupState} state @param {Actions} act */
function leaveView({ targets, leaving, working }, act) {
  return html`<section class="page-section" aria-labelledby="backup-leave">
    <h2 id="backup-leave">${t("backup_leave")}</h2>
    <p>${t("backup_leave_text")}</p>
    <div class="backup-targets" role="group" aria-labelledby="backup-leave">
      ${targets.map(
        ({ name }) => html`<button
          class="backup-target"
          aria-pressed=${leaving?.name === name ? "true" : "false"}
          @click=${() => act.onTargetClick(name)}
        >
          <strong>${t(`export_${name}`)}</strong>
          <span>${t(`export_about_${name}`)}</span>
        </button>`,
      )}
    </div>
    ${
      leaving
        ? leavingView(
            leaving,
            targets.find(({ name }) => name === leaving.name),
            working,
            act,
          )
        : nothing
    }
  </section>`;
}

/**
 * @param {import("./state.js").Leaving} leaving @param {import("./state.js").ExportTarget | undefined} target
 * @param {boolean} working @param {Actions} act
 */
function leavingView({ name, leftOut, password }, target, working, act) {
  const clear = password === "";
  return html`<form class="backup-leaving" @submit=${act.onExportSubmit}>
    <h3>${t("backup_leaving", { app: t(`export_${name}`) })}</h3>
    ${
      target?.takesPassword
        ? html`<div class="field">
            <label for="backup-export-password">${t("backup_export_password")}</label>
            <input
              class="input"
              type="password"
              id="backup-export-password"
              autocomplete="new-password"
              aria-describedby="backup-export-password-hint"
              .value=${live(password)}
              @input=${act.onExportPasswordInput}
            />
            <p class="field-hint" id="backup-export-password-hint">${t("backup_export_password_hint")}</p>
          </div>`
        : nothing
    }
    ${leftOut && leftOut.length > 0 ? leftOutView(leftOut) : nothing}
    ${
      clear
        ? html`<div class="notice">
            ${alertIcon}
            <div class="notice-body">
              <p>${target?.fileName ? t("backup_clear") : t("backup_clear_codes")}</p>
            </div>
          </div>`
        : nothing
    }
    <div class="backup-do">
      <button class="button is-primary" ?disabled=${working || leftOut === null}>
        ${target?.fileName ? t("backup_export") : t("backup_show_codes")}
      </button>
      <button type="button" class="button is-quiet" @click=${act.onLeaveClick}>${t("button_cancel")}</button>
    </div>
  </form>`;
}

/** @param {import("./state.js").SkippedEntry[]} leftOut */
function leftOutView(leftOut) {
  return html`<details class="fold" open>
    <summary>${foldIcon}${plural("backup_left_out", leftOut.length)}</summary>
    <ul class="fold-body backup-left">
      ${leftOut.map(({ name, code, number }) => {
        const failure = { code, number };
        return html`<li><strong>${name || t("row_unnamed")}</strong> <span>${failureText(failure)} ${failureHint(failure)}</span></li>`;
      })}
    </ul>
  </details>`;
}

/** @param {BackupState} state @param {Actions} act */
function screenView({ rows, account, working }, act) {
  const name = (/** @type {import("./state.js").Row} */ row) =>
    [row.issuer, row.account].filter(Boolean).join(", ") || t("row_unnamed");
  return html`<section class="page-section" aria-labelledby="backup-screen">
    <h2 id="backup-screen">${t("backup_screen")}</h2>
    <p>${t("backup_screen_text")}</p>
    <div class="backup-one">
      <div class="field">
        <label for="backup-account">${t("backup_account")}</label>
        <select class="input" id="backup-account" @change=${act.onAccountChange}>
          ${rows.map((row) => html`<option value=${row.id} ?selected=${row.id === account}>${name(row)}</option>`)}
        </select>
      </div>
      <button class="button" ?disabled=${working} @click=${act.onShowAccount}>${t("backup_show")}</button>
    </div>
    <div class="backup-do"><button class="button" ?disabled=${working} @click=${act.onShowAll}>${t("backup_print_all")}</button></div>
  </section>`;
}

/** Google's codes, one after the other, large enough for a phone. @param {Extract<import("./state.js").Showing, {name: "codes"}>} showing @param {Actions} act */
function codesView({ codes, at }, act) {
  const code = codes[at];
  const values = { number: at + 1, of: codes.length };
  return html`<section class="page-section backup-codes">
    <h2 tabindex="-1">${code ? t("backup_code_of", values) : t("backup_code_none")}</h2>
    <p>${code ? t("backup_codes_text") : t("backup_code_none_text")}</p>
    ${code ? drawing(code, t("backup_code_of", values)) : nothing}
    <div class="backup-do">
      <button class="button" ?disabled=${at === 0} @click=${() => act.onCodeClick(at - 1)}>${t("backup_code_before")}</button>
      <button class="button is-primary" ?disabled=${at + 1 >= codes.length} @click=${() => act.onCodeClick(at + 1)}>
        ${t("backup_code_next")}
      </button>
      <button class="button is-quiet" @click=${act.onHideClick}>${t("backup_hide")}</button>
    </div>
  </section>`;
}

/** Accounts with QR code and key, for another device or for paper. @param {Extract<import("./state.js").Showing, {name: "sheets"}>} showing @param {Actions} act */
function sheetsView({ sheets, print }, act) {
  const today = new Intl.DateTimeFormat(language(), { dateStyle: "long" }).format(new Date());
  return html`<section class="page-section backup-sheets">
    <h2 tabindex="-1">${print ? t("backup_sheet_title", { when: today }) : t("backup_sheet_one")}</h2>
    <p>${print ? t("backup_sheet_text") : t("backup_sheet_one_text")}</p>
    <div class="backup-do is-screen">
      <button class="button is-primary" @click=${act.onPrintClick}>${t("backup_print")}</button>
      <button class="button is-quiet" @click=${act.onHideClick}>${t("backup_hide")}</button>
    </div>
    <ul class="sheets ${print ? "" : "is-one"}">
      ${sheets.map(
        ({ issuer, account, key, details, scheme, code, failure }) => html`<li class="sheet">
          ${code ? drawing(code, [issuer, account].filter(Boolean).join(", ")) : html`<p class="field-caution">${t(`error_${failure}`)}</p>`}
          <div class="sheet-text">
            <p class="sheet-name">${issuer || account || t("row_unnamed")}</p>
            ${issuer && account && account !== issuer ? html`<p>${account}</p>` : nothing}
            <p class="sheet-key"><code>${grouped(key)}</code></p>
            <p class="field-hint">${details || t(`type_${scheme}`)}</p>
          </div>
        </li>`,
      )}
    </ul>
  </section>`;
}

/** @param {import("./state.js").DrawnCode} code @param {string} label */
function drawing({ path, size }, label) {
  return svg`<svg class="qr" role="img" aria-label=${label} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
    <rect class="qr-paper" width=${size} height=${size} />
    <path class="qr-ink" d=${path} />
  </svg>`;
}
