/**
 * Other apps' files, in and out. Each job has a worker of its own, so that it can be stopped at any moment and what its
 * memory held is gone with it.
 */
import { startWorker } from "./worker.js";

/**
 * @typedef {{code: string, number: number | undefined}} Failure
 * @typedef {import("../wasm/transfer.js").SkippedEntry} SkippedEntry
 * @typedef {import("../wasm/transfer.js").FileNote} FileNote
 * @typedef {import("../wasm/transfer.js").ExportTarget} ExportTarget
 *
 * @typedef {object} Read what a file held; `parcel` goes into an `Intake`
 * @property {string} format
 * @property {string} app what people call it, in every language the same; empty where there are words for the format
 * @property {number} accounts
 * @property {Uint8Array<ArrayBuffer>} parcel
 * @property {SkippedEntry[]} skipped
 * @property {FileNote[]} notes
 * @property {boolean} encrypted
 *
 * @typedef {{locked: true, format: string, memory: number}} Locked none of the passwords opens it
 * @typedef {Read | Locked} Opened
 * @typedef {import("../wasm/transfer.js").Sheet} Sheet
 * @typedef {import("../wasm/transfer.js").DrawnCode} DrawnCode
 * @typedef {{bytes: Uint8Array<ArrayBuffer>, codes: DrawnCode[], leftOut: SkippedEntry[]}} Written a file, or QR codes
 * @typedef {{params: Uint8Array, key: Uint8Array}} BackupKey
 * @typedef {{memory: number, work: number, tries: number}} Working what deriving a key takes, in bytes and about microseconds
 *
 * @typedef {{kind: "open", file: Uint8Array, companions: Uint8Array[], passwords: Uint8Array[]}
 *   | {kind: "write", target: string, parcel: Uint8Array, password: Uint8Array | undefined}
 *   | {kind: "left-out", target: string, parcel: Uint8Array}
 *   | {kind: "sheets", parcel: Uint8Array}
 *   | {kind: "targets"}
 *   | {kind: "backup-key", passphrase: Uint8Array}
 *   | {kind: "open-backup", file: Uint8Array, passphrase: Uint8Array}} Job
 */

/** Why a job failed: a code of the core and at most one number. */
export class TransferError extends Error {
  /** @param {Failure} failure */
  constructor({ code, number }) {
    super(code);
    this.code = code;
    this.number = number;
  }
}

/**
 * Reads a file, opened with the first of `passwords` that fits.
 *
 * @param {Uint8Array} file @param {Uint8Array[]} companions the other files given with it
 * @param {readonly string[]} passwords @param {AbortSignal} signal
 * @param {(working: Working) => void} [onWorking] called before a key is derived
 * @returns {Promise<Opened>}
 */
export function openFile(file, companions, passwords, signal, onWorking) {
  const job = /** @type {const} */ ({ kind: "open", file, companions, passwords: passwords.map(bytesOf) });
  return /** @type {Promise<Opened>} */ (runJob(job, signal, onWorking));
}

/**
 * Writes an export for the app named `target`.
 *
 * @param {string} target @param {Uint8Array} parcel @param {string} password none if empty @param {AbortSignal} [signal]
 * @returns {Promise<Written>}
 */
export function writeExport(target, parcel, password, signal) {
  const sealed = password === "" ? undefined : bytesOf(password);
  return /** @type {Promise<Written>} */ (runJob({ kind: "write", target, parcel, password: sealed }, signal));
}

/** What `writeExport` would leave out, and why. @param {string} target @param {Uint8Array} parcel @returns {Promise<SkippedEntry[]>} */
export function leftOut(target, parcel) {
  return /** @type {Promise<SkippedEntry[]>} */ (runJob({ kind: "left-out", target, parcel }));
}

/** Every account of a parcel with its key and its QR code. @param {Uint8Array} parcel @returns {Promise<Sheet[]>} */
export function makeSheets(parcel) {
  return /** @type {Promise<Sheet[]>} */ (runJob({ kind: "sheets", parcel }));
}

/** The apps to leave for. @returns {Promise<ExportTarget[]>} */
export function exportTargets() {
  return /** @type {Promise<ExportTarget[]>} */ (runJob({ kind: "targets" }));
}

/** A key for a new backup. @param {string} passphrase @param {AbortSignal} [signal] @returns {Promise<BackupKey>} */
export function makeBackupKey(passphrase, signal) {
  return /** @type {Promise<BackupKey>} */ (runJob({ kind: "backup-key", passphrase: bytesOf(passphrase) }, signal));
}

/** The key of a backup that is there. @param {Uint8Array} file @param {string} passphrase @returns {Promise<BackupKey>} */
export function openBackup(file, passphrase) {
  const job = /** @type {const} */ ({ kind: "open-backup", file, passphrase: bytesOf(passphrase) });
  return /** @type {Promise<BackupKey>} */ (runJob(job));
}

/**
 * @param {Job} job @param {AbortSignal} [signal] @param {(working: Working) => void} [onWorking]
 * @returns {Promise<unknown>}
 */
function runJob(job, signal, onWorking) {
  const worker = startWorker("transfer-worker.js");
  return new Promise((resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    worker.addEventListener("error", (event) => reject(new Error(event.message)));
    worker.addEventListener("message", ({ data }) => {
      if ("working" in data) {
        onWorking?.(data.working);
      } else if ("failure" in data) {
        reject(new TransferError(data.failure));
      } else {
        resolve(data.answer);
      }
    });
    worker.postMessage(job);
  }).finally(() => worker.terminate());
}

/** @param {string} text */
function bytesOf(text) {
  return new TextEncoder().encode(text);
}
