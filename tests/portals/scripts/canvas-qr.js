// Paints every canvas that carries modules.
for (const canvas of document.querySelectorAll("canvas[data-modules]")) {
  const pen = canvas.getContext("2d");
  const { modules, margin, scale } = canvas.dataset;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  modules.split("/").forEach((row, y) => {
    [...row].forEach((bit, x) => {
      if (bit === "1") pen.fillRect((x + Number(margin)) * scale, (y + Number(margin)) * scale, scale, scale);
    });
  });
}
