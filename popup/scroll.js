/** Where the list stands: measured from what is drawn, and told to what is drawn. */

/** @typedef {import("./window.js").Window} Window */

/**
 * How far the list is scrolled, in pixels; nothing when no row is drawn.
 *
 * @returns {{top: number, height: number, row: number} | undefined}
 */
export function measureList() {
  const { main, list, row } = parts();
  if (!main || !list || row === undefined) {
    return undefined;
  }
  const top = main.getBoundingClientRect().top - list.getBoundingClientRect().top;
  return { top, height: main.clientHeight, row };
}

/** Keeps the room of the rows that are not drawn. @param {Window} window @param {number} count */
export function keepRoom({ from, to }, count) {
  const { list, row } = parts();
  if (list) {
    const room = (/** @type {number} */ rows) => (rows > 0 && row !== undefined ? `${rows * row}px` : "");
    list.style.paddingBlockStart = room(from);
    list.style.paddingBlockEnd = room(count - to);
  }
}

/** Brings a row into view, whether it is drawn or not. @param {number} position */
export function scrollToRow(position) {
  const { main, list, row } = parts();
  if (main && list && row !== undefined && position >= 0) {
    const listTop = list.getBoundingClientRect().top - main.getBoundingClientRect().top + main.scrollTop;
    const top = listTop + position * row;
    if (top < main.scrollTop || top + row > main.scrollTop + main.clientHeight) {
      main.scrollTop = Math.max(0, top - main.clientHeight / 3);
    }
  }
}

/** Back to the first row, as after a new search. */
export function scrollToTop() {
  const { main } = parts();
  if (main) {
    main.scrollTop = 0;
  }
}

/**
 * The row that a drag at this height points at, and whether it goes below it.
 *
 * @param {number} y
 * @returns {{over: string | null, after: boolean}}
 */
export function rowAt(y) {
  const rows = [...document.querySelectorAll(".list > .row")];
  const boxes = rows.map((row) => ({ row, box: row.getBoundingClientRect() }));
  const found = boxes.find(({ box }) => y < box.bottom) ?? boxes.at(-1);
  if (!(found?.row instanceof HTMLElement)) {
    return { over: null, after: false };
  }
  return { over: found.row.dataset.id ?? null, after: y > found.box.top + found.box.height / 2 };
}

/** Scrolls while a drag is near an edge. @param {number} y @returns {boolean} whether it did */
export function scrollAtEdge(y) {
  const { main } = parts();
  if (!main) {
    return false;
  }
  const { top, bottom } = main.getBoundingClientRect();
  const before = main.scrollTop;
  main.scrollTop += y < top + EDGE ? -STEP : y > bottom - EDGE ? STEP : 0;
  return main.scrollTop !== before;
}

/** The scrolling middle, the list, and the pixels of a row with its gap. */
function parts() {
  const main = document.querySelector(".main");
  const list = document.querySelector(".list");
  const [first, second] = document.querySelectorAll(".list > .row");
  const one = first?.getBoundingClientRect();
  const row = one && (second ? second.getBoundingClientRect().top - one.top : one.height);
  return {
    main: main instanceof HTMLElement ? main : undefined,
    list: list instanceof HTMLElement ? list : undefined,
    row: row !== undefined && row > 0 ? row : undefined,
  };
}

/** Pixels from an edge within which a drag scrolls, and how far each frame. */
const EDGE = 28;
const STEP = 10;
