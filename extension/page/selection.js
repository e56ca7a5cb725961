/**
 * The selected text with its lines, which the browser's menus join into one. The browser sends the text of this one
 * function into the tab.
 *
 * @returns {string}
 */
export function selectedText() {
  return getSelection()?.toString() ?? "";
}
