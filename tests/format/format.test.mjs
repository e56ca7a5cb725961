// Every sample vault opens with the second reader and holds what the core put into it.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fromText, parseHeader, prfInput, readBackup, readVault, recoveryDigits } from "./reader.mjs";

const FOLDER = new URL("../vectors/vault/", import.meta.url);

/** @param {string} name */
const sample = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8"));

/** @param {Awaited<ReturnType<typeof readBackup>>} accounts */
function listed(accounts) {
  return accounts
    .filter((account) => !account.deleted)
    .map(({ id, order, deleted, created, generation, moves, bucket, ...shown }) => shown);
}

/**
 * @param {Awaited<ReturnType<typeof readBackup>>} accounts
 * @param {{ accounts: object[], accounts_sha256?: string, deleted: string[] }} expected
 */
function compare(accounts, expected) {
  if (expected.accounts_sha256 !== undefined) {
    const lines = listed(accounts).map(
      (account) => `${account.type}|${account.issuer}|${account.account}|${account.key}\n`,
    );
    assert.equal(createHash("sha256").update(lines.join("")).digest("hex"), expected.accounts_sha256);
    return;
  }
  assert.deepEqual(listed(accounts), expected.accounts);
  const deleted = accounts.filter((account) => account.deleted).map((account) => account.issuer);
  assert.deepEqual(deleted, expected.deleted);
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".json"))) {
  const { unlock, objects, file: backup, ...expected } = sample(file.replace(".json", ""));
  const ways = Object.entries(unlock).map(([way, value]) => ({ [way]: value }));
  for (const way of ways) {
    test(`the second reader opens ${file} by ${Object.keys(way)}`, async () => {
      if (backup !== undefined) {
        compare(await readBackup(Buffer.from(backup, "base64"), way), expected);
        return;
      }
      const { accounts } = await readVault(objects, way);
      compare(accounts, expected);
      assert.equal(objects.h, objects.h2);
    });
  }
}

test("the second reader refuses a wrong passphrase and an altered header", async () => {
  const { objects } = sample("passphrase");
  await assert.rejects(readVault(objects, { passphrase: "wrong" }), /no slot opens/);
  const { unlock, objects: device } = sample("device");
  const altered = { ...device, h: device.h.replace(/.(?=..$)/, (/** @type {string} */ c) => (c === "!" ? "#" : "!")) };
  await assert.rejects(readVault(altered, unlock));
});

test("the passkey is asked for what the format says", async () => {
  const { unlock, objects } = sample("passkey_and_recovery_code");
  assert.equal(await prfInput(parseHeader(fromText(objects.h))), unlock.passkey.prf_input);
  assert.throws(() =>
    recoveryDigits(unlock.recovery_code.replace(/^./, (/** @type {string} */ c) => (c === "0" ? "1" : "0"))),
  );
});

test("the list of versions names what was replaced", async () => {
  const { unlock, objects } = sample("full");
  const { versions } = await readVault(objects, unlock);
  assert.equal(versions.length, 1);
  const kept = versions[0]?.buckets.filter(({ hash }) => objects[`s:${hash}`] !== undefined) ?? [];
  assert.notEqual(kept.length, 0);
  for (const { hash, characters } of kept) {
    const text = objects[`s:${hash}`];
    assert.equal(createHash("sha256").update(text).digest("hex").slice(0, 32), hash);
    assert.equal(text.length, characters);
  }
});
