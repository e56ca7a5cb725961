/**
 * Loads the QR reader, which no page needs before a scan: the build that uses SIMD where the engine has it, else the
 * plain one.
 */
import { hasSimd } from "./simd.js";

/** @typedef {typeof import("../wasm/qr.js")} Qr */

/** @returns {Promise<Qr>} */
export async function loadQr() {
  const qr = hasSimd() ? await import("../wasm/qr.js") : /** @type {Qr} */ (await import("../wasm/qr_plain.js"));
  await qr.default();
  return qr;
}
