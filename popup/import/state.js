/**
 * What the import page shows, as data. Nothing of it is saved before the person says so.
 *
 * @typedef {import("../../wasm/core.js").Card} Card
 * @typedef {import("../../wasm/core.js").Saved} Saved
 * @typedef {import("../../extension/transfer.js").Read} Read
 * @typedef {import("../../extension/transfer.js").Working} Working
 * @typedef {import("../../extension/transfer.js").Failure} Failure
 * @typedef {import("../../extension/foreign.js").FoundCard} ForeignCard
 *
 * @typedef {object} Source one thing that was dropped, picked or pasted
 * @property {number} id
 * @property {string} name the file's, or what to call it
 * @property {"file" | "codes" | "google"} kind a file; texts of QR codes or of a paste; the parts of a Google export
 * @property {Uint8Array<ArrayBuffer>} bytes of a file
 * @property {string[]} texts of codes
 * @property {"working" | "locked" | "read" | "refused" | "helper"} status `helper` served to read another file
 * @property {boolean} tried whether a password was tried on it
 * @property {(Working & {since: number}) | null} working
 * @property {Read | null} read
 * @property {Failure | null} failure
 * @property {ForeignCard[]} foreign codes of other products
 * @property {Map<number, Card["choice"]>} choices what the person chose, by the place of the account in the source
 *
 * @typedef {{id: number, place: number, card: Card}} Entry an account of the report, with where it came from
 * @typedef {{saved: Saved, clear: boolean, undone: boolean}} Done
 *
 * @typedef {object} ImportState
 * @property {Source[]} sources
 * @property {Entry[]} entries
 * @property {string} password as typed
 * @property {string} pasted as typed
 * @property {boolean} dragging
 * @property {boolean} saving
 * @property {Done | null} done
 * @property {string | null} guide the app whose guide is open
 * @property {import("../../extension/guides.js").Guide[]} guides
 * @property {boolean} offersBackup whether an administrator allows backups
 * @property {number} now
 */

/** @type {ImportState} */
export const START = {
  sources: [],
  entries: [],
  password: "",
  pasted: "",
  dragging: false,
  saving: false,
  done: null,
  guide: null,
  guides: [],
  offersBackup: true,
  now: 0,
};

/** @param {number} id @param {string} name @param {Partial<Source>} [more] @returns {Source} */
export function makeSource(id, name, more = {}) {
  return {
    id,
    name,
    kind: "file",
    bytes: new Uint8Array(),
    texts: [],
    status: "working",
    tried: false,
    working: null,
    read: null,
    failure: null,
    foreign: [],
    choices: new Map(),
    ...more,
  };
}

/** @param {ImportState} state @param {number} id @param {Partial<Source>} change @returns {ImportState} */
export function changeSource(state, id, change) {
  const sources = state.sources.map((source) => (source.id === id ? { ...source, ...change } : source));
  return { ...state, sources };
}

/** Whether a file waits for a password. @param {ImportState} state */
export function isLocked({ sources }) {
  return sources.some(({ status }) => status === "locked");
}

/** Whether something is being read. @param {ImportState} state */
export function isWorking({ sources }) {
  return sources.some(({ status }) => status === "working");
}

/**
 * The entries by what will happen to them.
 *
 * @param {ImportState} state
 */
export function sorted({ entries }) {
  const accounts = entries.filter(({ card }) => card.kind === "account");
  const of = (/** @type {Card["relation"]} */ relation) => accounts.filter(({ card }) => card.relation === relation);
  return {
    undecided: of("same-name"),
    fresh: of("new"),
    known: [...of("same"), ...of("repeated")],
    invalid: entries.filter(({ card }) => card.kind === "invalid"),
  };
}

/** How many accounts will be written. @param {ImportState} state */
export function chosen({ entries }) {
  return entries.filter(({ card }) => card.kind === "account" && card.choice !== "skip").length;
}

/** The share of a key derivation that is done, by the clock; never quite all of it. @param {Source["working"]} working @param {number} now */
export function progressOf(working, now) {
  if (!working) {
    return null;
  }
  const expected = (working.work * working.tries) / WORK_PER_MILLISECOND + 150;
  return Math.min(0.97, Math.max(0.02, (now - working.since) / expected));
}

/** What a usual computer does of the core's units of work. */
const WORK_PER_MILLISECOND = 1000;
