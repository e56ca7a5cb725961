/** Codes: copying, the next one of a counter, searching. */
import { now } from "../../extension/clock.js";
import { edit, openVault } from "../../extension/vault-store.js";
import { plural, t } from "../../extension/words.js";
import { hush, say, secondsLeft } from "../state.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../state.js").Row} Row
 * @typedef {import("../actions.js").Tools} Tools
 */

/**
 * @typedef {object} Leaving whether a code may leave for the page the person is on, and what to say if it is another site
 * @property {(row: Row, act: "copy" | "fill") => Promise<boolean>} mayLeave
 * @property {(row: Row) => Promise<string>} elsewhere
 */

/** @param {Tools} tools @param {Leaving} leaving */
export function codeActions({ state, update, refresh, fail }, leaving) {
  return {
    /** @param {string} id */
    onCopyClick: async (id) => {
      const row = state().rows.find((candidate) => candidate.id === id);
      if (!row || row.failure || !(await leaving.mayLeave(row, "copy"))) {
        return;
      }
      const code = row.counter ? (shownCode(state(), id) ?? (await takeNextCode(id))) : row.code;
      if (code) {
        await copy(code, row);
      }
    },
    /** @param {string} id */
    onNextCodeClick: (id) => takeNextCode(id),
    takeCode,

    /** @param {Event} event */
    onSearchInput: (event) => {
      const { value } = /** @type {HTMLInputElement} */ (event.target);
      refresh({ ...hush(state()), query: value });
    },
    /** @param {KeyboardEvent} event */
    onSearchKey: (event) => {
      const first = state().rows.find((row) => row.matches);
      if (event.key === "Enter" && first) {
        event.preventDefault();
        copyRow(first);
      }
    },
  };

  /** The code to hand out now: a counter's is the one that is shown, else the next. @param {string} id */
  async function takeCode(id) {
    const row = (await openVault()).rows("", now()).find((candidate) => candidate.id === id);
    if (!row || row.failure) {
      return undefined;
    }
    return row.counter ? (shownCode(state(), id) ?? (await takeNextCode(id))) : row.code;
  }

  /** Shows a counter code, after the counter that follows it is stored: a code is never shown twice. @param {string} id */
  async function takeNextCode(id) {
    try {
      const { code, groups } = await edit((vault, now) => vault.next_code(id, now));
      const shown = [...state().shown.filter((other) => other.id !== id), { id, code, groups }];
      await refresh({ ...state(), shown });
      return code;
    } catch (thrown) {
      fail(thrown);
      return undefined;
    }
  }

  /** @param {Row} row */
  async function copyRow(row) {
    if (row.code && !row.counter && (await leaving.mayLeave(row, "copy"))) {
      await copy(row.code, row);
    }
  }

  /** @param {string} code @param {Row} row */
  async function copy(code, row) {
    try {
      await navigator.clipboard.writeText(code);
    } catch {
      update(say(state(), t("status_copy_failed"), { urgent: true }));
      return;
    }
    const text =
      row.endsAt === undefined ? t("status_copied") : plural("status_copied_for", secondsLeft(row.endsAt, now()));
    const elsewhere = await leaving.elsewhere(row);
    update(say(state(), elsewhere === "" ? text : `${text} ${elsewhere}`, { urgent: elsewhere !== "" }));
  }
}

/** @param {State} state @param {string} id */
function shownCode(state, id) {
  return state.shown.find((shown) => shown.id === id)?.code;
}
