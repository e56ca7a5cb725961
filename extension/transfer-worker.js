/** Reads and writes other apps' files, away from the page; it ends after one job, and its memory with it. */
import init, * as transfer from "../wasm/transfer.js";

/**
 * @typedef {import("./transfer.js").Job} Job
 * @typedef {import("./transfer.js").Opened} Opened
 * @typedef {import("./transfer.js").Written} Written
 */

self.addEventListener("message", async ({ data }) => {
  try {
    await init();
    const { answer, hand } = run(data);
    self.postMessage({ answer }, { transfer: hand });
  } catch (thrown) {
    self.postMessage({ failure: failureOf(thrown) });
  }
});

/** What was done, and the buffers that are handed over rather than copied. @param {Job} job */
function run(job) {
  switch (job.kind) {
    case "open": {
      const answer = open(job);
      return { answer, hand: "parcel" in answer ? [answer.parcel.buffer] : [] };
    }
    case "write": {
      const answer = write(job);
      return { answer, hand: [answer.bytes.buffer] };
    }
    case "left-out":
      return { answer: transfer.left_out(job.target, job.parcel), hand: [] };
    case "sheets":
      return { answer: transfer.sheets(job.parcel), hand: [] };
    case "targets":
      return { answer: transfer.targets(), hand: [] };
    case "backup-key":
      return { answer: keyOf(transfer.make_backup_key(job.passphrase)), hand: [] };
    case "open-backup":
      return { answer: keyOf(transfer.derive_backup_key(job.file, job.passphrase)), hand: [] };
  }
}

/** Reads a file with the first of the passwords that opens it. @param {Extract<Job, {kind: "open"}>} job @returns {Opened} */
function open({ file, companions, passwords }) {
  const detected = transfer.detect(file);
  if (!detected.needsPassword) {
    return read(file, companions, undefined);
  }
  self.postMessage({ working: { memory: detected.memory, work: detected.work, tries: passwords.length } });
  for (const password of passwords) {
    try {
      return read(file, companions, password);
    } catch (thrown) {
      if (failureOf(thrown).code !== "transfer_password_wrong") {
        throw thrown;
      }
    }
  }
  return { locked: true, format: detected.format, memory: detected.memory };
}

/** @param {Uint8Array} file @param {Uint8Array[]} companions @param {Uint8Array | undefined} password @returns {Opened} */
function read(file, companions, password) {
  const report = transfer.read(file, companions, password);
  return {
    format: report.format,
    app: report.app,
    accounts: report.accounts,
    parcel: own(report.parcel()),
    skipped: report.skipped(),
    notes: report.notes(),
    encrypted: password !== undefined,
  };
}

/** @param {Extract<Job, {kind: "write"}>} job @returns {Written} */
function write({ target, parcel, password }) {
  const written = transfer.write(target, parcel, password);
  return { bytes: own(written.bytes()), codes: written.codes(), leftOut: written.left_out() };
}

/** Bytes that came out of the wasm memory are a copy of their own. @param {Uint8Array} bytes */
function own(bytes) {
  return /** @type {Uint8Array<ArrayBuffer>} */ (bytes);
}

/** @param {transfer.BackupKey} made */
function keyOf(made) {
  return { params: made.params(), key: made.key() };
}

/**
 * A trap is most often an allocation that the device refuses.
 *
 * @param {unknown} thrown @returns {{code: string, number: number | undefined}}
 */
function failureOf(thrown) {
  if (thrown instanceof transfer.CoreError) {
    return { code: thrown.code, number: thrown.number };
  }
  console.error(thrown);
  return { code: "unexpected", number: undefined };
}
