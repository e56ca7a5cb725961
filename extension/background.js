/** The service worker: only what must happen while no page of the extension is open. */
import { closeStorageToPages } from "./browser.js";

closeStorageToPages();
