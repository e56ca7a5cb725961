/** The suggested passphrase of a backup, and the judgement of a typed one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { strengthOf, suggestPassphrase } from "../../popup/backup/passphrase.js";
import { backupName, grouped } from "../../popup/backup/state.js";

test("a suggestion is four words of three syllables, different each time and strong", () => {
  const made = new Set(Array.from({ length: 200 }, () => suggestPassphrase()));
  assert.equal(made.size, 200);
  for (const passphrase of made) {
    assert.match(passphrase, /^(?:[bdfgklmnprstvzjh][aeiou]){3}(?:-(?:[bdfgklmnprstvzjh][aeiou]){3}){3}$/);
    assert.equal(strengthOf(passphrase), "strong");
  }
});

test("bytes that would favour some syllables are drawn again", () => {
  const draws = [255, 250, 240, 0, 79, 80, 239, 241, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  let at = 0;
  const passphrase = suggestPassphrase((count) =>
    Uint8Array.from({ length: count }, () => draws[at++ % draws.length] ?? 0),
  );
  assert.equal(passphrase.slice(0, 6), "bahuba");
  assert.equal(passphrase.length, 27);
});

test("short, repeated and running passphrases are not strong", () => {
  assert.equal(strengthOf(""), "empty");
  for (const weak of [
    "a",
    "password",
    "12345678901234567890",
    "aaaaaaaaaaaaaaaaaaaaaaaa",
    "abcdefghijklmnopqrstuvwxyz",
    "abababababababababab",
  ]) {
    assert.notEqual(strengthOf(weak), "strong", weak);
  }
  assert.equal(strengthOf("password"), "weak");
  assert.equal(strengthOf("correct horse battery staple"), "strong");
});

test("a backup is named by its day, a key is shown in groups of four", () => {
  assert.equal(backupName(new Date(2026, 2, 7, 23, 59)), "tessera-2026-03-07.tessera");
  assert.equal(grouped("JBSWY3DPEHPK3PXPA"), "JBSW Y3DP EHPK 3PXP A");
  assert.equal(grouped(""), "");
});
