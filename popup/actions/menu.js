/** The menu: the pages in a tab. */
import { openPage, openPanel } from "../../extension/browser.js";
import { lockVault } from "../../extension/session.js";

/** @typedef {import("../actions.js").Tools} Tools */

/** @param {Tools} tools */
export function menuActions({ fail }) {
  return {
    /** @param {import("../pages/navigation.js").PageName} name @param {string} [part] of the page */
    onPageClick: async (name, part) => {
      try {
        await openPage(name, part);
        window.close();
      } catch (thrown) {
        fail(thrown);
      }
    },
    // At once: the browser shows it only within the click.
    onPanelClick: async () => {
      try {
        await openPanel();
        window.close();
      } catch (thrown) {
        fail(thrown);
      }
    },
    onLockClick: async () => {
      try {
        await lockVault();
      } catch (thrown) {
        fail(thrown);
      }
    },
    /** Arrows move within the menu; Escape closes the menu and not the popup. @param {KeyboardEvent} event */
    onMenuKey: (event) => {
      const menu = /** @type {HTMLElement} */ (event.currentTarget);
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        menu.hidePopover();
        return;
      }
      const step = STEPS[event.key];
      const entries = [...menu.querySelectorAll("button")];
      const on = entries.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
      if (step !== undefined) {
        event.preventDefault();
        entries.at((on + step) % entries.length)?.focus();
      }
    },
  };
}

/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
