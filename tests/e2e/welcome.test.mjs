// The first-run page, and what an administrator may set instead.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { TEST_ID } from "../../build/manifest.mjs";
import { close, launch, makeFolder, openExtensionPage, root, waitUntil } from "./harness.mjs";
import { mayManage, withPolicies } from "./managed.mjs";
import { click, find, textsOf, waitForWords } from "./screen.mjs";

const done = { fr: /\(fait\)/, en: /\(done\)/ };

for (const lang of /** @type {const} */ (["fr", "en"])) {
  test(`${lang}: installing opens four steps in the words of the guides`, async () => {
    const session = await launch({ lang, welcome: "stays" });
    try {
      const target = await session.browser.waitForTarget((one) => one.url().endsWith("/popup/pages/welcome.html"));
      const page = await target.asPage();
      await find(page, { role: "heading", name: lang === "fr" ? "Tessera est installé" : "Tessera is installed" });
      const steps = await textsOf(page, { role: "listitem" });
      assert.equal(steps.length, 4);
      const wanted = {
        fr: [
          /puzzle/,
          /épingle/,
          /crayon \(Modifier\).*«\s\+\s».*Ajouter un compte/,
          /Saisie manuelle.*Émetteur.*Secret.*Ok/,
        ],
        en: [/puzzle piece/, /pin/, /pencil.*Edit.*“\+”.*Add account/, /Manual entry.*Issuer.*Secret.*Ok/],
      }[lang];
      for (const [place, pattern] of wanted.entries()) assert.match(steps[place], pattern);
      assert.doesNotMatch(steps.join(" "), done[lang], "the icon is not pinned, and nothing is ticked");
      await click(page, lang === "fr" ? "Reprendre vos comptes" : "Bring your accounts along");
      await find(page, { role: "heading", name: lang === "fr" ? "Importer une sauvegarde" : "Import backup" });
    } finally {
      await close(session);
    }
  });

  test(`${lang}: whose icon is pinned already sees that two steps are done`, async () => {
    const profile = await makeFolder("profile");
    await mkdir(join(profile, "Default"));
    // Where the browser keeps what a person has pinned.
    const pinned = JSON.stringify({ extensions: { pinned_extensions: [TEST_ID] } });
    await writeFile(join(profile, "Default/Preferences"), pinned);
    const extension = join(root, "dist/test-chrome");
    const session = await launch({ lang, profile, extension, welcome: "stays" });
    try {
      assert.equal(session.id, TEST_ID);
      const target = await session.browser.waitForTarget((one) => one.url().endsWith("/popup/pages/welcome.html"));
      const page = await target.asPage();
      await waitForWords(page, "paragraph", lang === "fr" ? /L’icône est épinglée/ : /The icon is pinned/);
      const steps = await textsOf(page, { role: "listitem" });
      assert.deepEqual(
        steps.map((step) => done[lang].test(step)),
        [true, true, false, false],
      );
    } finally {
      await close(session);
    }
  });
}

test("what an administrator sets is followed, and said", { skip: !mayManage() }, () => {
  const policies = { disableInstallHelp: true, enforceAutolock: 5, feedbackURL: "https://help.example" };
  return withPolicies({ lang: "fr", welcome: false, policies }, async (session) => {
    // The browser reads the policies of an extension that is new some seconds after it has started it.
    const page = await openExtensionPage(session, "popup/pages/settings.html");
    await find(page, { role: "heading", name: "Réglages fixés par votre organisation" }, 60000);
    const isWelcome = (/** @type {import("puppeteer-core").Target} */ one) => one.url().endsWith("/welcome.html");
    await waitUntil(() => !session.browser.targets().some(isWelcome), "the first-run page to be gone");
    const said = (await textsOf(page, { role: "listitem" })).join("\n");
    assert.match(said, /5 minutes/);
    assert.match(said, /La page des premiers pas ne s’ouvre pas/);
  });
});
