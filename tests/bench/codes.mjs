/**
 * The codes of 1,000 accounts at one moment, in Node.js: our core, which makes whole rows of them, each with its next code,
 * beside the `otpauth` package, which makes the same two codes: `./build.sh bench codes [ROUNDS]`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { URI } from "otpauth";
import { initSync, Intake, Vault } from "../../wasm/core.js";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";

const COUNT = 1000;
const rounds = Number(process.argv[2] ?? 20);
const root = fileURLToPath(new URL("../..", import.meta.url));
const links = Array.from({ length: COUNT }, (_, place) =>
  uriOf(makeAccount({ issuer: `Service ${place}`, account: "me" })),
);

initSync({ module: readFileSync(join(root, "wasm/core_bg.wasm")) });
const vault = Vault.create(Date.now());
const intake = new Intake();
intake.add_pasted(links.join("\n"));
vault.add(intake, Date.now());
const { ids } = vault.list("", "", "own", [], new Float64Array(), new Uint32Array());
const tokens = links.map((link) => /** @type {import("otpauth").TOTP} */ (URI.parse(link)));

/** @param {number} now milliseconds */
const ours = (now) => vault.rows_of(ids, now).map(({ code }) => code);
/** @param {number} now milliseconds */
const theirs = (now) =>
  tokens.map((token) => {
    token.generate({ timestamp: now + 1000 * token.period });
    return token.generate({ timestamp: now });
  });

/** @type {Record<"ours" | "otpauth", number>} */
const least = { ours: Number.POSITIVE_INFINITY, otpauth: Number.POSITIVE_INFINITY };
for (let round = 0; round < rounds; round += 1) {
  const now = Date.now() + 60_000 * round;
  const begun = performance.now();
  const codes = ours(now);
  const between = performance.now();
  const expected = theirs(now);
  const ended = performance.now();
  if (codes.length !== COUNT || codes.some((code, place) => code !== expected[place])) {
    throw new Error("they do not agree");
  }
  least.ours = Math.min(least.ours, between - begun);
  least.otpauth = Math.min(least.otpauth, ended - between);
}
console.log(`the codes of ${COUNT} accounts, least of ${rounds}`);
for (const [name, ms] of Object.entries(least)) {
  console.log(`${name.padEnd(8)} ${ms.toFixed(1).padStart(7)} ms   ${(ms / least.otpauth).toFixed(2)} × otpauth`);
}
