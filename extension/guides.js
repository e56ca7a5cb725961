/** How to leave other apps: `guides/<app>.json`, one file for each, in the order of how many people use them. */
import { fileUrl } from "./browser.js";

/**
 * @typedef {object} Guide
 * @property {string} id the file's name
 * @property {string} name the app's
 * @property {boolean} exports whether the app gives a file or codes at all
 * @property {Record<string, {steps: string[], note?: string}>} texts by language
 */

/** @returns {Promise<Guide[]>} */
export function loadGuides() {
  return Promise.all(
    APPS.map(async (id) => {
      const answer = await fetch(fileUrl(`extension/guides/${id}.json`));
      return { id, ...(await answer.json()) };
    }),
  );
}

/** @type {readonly string[]} */
export const APPS = [
  "authenticator",
  "google",
  "2fas",
  "aegis",
  "bitwarden",
  "ente",
  "apple",
  "proton",
  "1password",
  "lastpass",
  "keepassxc",
  "stratum",
  "freeotp",
  "raivo",
  "andotp",
  "steam",
  "tessera",
  "microsoft",
  "authy",
  "duo",
  "okta",
  "symantec",
];
