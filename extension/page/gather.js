/**
 * Run in the page, after a click only. Lists every element once, so that the other functions of this folder need not
 * search again: shadow trees and frames of the same origin included.
 *
 * Each function of this folder is sent to the page by its source: it names nothing outside itself. What they share is
 * kept in a world that the page's scripts cannot see.
 *
 * @typedef {object} PageView
 * @property {Element[]} elements
 * @property {HTMLDetailsElement[]} folded
 * @property {Element[]} places what can only be read when it is in view
 * @property {(() => void)[]} undo puts back what was moved, the last first
 */

/** @param {number} most elements that are looked at @returns {number} how many there are */
export function gather(most) {
  /** @type {Element[]} */
  const elements = [];
  // Closed shadow trees are open to extensions: in Chrome through its own interface, in Firefox as a property.
  const { dom } = /** @type {{dom?: {openOrClosedShadowRoot(element: Element): ShadowRoot | null}}} */ (
    Reflect.get(globalThis, "chrome") ?? {}
  );
  /** @param {Element} element @returns {ShadowRoot | null} */
  const shadowOf = (element) => {
    const inFirefox = Reflect.get(element, "openOrClosedShadowRoot");
    return (
      element.shadowRoot ??
      inFirefox ??
      (element instanceof HTMLElement && dom?.openOrClosedShadowRoot(element)) ??
      null
    );
  };
  /** @param {ParentNode} root */
  const visit = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (elements.length >= most) {
        return;
      }
      elements.push(element);
      const shadow = shadowOf(element);
      if (shadow) {
        visit(shadow);
      }
      const inside = /iframe|frame/.test(element.localName) ? Reflect.get(element, "contentDocument") : null;
      if (inside) {
        visit(inside);
      }
    }
  };
  visit(document);
  const folded = elements.filter((element) => element.localName === "details" && !Reflect.get(element, "open"));
  Reflect.set(globalThis, "tesseraPage", { elements, folded, places: [], undo: [] });
  return elements.length;
}
