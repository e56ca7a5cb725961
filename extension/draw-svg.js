/** SVG as pixels. No worker decodes it; the page's own image element does, and runs none of its scripts. */

/** @param {string} svg a document with a size @returns {Promise<ImageBitmap>} */
export async function drawSvg(svg) {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return await createImageBitmap(image);
  } finally {
    URL.revokeObjectURL(url);
  }
}
