/**
 * Argon2 in a worker: started when a passphrase is about to be typed, so that its memory is touched and its code compiled
 * by then, and terminated afterwards, so that nothing of it is left.
 */
import { Failure } from "./core.js";
import { startWorker } from "./worker.js";

/**
 * @typedef {Pick<import("../wasm/core.js").Door, "memory" | "passes" | "lanes" | "salt">} Cost
 *
 * @typedef {object} Derivation
 * @property {(passphrase: string, cost: Cost) => Promise<Uint8Array>} derive the key; throws what the core says
 * @property {() => void} end
 */

/** KiB that a passphrase usually takes. */
const USUAL_MEMORY = 128 << 10;

/** @param {number} [memory] KiB to make ready @returns {Derivation} */
export function startDerivation(memory = USUAL_MEMORY) {
  const worker = startWorker("derivation-worker.js");
  worker.postMessage({ memory });
  return {
    derive: (passphrase, cost) =>
      new Promise((resolve, reject) => {
        const ended = new AbortController();
        const { signal } = ended;
        worker.addEventListener(
          "message",
          ({ data }) => {
            ended.abort();
            if (data.key) {
              resolve(data.key);
            } else {
              reject(new Failure({ code: data.code }, data.number));
            }
          },
          { signal },
        );
        worker.addEventListener("error", (event) => reject(new Error(event.message)), { signal });
        worker.postMessage({ passphrase, cost });
      }),
    end: () => worker.terminate(),
  };
}
