/** Run in the page: codes that are made of many small boxes. @typedef {import("./gather.js").PageView} PageView */

/**
 * Tables, grids, rows of coloured elements and single elements with hundreds of shadows, each painted as a picture.
 * What is folded away is unfolded for the moment of measuring.
 *
 * @returns {string[]} data URLs
 */
export function boxPictures() {
  const { elements, folded } = /** @type {PageView} */ (Reflect.get(globalThis, "tesseraPage"));
  const [fewest, most, largest] = [200, 40_000, 1600];
  const clear = /^(?:transparent|rgba\(.*, 0\))$/;

  /** @param {{x: number, y: number, width: number, height: number, colour: string}[]} boxes */
  const paint = (boxes) => {
    const left = Math.min(...boxes.map(({ x }) => x));
    const top = Math.min(...boxes.map(({ y }) => y));
    const width = Math.max(...boxes.map((box) => box.x + box.width)) - left;
    const height = Math.max(...boxes.map((box) => box.y + box.height)) - top;
    const scale = Math.min(4, largest / Math.max(width, height, 1));
    const canvas = document.createElement("canvas");
    const margin = 24;
    canvas.width = Math.ceil(width * scale) + 2 * margin;
    canvas.height = Math.ceil(height * scale) + 2 * margin;
    const pen = canvas.getContext("2d");
    for (const box of pen ? boxes : []) {
      if (pen) {
        pen.fillStyle = box.colour;
        const [x, y] = [(box.x - left) * scale + margin, (box.y - top) * scale + margin];
        pen.fillRect(x, y, box.width * scale, box.height * scale);
      }
    }
    return canvas.toDataURL();
  };

  /** The elements below and their boxes, the outer ones first. @param {Element} root */
  const boxesIn = (root) => {
    const boxes = [];
    for (const element of [root, ...root.querySelectorAll("*")].slice(0, most)) {
      const style = getComputedStyle(element);
      const { x, y, width, height } = element.getBoundingClientRect();
      if (width > 0 && height > 0 && !clear.test(style.backgroundColor)) {
        boxes.push({ x, y, width, height, colour: style.backgroundColor });
      }
    }
    return boxes;
  };

  /** One box for each shadow. @param {Element} element */
  const shadowsOf = (element) => {
    const shadows = getComputedStyle(element).boxShadow.split(/,(?![^(]*\))/);
    const { width, height } = element.getBoundingClientRect();
    return shadows.length < fewest
      ? []
      : shadows.flatMap((shadow) => {
          const [, colour, x, y] = shadow.match(/(rgba?\([^)]*\))\s+(-?[\d.]+)px\s+(-?[\d.]+)px/) ?? [];
          return colour === undefined ? [] : [{ x: Number(x), y: Number(y), width, height, colour }];
        });
  };

  /** A grid has hundreds of children without any; a table has rows of them. @param {Element} element */
  const isGrid = (element) => {
    const children = [...element.children];
    const cells = children.reduce((sum, child) => sum + Math.max(1, child.childElementCount), 0);
    return children.length >= 11 && cells >= fewest && children.length <= most;
  };

  for (const details of folded) {
    details.open = true;
  }
  try {
    const grids = elements.filter(isGrid).slice(0, 12);
    const shadowed = elements.filter((element) => element.childElementCount === 0).slice(0, 8000);
    return [...grids.map(boxesIn), ...shadowed.map(shadowsOf)].filter((boxes) => boxes.length >= fewest).map(paint);
  } finally {
    for (const details of folded) {
      details.open = false;
    }
  }
}
