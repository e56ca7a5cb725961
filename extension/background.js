/** The service worker: only what must happen while no page of the extension is open. One module for each of its duties. */
import { closeStorageToPages } from "./browser.js";
import "./background/badge.js";
import "./background/commands.js";
import "./background/install.js";
import "./background/menus.js";

closeStorageToPages();
