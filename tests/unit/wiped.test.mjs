/** After the vault is let go, as every page does when it is locked, the core's memory holds no secret. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { Secret } from "otpauth";
import init, { Intake, NewKey, Vault } from "../../wasm/core.js";
import { spellings } from "../e2e/storage.mjs";
import { writeGoogleExport } from "../portals/google-export.mjs";
import { makeAccount } from "../portals/lab-cases.mjs";
import { fromText, masterKey, parseHeader } from "../format/reader.mjs";
import { loadKdf } from "./argon2id.mjs";

const file = fileURLToPath(new URL("../../wasm/core_bg.wasm", import.meta.url));
const { memory } = await init({ module_or_path: readFileSync(file) });
const NOW = 1_800_000_000_000;
const passphrase = "cinq chevaux bleus dorment sous la neige";

test("a locked vault leaves neither keys nor the master key in memory", async () => {
  const secret = new Secret({ size: 20 });
  const fields = { issuer: "Fidalpin", account: "coffre", type: "totp", algorithm: "SHA1", digits: "6" };
  const intake = new Intake();
  intake.add_manual(secret.base32, { ...fields, period: "30", counter: "0" });
  const vault = Vault.create(NOW);
  const [id = ""] = vault.add(intake, NOW);
  intake.free();

  const salt = Buffer.alloc(16, 3);
  const { Deriver } = await loadKdf("kdf");
  const derived = new Deriver(64 << 10).derive(passphrase, 64 << 10, 3, 1, salt);
  const kek = new Secret({ buffer: Uint8Array.from(derived).buffer });
  const key = NewKey.passphrase(derived, 64 << 10, 3, 1, salt);
  vault.protect(key, undefined, "", NOW + 1);
  key.free();
  const { set = {} } = vault.changes() ?? {};
  const stored = /** @type {Record<string, string>} */ (set);
  vault.written();
  assert.equal(vault.rows_of([id], NOW).length, 1);
  const session = vault.hold(false, Buffer.alloc(32, 5), NOW + 60_000);
  const master = await masterKey(parseHeader(fromText(stored.h ?? "")), { passphrase });

  const secrets = { "the account’s key": secret, "the passphrase’s key": kek, "the master key": asSecret(master) };
  assert.notEqual(found(asSecret(master)).length, 0, "the search finds the key of an open vault");
  vault.free();

  const again = Vault.unlock_session(stored, session, false, Buffer.alloc(32, 5), NOW + 2);
  assert.equal(again.rows_of([id], NOW).length, 1);
  again.rename(id, "Fidalpin 2", "coffre", NOW + 3);
  again.changes();
  again.free();
  for (const [name, needle] of Object.entries(secrets)) {
    assert.deepEqual(found(needle), [], name);
  }
});

test("an export of Google Authenticator leaves no key in memory once its cards are let go", () => {
  const account = makeAccount({ issuer: "Fidalpin", account: "coffre" });
  const [text = ""] = writeGoogleExport([[account]], 7);
  const vault = Vault.create(NOW);
  const intake = new Intake();
  intake.add_pasted(text);
  assert.equal(intake.cards(vault, NOW).length, 1);
  assert.notEqual(found(account.secret).length, 0, "the search finds the key of a card");
  intake.free();
  vault.free();
  assert.deepEqual(found(account.secret), []);
});

/** The spellings of a secret that stand somewhere in the core's memory. @param {Secret} needle */
function found(needle) {
  const bytes = Buffer.from(memory.buffer);
  return Object.entries(spellings(needle)).flatMap(([spelling, spelled]) =>
    bytes.includes(spelled) ? [spelling] : [],
  );
}

/** @param {Uint8Array} bytes */
function asSecret(bytes) {
  return new Secret({ buffer: Uint8Array.from(bytes).buffer });
}
