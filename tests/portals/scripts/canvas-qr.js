// Paints every canvas that carries modules.
for (const canvas of document.querySelectorAll("canvas")) {
  const pen = canvas.getContext("2d");
  const { modules, margin, scale } = canvas.dataset;
  if (pen && modules) paint(pen, modules.split("/"), Number(margin), Number(scale));
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
