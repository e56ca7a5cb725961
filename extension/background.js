/** The service worker: only what must happen while no page of the extension is open. One module for each matter. */
import { watchLock } from "./background/lock.js";
import { watchSync } from "./background/sync.js";
import { closeStorageToPages } from "./browser.js";
import "./background/badge.js";
import "./background/commands.js";
import "./background/install.js";
import "./background/menus.js";

watchLock();
watchSync();
closeStorageToPages();
