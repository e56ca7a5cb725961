/** The service worker: only what must happen while no page of the extension is open. One module for each matter. */
import { watchLock } from "./background/lock.js";
import { watchSync } from "./background/sync.js";
import { closeStorageToPages } from "./browser.js";

watchLock();
watchSync();
closeStorageToPages();
