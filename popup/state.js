/**
 * What the popup shows, as data. Pure functions make the next state; a view draws it; effects live in `actions.js`.
 *
 * @typedef {import("../wasm/core.js").Row} Row
 * @typedef {import("../extension/foreign.js").FoundCard & {crop: string}} Card `crop` is the address of a picture, or empty
 * @typedef {import("../wasm/core.js").Preview} Preview
 * @typedef {{code: string, number: number | undefined}} Failure
 *
 * @typedef {object} ManualFields what stands in the form, as typed
 * @property {string} issuer
 * @property {string} secret
 * @property {string} account
 * @property {string} type
 * @property {string} algorithm
 * @property {string} digits
 * @property {string} period
 * @property {string} counter
 *
 * @typedef {{id: string, issuer: string, account: string}} Renaming
 * @typedef {{id: string, over: string | null, after: boolean}} Dragging
 * @typedef {import("../extension/settings.js").Settings} Settings
 * @typedef {import("../wasm/core.js").Used} Used
 * @typedef {import("./window.js").Window} Window
 *
 * @typedef {{name: "loading"}
 *   | {name: "list"}
 *   | {name: "edit", renaming: Renaming | null, dragging: Dragging | null}
 *   | {name: "add"}
 *   | {name: "manual", fields: ManualFields, advanced: boolean, preview: Preview | null, failure: Failure | null, tried: boolean}
 *   | {name: "paste", text: string, failure: Failure | null}
 *   | {name: "scanning"}
 *   | {name: "found", cards: Card[], origin: "scan" | "paste" | "manual", parts: Parts | null, pieces: Piece[]}
 *   | {name: "nothing", reason: NothingReason}
 *   | {name: "away", row: Row, act: "copy" | "fill", verdict: import("../wasm/site.js").HostVerdict}
 *   | {name: "field", row: Row, filled: import("../extension/fill.js").Filled}
 *   | {name: "doctor", step: "asking" | "wrong" | "right" | "silent" | "nowhere", time: import("../extension/clock.js").SiteTime | null}
 *   | {name: "codes", text: string, accounts: readonly Row[]}
 *   | {name: "locked", content: unknown}
 *   | DetailsScreen
 *   | {name: "large", details: DetailsScreen}
 *   | {name: "unreadable", failure: Failure}} Screen
 *
 * @typedef {{path: string, size: number}} Drawing a QR code as an SVG path
 *
 * @typedef {object} DetailsScreen one account; what is secret is here only while it is shown
 * @property {"details"} name
 * @property {string} id
 * @property {{name: "list" | "edit", query: string, tag: string}} from where it was opened
 * @property {import("../wasm/core.js").Details} details
 * @property {import("../wasm/core.js").SetupKey | null} key
 * @property {Drawing | null} drawing
 * @property {readonly import("../wasm/core.js").RecoveryCode[] | null} codes
 * @property {boolean} pasting whether recovery codes are being pasted
 * @property {Failure | null} failure why what was pasted was not taken
 *
 * @typedef {{have: number, want: number}} Parts
 * @typedef {object} Status
 * @property {string} text
 * @property {(() => Promise<void>) | null} undo
 * @property {boolean} urgent
 * @property {{text: string, run: () => Promise<void>} | null} action what else can be done about it
 *
 * @typedef {import("../extension/site.js").Here & {ids: string[]}} Here the page the person is on, and the accounts for its site
 * @typedef {{number: number, count: number}} Piece a code whose text goes on in others that are not in view
 * @typedef {"page" | "view" | "closed" | "picture" | "region" | "unreadable"} NothingReason where nothing was found: in
 *   all of the page, in its view alone, in a page that cannot be seen, in pictures, in a part of one, in files that are none
 * @typedef {{key: string, code: string}} Damage
 * @typedef {{id: string, groups: readonly string[], code: string}} ShownCode a counter code that was asked for
 * @typedef {{id: string, until: number}} Revealed a hidden code that is shown until it ends
 *
 * @typedef {object} State
 * @property {Screen} screen
 * @property {readonly string[]} ids the accounts that search and tag leave, in order
 * @property {Window} window which of `ids` are drawn
 * @property {Row[]} rows those of the window
 * @property {number} total how many accounts there are in all
 * @property {readonly string[]} tags every tag
 * @property {string} tag the tag that narrows the list, or empty
 * @property {string} query
 * @property {Settings} settings
 * @property {readonly Used[]} usage
 * @property {number} now milliseconds, as the rows were made for
 * @property {Status | null} status
 * @property {readonly string[]} highlighted ids of what was just added
 * @property {Damage[]} damage
 * @property {boolean} lockable whether the vault is protected, so that it can be locked
 * @property {import("../extension/policies.js").Policies} policies what an administrator has set
 * @property {boolean} asked whether a passphrase is asked for that is not there: no codes until then, and nothing added
 * @property {readonly ShownCode[]} shown
 * @property {readonly Revealed[]} revealed
 * @property {Here | null} here `null` for what is no page of the web, or not for us to see
 * @property {{last: number | null, due: boolean} | null} backup `null` until it is known, or where backups are not offered
 * @property {readonly Row[]} rowsHere the accounts for the site the person is on, which stand above the list
 */
import { NO_POLICIES } from "../extension/policies.js";
import { settingsFrom } from "../extension/settings.js";
import { FIRST_WINDOW } from "./window.js";

