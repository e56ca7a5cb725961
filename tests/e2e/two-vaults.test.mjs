// Two vaults that meet in the sync area, and a vault whose way to unlock is changed on another device while it is unlocked
// here: whatever the person chooses, nothing is lost on either side.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeAccount } from "../portals/lab-cases.mjs";
import {
  carry,
  openOtherVault,
  readArea,
  syncWords,
  unlockPopup,
  waitForSyncWords,
  waitForText,
  waitInSync,
} from "./devices.mjs";
import { close, closePopup, launch } from "./harness.mjs";
import { changePassphrase, confirmWith, fr, lock, openPopup, openSecurity, protect, unlockBy } from "./lock.mjs";
import { addByHand, codeIsRight, findRow, readRows } from "./popup.mjs";
import { allText, click, find, isThere, waitForWords } from "./screen.mjs";
import { readLocal } from "./storage.mjs";

/** @import { Session } from "./harness.mjs" */
/** @import { LabAccount } from "../portals/lab-cases.mjs" */

const here = makeAccount({ issuer: "Ici", account: "maison" });
const there = makeAccount({ issuer: "Ailleurs", account: "bureau" });
const apart = makeAccount({ issuer: "Pendant", account: "entre-temps" });
const later = makeAccount({ issuer: "Plus tard", account: "encore" });
const hers = "trois moulins gris tournent sans vent";
const theirs = "huit lanternes rouges montent la rivière";
const changed = "deux renards polis comptent les étoiles";

/** @type {Session} */
let one;
/** @type {Session} */
let other;

before(async () => {
  one = await launch({ lang: "fr" });
  other = await launch({ lang: "fr" });
});
after(async () => {
  for (const session of [one, other]) {
    await close(session);
    assert.deepEqual(session.complaints, [], "the console stays empty");
  }
});

/** @param {Session} session @param {LabAccount} account */
const add = async (session, { issuer, account, secret }) => {
  await addByHand(await openPopup(session), { issuer, account, secret: secret.base32 });
  await closePopup(session);
};

/** @param {import("puppeteer-core").Page} popup @param {LabAccount[]} accounts */
const holdsExactly = async (popup, accounts) => {
  for (const account of accounts) {
    await findRow(popup, account.issuer, account.account);
    assert.ok(await codeIsRight(popup, account), account.issuer);
  }
  assert.equal((await readRows(popup)).length, accounts.length);
};

/** @param {Session} session @param {LabAccount[]} accounts */
const shows = async (session, accounts) => {
  await holdsExactly(await openPopup(session), accounts);
  await closePopup(session);
};

test("another vault in the sync area is a question, and until it is answered both stay as they are", async () => {
  for (const [session, account, passphrase] of /** @type {const} */ ([
    [one, here, hers],
    [other, there, theirs],
  ])) {
    await add(session, account);
    const page = await openSecurity(session);
    await protect(page, passphrase);
    await page.close();
    await waitInSync(session);
  }
  await carry(other, one);
  const page = await waitForSyncWords(one, syncWords.other);
  assert.ok(await isThere(page, { role: "button", name: syncWords.join }));
  assert.ok(await isThere(page, { role: "button", name: syncWords.apart }));
  await page.close();
  assert.deepEqual(await readArea(one), await readArea(other), "nothing is written over the other vault");
  await shows(one, [here]);
});

test("“keep apart” leaves both as they are, and what is added meanwhile stays here", async () => {
  const page = await openSecurity(one);
  await click(page, syncWords.apart);
  await waitForText(page, syncWords.isApart);
  await page.close();
  await add(one, apart);
  await shows(one, [here, apart]);
  assert.deepEqual(await readArea(one), await readArea(other), "the other vault lies there untouched");
  await lock(one);
  await holdsExactly(await unlockPopup(one, hers), [here, apart]);
  await closePopup(one);
  await (await waitForSyncWords(one, syncWords.isApart)).close();
  await shows(other, [there]);
});

test("“merge the two” asks for the other’s passphrase, refuses a wrong one with words, and loses nothing", async () => {
  const page = await waitForSyncWords(one, syncWords.isApart);
  const before = await readLocal(one);
  await click(page, syncWords.join);
  await openOtherVault(page, hers);
  await waitForWords(page, "alert", /n’ouvre pas le coffre/);
  const now = await readLocal(one);
  for (const key of Object.keys(before).filter((key) => /^[0-9abchkv]2?$/.test(key)))
    assert.equal(now[key], before[key], `a wrong passphrase changes nothing (${key})`);
  await openOtherVault(page, theirs);
  await waitForText(page, syncWords.good);
  await page.close();
  await shows(one, [here, apart, there]);

  await carry(one, other);
  await waitInSync(other);
  await shows(other, [here, apart, there]);

  await lock(one);
  const popup = await unlockPopup(one, hers);
  await waitForWords(popup, "alert", /n’ouvre pas le coffre/);
  await unlockBy(popup, fr.passphrase, theirs);
  await holdsExactly(popup, [here, apart, there]);
  await closePopup(one);
});

