// Guide 002: a code typed in its last two seconds, and when it is refused the new one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clickToolbar, openPage } from "./harness.mjs";
import { readCode, scanAndAdd, secondsLeft, waitForEnd } from "./popup.mjs";
import { follow, readAnswer, signInFidalpin } from "./portal-walks.mjs";
import { allText, type } from "./screen.mjs";
import { setUp } from "./setup.mjs";

/** @import { Page } from "puppeteer-core" */

const issuer = "Fidalpin Portail client";
const place = setUp({ lang: "fr" });

/** The codes that the only row shows now: the current one, and near its end the next. @param {Page} popup */
const visibleCodes = async (popup) =>
  ((await allText(popup)).match(/\d{3}\s*\d{3}/g) ?? []).map((code) => code.replace(/\s/g, ""));

test("a code typed in its last two seconds is accepted, and the announced next one signs in", async () => {
  const account = place.portals.state.accounts["002"];
  const page = await openPage(place.session, `${place.portals.url}/002/`);
  await follow(page, "Se connecter");
  await signInFidalpin(page, account);
  await follow(page, "Activer");
  await scanAndAdd(await clickToolbar(place.session, page));

  await waitForEnd(8);
  const popup = await clickToolbar(place.session, page);
  const current = await readCode(popup, issuer);
  const [shown, next] = await visibleCodes(popup);
  assert.equal(shown, current);
  assert.ok(next, "the next code is shown in the last ten seconds");

  await waitForEnd(2);
  await type(page, "Code d’authentification", current);
  const left = secondsLeft();
  await follow(page, "Activer");
  assert.ok(left < 2 && left > 0, `typed with ${left.toFixed(2)} s left`);
  assert.equal(await readAnswer(page), "L’authentification à deux facteurs est active pour votre portail client.");

  await follow(page, "Se déconnecter");
  await signInFidalpin(page, account);
  await type(page, "Code d’authentification", current);
  await follow(page, "Vérifier");
  assert.match(await readAnswer(page), /[Ee]ntrez le nouveau code/);

  if (secondsLeft() < 3) await waitForEnd(29);
  await type(page, "Code d’authentification", next);
  await follow(page, "Vérifier");
  assert.equal(await readAnswer(page), `Vous êtes connecté en tant que ${account.user}`);
});
