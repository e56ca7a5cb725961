/**
 * Draws `extension/icons/*.png` from `tessera.svg` with a headless Chromium: `node build/icons.mjs`.
 *
 * The pictures are committed, because browsers differ in the last bit of a curve and a package must not.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "puppeteer-core";
import { ROOT } from "./files.mjs";

const SIZES = [16, 32, 48, 128];
const FOLDER = join(ROOT, "extension/icons");

const svg = readFileSync(join(FOLDER, "tessera.svg"), "utf8");
const browser = await launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--disable-background-networking"],
});
try {
  const page = await browser.newPage();
  for (const size of SIZES) {
    await page.setViewport({ width: size, height: size });
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
    writeFileSync(join(FOLDER, `${size}.png`), await page.screenshot({ omitBackground: true }));
  }
} finally {
  await browser.close();
}
