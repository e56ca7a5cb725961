/** Edit mode: renaming, deleting, the order. */
import { edit } from "../../extension/vault-store.js";
import { t } from "../../extension/words.js";
import { focusFirst } from "../focus.js";
import { drag, rename, say } from "../state.js";
import { rowNames } from "../views/list.js";

/** @typedef {import("../actions.js").Tools} Tools */

/** @param {Tools} tools */
export function editActions({ state, update, change }) {
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
    },
    /** @param {string} id */
    onDeleteClick: async (id) => {
      const row = state().rows.find((candidate) => candidate.id === id);
      if (!row) {
        return;
      }
      await change((vault, now) => vault.trash(id, now));
      const undo = () => edit((vault, now) => vault.restore(id, now));
      update(say(state(), t("status_deleted", { names: rowNames(row) }), { undo }));
    },

    /** @param {DragEvent} event @param {string} id */
    onDragStart: (event, id) => {
      event.dataTransfer?.setData("text/plain", "");
      update(drag(state(), { id, over: null, after: false }));
    },
    /** @param {DragEvent} event @param {string} over */
    onDragOver: (event, over) => {
      const { screen } = state();
      if (screen.name !== "edit" || !screen.dragging) {
        return;
      }
      event.preventDefault();
      const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
      const after = event.clientY > box.top + box.height / 2;
      if (screen.dragging.over !== over || screen.dragging.after !== after) {
        update(drag(state(), { ...screen.dragging, over, after }));
      }
    },
    /** @param {DragEvent} event */
    onDrop: async (event) => {
      event.preventDefault();
      const { screen } = state();
      const dragging = screen.name === "edit" ? screen.dragging : null;
      update(drag(state(), null));
      if (dragging?.over && dragging.over !== dragging.id) {
        const { id, over, after } = dragging;
        await change((vault, now) => vault.move_beside(id, over, after, now));
      }
    },
    onDragEnd: () => update(drag(state(), null)),
  };
}
