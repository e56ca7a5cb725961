/**
 * The readers of foreign files as the browser runs them, over every file of `tests/vectors/transfer` and, where it is
 * there, of the fixtures beside the repository. Pictures are for the browser: Node cannot decode them.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { ROOT } from "../../build/files.mjs";

/**
 * @typedef {{issuer: string, account: string, type: string, secret_hex: string, code: string | null, counter?: number,
 *   optional?: boolean, also_accept?: Record<string, unknown[]>}} Expected
 * @typedef {{password?: string | null, result?: string, accounts: Expected[], skipped: unknown[]}} Case
 */

const wasm = (/** @type {string} */ name) => join(ROOT, "wasm", name);
/** @type {typeof import("../../wasm/core.js")} */
let core;
/** @type {typeof import("../../wasm/transfer.js")} */
let transfer;

before(async () => {
  core = await import("../../wasm/core.js");
  transfer = await import("../../wasm/transfer.js");
  await core.default({ module_or_path: readFileSync(wasm("core_bg.wasm")) });
  await transfer.default({ module_or_path: readFileSync(wasm("transfer_bg.wasm")) });
});

test("every committed sample is read in wasm as it must be", (t) => {
  const read = checkFolder(join(ROOT, "tests/vectors/transfer/synthetic"));
  t.diagnostic(`${read} files read`);
  assert.ok(read >= 26, `${read}`);
});

test("every backup of the Authenticator extension is read in wasm", (t) => {
  const folder = join(ROOT, "tests/vectors/transfer/peer");
  const { password } = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));
  const names = readdirSync(folder).filter((name) => name !== "expected.json");
  for (const name of names) {
    const { report } = open(join(folder, name), password);
    assert.ok(report.accounts >= 7, name);
    assert.deepEqual(report.skipped(), [], name);
    report.free();
  }
  t.diagnostic(`${names.length} files read`);
  assert.equal(names.length, 11);
});

test("every file of the fixtures beside the repository is read in wasm as it must be", (t) => {
  const fixtures = process.env.TESSERA_FIXTURES ?? join(dirname(ROOT), "shared/fixtures");
  if (!existsSync(fixtures)) {
    t.skip("0 files read: there are no fixtures beside the repository");
    return;
  }
  let read = 0;
  for (const app of readdirSync(join(fixtures, "exports"))) {
    read += checkFolder(join(fixtures, "exports", app));
  }
  t.diagnostic(`${read} files read`);
  assert.ok(read > 0);
});

test("a wrong password, damage, a later version and a password that is missing are told apart", () => {
  const folder = join(ROOT, "tests/vectors/transfer/synthetic");
  const sealed = readFileSync(join(folder, "aegis-encrypted.json"));
  const codes = [
    codeOf(() => transfer.read(sealed, [], bytesOf("wrong"))),
    codeOf(() => transfer.read(sealed, [], undefined)),
    codeOf(() => transfer.read(sealed.subarray(0, 400), [], undefined)),
    codeOf(() => transfer.read(Buffer.from('{"version":7,"header":{},"db":{}}'), [], undefined)),
  ];
  assert.deepEqual(codes, [
    "transfer_password_wrong",
    "transfer_password_missing",
    "transfer_damaged",
    "transfer_version_unsupported",
  ]);
});

test("a derivation beyond the bounds is refused at once, and a gibibyte of it is done", () => {
  const ente = (/** @type {number} */ memLimit) =>
    Buffer.from(
      JSON.stringify({
        version: 1,
        kdfParams: { memLimit, opsLimit: 1, salt: "AAAAAAAAAAAAAAAAAAAAAA==" },
        encryptedData: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        encryptionNonce: "A".repeat(32),
      }),
    );
  assert.equal(
    codeOf(() => transfer.read(ente(2 ** 40), [], bytesOf("x"))),
    "transfer_kdf_too_costly",
  );
  assert.equal(
    codeOf(() => transfer.read(ente(2 ** 30), [], bytesOf("x"))),
    "transfer_password_wrong",
  );
});

