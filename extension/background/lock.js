/** Locks the vault while no page is open: by the alarm at the session's end, and with the computer's screen. */
import { onLockAlarm, onManagedChange, onScreenLock } from "../browser.js";
import { readLockRules } from "../lock-rules.js";
import { currentSession, lockIfEnded, lockVault, shortenSession } from "../session.js";
import { openVault } from "../vault-store.js";

/** Listens; called before anything else when the service worker starts. */
export function watchLock() {
  onLockAlarm(lockIfEnded);
  // An administrator may allow less time than the session has left.
  onManagedChange(async () => {
    await lockIfEnded();
    if (await currentSession()) {
      await shortenSession(await openVault());
    }
  });
  onScreenLock(async () => {
    const { withScreen } = await readLockRules();
    if (withScreen) {
      await lockVault();
    }
  });
}
