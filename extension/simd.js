/** Whether the engine has vector instructions: chooses between the two builds of an artefact. */

/** @returns {boolean} */
export function hasSimd() {
  return WebAssembly.validate(PROBE);
}

/** The smallest module that uses a vector instruction (`i8x16.splat`, then `i8x16.popcnt`). */
const PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);