/** @type {State} */
export const START = {
  screen: { name: "loading" },
  ids: [],
  window: FIRST_WINDOW,
  rows: [],
  total: 0,
  tags: [],
  tag: "",
  query: "",
  settings: settingsFrom(undefined),
  usage: [],
  now: 0,
  status: null,
  highlighted: [],
  damage: [],
  lockable: false,
  policies: NO_POLICIES,
  asked: false,
  shown: [],
  revealed: [],
  here: null,
  backup: null,
  rowsHere: [],
};

/** An empty form, with the settings nearly every service uses. @type {ManualFields} */
export const EMPTY_FORM = {
  issuer: "",
  secret: "",
  account: "",
  type: "totp",
  algorithm: "SHA1",
  digits: "6",
  period: "30",
  counter: "0",
};

/**
 * What `next` changed of `before`, on what the state is by now: for changes that had to wait for something. Who has gone to
 * another screen meanwhile stays there.
 *
 * @param {State} next @param {State} before @param {State} now
 * @returns {State}
 */
export function rebased(next, before, now) {
  /** @type {Record<string, unknown>} */
  const old = { ...before };
  const left = now.screen.name !== before.screen.name;
  const changes = Object.entries(next).filter(([key, value]) => value !== old[key] && !(left && OF_SCREEN.has(key)));
  return { ...now, ...Object.fromEntries(changes) };
}

/** What belongs to a screen and comes and goes with it; see `show`. */
const OF_SCREEN = new Set(["screen", "query", "tag", "window"]);

/** @param {State} state @param {Screen} screen @returns {State} */
export function show(state, screen) {
  return { ...state, screen, query: "", tag: "", window: FIRST_WINDOW, status: null };
}

/** @param {State} state @returns {State} */
export function showList(state) {
  return show(state, { name: "list" });
}

/** @param {State} state @returns {State} */
export function showEdit(state) {
  return { ...show(state, { name: "edit", renaming: null, dragging: null }), highlighted: [] };
}

/** @param {State} state @returns {State} */
export function showManual(state) {
  return show(state, {
    name: "manual",
    fields: EMPTY_FORM,
    advanced: false,
    preview: null,
    failure: null,
    tried: false,
  });
}

/**
 * The form after a field changed. Settings that a type fixes are not sent along, so they need no resetting.
 *
 * @param {State} state @param {Partial<ManualFields>} change @returns {State}
 */
export function changeField(state, change) {
  if (state.screen.name !== "manual") {
    return state;
  }
  const fields = { ...state.screen.fields, ...change };
  return { ...state, screen: { ...state.screen, fields, failure: null, tried: false } };
}

/** @param {State} state @param {Partial<DetailsScreen>} change @returns {State} */
export function changeDetails(state, change) {
  return state.screen.name === "details" ? { ...state, screen: { ...state.screen, ...change } } : state;
}

/** @param {State} state @param {Dragging | null} dragging @returns {State} */
export function drag(state, dragging) {
  return state.screen.name === "edit" ? { ...state, screen: { ...state.screen, dragging } } : state;
}

/** @param {State} state @param {Renaming | null} renaming @returns {State} */
export function rename(state, renaming) {
  return state.screen.name === "edit" ? { ...state, screen: { ...state.screen, renaming } } : state;
}

/** The row of an account, above the list or in it. @param {State} state @param {string} id */
export function rowOf({ rows, rowsHere }, id) {
  return [...rowsHere, ...rows].find((row) => row.id === id);
}

/** The accounts that stand above the list; none while one searches, picks a tag or edits. @param {State} state @returns {readonly string[]} */
export function idsHere({ screen, here, query, tag, asked }) {
  return here && !asked && screen.name === "list" && query === "" && tag === "" ? here.ids : [];
}

/** @param {State} state @param {string} text @param {Partial<Status>} [more] @returns {State} */
export function say(state, text, more = {}) {
  return { ...state, status: { text, undo: null, urgent: false, action: null, ...more } };
}

/** @param {State} state @returns {State} */
export function hush(state) {
  return { ...state, status: null };
}

/** Whether there is anything to search in. @param {State} state @returns {boolean} */
export function hasSearch(state) {
  return state.screen.name === "list" && state.total > 0 && !state.asked;
}

/**
 * The milliseconds until something on the screen changes: the next whole second while a code is shown.
 *
 * @param {State} state @param {number} now @returns {number | null} `null` when nothing runs
 */
export function nextTick(state, now) {
  return runs(state) ? 1000 - (now % 1000) : null;
}

/** Whether a code whose time has passed is still in `state.rows`. @param {State} state @param {number} now */
export function isStale(state, now) {
  return (
    now < state.now || [...state.rowsHere, ...state.rows].some((row) => row.endsAt !== undefined && row.endsAt <= now)
  );
}

/** Shows a hidden code until it ends. @param {State} state @param {string} id @param {number} until @returns {State} */
export function reveal(state, id, until) {
  return { ...state, revealed: [...state.revealed.filter((other) => other.id !== id), { id, until }] };
}

/** Whether the code of a row is hidden: codes are to be masked, and this one was not asked for. @param {State} state @param {Row} row */
export function isMasked({ settings, revealed, now }, row) {
  return settings.masked && !row.counter && !revealed.some(({ id, until }) => id === row.id && now < until);
}

/** Whole seconds that a code still holds, rounded up: “1” is shown until the very end. @param {number} endsAt @param {number} now */
export function secondsLeft(endsAt, now) {
  return Math.max(0, Math.ceil((endsAt - now) / 1000));
}

/** @param {State} state */
function runs({ screen, rows, rowsHere }) {
  switch (screen.name) {
    case "list":
    case "details":
    case "large":
      return [...rowsHere, ...rows].some((row) => row.endsAt !== undefined);
    case "manual":
      return screen.preview !== null;
    case "found":
      return true;
    default:
      return false;
  }
}
