/**
 * What an administrator has set (`managed-schema.json`), and what follows from it. The names are those that administrators
 * of the Authenticator extension already use. Whoever needs one waits for the browser's answer: a policy is never missed
 * because it came late.
 */
import { readManaged } from "./browser.js";

/**
 * @typedef {import("../wasm/core.js").Door} Door
 *
 * @typedef {object} Policies
 * @property {boolean} disableInstallHelp the first-run page does not open by itself
 * @property {boolean} disableBackup neither backups nor exports, and no reminder of them
 * @property {boolean} disableExport no export that other apps can read
 * @property {"" | "local" | "sync"} storageArea where accounts are kept; empty: the person decides
 * @property {string} feedbackURL where questions go; empty: nowhere in particular
 * @property {boolean} enforcePassword the vault must have a passphrase or a passkey
 * @property {number} enforceAutolock minutes without use after which the vault locks at the latest; 0: the person decides
 * @property {string} passwordPolicy a regular expression that a passphrase must match; empty for any
 * @property {string} passwordPolicyHint what to tell a person about it
 * @property {readonly string[]} faults names that are set to something that cannot be followed
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
    feedbackURL: isAddress(text("feedbackURL")) ? text("feedbackURL") : "",
    enforcePassword: flag("enforcePassword"),
    enforceAutolock: Number.isFinite(minutes) && minutes > 0 ? minutes : 0,
    passwordPolicy: isPattern(text("passwordPolicy")) ? text("passwordPolicy") : "",
    passwordPolicyHint: text("passwordPolicyHint"),
    faults: Object.entries(KINDS).flatMap(([name, fits]) =>
      set[name] === undefined || set[name] === null || fits(set[name]) ? [] : [name],
    ),
  };
}

/** Whether an administrator has set anything. @param {Policies} policies */
export function isManaged({ faults, ...set }) {
  return faults.length > 0 || Object.values(set).some(Boolean);
}

/** Whether a passphrase is what the administrator wants. @param {string} passphrase @param {Pick<Policies, "passwordPolicy">} policies */
export function meetsPolicy(passphrase, { passwordPolicy }) {
  return passwordPolicy === "" || new RegExp(passwordPolicy).test(passphrase);
}

/**
 * Whether a protection is asked for that the vault does not have. A passkey is as good as a passphrase; a recovery code
 * alone is a way back, not a protection in use.
 *
 * @param {Pick<Policies, "enforcePassword">} policies @param {readonly Pick<Door, "kind">[]} doors the vault's ways to unlock
 */
export function lacksProtection({ enforcePassword }, doors) {
  return enforcePassword && !doors.some(({ kind }) => kind !== "device" && kind !== "recovery");
}

/** Whether keys may leave in a form that others can read: as a file, a QR code, on paper, or as the setup key. @param {Pick<Policies, "disableBackup" | "disableExport">} policies */
export function mayExport({ disableBackup, disableExport }) {
  return !disableBackup && !disableExport;
}

/** Minutes without use, 0 for until the browser closes, as far as they are allowed. @param {number} minutes @param {Pick<Policies, "enforceAutolock">} policies */
export function minutesWithin(minutes, { enforceAutolock: most }) {
  return most > 0 && (minutes === 0 || minutes > most) ? most : minutes;
}

/** @param {unknown} text */
function isPattern(text) {
  try {
    return typeof text === "string" && Boolean(new RegExp(text));
  } catch {
    return false;
  }
}

/** @param {string} text */
function isAddress(text) {
  return /^(https:|mailto:)/.test(text);
}

/** What each can be set to. @type {Record<string, (value: unknown) => boolean>} */
const KINDS = {
  disableInstallHelp: isFlag,
  disableBackup: isFlag,
  disableExport: isFlag,
  storageArea: (value) => ["", "local", "sync"].includes(String(value).trim()),
  feedbackURL: (value) => value === "" || isAddress(String(value).trim()),
  enforcePassword: isFlag,
  enforceAutolock: (value) => Number(value) >= 0 && Number.isFinite(Number(value)),
  passwordPolicy: isPattern,
  passwordPolicyHint: (value) => typeof value === "string",
};

/** @param {unknown} value */
function isFlag(value) {
  return typeof value === "boolean";
}

/** Where an administrator has set nothing. */
export const NO_POLICIES = policiesFrom({});
