/**
 * What happens on the backup page. Before anything is shown or written, the person proves who they are: a sealed file too
 * gives all keys to whoever chooses its passphrase.
 */
import { lastBackup, changedSinceBackup, noteBackup } from "../../extension/backup-state.js";
import { leftOut, makeBackupKey, makeSheets, writeExport } from "../../extension/transfer.js";
import { openVault } from "../../extension/vault-store.js";
import { plural, t } from "../../extension/words.js";
import { saveFile } from "../files.js";
import { focusFirst } from "../focus.js";
import { Failure } from "../../extension/core.js";
import { meetsPolicy } from "../../extension/policies.js";
import { confirmIdentity } from "../identity.js";
import { suggestionFor } from "../suggestion.js";
import { suggestPassphrase } from "./passphrase.js";
import { backupName } from "./state.js";

/**
 * @typedef {import("./state.js").BackupState} BackupState
 * @typedef {import("../pages/frame.js").Page<BackupState>} Page
 * @typedef {ReturnType<typeof backupActions>} Actions
 */

/** @param {Page} page */
export function backupActions(page) {
  /** @param {Partial<BackupState>} change */
  const change = (change) => page.update({ ...page.state(), ...change });

  /** Does some work once at a time, with the buttons at rest meanwhile. @param {() => Promise<void>} work */
  const during = async (work) => {
    if (page.state().working) {
      return;
    }
    change({ working: true });
    try {
      await work();
    } catch (thrown) {
      page.fail(thrown);
    } finally {
      change({ working: false });
    }
  };

  return {
    /** @param {Event} event */
    onPassphraseInput: (event) => change({ passphrase: /** @type {HTMLInputElement} */ (event.target).value }),
    /** @param {Event} event */
    onWithCodesChange: (event) => change({ withCodes: /** @type {HTMLInputElement} */ (event.target).checked }),
    onSuggestClick: () => change({ passphrase: suggestionFor(suggestPassphrase, page.state().policies) ?? "" }),
    /** @param {Event} event */
    onBackupSubmit: (event) => {
      event.preventDefault();
      return during(async () => {
        const { passphrase, policies } = page.state();
        if (!meetsPolicy(passphrase, policies)) {
          throw new Failure({ code: "passphrase_policy" });
        }
        if (!(await confirmIdentity(t("backup_confirm_sealed")))) {
          return;
        }
        const made = await makeBackup(passphrase);
        change({ made: { ...made, passphrase }, last: await lastBackup(), changed: await changedSinceBackup() });
        focusFirst(".backup-made h3");
      });
    },
    /** @param {string} text */
    onCopyPassphrase: async (text) => {
      await navigator.clipboard.writeText(text);
      page.say(t("status_copied"));
    },

    /** @param {string} name */
    onTargetClick: (name) =>
      during(async () => {
        change({ leaving: { name, leftOut: null, password: "" } });
        const left = await leftOut(name, (await openVault()).parcel([]));
        const { leaving } = page.state();
        if (leaving?.name === name) {
          change({ leaving: { ...leaving, leftOut: left } });
        }
      }),
    onLeaveClick: () => change({ leaving: null }),
    /** @param {Event} event */
    onExportPasswordInput: (event) => {
      const { leaving } = page.state();
      if (leaving) {
        change({ leaving: { ...leaving, password: /** @type {HTMLInputElement} */ (event.target).value } });
      }
    },
    /** @param {Event} event */
    onExportSubmit: (event) => {
      event.preventDefault();
      return during(async () => {
        const { leaving, targets } = page.state();
        const target = targets.find(({ name }) => name === leaving?.name);
        if (!leaving || !target) {
          return;
        }
        const reason = leaving.password === "" ? t("backup_confirm_export") : t("backup_confirm_sealed");
        if (!(await confirmIdentity(reason))) {
          return;
        }
        const written = await writeExport(leaving.name, (await openVault()).parcel([]), leaving.password);
        if (target.fileName) {
          saveFile(new Blob([written.bytes]), target.fileName);
          written.bytes.fill(0);
          change({ leaving: null });
          page.say(t("backup_exported", { name: target.fileName }));
        } else {
          change({ leaving: null, showing: { name: "codes", codes: written.codes, at: 0 } });
          focusFirst(".backup-codes h2");
        }
      });
    },
    /** @param {number} at */
    onCodeClick: (at) => {
      const { showing } = page.state();
      if (showing.name === "codes") {
        change({ showing: { ...showing, at } });
      }
    },

    /** @param {Event} event */
    onAccountChange: (event) => change({ account: /** @type {HTMLSelectElement} */ (event.target).value }),
    onShowAccount: () =>
      during(async () => {
        const { account, rows } = page.state();
        const id = account || rows[0]?.id;
        if (id && (await confirmIdentity(t("backup_confirm_show")))) {
          const sheets = await makeSheets((await openVault()).parcel([id]));
          change({ showing: { name: "sheets", sheets, print: false } });
          focusFirst(".backup-sheets h2");
        }
      }),
    onShowAll: () =>
      during(async () => {
        if (await confirmIdentity(t("backup_confirm_print"))) {
          const sheets = await makeSheets((await openVault()).parcel([]));
          change({ showing: { name: "sheets", sheets, print: true } });
          focusFirst(".backup-sheets h2");
        }
      }),
    onPrintClick: () => window.print(),
    onHideClick: () => {
      change({ showing: { name: "choose" } });
      focusFirst(".page-title");
    },
  };

  /** Makes a backup of everything; it counts once what was written was read back and holds it all. @param {string} passphrase */
  async function makeBackup(passphrase) {
    const now = Date.now();
    const { withCodes } = page.state();
    const { params, key } = await makeBackupKey(passphrase);
    const vault = await openVault();
    const file = new Blob([new Uint8Array(vault.seal_backup(withCodes, params, key.slice(), now))]);
    const fileName = backupName(new Date(now));
    saveFile(file, fileName);
    const accounts = vault.verify_backup(withCodes, new Uint8Array(await file.arrayBuffer()), key);
    await noteBackup(now);
    page.say(plural("backup_made", accounts));
    return { fileName, accounts };
  }
}
