/** The backup and export page. */
import { changedSinceBackup, lastBackup } from "../../extension/backup-state.js";
import { exportTargets } from "../../extension/transfer.js";
import { onVaultChange, openVault } from "../../extension/vault-store.js";
import { backupActions } from "../backup/actions.js";
import { suggestPassphrase } from "../backup/passphrase.js";
import { START } from "../backup/state.js";
import { backupView } from "../backup/view.js";
import { startPage } from "./frame.js";

/** @type {ReturnType<typeof backupActions>} */
let actions;

startPage({
  name: "backup",
  title: "backup_title",
  begin: async (page) => {
    const vault = await openVault();
    const [targets, last, changed] = await Promise.all([exportTargets(), lastBackup(), changedSinceBackup()]);
    actions = backupActions(page);
    onVaultChange(async (vault) => {
      page.update({ ...page.state(), rows: vault.names(), changed: await changedSinceBackup() });
    });
    return { ...START, rows: vault.names(), targets, last, changed, passphrase: suggestPassphrase() };
  },
  view: (state) => backupView(state, actions),
});
