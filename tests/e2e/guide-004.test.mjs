// Guide 004: the QR code is for Okta Verify alone. Tessera says so and what to click; the key behind that click works.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clickToolbar } from "./harness.mjs";
import { addByHand, readLastingCode, scan } from "./popup.mjs";
import { follow, openBorealCode, readAnswer, readFact } from "./portal-walks.mjs";
import { allText, find, isThere, type } from "./screen.mjs";
import { setUp } from "./setup.mjs";

const place = setUp({ lang: "fr" });

test("the Okta Verify code is named with the next click, and the manual key verifies", async () => {
  const page = await openBorealCode(place.session, place.portals.url, place.portals.state.accounts["004"]);
  const popup = await clickToolbar(place.session, page);
  await scan(popup);
  await find(popup, { role: "group", name: /Okta Verify/ });
  assert.match(await allText(popup), /Impossible de numériser/);
  assert.ok(!(await isThere(popup, { role: "button", name: "Ajouter" })), "nothing is offered that would not work");
  assert.ok(await isThere(popup, { role: "button", name: "Saisie manuelle" }), "the way on is one click");

  await follow(page, "Impossible de numériser ?");
  const secret = await readFact(page, "key");
  const again = await clickToolbar(place.session, page);
  await addByHand(again, { issuer: "Boréal", secret });
  const code = await readLastingCode(again, "Boréal", 6);

  await follow(page, "Suivant");
  await type(page, "Code à 6 chiffres", code);
  await follow(page, "Vérifier");
  assert.equal(await readAnswer(page), "Okta Verify est configuré.");
  await follow(page, "Terminer");
  assert.match(await allText(page), /Bonjour, Simon/);
});
