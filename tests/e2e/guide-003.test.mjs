// Guide 003: the administrator allows the codes; the QR code, shown once on a dark page, is scanned.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clickToolbar, openPage } from "./harness.mjs";
import { confirmFound, foundCards, readLastingCode, scan } from "./popup.mjs";
import { allowHelvornePasswords, follow, readAnswer, signInHelvorne } from "./portal-walks.mjs";
import { type } from "./screen.mjs";
import { setUp } from "./setup.mjs";

const place = setUp({ lang: "fr", colorScheme: "dark" });

test("the code shown once on a dark page is read, and its one-time password opens connect", async () => {
  const account = place.portals.state.accounts["003"];
  const page = await openPage(place.session, `${place.portals.url}/003/`);
  await allowHelvornePasswords(page);
  await signInHelvorne(page, account);

  const popup = await clickToolbar(place.session, page);
  await scan(popup);
  assert.deepEqual(await foundCards(popup), [`CC Helvorne, ${account.user}`]);
  await confirmFound(popup);
  const code = await readLastingCode(popup, "CC Helvorne", 6);

  await follow(page, "J’ai scanné le code");
  await type(page, "OTP", code);
  await follow(page, "Connexion");
  assert.equal(await readAnswer(page), "Connexion établie avec votre mot de passe unique.");
});
