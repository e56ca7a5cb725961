/**
 * Which rows of a long list are drawn: those in view and some around them. Pure, so that opening with 400 accounts costs
 * what opening with ten does.
 *
 * @typedef {{from: number, to: number}} Window positions in the list; `to` is not drawn any more
 */

/** What the first picture shows: as many rows as the popup holds, whatever its settings. @type {Window} */
export const FIRST_WINDOW = { from: 0, to: 16 };

/**
 * The rows to draw.
 *
 * @param {{top: number, height: number, row: number, count: number}} view pixels scrolled, pixels in view, pixels of a
 *   row with the gap below it, number of rows in all
 * @returns {Window}
 */
export function windowFor({ top, height, row, count }) {
  const first = Math.floor(Math.max(0, top) / row);
  const shown = Math.ceil(height / row) + 1;
  return { from: Math.max(0, first - AROUND), to: Math.min(Math.max(count, 0), first + shown + AROUND) };
}

/** Whether what is in view comes so close to the end of what is drawn that more should be. @param {Window} drawn @param {Window} wanted @param {number} count */
export function isSpent(drawn, wanted, count) {
  // Where the list's own end is near, it is drawn at once; else half of the room may be used up first.
  const enoughBefore = drawn.from <= (wanted.from === 0 ? 0 : wanted.from + AROUND / 2);
  const enoughAfter = drawn.to >= (wanted.to === count ? count : wanted.to - AROUND / 2);
  return !(enoughBefore && enoughAfter);
}

/** Rows drawn beyond either edge: what a wheel turns past before the next frame, and what a screen reader looks ahead. */
const AROUND = 24;
