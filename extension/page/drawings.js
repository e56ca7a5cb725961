/** Run in the page: its SVG drawings. @typedef {import("./gather.js").PageView} PageView */

/**
 * Each drawing as a document of its own, with the colours that the page's styles give it and with a size. Icons are
 * left out: a code takes more to write.
 *
 * @returns {string[]}
 */
export function svgTexts() {
  const { elements } = /** @type {PageView} */ (Reflect.get(globalThis, "tesseraPage"));
  const [shortest, longest, most] = [300, 3_000_000, 20];
  /** @type {string[]} */
  const texts = [];
  for (const element of elements) {
    if (element.localName !== "svg" || element.parentElement?.closest("svg") || texts.length >= most) {
      continue;
    }
    const drawing = /** @type {SVGSVGElement} */ (element);
    const copy = /** @type {SVGSVGElement} */ (drawing.cloneNode(true));
    const pairs = [drawing, ...drawing.querySelectorAll("*")].map((part, index) => ({
      part,
      twin: index === 0 ? copy : copy.querySelectorAll("*")[index - 1],
    }));
    for (const { part, twin } of pairs.length > 6000 ? pairs.slice(0, 1) : pairs) {
      const { fill, stroke, color } = getComputedStyle(part);
      for (const [name, value] of Object.entries({ fill, stroke, color })) {
        if (value !== "" && !value.startsWith("url")) {
          twin?.setAttribute(name, value);
        }
      }
    }
    const box = drawing.viewBox.baseVal;
    const shown = drawing.getBoundingClientRect();
    const width = box?.width || shown.width || Number.parseFloat(drawing.getAttribute("width") ?? "") || 300;
    const height = box?.height || shown.height || Number.parseFloat(drawing.getAttribute("height") ?? "") || width;
    if (!box?.width) {
      copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
    }
    const scale = 900 / Math.max(width, height);
    copy.setAttribute("width", String(width * scale));
    copy.setAttribute("height", String(height * scale));
    copy.removeAttribute("style");
    copy.removeAttribute("class");
    const text = new XMLSerializer().serializeToString(copy);
    if (text.length >= shortest && text.length <= longest) {
      texts.push(text);
    }
  }
  return texts;
}
