// The first-run page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { close, launch } from "./harness.mjs";
import { find, textsOf } from "./screen.mjs";

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
        fr: [/puzzle/, /épingle/, /crayon.*Modifier.*« \+ »|crayon/, /Saisie manuelle.*Émetteur.*Secret.*Ok/],
        en: [/puzzle piece/, /pin/, /pencil.*Edit/, /Manual entry.*Issuer.*Secret.*Ok/],
      }[lang];
      for (const [place, pattern] of wanted.entries()) assert.match(steps[place], pattern);
      await find(page, { role: "link", name: lang === "fr" ? "Reprendre vos comptes" : "Bring your accounts along" });
    } finally {
      await close(session);
    }
  });
}
