// What an administrator sets for Firefox, where Firefox reads it: a file of the person's home, which is here one of our own.
import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { makeFolder, openExtensionPage, root } from "../harness.mjs";
import { fr, keepRecoveryCode, openPopup, openSecurity, typePassphrase } from "../lock.mjs";
import { labels } from "../labels.mjs";
import { findRow } from "../popup.mjs";
import { allText, click, find, handleOf, isThere, textsOf, waitForWords, waitGone } from "../screen.mjs";
import { setUp } from "../setup.mjs";
import { addByLink } from "../site.mjs";

const policies = {
  disableInstallHelp: true,
  enforcePassword: true,
  enforceAutolock: 10,
  passwordPolicy: "\\d",
  passwordPolicyHint: "Avec un chiffre.",
  disableExport: true,
  storageArea: "local",
  feedbackURL: "https://aide.example/tessera",
};
const home = await makeFolder("home");
const { gecko } = JSON.parse(await readFile(join(root, "manifest.json"), "utf8")).browser_specific_settings;
const storage = join(home, ".mozilla/managed-storage");
await mkdir(storage, { recursive: true });
const file = { name: gecko.id, description: "policies", type: "storage", data: policies };
await writeFile(join(storage, `${gecko.id}.json`), JSON.stringify(file));
const ownHome = process.env.HOME;
process.env.HOME = home;
after(() => rm(home, { recursive: true, force: true }));

const place = setUp({ lang: "fr" });

test("each policy is followed, and said", async () => {
  process.env.HOME = ownHome;
  const popup = await openPopup(place.session);
  await waitForWords(popup, "alert", /Votre organisation demande une phrase secrète/);
  assert.ok(!(await isThere(popup, { role: "button", name: labels.fr.add })), "nothing is added until then");

  const settings = await openExtensionPage(place.session, "popup/pages/settings.html");
  await find(settings, { role: "heading", name: "Réglages fixés par votre organisation" });
  const said = (await textsOf(settings, { role: "listitem" })).join("\n");
  for (const words of [
    /protégés par une phrase secrète ou une clé d’accès/,
    /Votre organisation demande ceci\s: Avec un chiffre\./,
    /au plus tard après 10 minutes/,
    /restent sur cet appareil/,
    /Les exports vers d’autres applications sont désactivés/,
    /La page des premiers pas ne s’ouvre pas/,
  ])
    assert.match(said, words);
  await find(settings, { role: "link", name: "Aide de votre organisation" });
  await settings.close();

  const security = await openSecurity(place.session);
  await click(security, fr.protectPassphrase);
  await typePassphrase(security, "sept cigognes volent sur lausanne");
  await waitForWords(security, "alert", /n’a pas la forme que votre organisation demande/);
  await typePassphrase(security, "sept cigognes volent sur lausanne 4");
  await keepRecoveryCode(security);
  await find(security, { role: "heading", name: fr.protected });
  await waitForWords(security, "main", /Votre organisation permet 10 minutes au plus/);
  await waitGone(security, { role: "heading", name: /demande une phrase secrète/ });
  await security.close();

  const list = await openPopup(place.session);
  await addByLink(list, { issuer: "Un", account: "a" });
  await findRow(list, "Un", "a");
  await click(list, new RegExp(`^${labels.fr.detailsOf} Un`));
  const show = await find(list, { role: "button", name: labels.fr.showKey });
  const isAtRest = (/** @type {Element} */ button) => /** @type {HTMLButtonElement} */ (button).disabled;
  assert.ok(await (await handleOf(show)).evaluate(isAtRest), "no key is shown");
  const backup = await openExtensionPage(place.session, "popup/pages/backup.html");
  await find(backup, { role: "heading", name: "Les exports sont désactivés par votre organisation" });
  assert.match(await allText(backup), /Sauvegarde chiffrée/);
  await backup.close();
});
