/** What this copy of Tessera is: its version, the fingerprints of its compiled code, and the parts that others made. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { fileUrl, readFile, version } from "../../extension/browser.js";
import { t } from "../../extension/words.js";

/**
 * @typedef {import("../../build/notices.mjs").Notices} Notices
 * @typedef {{version: string, code: {name: string, hash: string}[], notices: Notices}} About
 */

/** @returns {Promise<About>} */
export async function readAbout() {
  /** @type {Notices} */
  const notices = JSON.parse(await readFile("notices/licences.json"));
  const code = notices.code.map(async (name) => ({ name, hash: await hashOf(name) }));
  return { version: version(), code: await Promise.all(code), notices };
}

/** SHA-256 of a file of this package, as it is here and now. @param {string} name @returns {Promise<string>} */
async function hashOf(name) {
  const file = await (await fetch(fileUrl(name))).arrayBuffer();
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", file));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {About | null} about */
export function aboutView(about) {
  return html`<section class="page-section" id="about" aria-labelledby="about-title">
    <h2 id="about-title">${t("about_title")}</h2>
    ${about === null ? html`<p aria-busy="true"></p>` : factsView(about)}
  </section>`;
}

/** @param {About} about */
function factsView({ version, code, notices }) {
  return html`
    <p>${t("about_version", { version })}</p>
    <p>${t("about_promise")}</p>
    <details class="about-part">
      <summary>${t("about_code")}</summary>
      <p>${t("about_code_text")}</p>
      <dl class="about-hashes">
        ${code.map(
          ({ name, hash }) => html`<dt>${name}</dt>
            <dd><code>${hash}</code></dd>`,
        )}
      </dl>
    </details>
    <details class="about-part">
      <summary>${t("about_licences")}</summary>
      <p>${t("about_licences_text")}</p>
      <ul class="about-licences">
        ${notices.packages.map((part) => licenceView(part, notices.texts))}
      </ul>
    </details>
  `;
}

/** @param {Notices["packages"][number]} part @param {readonly string[]} texts */
function licenceView({ name, version, licence, text }, texts) {
  const title = html`<span class="about-name">${name}</span> ${version} <span class="about-licence">${licence}</span>`;
  return html`<li>
    ${text === null ? title : html`<details><summary>${title}</summary><pre>${texts[text] ?? nothing}</pre></details>`}
  </li>`;
}
