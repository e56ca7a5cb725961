/** Edit mode: renaming, deleting, the order. */
import { edit } from "../../extension/vault-store.js";
import { t } from "../../extension/words.js";
import { focusFirst } from "../focus.js";
import { rowAt, scrollAtEdge } from "../scroll.js";
import { drag, rename, say } from "../state.js";
import { rowNames } from "../views/list.js";

/** @typedef {import("../actions.js").Tools} Tools */

/** @param {Tools} tools */
export function editActions({ state, update, change }) {
  /** The frame in which a drag at an edge scrolls on. */
  let scrolling = 0;

  return {
    /** @param {string} id */
    onRenameClick: (id) => {
      const row = state().rows.find((candidate) => candidate.id === id);
      if (row) {
        update(rename(state(), { id, issuer: row.issuer, account: row.account }));
        focusFirst(".edit-fields input");
      }
    },
    /** @param {SubmitEvent} event */
    onRenameSubmit: async (event) => {
      event.preventDefault();
      const { screen } = state();
      if (screen.name !== "edit" || !screen.renaming) {
        return;
      }
      const { id } = screen.renaming;
      const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
      const [issuer, account] = ["issuer", "account"].map((name) => String(form.get(name) ?? ""));
      update(rename(state(), null));
      await change((vault, now) => vault.rename(id, issuer, account, now));
      focusFirst(`[data-id="${id}"] button`);
    },
    /** @param {KeyboardEvent} event */
    onRenameKey: (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        update(rename(state(), null));
      }
    },
    /** @param {string} id @param {number} offset */
    onMoveClick: async (id, offset) => {
      await change((vault, now) => vault.move_by(id, offset, now));
      // The row was moved in the page, and an element that is moved loses the keyboard.
      const [same, other] = offset < 0 ? [".is-up", ".is-down"] : [".is-down", ".is-up"];
      focusFirst(`[data-id="${id}"] ${same}:enabled`) || focusFirst(`[data-id="${id}"] ${other}`);
    },
    /** @param {string} id */
    onDeleteClick: async (id) => {
      const row = state().rows.find((candidate) => candidate.id === id);
      if (!row) {
        return;
      }
      const { ids } = state();
      const beside = ids[ids.indexOf(id) + 1] ?? ids[ids.indexOf(id) - 1];
      await change((vault, now) => vault.trash(id, now));
      focusFirst(`[data-id="${beside}"] .is-danger`) || focusFirst(".add-card");
      const undo = () => edit((vault, now) => vault.restore(id, now));
      update(say(state(), t("status_deleted", { names: rowNames(row) }), { undo }));
    },

    /**
     * Dragging by pointer events, whose target is captured: what is dropped where is told by the event of the release
     * alone, however slowly the page follows.
     *
     * @param {PointerEvent} event @param {string} id
     */
    onGripDown: (event, id) => {
      if (event.button === 0) {
        event.preventDefault();
        /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
        update(drag(state(), { id, over: null, after: false }));
      }
    },
    /** @param {PointerEvent} event */
    onGripMove: ({ clientY }) => {
      if (dragging()) {
        pointAt(clientY);
        scrollWhileAtEdge(clientY);
      }
    },
    /** @param {PointerEvent} event */
    onGripUp: async ({ clientY }) => {
      const id = dragging()?.id;
      const { over, after } = rowAt(clientY);
      stopScrolling();
      update(drag(state(), null));
      if (id !== undefined && over !== null && over !== id) {
        await change((vault, now) => vault.move_beside(id, over, after, now));
      }
    },
    onGripCancel: () => {
      stopScrolling();
      if (dragging()) {
        update(drag(state(), null));
      }
    },
  };

  function dragging() {
    const { screen } = state();
    return screen.name === "edit" ? screen.dragging : null;
  }

  /** @param {number} y */
  function pointAt(y) {
    const now = dragging();
    const { over, after } = rowAt(y);
    if (now && (now.over !== over || now.after !== after)) {
      update(drag(state(), { id: now.id, over, after }));
    }
  }

  /** @param {number} y */
  function scrollWhileAtEdge(y) {
    stopScrolling();
    if (dragging() && scrollAtEdge(y)) {
      pointAt(y);
      scrolling = requestAnimationFrame(() => scrollWhileAtEdge(y));
    }
  }

  function stopScrolling() {
    cancelAnimationFrame(scrolling);
  }
}
