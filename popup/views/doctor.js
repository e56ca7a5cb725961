/** “My code is refused”: what the comparison of the clocks says, and what else to look at. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { clockCorrection } from "../../extension/clock.js";
import { plural, t } from "../../extension/words.js";
import { alertIcon, checkIcon, infoIcon } from "./icons.js";

/**
 * @typedef {import("../state.js").Screen} Screen
 * @typedef {import("../actions.js").Actions} Actions
 */

/** @param {Extract<Screen, {name: "doctor"}>} screen @param {Actions} act */
export function doctorView(screen, act) {
  return html`<div class="main is-form" aria-busy=${screen.step === "asking" ? "true" : nothing}>
    ${screen.step === "asking" ? html`<p class="hero" role="status">${t("doctor_asking")}</p>` : findingView(screen, act)}
  </div>`;
}

/** @param {Extract<Screen, {name: "doctor"}>} screen @param {Actions} act */
function findingView({ step, time }, act) {
  const host = time?.host ?? "";
  const correction = Math.round(clockCorrection() / 1000);
  const wrong = step === "wrong" && time !== null;
  return html`
    <div class="notice ${wrong ? "is-caution" : ""}" role="alert">
      ${wrong ? alertIcon : step === "right" ? checkIcon : infoIcon}
      <div class="notice-body">
        <h2>${t(`doctor_${step}_title`, { host })}</h2>
        <p>${wrong ? wrongText(time) : t(`doctor_${step}_text`, { host })}</p>
      </div>
    </div>
    ${wrong ? html`<button class="button is-primary" data-focus @click=${act.onCorrectClick}>${t("doctor_correct")}</button>` : nothing}
    ${
      correction === 0
        ? nothing
        : html`<p>${plural(correction > 0 ? "doctor_ahead" : "doctor_behind", Math.abs(correction))}</p>
            <button class="button is-quiet" @click=${act.onForgetCorrectionClick}>${t("doctor_forget")}</button>`
    }
    <section class="doctor-reasons">
      <h2>${t(wrong ? "doctor_reasons_after" : "doctor_reasons")}</h2>
      <ul>
        <li>${t("doctor_reason_late")}</li>
        <li>${t("doctor_reason_account")}</li>
        <li>${t("doctor_reason_key")}</li>
        <li>${t("doctor_reason_sms")}</li>
      </ul>
    </section>
  `;
}

/** By how much, and what follows from it. @param {import("../../extension/clock.js").SiteTime} time */
function wrongText({ ahead, host }) {
  // What the codes are made from is corrected already by this much.
  const off = ahead - clockCorrection();
  const seconds = Math.round(Math.abs(off) / 1000);
  return plural(off > 0 ? "doctor_wrong_behind" : "doctor_wrong_ahead", seconds, { host });
}
