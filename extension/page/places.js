/** Run in the page: brings what cannot be read from inside into view, and puts everything back. @typedef {import("./gather.js").PageView} PageView */

/**
 * Shows the place with this number in the middle of the view.
 *
 * @param {number} index
 * @returns {Promise<boolean>} whether there is anything to see
 */
export async function showPlace(index) {
  const { places, folded, undo } = /** @type {PageView} */ (Reflect.get(globalThis, "tesseraPage"));
  const element = places[index];
  if (!element?.isConnected) {
    return false;
  }
  for (const details of folded.filter((details) => details.contains(element) && !details.open)) {
    details.open = true;
    undo.push(() => {
      details.open = false;
    });
  }
  const { width, height } = element.getBoundingClientRect();
  if (Math.min(width, height) < 21) {
    return false;
  }
  /** @param {Element} inner @returns {Element | null} the next element outwards, over the borders of trees and frames */
  const outwards = (inner) => {
    const root = inner.getRootNode();
    const host = Reflect.get(root, "host") ?? Reflect.get(Reflect.get(root, "defaultView") ?? {}, "frameElement");
    return inner.parentElement ?? host ?? null;
  };
  for (let box = outwards(element); box; box = outwards(box)) {
    const [scrolled, left, top] = [box, box.scrollLeft, box.scrollTop];
    undo.push(() => scrolled.scrollTo({ left, top, behavior: "instant" }));
  }
  element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  const loaded = element.localName === "img" ? /** @type {HTMLImageElement} */ (element).decode() : Promise.resolve();
  await Promise.race([loaded.catch(() => {}), new Promise((done) => setTimeout(done, 800))]);
  const drawn = new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.race([drawn, new Promise((done) => setTimeout(done, 200))]);
  return true;
}

/** Scrolls and folds everything back as it was, and forgets the page. */
export function putBack() {
  const view = /** @type {PageView | undefined} */ (Reflect.get(globalThis, "tesseraPage"));
  for (const step of view?.undo.reverse() ?? []) {
    step();
  }
  Reflect.deleteProperty(globalThis, "tesseraPage");
}

/** How many places there are that must be in view to be read. @returns {number} */
export function countPlaces() {
  const { places } = /** @type {PageView} */ (Reflect.get(globalThis, "tesseraPage"));
  return places.length;
}
