/** The backup and export page. */
import { onManagedChange } from "../../extension/browser.js";
import { readPolicies } from "../../extension/policies.js";
import { changedSinceBackup, lastBackup } from "../../extension/backup-state.js";
import { exportTargets } from "../../extension/transfer.js";
import { onVaultChange, openVault } from "../../extension/vault-store.js";
import { backupActions } from "../backup/actions.js";
import { suggestPassphrase } from "../backup/passphrase.js";
import { START } from "../backup/state.js";
import { backupView } from "../backup/view.js";
import { suggestionFor } from "../suggestion.js";
import { startPage } from "./frame.js";

/** @type {ReturnType<typeof backupActions>} */
let actions;

startPage({
  name: "backup",
  title: "backup_title",
  begin: async (page) => {
    const [policies, targets, last, changed] = await Promise.all([
      readPolicies(),
      exportTargets(),
      lastBackup(),
      changedSinceBackup(),
    ]);
    actions = backupActions(page);
    onVaultChange(async () => {
      const changed = await changedSinceBackup();
      const vault = await openVault();
      page.update({ ...page.state(), rows: vault.names(), codes: vault.accounts_with_codes, changed });
    });
    onManagedChange(async () => {
      const policies = await readPolicies();
      page.update({ ...page.state(), policies, suggests: suggestionFor(suggestPassphrase, policies) !== null });
    });
    const suggestion = suggestionFor(suggestPassphrase, policies);
    const [passphrase, suggests] = [suggestion ?? "", suggestion !== null];
    const vault = await openVault();
    const [rows, codes] = [vault.names(), vault.accounts_with_codes];
    return { ...START, rows, codes, targets, last, changed, passphrase, policies, suggests };
  },
  view: (state) => backupView(state, actions),
});