test("a backup opens with its passphrase, whichever way its characters are composed", () => {
  const made = transfer.make_backup_key(bytesOf("Cr\u00e9dit \ufb01n"));
  const vault = core.Vault.create(1_700_000_000_000);
  const file = vault.seal_backup(true, made.params(), made.key(), 1_700_000_000_000);
  const passphrase = bytesOf("Cre\u0301dit fin");
  assert.deepEqual(transfer.derive_backup_key(file, passphrase).key(), made.key());
  // An empty backup is opened all the same before it is said to be empty.
  assert.equal(
    codeOf(() => transfer.read(file, [], passphrase)),
    "transfer_empty",
  );
});

/** @param {string} path @param {string | null | undefined} password */
function open(path, password) {
  const manifest = join(dirname(path), "manifest.json");
  const companions = existsSync(manifest) ? [new Uint8Array(readFileSync(manifest))] : [];
  const file = readFileSync(path);
  const report = transfer.read(file, companions, password == null ? undefined : bytesOf(password));
  return { report };
}

/** Compares the files that a folder's `expected.json` names; the number of those that were read. @param {string} folder */
function checkFolder(folder) {
  const { files, code_time } = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));
  let read = 0;
  for (const [name, given] of Object.entries(/** @type {Record<string, Case>} */ (files))) {
    const path = join(folder, name);
    if (given.result === "refuse") {
      assert.ok(
        codeOf(() => open(path, given.password)),
        `${path} must be refused`,
      );
      read += 1;
      continue;
    }
    /** @type {import("../../wasm/transfer.js").ReadFile} */
    let report;
    try {
      report = open(path, given.password).report;
    } catch (thrown) {
      assert.ok(thrown instanceof transfer.CoreError);
      assert.ok(["transfer_picture", "transfer_app_database"].includes(thrown.code), `${path}: ${thrown.code}`);
      continue;
    }
    compare(path, given, report, code_time);
    report.free();
    read += 1;
  }
  return read;
}

/**
 * @param {string} path @param {Case} given @param {import("../../wasm/transfer.js").ReadFile} report @param {number} time
 */
function compare(path, given, report, time) {
  const wanted = given.accounts.filter(({ optional }) => !optional);
  const skipped = given.skipped.length + given.accounts.length - wanted.length;
  assert.equal(report.accounts + report.skipped().length, wanted.length + skipped, path);
  const sheets = transfer.sheets(report.parcel());
  const vault = core.Vault.create(Date.now());
  const intake = new core.Intake();
  intake.add_parcel(report.parcel());
  const cards = intake.cards(vault, time * 1000);
  assert.equal(sheets.length, cards.length, path);
  for (const account of wanted) {
    const found = sheets.some((sheet, place) => {
      const same = (/** @type {"issuer" | "account"} */ field) =>
        sheet[field] === account[field] || account.also_accept?.[field]?.includes(sheet[field]);
      const code =
        account.also_accept || account.counter != null || account.code === null || account.code === undefined;
      return (
        same("issuer") &&
        same("account") &&
        (sheet.scheme === account.type || account.also_accept?.type?.includes(sheet.scheme)) &&
        hexOf(sheet.key) === account.secret_hex &&
        (code || cards[place]?.code === account.code)
      );
    });
    assert.ok(found, `${path}: ${account.issuer}:${account.account}`);
  }
  intake.free();
  vault.free();
}

/** The bytes of a base32 text without padding, in hexadecimal. @param {string} key */
function hexOf(key) {
  const bits = [...key].map((character) => ALPHABET.indexOf(character).toString(2).padStart(5, "0")).join("");
  return (bits.slice(0, bits.length - (bits.length % 8)).match(/.{8}/g) ?? [])
    .map((byte) => Number.parseInt(byte, 2).toString(16).padStart(2, "0"))
    .join("");
}

/** @param {() => unknown} action */
function codeOf(action) {
  try {
    action();
    return "";
  } catch (thrown) {
    assert.ok(thrown instanceof transfer.CoreError, String(thrown));
    return thrown.code;
  }
}

/** @param {string} text */
function bytesOf(text) {
  return new TextEncoder().encode(text);
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
