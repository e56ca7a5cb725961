/** Locks the vault while no page is open: by the alarm at the session's end, and with the computer's screen. */
import { onLockAlarm, onScreenLock } from "../browser.js";
import { readLockRules } from "../lock-rules.js";
import { lockIfEnded, lockVault } from "../session.js";

/** Listens; called before anything else when the service worker starts. */
export function watchLock() {
  onLockAlarm(lockIfEnded);
  onScreenLock(async () => {
    const { withScreen } = await readLockRules();
    if (withScreen) {
      await lockVault();
    }
  });
}
