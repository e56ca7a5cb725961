/** The frame that is drawn on a picture: how a pointer and keys change it. */

/** In pixels of the picture. @typedef {{x: number, y: number, width: number, height: number}} Frame */

/** The frame moved by a key, or made larger or smaller. @param {{frame: Frame, width: number, height: number}} picture @param {readonly [number, number]} step @param {boolean} sizes */
export function moved({ frame, width, height }, [right, down], sizes) {
  const far = Math.max(4, width / 60);
  const limit = (/** @type {number} */ value, /** @type {number} */ most) => Math.min(Math.max(value, 0), most);
  if (sizes) {
    return {
      ...frame,
      width: Math.max(8, limit(frame.width + right * far, width - frame.x)),
      height: Math.max(8, limit(frame.height + down * far, height - frame.y)),
    };
  }
  return {
    ...frame,
    x: limit(frame.x + right * far, width - frame.width),
    y: limit(frame.y + down * far, height - frame.height),
  };
}

/** @param {{x: number, y: number}} one @param {{x: number, y: number}} two @returns {Frame} */
export function between(one, two) {
  const [x, y] = [Math.min(one.x, two.x), Math.min(one.y, two.y)];
  return { x, y, width: Math.abs(one.x - two.x), height: Math.abs(one.y - two.y) };
}
