/** What a menu or a shortcut asked the popup to do. */
import { takeErrand } from "../../extension/errand.js";
import { t } from "../../extension/words.js";
import { say, showList } from "../state.js";

/**
 * @typedef {object} Doers the actions an errand can need
 * @property {() => Promise<void>} onScanClick
 * @property {(text: string) => Promise<void>} addText
 * @property {(id: string) => Promise<void>} onFillClick
 * @property {(row: import("../state.js").Row, filled: import("../../extension/fill.js").Filled) => void} showFilled
 */

/** @param {import("../actions.js").Tools} tools @param {Doers} doers */
export function errandActions({ state, update }, doers) {
  return {
    /** Does what the popup was opened for. */
    runErrand: async () => {
      const errand = await takeErrand();
      switch (errand?.kind) {
        case "scan":
          await doers.onScanClick();
          break;
        case "add":
          await doers.addText(errand.text);
          break;
        case "fill": {
          const row = state().rows.find(({ id }) => id === errand.id);
          if (row && errand.filled) {
            doers.showFilled(row, errand.filled);
          } else if (row) {
            await doers.onFillClick(row.id);
          } else {
            update(say(showList(state()), t("fill_choose")));
          }
        }
      }
    },
  };
}
