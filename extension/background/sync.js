/** Synchronises whenever something has arrived, was edited or was unlocked. */
import { onAlarm, onLocalChange, onManagedChange, onSessionChange, onStart, onSyncChange } from "../browser.js";
import { isVaultObject, SESSION, SYNC_APART } from "../storage-keys.js";
import { SYNC_ALARM, syncSoon } from "../sync.js";
import { actUnseen } from "../vault-store.js";

/** Listens; called before anything else when the service worker starts. */
export function watchSync() {
  actUnseen();
  onStart(syncSoon);
  onSyncChange(syncSoon);
  onManagedChange(syncSoon);
  onAlarm(SYNC_ALARM, syncSoon);
  onSessionChange(SESSION, (before, after) => {
    if (before === undefined && after !== undefined) {
      syncSoon();
    }
  });
  onLocalChange((keys) => {
    if (keys.some((key) => isVaultObject(key) || key === SYNC_APART)) {
      syncSoon();
    }
  });
}
