/** The estimate of passphrases with the shorter list of passwords, against the whole list as it comes from npm. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runInThisContext } from "node:vm";
import { dictionary } from "@zxcvbn-ts/language-common";
import { ROOT } from "../../build/files.mjs";
import { strengthOf, suggestPassphrase } from "../../popup/pages/strength.js";

for (const name of ["core", "common"]) {
  runInThisContext(readFileSync(join(ROOT, `vendor/zxcvbn-ts/${name}.js`), "utf8"));
}

const { core, "language-common": shipped } =
  /** @type {{zxcvbnts: Required<import("../../popup/pages/strength.js").Zxcvbn>}} */ (
    /** @type {unknown} */ (globalThis)
  ).zxcvbnts;
const whole = new core.ZxcvbnFactory({ dictionary: { ...dictionary }, graphs: shipped.adjacencyGraphs });

/** @param {string} text in bits, by the whole list */
const bitsOf = (text) => whole.check(text).guessesLog10 * Math.log2(10);

test("what everybody chooses is weak", () => {
  for (const text of [
    "password",
    "123456",
    "qwertyuiop",
    "iloveyou",
    "P@ssw0rd",
    "dragon1987",
    "azertyuiop",
    "letmein!",
  ]) {
    assert.equal(strengthOf(text).level, "weak", text);
  }
});

test("passwords of the whole list are as weak as they were", () => {
  const words = dictionary["passwords-common"];
  const looked = words.filter((word, place) => place < 200 || place % 40 === 0 || word.length > 11);
  for (const word of looked) {
    assert.equal(strengthOf(word).level, "weak", word);
  }
});

test("a password of the shorter list is estimated as before, but for a bit", () => {
  const words = shipped.dictionary["passwords-common"] ?? [];
  for (const word of words.filter((_, place) => place < 100 || place % 100 === 0)) {
    const difference = strengthOf(word).bits - Math.floor(bitsOf(word));
    // The rare long ones have moved up to the end of the shorter list.
    assert.ok(difference <= 1 && difference >= -2, `${word}: ${difference}`);
  }
});

test("passphrases of several words and of chance keep their level", () => {
  for (const text of [
    "correct horse battery staple",
    "chocolat soleil",
    "kX9#vQ2!mZ7p",
    "monkey dragon football",
    "Tr0ub4dor&3",
  ]) {
    const bits = bitsOf(text);
    assert.equal(strengthOf(text).level, bits < 40 ? "weak" : bits < 60 ? "fair" : "strong", text);
  }
  assert.equal(strengthOf(suggestPassphrase()).level, "strong");
});
