// A stored record that cannot be read gives a notice, never an empty list, and is not overwritten.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAccount } from "../portals/lab-cases.mjs";
import { clickToolbar, closePopup, openPage } from "./harness.mjs";
import { addByHand, codeIsRight, readRows, waitForAlert } from "./popup.mjs";
import { allText, click, find, isThere } from "./screen.mjs";
import { setUp } from "./setup.mjs";
import { readLocal, vaultKeys, writeLocal } from "./storage.mjs";

const place = setUp({ lang: "fr" });
const accounts = ["Abricot", "Banane", "Cerise"].map((issuer) => makeAccount({ issuer, account: "verger" }));
const garbage = "ceci n’est pas un coffre";

/** Opens the popup over an empty page. */
const openPopup = async () =>
  clickToolbar(place.session, await openPage(place.session, `${place.portals.url}/lab/empty`));

test("every part of the vault, damaged in turn, gives a notice and stays as it is", async () => {
  const popup = await openPopup();
  for (const { issuer, account, secret } of accounts)
    await addByHand(popup, { issuer, account, secret: secret.base32 });
  await closePopup(place.session);

  const whole = await readLocal(place.session);
  const keys = await vaultKeys(place.session);
  assert.ok(keys.length >= 2, `the vault is stored as ${keys.join(", ")}`);
  for (const key of keys) {
    for (const damage of damagesOf(whole[key])) {
      await writeLocal(place.session, { ...whole, [key]: damage });
      const damaged = await openPopup();
      await waitForAlert(damaged, /illisible|ne peuvent pas être ouverts/);
      assert.doesNotMatch(await allText(damaged), /Ajoutez votre premier compte/, `never an empty list (${key})`);
      assert.ok(await isThere(damaged, { role: "button", name: "Restaurer une copie antérieure" }), key);
      await closePopup(place.session);
      assert.deepEqual((await readLocal(place.session))[key], damage, `${key} is not overwritten`);
    }
  }
  await writeLocal(place.session, whole);
  const healed = await openPopup();
  for (const account of accounts) assert.ok(await codeIsRight(healed, account), account.issuer);
});

test("adding an account beside a damaged record does not overwrite the record", async () => {
  const whole = await readLocal(place.session);
  const keys = await vaultKeys(place.session);
  for (const key of keys) {
    await writeLocal(place.session, { ...whole, [key]: garbage });
    const damaged = await openPopup();
    await waitForAlert(damaged);
    const canAdd = await isThere(damaged, { role: "button", name: "Modifier" });
    if (canAdd) {
      await addByHand(damaged, { issuer: "Datte", account: "verger", secret: "JBSWY3DPEHPK3PXP" });
      assert.equal((await readLocal(place.session))[key], garbage, `${key} is still there to be restored`);
    }
    await closePopup(place.session);
    const page = await openPage(place.session, `${place.portals.url}/lab/empty`);
    await clearAndWrite(page, whole);
  }
});

test("restoring brings every account back", async () => {
  const whole = await readLocal(place.session);
  const [bucket] = (await vaultKeys(place.session)).slice(-1);
  await writeLocal(place.session, { ...whole, [bucket]: garbage });
  const damaged = await openPopup();
  await waitForAlert(damaged);
  await click(damaged, "Restaurer une copie antérieure");
  await find(damaged, { role: "button", name: "Modifier" });
  for (const account of accounts) assert.ok(await codeIsRight(damaged, account), account.issuer);
  await closePopup(place.session);
  assert.equal((await readRows(await openPopup())).length, accounts.length);
});

/**
 * Ways in which a stored text goes bad: garbage, cut short, emptied, one character changed, another type.
 * @param {unknown} value
 */
const damagesOf = (value) => {
  const text = String(value);
  const middle = Math.floor(text.length / 2);
  const other = text[middle] === "A" ? "B" : "A";
  return [garbage, text.slice(0, middle), "", text.slice(0, middle) + other + text.slice(middle + 1), { a: 1 }];
};

/** Puts the storage back exactly. @param {import("puppeteer-core").Page} page @param {Record<string, unknown>} items */
const clearAndWrite = async (page, items) => {
  const extra = Object.keys(await readLocal(place.session)).filter((key) => !(key in items));
  await page.goto(`chrome-extension://${place.session.id}/manifest.json`);
  await page.evaluate((keys) => chrome.storage.local.remove(keys), extra);
  await writeLocal(place.session, items);
};
