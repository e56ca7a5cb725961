/** Reading what was dropped, picked or pasted: one at a time, so that only one file's key derivation needs memory. */
import { loadCore } from "../../extension/core.js";
import { withForeignTexts } from "../../extension/foreign.js";
import { searchPicture } from "../../extension/scan.js";
import { openFile, TransferError } from "../../extension/transfer.js";
import { t } from "../../extension/words.js";
import { changeSource, makeSource } from "./state.js";

/**
 * @typedef {import("./state.js").ImportState} ImportState
 * @typedef {import("./state.js").Source} Source
 * @typedef {import("../pages/frame.js").Page<ImportState>} Page
 */

/** @param {Page} page @param {() => Promise<void>} rebuild makes the report anew from what was read */
export function makeReader(page, rebuild) {
  /** Passwords typed on this page; they are tried on every file. @type {string[]} */
  const passwords = [];
  /** @type {Map<number, AbortController>} */
  const running = new Map();
  let next = 1;
  let queue = Promise.resolve();

  /** @param {number} id @param {Partial<Source>} change */
  const change = (id, change) => page.update(changeSource(page.state(), id, change));
  /** @param {number} id */
  const source = (id) => page.state().sources.find((candidate) => candidate.id === id);
  /** @param {Source} added */
  const append = (added) => page.update({ ...page.state(), sources: [...page.state().sources, added], done: null });

  /** Does `work` for a source once those before it are done, unless it was taken away meanwhile. @param {number} id @param {(signal: AbortSignal) => Promise<void>} work */
  const enqueue = (id, work) => {
    queue = queue.then(async () => {
      const mine = new AbortController();
      if (!source(id)) {
        return;
      }
      running.set(id, mine);
      try {
        await work(mine.signal);
      } catch (thrown) {
        if (!mine.signal.aborted) {
          refuse(id, thrown);
        }
      } finally {
        running.delete(id);
      }
      await rebuild();
    });
    return queue;
  };

  /** @param {number} id @param {unknown} thrown */
  const refuse = (id, thrown) => {
    if (!(thrown instanceof TransferError)) {
      console.error(thrown);
    }
    const { code, number } = thrown instanceof TransferError ? thrown : { code: "unexpected", number: undefined };
    change(id, { status: "refused", working: null, failure: { code, number } });
  };

  /** @param {number} id */
  const openSource = (id) =>
    enqueue(id, async (signal) => {
      const { bytes, name } = /** @type {Source} */ (source(id));
      change(id, { status: "working", failure: null });
      try {
        const opened = await openFile(bytes, companionsOf(page.state(), id), passwords, signal, (working) =>
          change(id, { working: { ...working, since: Date.now() } }),
        );
        if ("locked" in opened) {
          change(id, { status: "locked", working: null, tried: passwords.length > 0 });
        } else if (opened.format === "otpauth-migration" && source(id)?.kind === "file") {
          await takeCodes(id, linesOf(bytes), signal);
        } else {
          change(id, { status: "read", working: null, read: opened });
          markHelpers();
        }
      } catch (thrown) {
        if (!(thrown instanceof TransferError)) {
          throw thrown;
        }
        if (thrown.code === "transfer_picture") {
          await readPicture(id, new Blob([bytes]), name, signal);
        } else if (thrown.code === "transfer_format_unknown" && source(id)?.texts.length) {
          await takeCodes(id, source(id)?.texts ?? [], signal);
        } else {
          throw thrown;
        }
      }
    });

  /** @param {number} id @param {Blob} picture @param {string} name @param {AbortSignal} signal */
  const readPicture = async (id, picture, name, signal) => {
    const codes = await searchPicture(picture, signal).catch((thrown) => {
      signal.throwIfAborted();
      console.error(name, thrown);
      throw new TransferError({ code: "transfer_picture", number: undefined });
    });
    if (codes.length === 0) {
      throw new TransferError(NO_CODE);
    }
    await takeCodes(
      id,
      codes.map(({ text }) => text),
      signal,
    );
  };

  /** What QR codes said: parts of a Google export go together, the rest is read one by one. @param {number} id @param {string[]} texts @param {AbortSignal} signal */
  const takeCodes = async (id, texts, signal) => {
    const parts = texts.filter(isPart);
    const others = texts.filter((text) => !isPart(text));
    if (others.length > 0) {
      change(id, { kind: "codes", status: "read", working: null, texts: others, foreign: await foreignIn(others) });
    }
    if (parts.length > 0) {
      const kept = page.state().sources.find(({ kind }) => kind === "google");
      const together = [...new Set([...(kept?.texts ?? []), ...parts])];
      if (others.length === 0) {
        page.update({ ...page.state(), sources: page.state().sources.filter((other) => other.id !== id) });
      }
      const google = kept ?? makeSource(next++, t("import_google"), { kind: "google" });
      if (!kept) {
        append(google);
      }
      change(google.id, { texts: together, status: "working" });
      const bytes = new TextEncoder().encode(together.join("\n"));
      try {
        const read = await openFile(bytes, [], [], signal);
        change(google.id, "locked" in read ? { status: "refused" } : { status: "read", read, failure: null });
      } catch (thrown) {
        refuse(google.id, thrown);
      }
    }
  };

  /** A manifest that another file was opened with is no failure. */
  const markHelpers = () => {
    if (page.state().sources.some(({ read }) => read?.format === "steam-mafile-encrypted")) {
      for (const { id, failure } of page.state().sources) {
        if (failure?.code === "transfer_mafile_missing") {
          change(id, { status: "helper", failure: null });
        }
      }
    }
  };

  return {
    /** @param {readonly File[]} files */
    addFiles: async (files) => {
      /** @type {number[]} */
      const ids = [];
      for (const file of files) {
        const id = next++;
        append(makeSource(id, file.name));
        if (file.size > LARGEST) {
          refuse(id, new TransferError({ code: "transfer_file_too_large", number: LARGEST / MEBIBYTE }));
          continue;
        }
        change(id, { bytes: new Uint8Array(await file.arrayBuffer()) });
        ids.push(id);
      }
      // A file that waits for its manifest is read again, in case it just came.
      const waiting = page.state().sources.filter(({ id, failure, status }) => {
        return !ids.includes(id) && (status === "locked" || failure?.code === "transfer_manifest_missing");
      });
      await Promise.all([...ids, ...waiting.map(({ id }) => id)].map(openSource));
    },
    /** @param {string} text */
    addText: (text) => {
      const id = next++;
      const lines = text
        .split(/[\r\n]+/)
        .map((line) => line.trim())
        .filter((line) => line !== "");
      append(makeSource(id, t("import_pasted"), { bytes: new TextEncoder().encode(text), texts: lines }));
      return openSource(id);
    },
    /** @param {string} password */
    tryPassword: async (password) => {
      if (!passwords.includes(password)) {
        passwords.unshift(password);
      }
      const locked = page.state().sources.filter(({ status }) => status === "locked");
      await Promise.all(locked.map(({ id }) => openSource(id)));
    },
    /** Stops reading a source, or takes it out of the report. @param {number} id */
    remove: (id) => {
      running.get(id)?.abort();
      page.update({ ...page.state(), sources: page.state().sources.filter((other) => other.id !== id) });
      return rebuild();
    },
    /** Forgets the passwords and what the files held that were read; gives those that still wait for a password. */
    forget: () => {
      passwords.length = 0;
      const { sources } = page.state();
      for (const { bytes, read } of sources.filter(({ status }) => status !== "locked")) {
        bytes.fill(0);
        read?.parcel.fill(0);
      }
      return sources.filter(({ status }) => status === "locked");
    },
  };
}

/** The small files given beside a source: one of them may be the manifest it needs. @param {ImportState} state @param {number} id */
function companionsOf({ sources }, id) {
  const others = sources.filter((other) => other.id !== id && other.kind === "file" && other.bytes.length > 0);
  return others.filter(({ bytes }) => bytes.length <= SMALL).map(({ bytes }) => bytes);
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function linesOf(bytes) {
  return new TextDecoder()
    .decode(bytes)
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** @param {string} text */
function isPart(text) {
  return /^otpauth-migration:/i.test(text);
}

/** The codes among `texts` that belong to other products. @param {string[]} texts */
async function foreignIn(texts) {
  const { Intake, Vault } = await loadCore();
  const trial = new Intake();
  const nothing = Vault.create(Date.now());
  try {
    for (const text of texts) {
      trial.add_scanned(text);
    }
    return await withForeignTexts(trial.cards(nothing, Date.now()).filter(({ kind }) => kind === "foreign"));
  } finally {
    trial.free();
    nothing.free();
  }
}

const NO_CODE = { code: "import_no_code", number: undefined };
const MEBIBYTE = 1 << 20;
/** What the core reads at most; a larger file is not even loaded. */
const LARGEST = 32 * MEBIBYTE;
const SMALL = 256 * 1024;
