// A stored record that cannot be read gives a notice, never an empty list, and is not overwritten.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAccount } from "../portals/lab-cases.mjs";
import { clickToolbar, closePopup, openPage } from "./harness.mjs";
import { addByHand, codeIsRight, readRows } from "./popup.mjs";
import { allText, click, find, isThere, waitGone } from "./screen.mjs";
import { setUp } from "./setup.mjs";
import { readLocal, replaceLocal, vaultKeys } from "./storage.mjs";

/** @import { Page } from "puppeteer-core" */

const place = setUp({ lang: "fr" });
const accounts = ["Abricot", "Banane", "Cerise"].map((issuer) => makeAccount({ issuer, account: "verger" }));
const garbage = "ceci n’est pas un coffre";

/** The one tab that the popup is opened over, time and again. @type {Page | undefined} */
let tab;

/** Opens the popup over an empty page. */
const openPopup = async () => {
  tab ??= await openPage(place.session, `${place.portals.url}/lab/empty`);
  return clickToolbar(place.session, tab);
};

test("whatever is damaged, every account is shown or a notice says that some are not, and nothing is overwritten", async () => {
  const popup = await openPopup();
  for (const { issuer, account, secret } of accounts)
    await addByHand(popup, { issuer, account, secret: secret.base32 });
  await closePopup(place.session);

  const whole = await readLocal(place.session);
  const keys = await vaultKeys(place.session);
  assert.ok(keys.length >= 2, `the vault is stored as ${keys.join(", ")}`);
  const firstBucket = keys.find((key) => /^[0-9abc]$/.test(key));
  // The list of versions alone says which buckets there must be: the two may go together.
  const withList = keys.filter((key) => /^[0-9abc]$/.test(key)).map((key) => [key, "v"]);
  /** @type {string[][]} */
  const noticedGroups = [];
  for (const group of [...groupsOf(keys), ...withList]) {
    // Every kind of damage is tried on one bucket, where it matters most; the others are treated alike by the core's tests.
    const kinds = group.join() === firstBucket ? Object.keys(damages) : ["garbage", "gone"];
    for (const name of kinds) {
      const damage = damages[name];
      const damaged = Object.fromEntries(group.map((key) => [key, damage(String(whole[key]))]));
      await replaceLocal(place.session, { ...whole, ...damaged });
      const view = await openPopup();
      await find(view, { role: ["listitem", "alert"] });
      const noticed = await isThere(view, { role: "alert" });
      const what = `${group.join(" and ")}: ${name}`;
      assert.ok(noticed || (await allAreThere(view)), `accounts are missing without a word (${what})`);
      if (noticed) await checkNotice(view, what);
      if (noticed && name === "garbage") noticedGroups.push(group);
      await closePopup(place.session);
      const left = await readLocal(place.session);
      for (const key of group)
        assert.deepEqual(left[key], JSON.parse(JSON.stringify(damaged))[key], `overwritten (${what})`);
    }
  }
  assert.ok(noticedGroups.length >= 2, `only ${noticedGroups.join(" · ")} of ${keys.join(" · ")} are noticed`);
  await replaceLocal(place.session, whole);
  const view = await openPopup();
  await find(view, { role: "listitem" });
  assert.ok(await allAreThere(view), "the whole vault opens again");
});

test("adding an account beside a damaged record keeps the damaged text", async () => {
  const whole = await readLocal(place.session);
  for (const group of groupsOf(await vaultKeys(place.session))) {
    const damaged = Object.fromEntries(group.map((key) => [key, `${garbage} ${key}`]));
    await replaceLocal(place.session, { ...whole, ...damaged });
    const view = await openPopup();
    await find(view, { role: ["listitem", "alert"] });
    if ((await isThere(view, { role: "alert" })) && (await isThere(view, { role: "button", name: "Modifier" }))) {
      await addByHand(view, { issuer: "Datte", account: "verger", secret: "JBSWY3DPEHPK3PXP" });
      const left = Object.values(await readLocal(place.session));
      // A header or a key whose copy is good is healed from it; what holds accounts is kept, in its place or aside.
      const healed = group.length === 1 && /^[hk]2?$/.test(group[0]);
      for (const text of Object.values(damaged)) assert.ok(healed || left.includes(text), `lost: ${text}`);
    }
    await closePopup(place.session);
  }
  await replaceLocal(place.session, whole);
});

test("restoring brings every account back", async () => {
  const whole = await readLocal(place.session);
  const keys = await vaultKeys(place.session);
  let restored = 0;
  for (const key of keys) {
    await replaceLocal(place.session, { ...whole, [key]: garbage });
    const view = await openPopup();
    await find(view, { role: ["listitem", "alert"] });
    if (await isThere(view, { role: "alert" })) {
      await click(view, "Restaurer une copie antérieure");
      await waitGone(view, { role: "alert" });
      await find(view, { role: "listitem" });
      assert.ok(await allAreThere(view), `restored from damage to ${key}`);
      await closePopup(place.session);
      const again = await openPopup();
      await find(again, { role: "listitem" });
      assert.ok(!(await isThere(again, { role: "alert" })), `the notice is gone after restoring ${key}`);
      assert.ok(await allAreThere(again), `and the accounts stay (${key})`);
      restored += 1;
    }
    await closePopup(place.session);
  }
  assert.ok(restored > 0, "some damage is worth a notice");
});

/** Ways in which a stored text goes bad. @type {Record<string, (text: string) => unknown>} */
const damages = {
  garbage: () => garbage,
  "cut short": (text) => text.slice(0, Math.floor(text.length / 2)),
  empty: () => "",
  "one character changed": (text) => changeCharacter(text, Math.floor(text.length / 2)),
  "the last character changed": (text) => changeCharacter(text, text.length - 1),
  "another type": () => ({ a: 1 }),
  null: () => null,
  gone: () => undefined,
};

/** @param {string} text @param {number} place */
const changeCharacter = (text, place) =>
  text.slice(0, place) + (text[place] === "A" ? "B" : "A") + text.slice(place + 1);

/** Each key alone, and with its copies: keys that begin alike. @param {string[]} keys */
const groupsOf = (keys) => {
  const families = new Map(keys.map((key) => [key[0], keys.filter((other) => other[0] === key[0])]));
  return [...keys.map((key) => [key]), ...[...families.values()].filter((family) => family.length > 1)];
};

/** @param {Page} popup */
const allAreThere = async (popup) => {
  const rows = (await isThere(popup, { role: "listitem" })) ? await readRows(popup) : [];
  if (!accounts.every(({ issuer }) => rows.some((row) => row.startsWith(`${issuer}, verger`)))) return false;
  for (const account of accounts) if (!(await codeIsRight(popup, account))) return false;
  return true;
};

/** @param {Page} popup @param {string} what */
const checkNotice = async (popup, what) => {
  const words = await allText(popup);
  assert.match(words, /illisible|ne peuvent pas être ouverts/, what);
  assert.doesNotMatch(words, /Ajoutez votre premier compte/, `never an empty list (${what})`);
  assert.ok(await isThere(popup, { role: "button", name: "Restaurer une copie antérieure" }), what);
};
