// Paints every canvas that carries modules.
for (const canvas of document.querySelectorAll("canvas")) {
  const pen = canvas.getContext("2d");
  const { modules, margin, scale } = canvas.dataset;
  if (pen && modules) paint(pen, modules.split("/"), Number(margin), Number(scale));
}

// A background that only the script knows of.
for (const box of document.querySelectorAll("[data-background]")) {
  if (box instanceof HTMLElement) box.style.backgroundImage = `url("${box.dataset.background}")`;
}

// An image of the same server under its other name: another origin.
for (const image of document.querySelectorAll("img[data-foreign]")) {
  if (image instanceof HTMLImageElement) image.src = `http://localhost:${location.port}${image.dataset.foreign}`;
}

// What is inside a closed shadow tree.
for (const host of document.querySelectorAll(".shadow")) {
  const inside = host.querySelector("template");
  if (inside) host.attachShadow({ mode: "closed" }).append(inside.content.cloneNode(true));
}

/** @param {CanvasRenderingContext2D} pen @param {string[]} rows @param {number} margin @param {number} scale */
function paint(pen, rows, margin, scale) {
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, pen.canvas.width, pen.canvas.height);
  pen.fillStyle = "#000";
  rows.forEach((row, y) => {
    [...row].forEach((bit, x) => {
      if (bit === "1") pen.fillRect((x + margin) * scale, (y + margin) * scale, scale, scale);
    });
  });
}
