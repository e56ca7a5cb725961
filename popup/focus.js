/** Puts the keyboard on the first element that fits. @param {string} selector */
export function focusFirst(selector) {
  const target = document.querySelector(selector);
  if (target instanceof HTMLElement) {
    target.focus();
  }
}
