/** Synchronises whenever something has arrived or was edited. */
import { onAlarm, onLocalChange, onSessionChange, onStart, onSyncChange } from "../browser.js";
import { SYNC_APART, SYNC_WRITES } from "../storage-keys.js";
import { SYNC_ALARM, syncSoon } from "../sync.js";

/** The vault's own objects have keys of one character; of the others only this one matters here. */
const MATTERS = new Set([SYNC_APART]);

onStart(syncSoon);
onSyncChange(syncSoon);
onSessionChange((keys) => {
  if (keys.some((key) => key !== SYNC_WRITES)) {
    syncSoon();
  }
});
onAlarm(SYNC_ALARM, syncSoon);
onLocalChange((keys) => {
  if (keys.some((key) => key.length === 1 || MATTERS.has(key))) {
    syncSoon();
  }
});