test("a passphrase changed on another device: this one works on, and the new one opens it after locking", async () => {
  const security = await openSecurity(other);
  await changePassphrase(security, theirs, changed);
  await security.close();
  await waitInSync(other);
  await carry(other, one);

  // Still unlocked here, before and after the change has arrived.
  await waitInSync(one);
  await add(one, later);
  await waitInSync(one);
  await lock(one);
  const popup = await unlockPopup(one, theirs);
  await waitForWords(popup, "alert", /n’ouvre pas le coffre/);
  await unlockBy(popup, fr.passphrase, changed);
  await holdsExactly(popup, [here, apart, there, later]);
  await closePopup(one);
  await carry(one, other);
  await waitInSync(other);
  await shows(other, [here, apart, there, later]);
});

test("a key renewed on another device: this one says so, works on, and catches up with the passphrase", async () => {
  const security = await openSecurity(other);
  await click(security, fr.renew);
  await click(security, fr.renew, { inside: { role: "region", name: "Moyens de déverrouiller" } });
  await confirmWith(security, changed);
  await waitForWords(security, "status", /Clé renouvelée/, 60000);
  await security.close();
  await waitInSync(other);
  await carry(other, one);

  const page = await waitForSyncWords(one, syncWords.waiting);
  const meanwhile = makeAccount({ issuer: "Sans attendre", account: "ici" });
  await add(one, meanwhile);
  await shows(one, [here, apart, there, later, meanwhile]);
  assert.deepEqual(await readArea(one), await readArea(other), "nothing is written before the new key is known");

  await page.bringToFront();
  await click(page, syncWords.enterKey);
  await unlockBy(page, fr.passphrase, theirs);
  await waitForWords(page, "alert", /n’ouvre pas le coffre/);
  await unlockBy(page, fr.passphrase, changed);
  await waitForText(page, syncWords.good);
  assert.doesNotMatch(await allText(page), syncWords.waiting);
  await page.close();
  await shows(one, [here, apart, there, later, meanwhile]);
  await carry(one, other);
  await waitInSync(other);
  await shows(other, [here, apart, there, later, meanwhile]);
});

test("two protected vaults are merged straight from the question", async () => {
  const third = await launch({ lang: "fr" });
  try {
    const own = makeAccount({ issuer: "Troisième", account: "neuf" });
    await add(third, own);
    const security = await openSecurity(third);
    await protect(security, hers);
    await security.close();
    await carry(other, third);
    const page = await waitForSyncWords(third, syncWords.other);
    await click(page, syncWords.join);
    await openOtherVault(page, changed);
    await waitForText(page, syncWords.good);
    await page.close();
    const popup = await openPopup(third);
    for (const account of [here, apart, there, later, own]) {
      await findRow(popup, account.issuer, account.account);
      assert.ok(await codeIsRight(popup, account), account.issuer);
    }
    await closePopup(third);
    await carry(third, other);
    await waitInSync(other);
    const back = await openPopup(other);
    await findRow(back, own.issuer, own.account);
    await closePopup(other);
  } finally {
    await close(third);
  }
  assert.deepEqual(third.complaints, []);
});

test("a new device that begins without the vault in sync keeps what it adds, and can still join it", async () => {
  const fresh = await launch({ lang: "fr" });
  try {
    await carry(other, fresh);
    const popup = await openPopup(fresh);
    await find(popup, { role: "heading", name: syncWords.joining });
    await click(popup, "Commencer sans");
    const own = makeAccount({ issuer: "Sans les autres", account: "seul" });
    await addByHand(popup, { issuer: own.issuer, account: own.account, secret: own.secret.base32 });
    await closePopup(fresh);
    const security = await openSecurity(fresh);
    await protect(security, hers);
    await security.close();
    assert.deepEqual(await readArea(fresh), await readArea(other), "the vault in sync is left alone");
    const page = await waitForSyncWords(fresh, syncWords.isApart);
    await click(page, syncWords.join);
    await openOtherVault(page, changed);
    await waitForText(page, syncWords.good);
    await page.close();
    const all = await openPopup(fresh);
    for (const account of [here, there, own]) {
      await findRow(all, account.issuer, account.account);
      assert.ok(await codeIsRight(all, account), account.issuer);
    }
  } finally {
    await close(fresh);
  }
  assert.deepEqual(fresh.complaints, []);
});
