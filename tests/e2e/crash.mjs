// The browser killed in the middle of work, over and over: `node tests/e2e/crash.mjs [KILLS]`.
//
// A page of the extension edits as fast as it can and says each time that an edit is acknowledged. SIGKILL ends the
// browser at a random moment; the next one must show every acknowledged edit, and the edit that was under way either
// wholly or not at all. Meanwhile the service worker synchronises what is protected.
import assert from "node:assert/strict";
import { randomBytes, randomInt } from "node:crypto";
import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { Secret, TOTP } from "otpauth";
import { launch, makeFolder, openExtensionPage, sleep } from "./harness.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { Session } from "./harness.mjs" */

/**
 * @typedef {{issuer: string, code: string}} Seen
 * @typedef {Map<string, Seen>} Shown what the list must show, by username: here the one thing that never changes
 * @typedef {{number: number, kind: string, after: [string, Seen][], code?: string}} Edit what it makes of the accounts it
 *   touches, and the recovery code from then on
 * @typedef {{shown: Shown, under: Edit | null, codes: string[]}} Known
 * @typedef {{kills: number, acknowledged: number, cutDone: number, cutUndone: number, kinds: Record<string, number>}} Total
 */

/** Any moment: the codes at it tell whether the keys are right. */
const MOMENT = 1_800_000_000_000;
/** A new profile after so many accounts, so that vaults of many sizes are met. */
const MANY = 160;

/**
 * Kills the browser so many times, and checks after each.
 * @param {number} kills
 * @param {(text: string) => void} [log]
 * @returns {Promise<Total>}
 */
export const crash = async (kills, log = () => {}) => {
  /** @type {Total} */
  const total = { kills: 0, acknowledged: 0, cutDone: 0, cutUndone: 0, kinds: {} };
  let profile = "";
  /** @type {Known} */
  let known = { shown: new Map(), under: null, codes: [] };
  try {
    while (total.kills <= kills) {
      if (profile === "" || known.shown.size > MANY) {
        await remove(profile);
        profile = await makeFolder("crash");
        known = { shown: new Map(), under: null, codes: [] };
      }
      const session = await launch({ lang: "en", profile });
      try {
        const page = await openExtensionPage(session);
        settle(known, await page.evaluate(read, { moment: MOMENT, codes: known.codes }), total);
        if (total.kills === kills) break;
        await listen(page, known, total);
        page.evaluate(work).catch(() => {});
        await sleep(randomInt(1500));
        await midway(known);
      } finally {
        await kill(session);
      }
      total.kills += 1;
      if (total.kills % 20 === 0) log(JSON.stringify(total));
    }
  } finally {
    await remove(profile);
  }
  return total;
};

/**
 * Waits for an edit to begin, and then not long enough for it to end for sure.
 * @param {Known} known
 */
const midway = async (known) => {
  const last = known.under;
  const end = Date.now() + 10000;
  while (known.under === last && Date.now() < end) await new Promise((done) => setImmediate(done));
  await sleep(randomInt(14));
};

/** @param {string} folder */
const remove = async (folder) => {
  if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
};

/** @param {Session} session */
const kill = async ({ browser, downloads, networkLog }) => {
  const process = browser.process();
  const ended = new Promise((done) => {
    if (!process || process.exitCode !== null || process.signalCode !== null) done(null);
    else process.once("exit", done);
  });
  process?.kill("SIGKILL");
  await ended;
  await remove(downloads);
  await remove(dirname(networkLog));
};

/**
 * What is read must be what was acknowledged, with or without the edit that was under way.
 * @param {Known} known
 * @param {{seen: [string, Seen][], damage: unknown[]}} found
 * @param {Total} total
 */
const settle = (known, { seen, damage }, total) => {
  assert.deepEqual(damage, [], "nothing is torn");
  const real = Object.fromEntries([...seen].sort());
  if (known.under) {
    const done = new Map([...known.shown, ...known.under.after]);
    const isDone = JSON.stringify(real) === JSON.stringify(sorted(done));
    total[isDone ? "cutDone" : "cutUndone"] += 1;
    if (isDone) known.shown = done;
  }
  assert.deepEqual(real, sorted(known.shown), `after ${known.under?.kind ?? "nothing"} was cut`);
  known.under = null;
};

/** @param {Shown} shown */
const sorted = (shown) => Object.fromEntries([...shown].sort());

/**
 * Takes down what the page is about to do and what it has done.
 * @param {Page} page
 * @param {Known} known
 * @param {Total} total
 */
const listen = async (page, known, total) => {
  await page.exposeFunction("begin", (/** @type {Edit} */ edit) => {
    known.under = edit;
    // Whether it counts already is not known if the browser ends now; the person would try the old one too.
    if (edit.code !== undefined) known.codes.push(edit.code);
  });
  await page.exposeFunction("acknowledge", (/** @type {number} */ number) => {
    const edit = known.under;
    if (edit?.number !== number) throw new Error("acknowledged out of turn");
    known.shown = new Map([...known.shown, ...edit.after]);
    known.under = null;
    total.acknowledged += 1;
    total.kinds[edit.kind] = (total.kinds[edit.kind] ?? 0) + 1;
  });
  await page.exposeFunction("makeAccounts", makeAccounts);
};

