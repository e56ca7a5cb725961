// One implementation, once: its code is loaded, then the clock starts. Answers with the milliseconds and the key.
const PASSPHRASE = "correct horse battery staple";
const SALT = new Uint8Array(16).map((_, at) => at);
const MEMORY = 128 << 10;
const PASSES = 3;
const TYPING = 1000;
const PACKAGES = "/tests/bench/node_modules";

/** Each loads its code and gives what derives the key. */
const IMPLEMENTATIONS = {
  ours: () => artefact("/wasm/kdf.js", 64),
  // As the extension does it: memory and code are made ready while the passphrase is typed, which takes longer than this.
  "ours-warm": async () => {
    const derive = await artefact("/wasm/kdf.js", MEMORY);
    await new Promise((done) => setTimeout(done, TYPING));
    return derive;
  },
  crate: () => artefact("/wasm/kdf_plain.js", 64),
  "crate-simd": () => artefact("/tests/bench/unlock/crate/kdf_crate.js", 64),
  "hash-wasm": async () => {
    const { argon2id } = await import(`${PACKAGES}/hash-wasm/dist/index.esm.js`);
    return () =>
      argon2id({
        password: PASSPHRASE,
        salt: SALT,
        iterations: PASSES,
        parallelism: 1,
        memorySize: MEMORY,
        hashLength: 32,
        outputType: "binary",
      });
  },
  libsodium: async () => {
    const { default: sodium } = await import(
      `${PACKAGES}/libsodium-wrappers-sumo/dist/modules-sumo-esm/libsodium-wrappers.mjs`
    );
    await sodium.ready;
    const { crypto_pwhash_ALG_ARGON2ID13: algorithm } = sodium;
    return () => sodium.crypto_pwhash(32, PASSPHRASE, SALT, PASSES, MEMORY * 1024, algorithm);
  },
  "argon2-browser": async () => {
    const bundle = await (await fetch(`${PACKAGES}/argon2-browser/dist/argon2-bundled.min.js`)).text();
    // A script of the old kind, which puts itself into the global object.
    // biome-ignore lint/security/noGlobalEval: it has no module form
    globalThis.eval(bundle);
    const { argon2 } = globalThis;
    const type = argon2.ArgonType.Argon2id;
    return async () =>
      (
        await argon2.hash({
          pass: PASSPHRASE,
          salt: SALT,
          time: PASSES,
          mem: MEMORY,
          hashLen: 32,
          parallelism: 1,
          type,
        })
      ).hash;
  },
};

self.addEventListener("message", async ({ data: name }) => {
  try {
    const derive = await IMPLEMENTATIONS[name]();
    const begin = performance.now();
    const key = await derive();
    const ms = performance.now() - begin;
    self.postMessage({ ms, key: Array.from(key, (byte) => byte.toString(16).padStart(2, "0")).join("") });
  } catch (thrown) {
    self.postMessage({ failure: `${name}: ${thrown?.message ?? thrown?.code ?? thrown}` });
  }
});

/** @param {string} path @param {number} memory KiB made ready before the clock starts */
async function artefact(path, memory) {
  const { default: init, Deriver } = await import(path);
  await init();
  const deriver = new Deriver(memory);
  return () => deriver.derive(PASSPHRASE, MEMORY, PASSES, 1, SALT);
}
