// “Fill the code here”: into the field that wants it, on pages as they are made; and into no other.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { codeOf } from "../portals/lab-cases.mjs";
import { fieldPages } from "../portals/fields.mjs";
import { clickToolbar, closePopup, openPage, waitUntil } from "./harness.mjs";
import { labels } from "./labels.mjs";
import { secondsLeft } from "./popup.mjs";
import { click, find, isThere, textsOf, waitForWords } from "./screen.mjs";
import { setUp } from "./setup.mjs";
import { addByLink, openWithPopup, readCodeFields, readInputs, siteWords } from "./site.mjs";
import { sleep } from "./harness.mjs";

for (const lang of /** @type {const} */ (["fr", "en"])) {
  describe(lang, () => {
    const words = siteWords[lang];
    const place = setUp({ lang });
    /** @type {Awaited<ReturnType<typeof addByLink>>} */
    let account;

    test("an account is there, without a site", async () => {
      const { page, popup } = await openWithPopup(place.session, `${place.portals.url}/fields/`);
      account = await addByLink(popup, { issuer: "Champs", account: "essai" }, labels[lang]);
      await page.close();
    });

    test("the pages are as many as were promised", () => {
      const expected = Object.values(fieldPages).map((page) => page.expected);
      assert.ok(expected.filter((outcome) => outcome === "filled").length >= 12);
      assert.ok(expected.filter((outcome) => outcome !== "filled").length >= 10);
    });

    // Which field is filled does not depend on the browser's language: in English the first page of each outcome is enough.
    const isFirst = (/** @type {string} */ name, /** @type {string} */ outcome) =>
      Object.keys(fieldPages).find((other) => fieldPages[other].expected === outcome) === name;
    const pages = Object.entries(fieldPages).filter(([name, { expected }]) => lang === "fr" || isFirst(name, expected));
    for (const [name, { expected }] of pages) {
      test(`${name}: ${expected}`, async () => {
        const page = await openPage(place.session, `${place.portals.url}/fields/${name}`);
        const before = await readInputs(page);
        if (secondsLeft() < 5) await sleep(secondsLeft() * 1000 + 300);
        const popup = await clickToolbar(place.session, page);
        const code = codeOf(account, Date.now() / 1000);
        await click(popup, words.fill);
        if (expected === "filled") {
          await waitUntil(async () => (await readCodeFields(page)) === code, "the code in its field");
        } else {
          await waitForWords(
            popup,
            ["status", "alert"],
            expected === "doubtful" ? words.sent : new RegExp(`${words.noField.source}|${words.sent.source}`),
          );
          assert.deepEqual(await readInputs(page), before, "every field is as it was");
        }
        const address = await page.evaluate(() => location.href);
        assert.equal(address, `${place.portals.url}/fields/${name}`, "nothing was submitted");
        await page.close();
      });
    }

    test("the field under the caret is filled after all if the person says so", async () => {
      const { page, popup } = await openWithPopup(place.session, `${place.portals.url}/fields/fr-sms-focused`);
      await click(popup, words.fill);
      await find(popup, { role: "heading", name: /Code reçu par SMS/ });
      await click(popup, words.doNotFill);
      assert.deepEqual(await readInputs(page), [""]);
      await click(popup, words.fill);
      await click(popup, words.fillField);
      await waitUntil(async () => /^\d{6}$/.test((await readInputs(page)).join("")), "the code in its field");
      await page.close();
    });

    test("what stays in view after filling offers to remember the site, which then comes first", async () => {
      const { page, popup } = await openWithPopup(place.session, `${place.portals.url}/fields/fr-simple`);
      assert.ok(!(await isThere(popup, { role: "heading", name: words.forSite })));
      await click(popup, words.fill);
      await waitForWords(popup, "status", words.filled);
      await click(popup, words.remember);
      await find(popup, { role: "heading", name: words.forSite });
      assert.match((await textsOf(popup, { role: "heading", name: words.forSite })).join(), /127\.0\.0\.1/);
      await closePopup(place.session);
      await page.reload();
      await clickToolbar(place.session, page).then((again) => click(again, words.fill));
      await waitUntil(async () => /^\d{6}$/.test(await readCodeFields(page)), "the code in its field");
      await page.close();
    });
  });
}
