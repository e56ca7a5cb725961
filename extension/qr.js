/**
 * Loads the QR reader, which no page needs before a scan: the build that uses SIMD where the engine has it, else the
 * plain one.
 */

/** @typedef {typeof import("../wasm/qr.js")} Qr */

/** @returns {Promise<Qr>} */
export async function loadQr() {
  const qr = WebAssembly.validate(SIMD_PROBE)
    ? await import("../wasm/qr.js")
    : /** @type {Qr} */ (await import("../wasm/qr_plain.js"));
  await qr.default();
  return qr;
}

/** The smallest module that uses a vector instruction (`i8x16.splat`, then `i8x16.popcnt`). */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);
