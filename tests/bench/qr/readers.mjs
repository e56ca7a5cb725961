/** The readers that run in Node, each as `(pixels, width, height) → texts` on RGBA. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** @typedef {(pixels: Uint8ClampedArray, width: number, height: number) => string[] | Promise<string[]>} Reader */

const require = createRequire(import.meta.url);

/**
 * Our reader from a folder with `NAME.js` and `NAME_bg.wasm`.
 *
 * @param {string} folder
 * @param {string} name
 * @returns {Promise<Reader>}
 */
export async function tessera(folder, name) {
  const module = join(folder, `${name}.js`);
  if (!existsSync(module)) {
    throw new Error(`${module} is missing: run ./build.sh`);
  }
  const qr = await import(pathToFileURL(module).href);
  qr.initSync({ module: readFileSync(join(folder, `${name}_bg.wasm`)) });
  return (pixels, width, height) =>
    qr.find(pixels, width, height).map((/** @type {{text: string}} */ code) => code.text);
}

/** ZXing-C++ as its package reads by default, QR codes alone. @returns {Promise<Reader>} */
export async function zxing() {
  const { prepareZXingModule, readBarcodes } = await import("zxing-wasm/reader");
  const wasm = readFileSync(require.resolve("zxing-wasm/reader/zxing_reader.wasm"));
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true });
  return async (data, width, height) => {
    const image = /** @type {ImageData} */ ({ data, width, height, colorSpace: "srgb" });
    const results = await readBarcodes(image, { formats: ["QRCode"] });
    return results.filter((result) => result.isValid).map((result) => result.text);
  };
}

/** jsQR, which reads one code. @returns {Promise<Reader>} */
export async function jsqr() {
  const { default: jsQR } = await import("jsqr");
  const read = /** @type {typeof jsQR} */ ("default" in jsQR ? jsQR.default : jsQR);
  return (pixels, width, height) => {
    const code = read(pixels, width, height);
    return code ? [code.data] : [];
  };
}
