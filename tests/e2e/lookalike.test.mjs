// The right code for this site: learnt at enrolment, first in the list there, and kept from hosts that only look the same.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { labels } from "./labels.mjs";
import { waitUntil } from "./harness.mjs";
import { confirmFound, findRow, readRows, scan, waitForStatus } from "./popup.mjs";
import { allText, click, find, isThere, textOf, textsOf, waitForWords } from "./screen.mjs";
import { setUp } from "./setup.mjs";
import { addByLink, at, openWithPopup, ownHosts, readCodeFields, readInputs, siteWords } from "./site.mjs";

for (const lang of /** @type {const} */ (["fr", "en"])) {
  describe(lang, () => {
    const words = siteWords[lang];
    const place = setUp({ lang, args: ownHosts });
    const open = (/** @type {string} */ host, path = "/fields/fr-simple") =>
      openWithPopup(place.session, at(place.portals.url, host, path));

    test(`the site is learnt from the tab that shows the code, and its account comes first there`, async () => {
      const { page, popup } = await open("clients.rivemont.example", "/lab/png");
      await addByLink(popup, { issuer: "Autre", account: "un" }, labels[lang]);
      await scan(popup, labels[lang]);
      const card = await textOf(popup, { role: "group", name: /./ });
      assert.match(card, words.willBeOffered, "the site is shown before it is kept");
      assert.ok(card.includes("rivemont.example") && !card.includes("clients."), card);
      await confirmFound(popup, labels[lang]);
      const { issuer } = place.portals.state.lab.png.accounts?.[0] ?? { issuer: "" };
      await findRow(popup, issuer);
      await page.close();

      const there = await open("www.rivemont.example");
      await find(there.popup, { role: "heading", name: words.forSite });
      const rows = await readRows(there.popup);
      assert.match(rows.join(" | "), new RegExp(`^${issuer}.*Autre`), "the site's account is the first");
      await click(there.popup, words.fill, { name: new RegExp(`${words.fill.source}.*${issuer}`) });
      await waitUntil(async () => /^\d{6}$/.test(await readCodeFields(there.page)), "the code on its own site");
      await there.page.close();
    });

    for (const [host, shown] of /** @type {const} */ ([
      ["rivemont.test", "rivemont.test"],
      ["rivemont.example.connexion.test", "rivemont.example.connexion.test"],
      ["rivmont.example", "rivmont.example"],
      ["xn--rvemont-rfb.example", "rıvemont.example"],
    ])) {
      test(`on ${host} nothing is filled or copied, and both names are said`, async () => {
        const { page, popup } = await open(host);
        const { issuer } = place.portals.state.lab.png.accounts?.[0] ?? { issuer: "" };
        await click(popup, new RegExp(`${words.fill.source}.*${issuer}`));
        await waitForWords(popup, "alert", words.lookalike);
        const said = (await textsOf(popup, { role: "definition" })).join(" ");
        assert.ok(said.includes(shown) && said.includes("rivemont.example"), said);
        if (host.startsWith("xn--")) assert.ok(said.includes(host), "the coded form is shown too");
        assert.ok(!(await isThere(popup, { role: "button", name: words.alsoHere })), "it cannot be waved through");
        assert.match(await allText(popup), words.whereSites, "where the account's sites are changed is said");
        await click(popup, words.doNotFill);
        assert.deepEqual(await readInputs(page), [""]);

        await (await findRow(popup, issuer)).elementHandle().then((row) => /** @type {any} */ (row).click());
        await waitForWords(popup, "alert", words.lookalike);
        await click(popup, words.doNotCopy);
        await page.close();
      });
    }

    test(`on another site filling asks, naming both; once added, that site is the account's too`, async () => {
      const { page, popup } = await open("ormeval.example");
      const { issuer } = place.portals.state.lab.png.accounts?.[0] ?? { issuer: "" };
      await click(popup, new RegExp(`${words.fill.source}.*${issuer}`));
      await waitForWords(popup, "alert", words.different);
      const said = (await textsOf(popup, { role: "definition" })).join(" ");
      assert.ok(said.includes("ormeval.example") && said.includes("rivemont.example"), said);
      assert.deepEqual(await readInputs(page), [""]);
      await click(popup, words.alsoHere);
      await waitUntil(async () => /^\d{6}$/.test(await readCodeFields(page)), "the code");
      await page.close();
      const again = await open("www.ormeval.example");
      await find(again.popup, { role: "heading", name: words.forSite });
      await again.page.close();
    });

    test(`copying on another site says where the code belongs`, async () => {
      const { page, popup } = await open("nordhafen.example");
      const { issuer } = place.portals.state.lab.png.accounts?.[0] ?? { issuer: "" };
      await (await findRow(popup, issuer)).elementHandle().then((row) => /** @type {any} */ (row).click());
      const said = await waitForStatus(popup, labels[lang].copied);
      assert.ok(said.includes("rivemont.example") && said.includes("nordhafen.example"), said);
      await page.close();
    });
  });
}
