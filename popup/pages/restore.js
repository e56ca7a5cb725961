/** Earlier versions, the bin, and damaged data: everything that can be had back. */
import { onVaultChange } from "../../extension/vault-store.js";
import {
  eraseFromBin,
  previewVersion,
  readRestorable,
  restoreFromBin,
  restoreVersion,
} from "../../extension/versions.js";
import { rawCopy, restoreDamaged } from "../../extension/vault-store.js";
import { plural, t } from "../../extension/words.js";
import { saveFile } from "../files.js";
import { focusFirst } from "../focus.js";
import { namesOf } from "../moments.js";
import { startPage } from "./frame.js";
import { restoreView } from "./restore-view.js";

/**
 * @typedef {import("../../extension/versions.js").Restorable} Restorable
 * @typedef {import("../../wasm/core.js").Difference} Difference
 *
 * @typedef {object} RestoreState
 * @property {Restorable} all
 * @property {{id: string, difference: Difference | null} | null} open the version that is looked at; `null` while it is read
 * @property {string} erasing the account in the bin about which the person is asked once more
 * @property {number} now
 *
 * @typedef {import("./frame.js").Page<RestoreState>} Page
 * @typedef {ReturnType<typeof makeActions>} RestoreActions
 */

/** @param {Page} page */
function makeActions(page) {
  const refresh = async (/** @type {Partial<RestoreState>} */ next = {}) => {
    const all = await readRestorable();
    page.update({ ...page.state(), ...next, all, now: Date.now() });
  };

  /** Does something, shows what came of it, and says so. @param {() => Promise<void>} work */
  const attempt = async (work) => {
    try {
      await work();
    } catch (thrown) {
      await refresh();
      page.fail(thrown);
    }
  };

  return {
    refresh,
    /** @param {string} id */
    onVersionClick: (id) =>
      attempt(async () => {
        if (page.state().open?.id === id) {
          page.update({ ...page.state(), open: null });
          return;
        }
        page.update({ ...page.state(), open: { id, difference: null } });
        const difference = await previewVersion(id);
        if (page.state().open?.id === id) {
          page.update({ ...page.state(), open: { id, difference } });
        }
      }),
    /** @param {string} id @param {string} when */
    onRestoreClick: (id, when) =>
      attempt(async () => {
        const before = await restoreVersion(id);
        await refresh({ open: null });
        const undo = async () => {
          await restoreVersion(before ?? "");
          await refresh();
        };
        page.say(t("restore_done", { when }), { undo: before === undefined ? null : undo });
        focusFirst(".page-title");
      }),
    /** @param {import("../../wasm/core.js").Binned} account */
    onTakeBackClick: (account) =>
      attempt(async () => {
        await restoreFromBin(account.id);
        await refresh();
        page.say(t("bin_restored", { names: namesOf(account) }));
      }),
    /** @param {string} id */
    onEraseClick: (id) => {
      page.update({ ...page.state(), erasing: id });
      focusFirst(".bin-question button");
    },
    onKeepClick: () => page.update({ ...page.state(), erasing: "" }),
    /** @param {import("../../wasm/core.js").Binned} account */
    onEraseForGoodClick: (account) =>
      attempt(async () => {
        await eraseFromBin(account.id);
        await refresh({ erasing: "" });
        page.say(t("bin_erased", { names: namesOf(account) }));
        focusFirst(".page-title");
      }),
    onSaveDamagedClick: () =>
      attempt(async () => {
        const count = await restoreDamaged();
        await refresh();
        page.say(plural("status_restored", count), { urgent: count === 0 });
      }),
    onSaveRawClick: () =>
      attempt(async () => {
        saveFile(await rawCopy(), "tessera-raw.json");
        page.say(t("status_saved_raw"));
      }),
  };
}

/** @type {RestoreActions} */
let actions;

startPage({
  name: "restore",
  title: "restore_title",
  begin: async (/** @type {Page} */ page) => {
    actions = makeActions(page);
    const all = await readRestorable();
    onVaultChange(() => actions.refresh());
    return { all, open: null, erasing: "", now: Date.now() };
  },
  view: (state) => restoreView(state, actions),
});
