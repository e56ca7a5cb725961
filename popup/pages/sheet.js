/** The emergency sheet of one account, to be printed: its key, the QR code that says it, and its recovery codes. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { mayExport, readPolicies } from "../../extension/policies.js";
import { openVault } from "../../extension/vault-store.js";
import { language, t } from "../../extension/words.js";
import { draw } from "../drawing.js";
import { rowNames } from "../views/list.js";
import { managedNote } from "../views/managed.js";
import { qrView } from "../views/qr.js";
import { confirmIdentity } from "../identity.js";
import { startPage } from "./frame.js";

/**
 * @typedef {object} Sheet
 * @property {import("../../wasm/core.js").Details} details
 * @property {import("../../wasm/core.js").SetupKey} key
 * @property {import("../state.js").Drawing | null} drawing
 * @property {readonly import("../../wasm/core.js").RecoveryCode[]} codes
 */

startPage({ name: "sheet", title: "sheet_title", begin, view });

/** @returns {Promise<Sheet | "closed" | null>} nothing if the person did not show who they are; closed by an administrator */
async function begin() {
  if (!mayExport(await readPolicies())) {
    return "closed";
  }
  if (!(await confirmIdentity(t("details_identity")))) {
    return null;
  }
  const id = location.hash.slice(1);
  const vault = await openVault();
  const details = vault.details(id);
  const key = vault.setup_key(id);
  const drawing = key.link === undefined ? null : await draw(key.link);
  return { details, key, drawing, codes: vault.recovery_codes(id) };
}

/** @param {Sheet | "closed" | null} sheet */
function view(sheet) {
  if (sheet === "closed") {
    return html`<section class="page-section">
      <h2>${t("managed_export_off")}</h2>
      ${managedNote(t("managed_key_off"))}
    </section>`;
  }
  if (sheet === null) {
    return html`<button class="button is-primary" @click=${() => location.reload()}>${t("unreadable_again")}</button>`;
  }
  const { details, key, drawing, codes } = sheet;
  const today = new Intl.DateTimeFormat(language(), { dateStyle: "long" }).format(new Date());
  return html`
    <p class="sheet-screen">${t("sheet_text")}</p>
    <div class="sheet-screen"><button class="button is-primary" @click=${() => window.print()}>${t("sheet_print")}</button></div>
    <article class="sheet">
      <h2>${rowNames(details)}</h2>
      ${details.site === "" ? nothing : html`<p>${details.site}</p>`}
      <h3>${t("details_key")}</h3>
      <output class="setup-key" aria-label=${t("details_key")}>${key.groups.map((group) => html`<span>${group}</span> `)}</output>
      ${drawing ? qrView(drawing) : nothing}
      <p>${t("sheet_key_text")}</p>
      ${
        codes.length === 0
          ? nothing
          : html`<h3>${t("details_codes")}</h3>
              <p>${t("sheet_codes_text")}</p>
              <ol class="sheet-codes">
                ${codes.map(({ code, used }) => html`<li class=${used ? "is-used" : ""}><code>${code}</code>${used ? html` <span>${t("details_code_used")}</span>` : nothing}</li>`)}
              </ol>`
      }
      <p class="sheet-foot">${t("sheet_foot", { date: today })}</p>
    </article>
  `;
}
