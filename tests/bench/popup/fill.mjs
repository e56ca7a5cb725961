// What the measurements of the popup begin with: so many accounts in the vault.
import { makeAccount, uriOf } from "../../portals/lab-cases.mjs";
import { openExtensionPage } from "../../e2e/harness.mjs";

/** @param {import("../../e2e/harness.mjs").Session} session @param {number} count */
export async function fillAccounts(session, count) {
  const page = await openExtensionPage(session);
  const links = Array.from({ length: count }, (_, index) =>
    uriOf(makeAccount({ issuer: `Service ${index + 1}`, account: `person${index + 1}@example.org` })),
  );
  await page.evaluate(async (text) => {
    const [{ edit }, { loadCore }] = await Promise.all([
      import(/** @type {string} */ ("/extension/vault-store.js")),
      import(/** @type {string} */ ("/extension/core.js")),
    ]);
    const { Intake } = await loadCore();
    const intake = new Intake();
    intake.add_pasted(text);
    await edit((/** @type {{add(intake: unknown, now: number): unknown}} */ vault, /** @type {number} */ now) =>
      vault.add(intake, now),
    );
  }, links.join("\n"));
  await page.close();
}
