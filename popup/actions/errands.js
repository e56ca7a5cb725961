/** What a menu or a shortcut asked the popup to do, and how old the backup is. */
import { openPage } from "../../extension/browser.js";
import { now } from "../../extension/clock.js";
import { takeErrand } from "../../extension/errand.js";
import { openVault } from "../../extension/vault-store.js";
import { t } from "../../extension/words.js";
import { loadSiteViews } from "../later.js";
import { say, show, showList } from "../state.js";

/**
 * @typedef {object} Doers the actions an errand can need
 * @property {() => Promise<void>} onScanClick
 * @property {(text: string) => Promise<void>} addText
 * @property {(id: string) => Promise<void>} onFillClick
 * @property {(row: import("../state.js").Row, filled: import("../../extension/fill.js").Filled) => Promise<void>} showFilled
 * @property {(id: string) => Promise<void>} onDetailsClick
 * @property {() => void} onCodesAddClick
 */

/** @param {import("../actions.js").Tools} tools @param {Doers} doers */
export function errandActions({ state, update, fail }, doers) {
  /** Opens the account with the codes ready to be kept. @param {string} id @param {string} text */
  const onCodesAccountClick = async (id, text) => {
    await doers.onDetailsClick(id);
    doers.onCodesAddClick();
    const field = document.querySelector(".details-paste textarea");
    if (field instanceof HTMLTextAreaElement) {
      field.value = text;
    }
  };

  /** @param {string} text */
  const keepCodes = async (text) => {
    const { ids, rowsHere } = state();
    if (rowsHere.length === 1) {
      await onCodesAccountClick(rowsHere[0].id, text);
      return;
    }
    const accounts = (await openVault()).rows_of([...rowsHere.map(({ id }) => id), ...ids], now());
    await loadSiteViews();
    update(show(state(), { name: "codes", text, accounts }));
  };

  return {
    onCodesAccountClick,
    /** How old the backup is, once the list is there. */
    lookAtBackup: async () => {
      const { changedSinceBackup, lastBackup } = await import("../../extension/backup-state.js");
      const { disableBackup } = state().policies;
      const [last, due] = disableBackup ? [null, false] : await Promise.all([lastBackup(), changedSinceBackup()]);
      update({ ...state(), backup: disableBackup ? null : { last, due } });
    },
    onBackupClick: () => openPage("backup").catch(fail),
    /** Does what the popup was opened for. */
    runErrand: async () => {
      const errand = await takeErrand();
      try {
        switch (errand?.kind) {
          case "scan":
            await doers.onScanClick();
            break;
          case "add":
            await doers.addText(errand.text);
            break;
          case "keep-codes":
            await keepCodes(errand.text);
            break;
          case "fill":
            await finishFilling(errand);
        }
      } catch (thrown) {
        fail(thrown);
      }
    },
  };

  /** @param {{id: string, filled: import("../../extension/fill.js").Filled | null}} errand */
  async function finishFilling({ id, filled }) {
    const [row] = id === "" ? [] : (await openVault()).rows_of([id], now());
    if (row && filled) {
      await doers.showFilled(row, filled);
    } else if (row) {
      await doers.onFillClick(row.id);
    } else {
      update(say(showList(state()), t("fill_choose")));
    }
  }
}
