/** Whether an administrator asks for a protection that the vault of this device does not have. */
import { onLocalChange, onManagedChange } from "./browser.js";
import { lacksProtection, readPolicies } from "./policies.js";
import { isVaultObject } from "./storage-keys.js";
import { freshVault } from "./vault-store.js";

/** @returns {Promise<boolean>} */
export async function isProtectionMissing() {
  const policies = await readPolicies();
  if (!policies.enforcePassword) {
    return false;
  }
  try {
    return lacksProtection(policies, (await freshVault()).doors());
  } catch {
    // Locked, so it is protected; or damaged, which must be seen and repaired first.
    return false;
  }
}

/**
 * Calls `listener` once and whenever the policies or the vault change.
 *
 * @param {(missing: boolean) => void | Promise<void>} listener
 * @returns {Promise<void>}
 */
export async function followProtection(listener) {
  const look = async () => listener(await isProtectionMissing());
  onManagedChange(look);
  onLocalChange((keys) => {
    if (keys.some(isVaultObject)) {
      look();
    }
  });
  await look();
}
