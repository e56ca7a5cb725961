/** Moments and names as people say them. */
import { language, t } from "../extension/words.js";

const DAY = 24 * 60 * 60 * 1000;

/**
 * “today, 14:03”, “yesterday, 09:12”, “12 November, 10:00”.
 *
 * @param {number} time
 * @param {number} now
 */
export function momentText(time, now) {
  const clock = new Intl.DateTimeFormat(language(), { timeStyle: "short" }).format(time);
  return t("moment", { day: dayText(time, now), time: clock });
}

/** “today”, “yesterday”, “12 November”. @param {number} time @param {number} now */
export function dayText(time, now) {
  const days = daysBetween(time, now);
  if (days >= 0 && days < 2) {
    return new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(-days, "day");
  }
  const year = new Date(time).getFullYear() === new Date(now).getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(language(), { day: "numeric", month: "long", year }).format(time);
}

/** How many midnights lie between. @param {number} time @param {number} now */
export function daysBetween(time, now) {
  const midnight = (/** @type {number} */ moment) => new Date(moment).setHours(0, 0, 0, 0);
  return Math.round((midnight(now) - midnight(time)) / DAY);
}

/** An account by its names. @param {{issuer: string, account: string}} names */
export function namesOf({ issuer, account }) {
  return [issuer, account === issuer ? "" : account].filter(Boolean).join(" · ") || t("row_unnamed");
}
