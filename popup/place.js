/** Where this page is shown: as the popup of the icon, beside the page, or in a tab where the browser cannot do either. */

/** Whether it stays open when the person goes on: beside the page, or in a tab. @returns {boolean} */
export function isPanel() {
  return location.search !== "";
}

/** Lets the layout follow the window; only the popup of the icon has a size of its own. */
export function prepareLayout() {
  document.documentElement.classList.toggle("is-fluid", isPanel());
}
