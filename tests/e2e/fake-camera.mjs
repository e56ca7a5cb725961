// A film of a QR code for Chromium's fake camera: Y4M, which is nothing but headers and planes of brightness and colour.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { create } from "qrcode";
import { makeFolder } from "./harness.mjs";

const [width, height] = [640, 480];

/** Writes a film that shows `text` and returns its path. @param {string} text */
export const makeFilm = async (text) => {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const module = Math.floor(380 / modules.size);
  const [left, top] = [width, height].map((size) => Math.floor((size - module * modules.size) / 2));
  const bright = Buffer.alloc(width * height, 190);
  for (let y = 0; y < module * modules.size; y += 1) {
    for (let x = 0; x < module * modules.size; x += 1) {
      const isDark = modules.get(Math.floor(y / module), Math.floor(x / module));
      bright[(top + y) * width + left + x] = isDark ? 50 : 200;
    }
  }
  const frame = Buffer.concat([Buffer.from("FRAME\n"), bright, Buffer.alloc((width * height) / 2, 128)]);
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420\n`);
  const file = join(await makeFolder("film"), "code.y4m");
  await writeFile(file, Buffer.concat([header, ...Array(8).fill(frame)]));
  return file;
};
