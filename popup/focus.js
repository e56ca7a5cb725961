/** Puts the keyboard on the first element that fits. @param {string} selector @returns {boolean} whether there is one */
export function focusFirst(selector) {
  const target = document.querySelector(selector);
  if (target instanceof HTMLElement) {
    target.focus();
    return true;
  }
  return false;
}
