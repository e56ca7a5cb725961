/**
 * What the popup shows, as data. Pure functions make the next state; a view draws it; effects live in `actions.js`.
 *
 * @typedef {import("../wasm/core.js").Row} Row
 * @typedef {import("../extension/foreign.js").FoundCard} Card
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
 *
 * @typedef {{name: "loading"}
 *   | {name: "list"}
 *   | {name: "edit", renaming: Renaming | null, dragging: Dragging | null}
 *   | {name: "add"}
 *   | {name: "manual", fields: ManualFields, advanced: boolean, preview: Preview | null, failure: Failure | null, tried: boolean}
 *   | {name: "paste", text: string, failure: Failure | null}
 *   | {name: "scanning"}
 *   | {name: "found", cards: Card[], origin: "scan" | "paste" | "manual", parts: Parts | null}
 *   | {name: "nothing", pageClosed: boolean}
 *   | {name: "away", row: Row, act: "copy" | "fill", verdict: import("../wasm/site.js").HostVerdict}
 *   | {name: "field", row: Row, filled: import("../extension/fill.js").Filled}
 *   | {name: "doctor", step: "asking" | "wrong" | "right" | "silent" | "nowhere", time: import("../extension/clock.js").SiteTime | null}
 *   | {name: "unreadable", failure: Failure}} Screen
 *
 * @typedef {{have: number, want: number}} Parts
 * @typedef {object} Status
 * @property {string} text
 * @property {(() => Promise<void>) | null} undo
 * @property {boolean} urgent
 * @property {{text: string, run: () => Promise<void>} | null} action what else can be done about it
 *
 * @typedef {import("../extension/site.js").Here & {ids: string[]}} Here the page the person is on, and the accounts for its site
 * @typedef {{key: string, code: string}} Damage
 * @typedef {{id: string, groups: readonly string[], code: string}} ShownCode a counter code that was asked for
 *
 * @typedef {object} State
 * @property {Screen} screen
 * @property {Row[]} rows every account, in the person's order
 * @property {string} query
 * @property {number} now milliseconds, as the rows were made for
 * @property {Status | null} status
 * @property {readonly string[]} highlighted ids of what was just added
 * @property {Damage[]} damage
 * @property {readonly ShownCode[]} shown
 * @property {Here | null} here `null` for what is no page of the web, or not for us to see
 */

/** @type {State} */
export const START = {
  screen: { name: "loading" },
  rows: [],
  query: "",
  now: 0,
  status: null,
  highlighted: [],
  damage: [],
  shown: [],
  here: null,
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

/** @param {State} state @param {Screen} screen @returns {State} */
export function show(state, screen) {
  return { ...state, screen, query: "", status: null };
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

/** @param {State} state @param {Dragging | null} dragging @returns {State} */
export function drag(state, dragging) {
  return state.screen.name === "edit" ? { ...state, screen: { ...state.screen, dragging } } : state;
}

/** @param {State} state @param {Renaming | null} renaming @returns {State} */
export function rename(state, renaming) {
  return state.screen.name === "edit" ? { ...state, screen: { ...state.screen, renaming } } : state;
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
  return state.screen.name === "list" && state.rows.length > 0;
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
  return now < state.now || state.rows.some((row) => row.endsAt !== undefined && row.endsAt <= now);
}

/** Whole seconds that a code still holds, rounded up: “1” is shown until the very end. @param {number} endsAt @param {number} now */
export function secondsLeft(endsAt, now) {
  return Math.max(0, Math.ceil((endsAt - now) / 1000));
}

/** The accounts for the site the person is on before the others. @param {readonly Row[]} rows @param {Here | null} here @returns {Row[]} */
export function hereFirst(rows, here) {
  const ids = here?.ids ?? [];
  return [...rows.filter(({ id }) => ids.includes(id)), ...rows.filter(({ id }) => !ids.includes(id))];
}

/** @param {State} state */
function runs({ screen, rows }) {
  switch (screen.name) {
    case "list":
      return rows.some((row) => row.endsAt !== undefined);
    case "manual":
      return screen.preview !== null;
    case "found":
      return true;
    default:
      return false;
  }
}