/** @param {number} count */
const makeAccounts = (count) =>
  Array.from({ length: count }, () => {
    const issuer = `Crash ${randomBytes(3).toString("hex")}`;
    const label = randomBytes(8).toString("hex");
    const secret = new Secret({ size: 20 });
    const totp = new TOTP({ issuer, label, secret });
    return { uri: totp.toString(), label, issuer, code: totp.generate({ timestamp: MOMENT }) };
  });

/**
 * In the page: all accounts as storage holds them, after entering the recovery codes from the last back if it is locked.
 * @param {{moment: number, codes: string[]}} known
 * @returns {Promise<{seen: [string, Seen][], damage: unknown[]}>}
 */
const read = async ({ moment, codes }) => {
  const { keepUnlocked, openVault } = await import(/** @type {string} */ ("/extension/vault-store.js"));
  const { storedForUnlock } = await import(/** @type {string} */ ("/extension/sync-area.js"));
  const { Vault } = await import(/** @type {string} */ ("/wasm/core.js"));
  const unlock = async () => {
    const stored = await storedForUnlock();
    for (const code of codes.reverse()) {
      try {
        await keepUnlocked(Vault.unlock_recovery(stored, code, Date.now()));
        return;
      } catch {}
    }
  };
  if (codes.length > 0) await openVault().catch(unlock);
  const vault = await openVault();
  const { ids } = vault.list("", "", "own", [], new Float64Array(), new Uint32Array());
  const rows = /** @type {{account: string, issuer: string, code: string}[]} */ (vault.rows_of(ids, moment));
  return { seen: rows.map(({ account, issuer, code }) => [account, { issuer, code }]), damage: vault.damage() };
};

/** In the page: edits until the browser is gone. */
const work = async () => {
  const { changeKey, edit, openVault } = await import(/** @type {string} */ ("/extension/vault-store.js"));
  const { Intake, NewKey, make_recovery_code } = await import(/** @type {string} */ ("/wasm/core.js"));
  const { begin, acknowledge, makeAccounts } = /** @type {any} */ (globalThis);
  const chance = (/** @type {number} */ below) => Math.floor(Math.random() * below);

  const add = async (/** @type {number} */ count) => {
    const made = await makeAccounts(count);
    const intake = new Intake();
    intake.add_pasted(made.map((/** @type {{uri: string}} */ { uri }) => uri).join("\n"));
    return {
      kind: count === 1 ? "add" : "import",
      after: made.map((/** @type {any} */ { label, issuer, code }) => [label, { issuer, code }]),
      change: (/** @type {any} */ vault, /** @type {number} */ now) => vault.add(intake, now),
    };
  };
  const rename = (/** @type {any} */ row) => {
    const issuer = `Renamed ${chance(1e9)}`;
    return {
      kind: "rename",
      after: [[row.account, { issuer, code: row.code }]],
      change: (/** @type {any} */ vault, /** @type {number} */ now) => vault.rename(row.id, issuer, row.account, now),
    };
  };
  const move = (/** @type {any} */ row, /** @type {any} */ first) => ({
    kind: "move",
    after: [],
    change: (/** @type {any} */ vault, /** @type {number} */ now) => vault.move_beside(row.id, first.id, true, now),
  });
  // The first way to unlock, another one in its place, or another master key.
  const lockAnew = (/** @type {any} */ vault) => {
    const code = make_recovery_code();
    const door = vault.doors().find((/** @type {{kind: string}} */ { kind }) => kind === "recovery")?.id;
    const rotates = door !== undefined && chance(2) === 0;
    return {
      kind: door === undefined ? "protect" : rotates ? "rotate" : "new code",
      after: [],
      code,
      change: (/** @type {any} */ vault, /** @type {number} */ now) =>
        rotates ? vault.rotate(NewKey.recovery(code), door, now) : vault.protect(NewKey.recovery(code), door, "", now),
    };
  };

  for (let number = 1; ; number += 1) {
    const vault = await openVault();
    const { ids } = vault.list("", "", "own", [], new Float64Array(), new Uint32Array());
    const rows = vault.rows_of(ids, 1_800_000_000_000);
    const row = rows[chance(rows.length)];
    const dice = rows.length === 0 ? 0 : chance(12);
    /** @type {{kind: string, after: unknown[], code?: string, change: unknown}} */
    let plan;
    if (dice < 2) plan = await add(1);
    else if (dice === 2) plan = await add(5 + chance(20));
    else if (dice < 6) plan = rename(row);
    else if (dice < 8) plan = move(row, rows[0]);
    else plan = lockAnew(vault);
    const { kind, after, code, change } = plan;
    await begin({ number, kind, after, code });
    await (code === undefined ? edit : changeKey)(change);
    await acknowledge(number);
  }
};

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const total = await crash(Number(process.argv[2] ?? 100), console.log);
  console.log(`done: ${JSON.stringify(total)}`);
}
