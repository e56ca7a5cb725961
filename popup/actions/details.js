/** One account: its texts, its pin, its key, its recovery codes. */
import { openPage } from "../../extension/browser.js";
import { now as codeTime } from "../../extension/clock.js";
import { failure } from "../../extension/core.js";
import { edit, openVault } from "../../extension/vault-store.js";
import { plural, t } from "../../extension/words.js";
import { draw } from "../drawing.js";
import { focusFirst } from "../focus.js";
import { loadIcons } from "../issuer-icons.js";
import { loadDetails } from "../later.js";
import { changeDetails, say, show } from "../state.js";

/**
 * @typedef {import("../actions.js").Tools} Tools
 * @typedef {import("../state.js").DetailsScreen} DetailsScreen
 */

/** @param {Tools} tools */
export function detailsActions({ state, update, refresh, fail }) {
  return {
    /** @param {string} id */
    onDetailsClick: async (id) => {
      try {
        await Promise.all([loadDetails(), loadIcons()]);
        const vault = await openVault();
        const row = vault.rows_of([id], codeTime())[0];
        if (row) {
          const { query, tag } = state();
          const from = {
            name: state().screen.name === "edit" ? /** @type {const} */ ("edit") : /** @type {const} */ ("list"),
            query,
            tag,
          };
          const screen = { name: /** @type {const} */ ("details"), id, from, details: vault.details(id), ...CLOSED };
          update({ ...show(state(), screen), rows: [row], now: codeTime() });
        }
      } catch (thrown) {
        fail(thrown);
      }
    },
    onLargeClick: () => {
      const { screen } = state();
      if (screen.name === "details") {
        update(show(state(), { name: "large", details: screen }));
      }
    },

    /** @param {SubmitEvent} event */
    onDetailsSubmit: async (event) => {
      event.preventDefault();
      const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
      const [issuer, account, site, tags, note, icon] = FIELDS.map((name) => String(form.get(name) ?? ""));
      await changed((vault, id, now) => vault.change_details(id, issuer, account, site, tags, note, icon, now), {
        said: t("details_saved"),
      });
    },
    /** What is typed is not lost when the screen is left without Enter. @param {Event} event */
    onDetailsChange: (event) => {
      /** @type {HTMLInputElement} */ (event.target).form?.requestSubmit();
    },
    onPinClick: async () => {
      const { pinned } = open().details;
      await changed((vault, id, now) => vault.set_pinned(id, !pinned, now), {
        said: t(pinned ? "details_unpinned" : "details_pinned"),
      });
    },

    onKeyClick: async () => {
      if (open().key) {
        update(changeDetails(state(), { key: null, drawing: null }));
      } else if (await confirmed()) {
        const key = (await openVault()).setup_key(open().id);
        update(changeDetails(state(), { key, drawing: key.link === undefined ? null : await draw(key.link) }));
      }
    },
    onKeyCopyClick: async () => {
      const key = open().key?.groups.join("") ?? "";
      await copy(key, t("details_key_copied"));
    },
    onSheetClick: async () => {
      await openPage("sheet", open().id);
      window.close();
    },

    onCodesClick: async () => {
      if (open().codes) {
        update(changeDetails(state(), { codes: null }));
      } else if (await confirmed()) {
        update(changeDetails(state(), { codes: (await openVault()).recovery_codes(open().id) }));
      }
    },
    onCodesAddClick: () => {
      update(changeDetails(state(), { pasting: true, failure: null }));
      focusFirst(".details-paste textarea");
    },
    onCodesCancelClick: () => update(changeDetails(state(), { pasting: false, failure: null })),
    /** @param {SubmitEvent} event */
    onCodesSubmit: async (event) => {
      event.preventDefault();
      const text = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("codes") ?? "");
      try {
        const { id } = open();
        const added = await edit((vault, now) => vault.add_recovery_codes(id, text, now));
        await reopened({ pasting: false, failure: null, codes: (await openVault()).recovery_codes(id) });
        update(say(state(), plural("details_codes_added", added)));
      } catch (thrown) {
        update(changeDetails(state(), { failure: failure(thrown) }));
      }
    },
    /** @param {number} index @param {boolean} used */
    onCodeUsed: async (index, used) => {
      await changed((vault, id, now) => vault.set_recovery_code_used(id, index, used, now), {});
    },
    /** @param {string} code */
    onCodeCopyClick: (code) => copy(code, t("status_copied")),
    /** @param {number} index */
    onCodeRemoveClick: async (index) => {
      const { id, codes } = open();
      const gone = codes?.[index];
      if (gone) {
        await changed((vault, id, now) => vault.remove_recovery_code(id, index, now), {
          said: t("details_code_removed"),
          undo: () => edit((vault, now) => vault.put_recovery_code(id, index, gone.code, gone.used, now)),
        });
      }
    },

    /** One step back: from the large code to the account, from the account to where it was opened. */
    leaveDetails: () => {
      const { screen } = state();
      if (screen.name === "large") {
        update(show(state(), screen.details));
        return true;
      }
      if (screen.name === "details") {
        const { id, from } = screen;
        const next = from.name === "edit" ? { name: from.name, renaming: null, dragging: null } : { name: from.name };
        refresh({ ...show(state(), next), query: from.query, tag: from.tag }).then(() =>
          focusFirst(`[data-id="${id}"] button`),
        );
        return true;
      }
      return false;
    },
    /** After an undo the screen shows what is stored. */
    reopenDetails: () => reopened({}),
  };

  /** The screen that is open; its actions exist on no other. @returns {DetailsScreen} */
  function open() {
    const { screen } = state();
    if (screen.name !== "details") {
      throw new Error("no account is open");
    }
    return screen;
  }

  /**
   * Makes a change to the account that is open, stores it, and shows it.
   *
   * @param {(vault: import("../../wasm/core.js").Vault, id: string, now: number) => void} change
   * @param {{said?: string, undo?: () => Promise<void>}} after
   */
  async function changed(change, { said, undo }) {
    try {
      const { id } = open();
      await edit((vault, now) => change(vault, id, now));
      await reopened({});
      if (said !== undefined) {
        update(say(state(), said, { undo: undo ?? null }));
      }
    } catch (thrown) {
      fail(thrown);
    }
  }

  /** @param {Partial<DetailsScreen>} more */
  async function reopened(more) {
    const vault = await openVault();
    const { screen } = state();
    if (screen.name === "details") {
      const details = vault.details(screen.id);
      const codes = screen.codes && vault.recovery_codes(screen.id);
      const rows = vault.rows_of([screen.id], codeTime());
      update({ ...changeDetails(state(), { details, codes, ...more }), rows, now: codeTime() });
    }
  }

  /** @param {string} text @param {string} said */
  async function copy(text, said) {
    try {
      await navigator.clipboard.writeText(text);
      update(say(state(), said));
    } catch {
      update(say(state(), t("status_copy_failed"), { urgent: true }));
    }
  }

  /** Whether it is really the person: what follows can be used anywhere, for ever. */
  async function confirmed() {
    const { confirmIdentity } = await import("../identity.js");
    return confirmIdentity(t("details_identity"));
  }
}

const CLOSED = { key: null, drawing: null, codes: null, pasting: false, failure: null };
const FIELDS = ["issuer", "account", "site", "tags", "note", "icon"];
