/**
 * What happens when the person does something. Each action asks the vault, then hands the next state to `update`;
 * whatever fails is said in the status line and changes nothing. One file for each group of screens.
 */
import { failure } from "../extension/core.js";
import { edit, rawCopy, restoreDamaged } from "../extension/vault-store.js";
import { plural, t } from "../extension/words.js";
import { codeActions } from "./actions/codes.js";
import { detailsActions } from "./actions/details.js";
import { editActions } from "./actions/edit.js";
import { foundActions } from "./actions/found.js";
import { intakeActions } from "./actions/intake.js";
import { menuActions } from "./actions/menu.js";
import { scanActions } from "./actions/scan.js";
import { siteActions } from "./actions/site.js";
import { saveFile } from "./files.js";
import { say, show, showEdit, showList } from "./state.js";
import { failureText } from "./views/notices.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {ReturnType<typeof makeActions>} Actions
 * @typedef {ReturnType<typeof makeTools>} Tools
 *
 * @typedef {object} Shell
 * @property {() => State} state
 * @property {(next: State) => void} update
 * @property {(next?: State) => Promise<void>} refresh reads list and codes anew, and draws
 * @property {() => void} showWindow draws the rows that have come into view
 */

/** @param {Shell} shell */
export function makeActions(shell) {
  const tools = makeTools(shell);
  const { state, update, refresh, fail } = tools;
  const found = foundActions(tools);
  const scan = scanActions(tools, found);
  const details = detailsActions(tools);
  /** @type {import("./actions/codes.js").Leaving} */
  const leaving = {
    mayLeave: (row, act) => site.mayLeave(row, act),
    elsewhere: (row) => site.elsewhere(row),
  };
  const codes = codeActions(tools, leaving);
  const site = siteActions(tools, codes.takeCode);
  const doctor = async () => (await import("./actions/doctor.js")).doctorActions(tools);
  const errands = async () =>
    (await import("./actions/errands.js")).errandActions(tools, { ...scan.actions, ...site, ...details });
  const back = () => {
    // Nothing found or typed so far is kept.
    scan.stopSearch();
    found.drop();
    if (!details.leaveDetails()) {
      refresh(showList(state()));
    }
  };

  return {
    ...codes,
    ...site,
    // Nothing of these is needed for the list.
    onDoctorClick: async () => (await doctor()).onDoctorClick(),
    onCorrectClick: async () => (await doctor()).onCorrectClick(),
    onForgetCorrectionClick: async () => (await doctor()).onForgetCorrectionClick(),
    lookAtBackup: async () => (await errands()).lookAtBackup(),
    onBackupClick: async () => (await errands()).onBackupClick(),
    runErrand: async () => (await errands()).runErrand(),
    /** @param {string} id @param {string} text */
    onCodesAccountClick: async (id, text) => (await errands()).onCodesAccountClick(id, text),
    ...editActions(tools),
    ...intakeActions(tools, found),
    ...found.actions,
    ...scan.actions,
    ...menuActions(tools),
    ...details,

    onBackClick: back,
    onEditClick: () => refresh(showEdit(state())),
    onDoneClick: () => refresh(showList(state())),
    onAddClick: () => update(show(state(), { name: "add" })),

    onUndoClick: async () => {
      const undo = state().status?.undo;
      if (undo) {
        try {
          await undo();
          await refresh(say(state(), t("status_undone")));
          await details.reopenDetails();
        } catch (thrown) {
          fail(thrown);
        }
      }
    },

    onStatusActionClick: async () => {
      try {
        await state().status?.action?.run();
        await refresh({ ...state(), status: null });
      } catch (thrown) {
        fail(thrown);
      }
    },

    onRestoreClick: async () => {
      try {
        const count = await restoreDamaged();
        await refresh(say(showList(state()), plural("status_restored", count), { urgent: count === 0 }));
      } catch (thrown) {
        fail(thrown);
      }
    },
    onSaveRawClick: async () => {
      saveFile(await rawCopy(), "tessera-raw.json");
      update(say(state(), t("status_saved_raw")));
    },
    onReloadClick: () => location.reload(),

    /** Escape goes back one screen before it closes the popup. @param {KeyboardEvent} event */
    onKeyDown: (event) => {
      const { screen } = state();
      if (event.key === "Escape" && !["list", "unreadable", "locked"].includes(screen.name)) {
        event.preventDefault();
        back();
      }
    },
  };
}

/** What every group of actions works with. @param {Shell} shell */
function makeTools(shell) {
  const { state, update, refresh, showWindow } = shell;

  /** @param {unknown} thrown */
  const fail = (thrown) => update(say(state(), failureText(failure(thrown)), { urgent: true }));

  /** Runs an edit and shows the list anew. @param {(vault: import("../wasm/core.js").Vault, now: number) => void} change */
  const change = async (change) => {
    try {
      await edit(change);
      await refresh();
    } catch (thrown) {
      await refresh();
      fail(thrown);
    }
  };

  return { state, update, refresh, showWindow, fail, change };
}
