// Guide 000: the secret comes by mail and is typed under Saisie manuelle.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clickToolbar, openPage } from "./harness.mjs";
import { fillManualForm, openManualForm, readCode, readLastingCode } from "./popup.mjs";
import { follow, openLetter, readAnswer, readFact, signInRivemont } from "./portal-walks.mjs";
import { click, find, isThere, textsOf, type, waitForWords } from "./screen.mjs";
import { setUp } from "./setup.mjs";

const place = setUp({ lang: "fr" });

test("the secret of the letter gives a code that the bank accepts", async () => {
  const page = await openLetter(place.session, place.portals.url);
  const secret = await readFact(page, "key");

  const popup = await clickToolbar(place.session, page);
  await openManualForm(popup);
  assert.ok(await isThere(popup, { role: "DisclosureTriangle", name: "Avancé" }), "Avancé is folded on the form");
  assert.ok(!(await isThere(popup, { name: "Nom d’utilisateur", role: "textbox" })), "what Avancé holds is hidden");
  await fillManualForm(popup, { issuer: "Crédit Rivemont", secret });
  await waitForWords(popup, "status", /^\d{3}\s*\d{3}/);
  await click(popup, "Ok");
  const code = await readLastingCode(popup, "Crédit Rivemont", 8);
  assert.match(code, /^\d{6}$/);

  await signInRivemont(page, place.portals.state.accounts["000"]);
  await type(page, "Code à 6 chiffres", code);
  await follow(page, "OK");
  assert.equal(await readAnswer(page), "Vous êtes connecté à votre espace client.");
  assert.equal(place.portals.state.accounts["000"].factor.state.failures, 0);
});

test("the account is there again when the popup opens anew", async () => {
  const page = await openPage(place.session, `${place.portals.url}/000/`);
  const popup = await clickToolbar(place.session, page);
  assert.match(await readCode(popup, "Crédit Rivemont"), /^\d{6}$/);
  await find(popup, { role: "listitem" });
  assert.equal((await textsOf(popup, { role: "listitem" })).length, 1);
});
