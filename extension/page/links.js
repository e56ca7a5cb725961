/** Run in the page: accounts that it writes out, as links, in fields or as text. @typedef {import("./gather.js").PageView} PageView */

/** @returns {string[]} */
export function linkTexts() {
  const { elements } = /** @type {PageView} */ (Reflect.get(globalThis, "tesseraPage"));
  const pattern = /otpauth(?:-migration)?:\/\/[^\s"'<>`]+/gi;
  const hidden = /^(?:script|style|template|noscript)$/;
  /** @type {Set<string>} */
  const texts = new Set();
  for (const element of elements) {
    const written = [element.getAttribute("href"), Reflect.get(element, "value")];
    if (element.childElementCount === 0 && !hidden.test(element.localName)) {
      written.push(element.textContent);
    }
    for (const text of written) {
      if (typeof text === "string" && text.includes("://")) {
        for (const [link] of text.matchAll(pattern)) {
          texts.add(link);
        }
      }
    }
  }
  return [...texts].slice(0, 50);
}
