// A click on an account copies its code: shown by pasting it into the page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf, makeAccount } from "../portals/lab-cases.mjs";
import { clickToolbar, openPage } from "./harness.mjs";
import { addByHand, findRow, readLastingCode, takeNextCode, waitForStatus } from "./popup.mjs";
import { find, handleOf, readField } from "./screen.mjs";
import { setUp } from "./setup.mjs";

/** @import { Page } from "puppeteer-core" */

const place = setUp({ lang: "fr" });
const field = "Identifiant de connexion ou code abonné (12 chiffres)";

/** Pastes what the clipboard holds into the page's field. @param {Page} page */
const pasteIntoPage = async (page) => {
  await (await handleOf(await find(page, { role: "textbox", name: field }))).click({ count: 3 });
  await page.keyboard.press("KeyV", { commands: ["Paste"] });
  return readField(page, field);
};

test("a click copies the code that is shown and says for how long it is good", async () => {
  const account = makeAccount({ issuer: "Presse-papiers", account: "clic" });
  const page = await openPage(place.session, `${place.portals.url}/000/`);
  const popup = await clickToolbar(place.session, page);
  await addByHand(popup, { issuer: account.issuer, account: account.account, secret: account.secret.base32 });
  const code = await readLastingCode(popup, account.issuer);
  await (await handleOf(await findRow(popup, account.issuer))).click();
  assert.match(await waitForStatus(popup, /Copié/), /\d+ secondes?/);
  assert.equal(await pasteIntoPage(page), code);
});

test("a counter code is copied as it stands, without spaces", async () => {
  const account = makeAccount({ issuer: "Compteur", account: "clic", type: "hotp", digits: 8 });
  const page = await openPage(place.session, `${place.portals.url}/000/`);
  const popup = await clickToolbar(place.session, page);
  const { issuer, secret } = account;
  await addByHand(popup, { issuer, account: "clic", secret: secret.base32, type: "Basé sur un compteur", digits: "8" });
  const code = await takeNextCode(popup, issuer);
  assert.equal(code, codeOf(account, 0));
  await (await handleOf(await findRow(popup, issuer))).click();
  await waitForStatus(popup, /Copié/);
  assert.equal(await pasteIntoPage(page), code);
});
