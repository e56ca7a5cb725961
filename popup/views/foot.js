/** The line below the list: how old the last backup is, and the way to “my code is refused”. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { language, t } from "../../extension/words.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../actions.js").Actions} Actions
 */

/** @param {State} state @param {Actions} act */
export function footView({ screen, total, backup, here, now, asked }, act) {
  if (screen.name !== "list" || total === 0 || asked) {
    return nothing;
  }
  return html`<footer class="foot">
    ${
      backup
        ? html`<button class="foot-backup ${backup.due ? "is-due" : ""}" @click=${act.onBackupClick}>
            ${backup.due ? html`<span class="foot-dot" aria-hidden="true"></span>` : nothing}${backupText(backup, now)}
          </button>`
        : html`<span></span>`
    }
    ${here ? html`<button class="foot-doctor" @click=${act.onDoctorClick}>${t("doctor_open")}</button>` : nothing}
  </footer>`;
}

/** @param {NonNullable<State["backup"]>} backup @param {number} now */
function backupText({ last, due }, now) {
  if (last === null) {
    return t("foot_backup_never");
  }
  if (!due) {
    return t("foot_backup_age", { age: ageText(last, now) });
  }
  const today = startOfDay(last) === startOfDay(now);
  const form = new Intl.DateTimeFormat(language(), today ? { timeStyle: "short" } : { day: "numeric", month: "short" });
  return t(today ? "foot_backup_changed_today" : "foot_backup_changed", { date: form.format(last) });
}

/** “today”, “3 days ago”: in the language's own words. @param {number} moment @param {number} now */
export function ageText(moment, now) {
  const days = Math.round((startOfDay(now) - startOfDay(moment)) / DAY);
  const words = new Intl.RelativeTimeFormat(language(), { numeric: "auto" });
  if (days < 31) {
    return words.format(-Math.max(0, days), "day");
  }
  return days < 365 ? words.format(-Math.floor(days / 30.4), "month") : words.format(-Math.floor(days / 365), "year");
}

/** @param {number} moment */
function startOfDay(moment) {
  return new Date(moment).setHours(0, 0, 0, 0);
}

const DAY = 86_400_000;
