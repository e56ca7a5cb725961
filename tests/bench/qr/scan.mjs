/**
 * Usage: `node scan.mjs [--module FOLDER] [--reader tessera|zxing|jsqr] FILES…` or `… --list FILE`.
 *
 * One JSON line for each PNG: `{"file", "payloads": [...], "ms"}`, where `ms` is the search alone.
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { PNG } from "pngjs";
import { jsqr, tessera, zxing } from "./readers.mjs";

/**
 * @param {import("./readers.mjs").Reader} reader
 * @param {string} file
 */
export async function scan(reader, file) {
  const { data, width, height } = PNG.sync.read(readFileSync(file));
  const pixels = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
  const start = performance.now();
  const payloads = await reader(pixels, width, height);
  return { file, payloads, ms: performance.now() - start };
}

/** The pictures that a file lists, one a line. @param {string} file */
export function listed(file) {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const files = process.argv.slice(2);
  const option = (/** @type {string} */ name, /** @type {string} */ fallback) => {
    const at = files.indexOf(name);
    return at < 0 ? fallback : (files.splice(at, 2)[1] ?? fallback);
  };
  const folder = option("--module", new URL("../../../wasm", import.meta.url).pathname);
  const name = option("--reader", "tessera");
  const list = option("--list", "");
  const reader = await (name === "zxing" ? zxing() : name === "jsqr" ? jsqr() : tessera(folder, "qr"));
  for (const file of list === "" ? files : listed(list)) {
    process.stdout.write(`${JSON.stringify(await scan(reader, file))}\n`);
  }
}
