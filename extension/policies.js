/**
 * What an administrator has set (`managed-schema.json`). The names are those that administrators of the Authenticator
 * extension already use. Whoever needs one waits for the browser's answer: a policy is never missed because it came late.
 */
import { readManaged } from "./browser.js";

/**
 * @typedef {object} Policies
 * @property {boolean} disableInstallHelp the first-run page does not open by itself
 * @property {boolean} disableBackup neither backups nor exports, and no reminder of them
 * @property {boolean} disableExport no export that other apps can read
 * @property {"" | "local" | "sync"} storageArea where accounts are kept; empty: the person decides
 * @property {string} feedbackURL where feedback goes; empty: the project
 * @property {boolean} enforcePassword the vault must have a passphrase
 * @property {number} enforceAutolock minutes without use after which the vault locks; 0: the person decides
 * @property {string} passwordPolicy a regular expression that a passphrase must match; empty for any
 * @property {string} passwordPolicyHint what to tell a person whose passphrase does not match
 */

/** @returns {Promise<Policies>} */
export async function readPolicies() {
  return policiesFrom(await readManaged());
}

/** What was set, with the default for whatever is missing or of the wrong kind. @param {Record<string, unknown>} set @returns {Policies} */
export function policiesFrom(set) {
  const flag = (/** @type {string} */ name) => set[name] === true;
  const text = (/** @type {string} */ name) => (typeof set[name] === "string" ? set[name].trim() : "");
  const minutes = Number(set.enforceAutolock);
  const area = text("storageArea");
  return {
    disableInstallHelp: flag("disableInstallHelp"),
    disableBackup: flag("disableBackup"),
    disableExport: flag("disableExport"),
    storageArea: area === "local" || area === "sync" ? area : "",
    feedbackURL: /^(https:|mailto:)/.test(text("feedbackURL")) ? text("feedbackURL") : "",
    enforcePassword: flag("enforcePassword"),
    enforceAutolock: Number.isFinite(minutes) && minutes > 0 ? minutes : 0,
    passwordPolicy: isPattern(text("passwordPolicy")) ? text("passwordPolicy") : "",
    passwordPolicyHint: text("passwordPolicyHint"),
  };
}

/** Whether an administrator has set anything. @param {Policies} policies */
export function isManaged(policies) {
  return Object.values(policies).some(Boolean);
}

/** Whether a passphrase is what the administrator wants. @param {string} passphrase @param {Policies} policies */
export function meetsPolicy(passphrase, { passwordPolicy }) {
  return passwordPolicy === "" || new RegExp(passwordPolicy).test(passphrase);
}

/** @param {string} text */
function isPattern(text) {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
}
