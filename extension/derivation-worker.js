/** Derives keys. The first message says how much memory to make ready; each further one is a passphrase. */
import { hasSimd } from "./simd.js";

/** @typedef {typeof import("../wasm/kdf.js")} Kdf */

/** @type {Promise<{kdf: Kdf, deriver: import("../wasm/kdf.js").Deriver}> | undefined} */
let ready;

self.addEventListener("message", async ({ data }) => {
  if (data.passphrase === undefined) {
    ready = prepare(data.memory);
    // A device without so much memory says so when the passphrase comes.
    ready.catch(() => {});
    return;
  }
  try {
    ready ??= prepare(data.cost.memory);
    const { deriver } = await ready;
    const { memory, passes, lanes, salt } = data.cost;
    const key = deriver.derive(data.passphrase, memory, passes, lanes, salt);
    self.postMessage({ key }, { transfer: [key.buffer] });
  } catch (thrown) {
    const { code, number } = /** @type {{code?: string, number?: number}} */ (thrown);
    self.postMessage({ code: code ?? "vault_kdf_memory", number });
  }
});

/** @param {number} memory KiB */
async function prepare(memory) {
  const kdf = hasSimd() ? await import("../wasm/kdf.js") : /** @type {Kdf} */ (await import("../wasm/kdf_plain.js"));
  await kdf.default();
  return { kdf, deriver: new kdf.Deriver(memory) };
}
