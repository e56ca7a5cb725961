// How many accounts the browser's sync space takes, in the browser's own count, and what happens beyond.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { Secret } from "otpauth";
import { openExtensionPage, waitUntil } from "./harness.mjs";
import { openSecurity } from "./lock.mjs";
import { allText } from "./screen.mjs";
import { setUp } from "./setup.mjs";

const place = setUp({ lang: "fr" });

/** Issuer 10, account 22 characters, both random, 20 bytes of secret: what nothing can pack. @param {number} count */
const makeLinks = (count) => {
  const letters = (/** @type {number} */ length) => randomBytes(length).toString("base64url").slice(0, length);
  return Array.from({ length: count }, () => {
    const issuer = letters(10);
    return `otpauth://totp/${issuer}:${letters(22)}?secret=${new Secret({ size: 20 }).base32}&issuer=${issuer}`;
  });
};

test("1,200 accounts fit the sync quota; of 1,400 a message says how many stay here, and none is lost", async () => {
  const page = await openExtensionPage(place.session);
  /** Adds accounts in one edit and synchronises. @param {string[]} links */
  const add = (links) =>
    page.evaluate(async (text) => {
      const { changeKey, edit, freshVault } = await import(/** @type {string} */ ("/extension/vault-store.js"));
      const { syncNow } = await import(/** @type {string} */ ("/extension/sync.js"));
      const { Intake, NewKey, make_recovery_code } = await import(/** @type {string} */ ("/wasm/core.js"));
      if (!(await freshVault()).is_protected()) {
        const key = NewKey.recovery(make_recovery_code());
        await changeKey((/** @type {any} */ vault, /** @type {number} */ now) =>
          vault.protect(key, undefined, "", now),
        );
      }
      const intake = new Intake();
      intake.add_pasted(text);
      await edit((/** @type {any} */ vault, /** @type {number} */ now) => vault.add(intake, now));
      const status = await syncNow();
      const bytes = await chrome.storage.sync.getBytesInUse(null);
      return { status, bytes, accounts: (await freshVault()).sync_state().accounts };
    }, links.join("\n"));

  const fits = await add(makeLinks(1200));
  assert.equal(fits.accounts, 1200);
  assert.equal(fits.status.localOnly, 0, JSON.stringify(fits));
  assert.ok(fits.bytes > 50_000 && fits.bytes <= 102_400, `${fits.bytes} bytes`);

  const full = await add(makeLinks(200));
  assert.equal(full.accounts, 1400);
  assert.ok(full.status.problem === "full" && full.status.localOnly > 0, JSON.stringify(full));
  assert.ok(full.bytes <= 102_400, `${full.bytes} bytes`);
  const security = await openSecurity(place.session);
  await waitUntil(
    async () =>
      /L’espace de synchronisation est plein\. \d+\scomptes restent sur cet appareil/.test(await allText(security)),
    "the message",
    60000,
  );
  console.log(`${1400 - full.status.localOnly} accounts in ${full.bytes} bytes`);
});
