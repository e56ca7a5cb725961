/**
 * Whether the passphrase in use has the form that an administrator asks for. A passphrase is known only while it is
 * typed, so the form can be asked for after it was chosen without anybody noticing: it is looked at whenever it opens the
 * vault. What came of it is kept until the browser closes and never on disk, where it would tell something about it.
 */
import { readSession, removeSession, writeSession } from "./browser.js";
import { meetsPolicy, readPolicies } from "./policies.js";
import { UNFIT_PASSPHRASE } from "./storage-keys.js";

/** @typedef {{door: string, passwordPolicy: string}} Unfit the way to unlock it belongs to, and the form it does not have */

/**
 * Looks at a passphrase that has just opened the vault.
 *
 * @param {string} passphrase as typed
 * @param {string} door the id of the way it belongs to
 * @returns {Promise<boolean>} whether another one is asked for
 */
export async function isUnfit(passphrase, door) {
  const policies = await readPolicies();
  if (meetsPolicy(passphrase.normalize("NFKC"), policies)) {
    await forgetForm();
    return false;
  }
  await writeSession(UNFIT_PASSPHRASE, { door, passwordPolicy: policies.passwordPolicy });
  return true;
}

/** The way to unlock whose passphrase does not have the form that is asked for now, as far as that is known; else empty. @param {import("./policies.js").Policies} policies */
export async function unfitDoor({ passwordPolicy }) {
  const unfit = /** @type {Unfit | undefined} */ (await readSession(UNFIT_PASSPHRASE));
  return unfit && unfit.passwordPolicy === passwordPolicy ? unfit.door : "";
}

/** Another passphrase was chosen, with the form that is asked for. @returns {Promise<void>} */
export function forgetForm() {
  return removeSession(UNFIT_PASSPHRASE);
}
