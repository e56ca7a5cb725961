/** Security: how this vault is unlocked, when it locks, and what to do when something was lost. */
import { onManagedChange } from "../../extension/browser.js";
import { onVaultChange } from "../../extension/vault-store.js";
import { startPage } from "./frame.js";
import { makeSecurityActions } from "./security-actions.js";
import { readSecurity } from "./security-state.js";
import { securityView } from "./security-view.js";

/** @typedef {import("./security-state.js").Security} Security */

/** @type {ReturnType<typeof makeSecurityActions> | undefined} */
let actions;

/** @param {import("./frame.js").Page<Security>} page @returns {Promise<Security>} */
async function begin(page) {
  const security = await readSecurity();
  const readAgain = async () => {
    const changed = await readSecurity();
    page.update({ ...page.state(), ...changed });
  };
  onVaultChange(readAgain);
  onManagedChange(readAgain);
  const passphrase = security.doors.find(({ kind }) => kind === "passphrase");
  // Once the first state is there.
  if (location.hash === "#passphrase" && !passphrase) {
    setTimeout(() => actions?.onPassphraseClick(null));
  }
  if (location.hash === "#change" && security.unfit !== "") {
    setTimeout(() => actions?.onPassphraseClick(security.unfit));
  }
  return { ...security, panel: null };
}

startPage({
  name: "security",
  title: "security_title",
  begin,
  view: (/** @type {Security} */ state, page) => {
    actions ??= makeSecurityActions(page);
    return securityView(state, actions);
  },
});
