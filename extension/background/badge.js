/** The mark on the icon: “!” while accounts changed since the last backup, unless the person or an administrator wants none. */
import { changedSinceBackup, lastBackup } from "../backup-state.js";
import { onLocalChange, onManagedChange, onStart, setBadge } from "../browser.js";
import { readPolicies } from "../policies.js";
import { readSettings } from "../settings.js";
import { freshVault } from "../vault-store.js";

onStart(showBadge);
onManagedChange(showBadge);
onLocalChange(showBadge);

/** Shows `text` for a moment. @param {string} text @returns {Promise<void>} */
export async function flashBadge(text) {
  await setBadge(text, "#1c6840");
  await new Promise((done) => setTimeout(done, MOMENT));
  await showBadge();
}

async function showBadge() {
  await setBadge((await isDue()) ? "!" : "");
}

async function isDue() {
  const [settings, policies] = await Promise.all([readSettings(), readPolicies()]);
  if (settings.badge !== "backup" || policies.disableBackup) {
    return false;
  }
  try {
    await freshVault();
    return await changedSinceBackup();
  } catch {
    // Locked: whether something changed cannot be told without reading the vault.
    return (await lastBackup()) === null;
  }
}

/** Milliseconds. */
const MOMENT = 2000;
