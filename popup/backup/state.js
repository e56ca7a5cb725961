/**
 * What the backup page shows, as data.
 *
 * @typedef {import("../../extension/transfer.js").ExportTarget} ExportTarget
 * @typedef {import("../../extension/transfer.js").SkippedEntry} SkippedEntry
 * @typedef {import("../../extension/transfer.js").Sheet} Sheet
 * @typedef {import("../../extension/transfer.js").DrawnCode} DrawnCode
 * @typedef {import("../../wasm/core.js").Named} Row
 * @typedef {{fileName: string, accounts: number, passphrase: string}} Made a backup that was written, read back and compared
 *
 * @typedef {{name: string, leftOut: SkippedEntry[] | null, password: string}} Leaving the app that was chosen; `leftOut` once it is known
 *
 * @typedef {{name: "choose"}
 *   | {name: "codes", codes: DrawnCode[], at: number}
 *   | {name: "sheets", sheets: Sheet[], print: boolean}} Showing
 *
 * @typedef {object} BackupState
 * @property {Row[]} rows
 * @property {number} codes how many accounts keep recovery codes
 * @property {boolean} withCodes whether these go into the backup, as the person says
 * @property {ExportTarget[]} targets
 * @property {number | null} last when the last backup was made
 * @property {boolean} changed whether anything changed since
 * @property {string} passphrase
 * @property {boolean} working
 * @property {Made | null} made
 * @property {Leaving | null} leaving
 * @property {string} account the account whose QR code is to be shown
 * @property {Showing} showing
 * @property {import("../../extension/policies.js").Policies} policies what an administrator has set
 * @property {boolean} suggests whether a suggested passphrase can be what the administrator wants
 */

import { NO_POLICIES } from "../../extension/policies.js";

/** @type {BackupState} */
export const START = {
  rows: [],
  codes: 0,
  withCodes: false,
  targets: [],
  last: null,
  changed: false,
  passphrase: "",
  working: false,
  made: null,
  leaving: null,
  account: "",
  showing: { name: "choose" },
  policies: NO_POLICIES,
  suggests: true,
};

/**
 * The name of a backup file: its day, so that several lie in order.
 *
 * @param {Date} day
 */
export function backupName(day) {
  const [year, month, date] = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
  return `tessera-${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}.tessera`;
}

/** A key in groups of four, as people type it. @param {string} key */
export function grouped(key) {
  return key.match(/.{1,4}/g)?.join(" ") ?? "";
}
