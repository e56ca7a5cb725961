// `node tests/unit/argon2id.mjs [COUNT]`: our Argon2id, built with vectors, against the `argon2` crate built without, on so
// many random parameter sets. Both are the artefacts that ship.
import { randomBytes, randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

/** @typedef {import("../../wasm/kdf.js").Deriver} Deriver */

/** @param {"kdf" | "kdf_plain"} name */
export async function loadKdf(name) {
  const kdf = /** @type {typeof import("../../wasm/kdf.js")} */ (await import(`../../wasm/${name}.js`));
  const file = fileURLToPath(new URL(`../../wasm/${name}_bg.wasm`, import.meta.url));
  const { memory } = await kdf.default({ module_or_path: readFileSync(file) });
  return { Deriver: kdf.Deriver, memory };
}

/** Parameters of every shape that the RFC allows and that are quick enough. */
export function randomParameters() {
  const lanes = randomInt(1, 6);
  return {
    password: randomBytes(randomInt(0, 200)),
    salt: randomBytes(randomInt(8, 64)),
    secret: randomBytes(randomInt(0, 4) === 0 ? randomInt(1, 64) : 0),
    data: randomBytes(randomInt(0, 4) === 0 ? randomInt(1, 33) : 0),
    // Mostly small, where the edges of the rules lie; sometimes a megabyte and more.
    memory: randomInt(8 * lanes, randomInt(0, 20) === 0 ? 3000 : 8 * lanes + 250),
    passes: randomInt(1, 5),
    lanes,
  };
}

/**
 * @param {Deriver} deriver
 * @param {ReturnType<typeof randomParameters>} parameters
 */
export function hash(deriver, { password, salt, secret, data, memory, passes, lanes }) {
  return Buffer.from(deriver.argon2id(password, salt, secret, data, memory, passes, lanes)).toString("hex");
}

/**
 * Throws at the first set for which the two differ.
 *
 * @param {number} count
 * @param {(done: number) => void} [onProgress]
 */
export async function compare(count, onProgress = () => {}) {
  const [ours, crates] = await Promise.all([loadKdf("kdf"), loadKdf("kdf_plain")]);
  const [first, second] = [new ours.Deriver(4096), new crates.Deriver(4096)];
  for (let done = 1; done <= count; done += 1) {
    const parameters = randomParameters();
    if (hash(first, parameters) !== hash(second, parameters)) {
      throw new Error(`they differ: ${JSON.stringify(parameters)}`);
    }
    onProgress(done);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const count = Number(process.argv[2] ?? 100_000);
  await compare(count, (done) => {
    if (done % 10_000 === 0) {
      console.log(`${done} of ${count} parameter sets, no difference`);
    }
  });
}
