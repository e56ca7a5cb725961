/** Codes: finding, copying, revealing, the next one of a counter. */
import { now } from "../../extension/clock.js";
import { noteUse } from "../../extension/usage.js";
import { edit, openVault } from "../../extension/vault-store.js";
import { plural, t } from "../../extension/words.js";
import { focusFirst } from "../focus.js";
import { scrollToTop } from "../scroll.js";
import { hush, reveal, rowOf, say, secondsLeft } from "../state.js";
import { FIRST_WINDOW } from "../window.js";

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
export function codeActions({ state, update, refresh, fail, showWindow }, leaving) {
  /** @param {string} id */
  const onCopyClick = async (id) => {
    const row = rowOf(state(), id);
    if (!row || row.failure || !(await leaving.mayLeave(row, "copy"))) {
      return;
    }
    const code = row.counter ? (shownCode(state(), id) ?? (await takeNextCode(id))) : row.code;
    if (code) {
      await copy(code, row);
    }
  };

  return {
    onCopyClick,
    /** @param {string} id */
    onNextCodeClick: (id) => takeNextCode(id),
    takeCode,

    /** @param {Event} event */
    onSearchInput: async (event) => {
      const { value } = /** @type {HTMLInputElement} */ (event.target);
      await refresh({ ...hush(state()), query: value, window: FIRST_WINDOW });
      scrollToTop();
    },
    /** Enter copies the first; the arrow goes down to it. @param {KeyboardEvent} event */
    onSearchKey: (event) => {
      const first = state().rowsHere[0]?.id ?? state().ids[0];
      if (event.key === "Enter" && first !== undefined) {
        event.preventDefault();
        onCopyClick(first);
      } else if (event.key === "ArrowDown") {
        event.preventDefault();
        focusFirst(".row-main");
      }
    },
    /** @param {string} tag */
    onTagClick: async (tag) => {
      await refresh({ ...hush(state()), tag, window: FIRST_WINDOW });
      scrollToTop();
    },

    /** Arrows go from account to account. @param {KeyboardEvent} event */
    onListKey: (event) => {
      const step = STEPS[event.key];
      const row = /** @type {Element} */ (event.target).closest(".row");
      const next = step === 1 ? row?.nextElementSibling : row?.previousElementSibling;
      const target = step === undefined ? null : (next?.querySelector(".row-main") ?? null);
      if (target instanceof HTMLElement) {
        event.preventDefault();
        target.focus();
      } else if (step === -1) {
        event.preventDefault();
        focusFirst(".search input");
      }
    },
    onListScroll: () => showWindow(),
  };

  /** The code to hand out now: a counter's is the one that is shown, else the next. @param {string} id */
  async function takeCode(id) {
    const [row] = (await openVault()).rows_of([id], now());
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
    const shown = row.endsAt === undefined ? state() : reveal(state(), row.id, row.endsAt);
    update(say(shown, elsewhere === "" ? text : `${text} ${elsewhere}`, { urgent: elsewhere !== "" }));
    await noteUse(row.id, Date.now());
  }
}

/** @param {State} state @param {string} id */
function shownCode(state, id) {
  return state.shown.find((shown) => shown.id === id)?.code;
}

/** @type {Record<string, 1 | -1>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
