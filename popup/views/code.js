/** A code and the time it has left, the same wherever one is shown. */
import { html, nothing, svg } from "../../vendor/lit-html/lit-html.js";
import { t } from "../../extension/words.js";
import { secondsLeft } from "../state.js";
import { forwardIcon } from "./icons.js";

/** The digits in groups. The gaps are style, so that what is selected and copied holds no space. @param {readonly string[]} groups */
export function codeView(groups) {
  const long = groups.join("").length > 6;
  return html`<span class="code ${long ? "is-long" : ""}"
    >${groups.map((group) => html`<span>${group}</span>`)}</span
  >`;
}

/** The code that comes next, when it is about to. @param {readonly string[]} groups */
export function nextCodeView(groups) {
  return html`<span class="next-code" title=${t("code_next")}>${forwardIcon}${groups.map((group) => html`<span>${group}</span>`)}</span>`;
}

/**
 * The seconds a code has left, as a number in a ring that empties.
 *
 * @param {{startsAt?: number, endsAt?: number, nextFrom?: number}} timed @param {number} now
 */
export function ringView({ startsAt, endsAt, nextFrom }, now) {
  if (startsAt === undefined || endsAt === undefined) {
    return nothing;
  }
  const left = Math.min(100, Math.max(0, ((endsAt - now) / (endsAt - startsAt)) * 100));
  const seconds = secondsLeft(endsAt, now);
  return html`<span class="ring ${isEnding(nextFrom, now) ? "is-ending" : ""}">
    ${svg`<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <circle class="track" cx="16" cy="16" r="14" />
      <circle cx="16" cy="16" r="14" pathLength="100" stroke-dasharray=${`${left} 100`} />
    </svg>`}
    <span aria-hidden="true">${seconds > 99 ? "" : seconds}</span>
  </span>`;
}

/** @param {number | undefined} nextFrom @param {number} now */
export function isEnding(nextFrom, now) {
  return nextFrom !== undefined && now >= nextFrom;
}

/** How a code is read aloud: character by character. @param {string} code */
export function spoken(code) {
  return [...code].join(" ");
}
