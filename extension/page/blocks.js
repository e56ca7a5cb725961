/** Run in the page: codes that are written with block characters, as terminals show them. @typedef {import("./gather.js").PageView} PageView */

/**
 * Each block of such text as a picture. A character is twice as high as wide, so a half block is a square module and
 * two full blocks side by side are one.
 *
 * @returns {string[]} data URLs
 */
export function blockPictures() {
  const { elements } = /** @type {PageView} */ (Reflect.get(globalThis, "tesseraPage"));
  const [side, least, most] = [4, 11, 400];
  // The quarters that a character fills: 1 upper left, 2 upper right, 4 lower left, 8 lower right.
  const quarters = new Map([
    ...[..." ░"].map((space) => /** @type {const} */ ([space, 0])),
    ...[..."█▓■#"].map((full) => /** @type {const} */ ([full, 15])),
    ...[..."▘▝▀▖▌▞▛▗▚▐▜▄▙▟"].map(
      (part, index) => /** @type {const} */ ([part, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14][index] ?? 0]),
    ),
    /** @type {const} */ (["\u00a0", 0]),
    /** @type {const} */ (["\u2588", 15]),
  ]);

  /** @param {Element} element */
  const linesOf = (element) => {
    const text = element.localName === "pre" ? element.textContent : Reflect.get(element, "innerText");
    return String(text ?? "")
      .split("\n")
      .map((line) => [...line.replace(/\r$/, "")]);
  };

  /** The longest run of lines that are nothing but blocks. @param {string[][]} lines */
  const blockOf = (lines) => {
    /** @type {string[][]} */
    let best = [];
    /** @type {string[][]} */
    let run = [];
    for (const line of [...lines, ["?"]]) {
      if (line.length >= least && line.every((character) => quarters.has(character))) {
        run.push(line);
      } else {
        best = run.length > best.length ? run : best;
        run = [];
      }
    }
    return best;
  };

  /** @param {string[][]} block */
  const paint = (block) => {
    const columns = Math.max(...block.map((line) => line.length));
    const margin = 8 * side;
    const canvas = document.createElement("canvas");
    canvas.width = columns * 2 * side + 2 * margin;
    canvas.height = block.length * 4 * side + 2 * margin;
    const pen = canvas.getContext("2d");
    if (pen) {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.fillStyle = "#000";
      block.forEach((line, y) => {
        line.forEach((character, x) => {
          const filled = quarters.get(character) ?? 0;
          for (const quarter of [0, 1, 2, 3].filter((index) => filled & (1 << index))) {
            const [right, down] = [x * 2 + (quarter % 2), y * 2 + Math.floor(quarter / 2)];
            pen.fillRect(margin + right * side, margin + down * 2 * side, side, 2 * side);
          }
        });
      });
    }
    return canvas.toDataURL();
  };

  const textOf = (/** @type {Element} */ element) => element.textContent ?? "";
  const written = elements.filter((element) => /[█▀▄▌▐■]|##/.test(textOf(element)) && textOf(element).length < 60_000);
  /** Whether `inner` holds nearly all that `outer` says. @param {Element} outer @param {Element} inner */
  const saysAll = (outer, inner) =>
    inner !== outer && outer.contains(inner) && textOf(inner).length > 0.8 * textOf(outer).length;
  const innermost = written.slice(0, 1000).filter((outer) => !written.some((inner) => saysAll(outer, inner)));
  const blocks = innermost.map((element) => blockOf(linesOf(element)));
  return blocks
    .filter((block) => block.length >= least && block.length <= most)
    .slice(0, 10)
    .map(paint);
}
