/** The artefacts that derive keys: equal to each other and to the RFC, and nothing left in their memory. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, hash, loadKdf } from "./argon2id.mjs";

/** @type {readonly ("kdf" | "kdf_plain")[]} */
const ARTEFACTS = ["kdf", "kdf_plain"];

for (const name of ARTEFACTS) {
  test(`${name} gives the tag of RFC 9106 §5.3`, async () => {
    const { Deriver } = await loadKdf(name);
    const [password, salt, secret, data] = [32, 16, 8, 12].map((length, at) => Buffer.alloc(length, at + 1));
    const parameters = { password, salt, secret, data, memory: 32, passes: 3, lanes: 4 };
    assert.equal(hash(new Deriver(64), parameters), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
  });

  test(`${name} leaves neither blocks nor the passphrase in its memory`, async () => {
    const { Deriver, memory } = await loadKdf(name);
    const deriver = new Deriver(64 << 10);
    const passphrase = "cinq chevaux bleus dorment";
    const key = deriver.derive(passphrase, 64 << 10, 3, 1, Buffer.alloc(16, 7));
    const bytes = Buffer.from(memory.buffer);
    // What is not zero is code's data and stack: far less than one block in a hundred.
    let filled = 0;
    for (let at = 0; at + 1024 <= bytes.length; at += 1024) {
      filled += bytes.subarray(at, at + 1024).some((byte) => byte !== 0) ? 1 : 0;
    }
    assert.ok(filled < 640, `${filled} KiB are not empty`);
    assert.equal(bytes.indexOf(passphrase), -1);
    // The crate leaves a copy of the key on the stack of the fallback, which ends with its worker.
    if (name === "kdf") {
      assert.equal(bytes.indexOf(Buffer.from(key)), -1);
    }
  });

  test(`${name} refuses parameters below the floor and above the ceiling at once`, async () => {
    const { Deriver } = await loadKdf(name);
    const deriver = new Deriver(64);
    const salt = Buffer.alloc(16);
    const [least, most] = [64 << 10, 1 << 20];
    for (const [memory, passes, lanes] of [
      [least - 1, 3, 1],
      [most + 1, 3, 1],
      [least, 2, 1],
      [least, 17, 1],
      [least, 3, 0],
      [least, 3, 5],
    ]) {
      assert.throws(() => deriver.derive("mot", memory, passes, lanes, salt), { code: "vault_kdf_parameters" });
    }
    assert.throws(() => deriver.derive("", least, 3, 1, salt), { code: "vault_passphrase_empty" });
  });
}

test("ours and the crate's agree on random parameters", () => compare(300));

test("a passphrase is the same however it is typed", async () => {
  const { Deriver } = await loadKdf("kdf");
  const deriver = new Deriver(64 << 10);
  const derive = (/** @type {string} */ text) =>
    Buffer.from(deriver.derive(text, 64 << 10, 3, 1, Buffer.alloc(16))).toString("hex");
  assert.equal(derive("école"), derive("école".normalize("NFD")));
});
