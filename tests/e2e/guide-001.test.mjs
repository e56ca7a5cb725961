// Guide 001: the QR code on the page is scanned, the code typed into the last box of the same page; backup codes stand in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clickToolbar, openPage, sleep } from "./harness.mjs";
import { confirmFound, foundCards, readLastingCode, scan, secondsLeft } from "./popup.mjs";
import { follow, openOrmevalActivation, signInOrmeval } from "./portal-walks.mjs";
import { allText, textsOf, type } from "./screen.mjs";
import { setUp } from "./setup.mjs";

const issuer = "Ormeval Hébergement";
const place = setUp({ lang: "fr", colorScheme: "light" });

test("the scanned account activates, a backup code stands in once, and the next code signs in", async () => {
  const account = place.portals.state.accounts["001"];
  const page = await openOrmevalActivation(place.session, place.portals.url, account);

  const popup = await clickToolbar(place.session, page);
  await scan(popup);
  assert.deepEqual(await foundCards(popup), [`${issuer}, ${account.user}`]);
  await confirmFound(popup);
  await type(page, "Code à 6 chiffres", await readLastingCode(popup, issuer));
  await follow(page, "Activer");
  assert.deepEqual(await textsOf(page, { role: "status" }), [
    "La double authentification est activée.",
    "Un e-mail de confirmation est parti vers facturation@atelier-brunel.example.",
  ]);
  const backup = (await allText(page)).match(/\b\d{4}-\d{4}\b/g) ?? [];
  assert.equal(backup.length, 10);

  await follow(page, "Se déconnecter");
  await signInOrmeval(page, account);
  await type(page, "Code à 6 chiffres ou code de secours", backup[0]);
  await follow(page, "Vérifier");
  assert.match(await allText(page), /il vous en reste 9/);

  await follow(page, "Se déconnecter");
  await sleep(secondsLeft() * 1000 + 300);
  const code = await readLastingCode(await clickToolbar(place.session, page), issuer);
  await signInOrmeval(page, account);
  await type(page, "Code à 6 chiffres ou code de secours", code);
  await follow(page, "Vérifier");
  assert.deepEqual(await textsOf(page, { role: "status" }), ["Connexion réussie avec la double authentification."]);
});

test("scanning the same code again says that the account is already there", async () => {
  const { factor } = place.portals.state.accounts["001"];
  place.portals.state.accounts["001"].enrolled = false;
  const page = await openPage(place.session, `${place.portals.url}/001/double-authentification`);
  await type(page, "Mot de passe de votre espace client", place.portals.state.accounts["001"].password);
  await follow(page, "Continuer");
  assert.ok((await allText(page)).replaceAll(" ", "").includes(factor.key));
  const popup = await clickToolbar(place.session, page);
  await scan(popup);
  assert.match(await allText(popup), /Vous avez déjà ce compte/);
});
