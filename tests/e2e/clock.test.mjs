// “My code is refused”: a portal whose clock is 95 s ahead. The difference is told, corrected, and the next code accepted.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startPortals } from "../portals/server.mjs";
import { clickToolbar, close, closePopup, launch, openExtensionPage, openPage, sleep } from "./harness.mjs";
import { labels } from "./labels.mjs";
import { fillManualForm, openManualForm, readCode } from "./popup.mjs";
import { follow, openLetter, readAnswer, readFact, signInRivemont } from "./portal-walks.mjs";
import { click, find, isThere, textsOf, type, waitForWords } from "./screen.mjs";
import { keepNetworkLog } from "./network-log.mjs";
import { siteWords } from "./site.mjs";

const skew = 95;

for (const lang of /** @type {const} */ (["fr", "en"])) {
  describe(lang, () => {
    const words = siteWords[lang];
    /** @type {Awaited<ReturnType<typeof startPortals>>} */
    let portals;
    /** @type {Awaited<ReturnType<typeof launch>>} */
    let session;
    before(async () => {
      portals = await startPortals({ clockSkewSeconds: skew });
      session = await launch({ lang });
    });
    after(async () => {
      const log = await keepNetworkLog(session);
      await close(session);
      await portals.close();
      assert.deepEqual(session.complaints, []);
      // What the browser does for itself has no page that asks.
      const asked = (await log()).filter(({ initiator }) => initiator !== "not an origin");
      assert.ok(asked.length > 0);
      assert.deepEqual(new Set(asked.map(({ url }) => new URL(url).origin)), new Set([portals.url]));
    });

    test(`a refused code is explained by the clock, and the corrected one is accepted`, async () => {
      const page = await openLetter(session, portals.url);
      const secret = await readFact(page, "key");
      const issuer = "Crédit Rivemont";
      const popup = await clickToolbar(session, page);
      await openManualForm(popup, labels[lang]);
      await fillManualForm(popup, { issuer, secret }, labels[lang]);
      await click(popup, labels[lang].ok);
      const late = await readCode(popup, issuer);

      await signInRivemont(page, portals.state.accounts["000"]);
      await type(page, "Code à 6 chiffres", late);
      await follow(page, "OK");
      assert.match(await readAnswer(page), /Code incorrect/);

      const doctor = await clickToolbar(session, page);
      await click(doctor, words.refused);
      const said = await waitForWords(doctor, "alert", words.clockWrong);
      const [seconds] = /\b(9[4-6])\b/.exec(said) ?? [];
      assert.ok(seconds, `the difference is told in seconds: ${said}`);
      assert.ok(said.includes("127.0.0.1"), "the site is named");
      await click(doctor, words.correct);
      await waitForWords(doctor, "status", /\S/);
      const code = await readCode(doctor, issuer);
      assert.notEqual(code, late);

      await type(page, "Code à 6 chiffres", code);
      await follow(page, "OK");
      assert.equal(await readAnswer(page), "Vous êtes connecté à votre espace client.");
    });

    test(`the settings tell the correction and when it was measured, and take it back with an undo`, async () => {
      const page = await openExtensionPage(session, "popup/pages/settings.html");
      const button = await find(page, { role: "button", name: words.forget });
      const told = { fr: /avance de 9[4-6]\u00a0s sur celle.*mesuré le \d/, en: /9[4-6] s ahead of .*measured on \S/ }[
        lang
      ];
      assert.match(button.description ?? "", told);
      await click(page, words.forget);
      await waitForWords(page, "status", /\S/);
      assert.ok(!(await isThere(page, { role: "button", name: words.forget })), "nothing is corrected any more");
      const places = await page.evaluate(() => {
        const boxOf = (/** @type {string} */ selector) => {
          const { left, right, bottom } = document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
          return { left, right, bottom };
        };
        const [bar, main, navigation] = [".status-bar", "main", "nav"].map(boxOf);
        return { bar, main, navigation, wide: innerWidth, high: innerHeight };
      });
      assert.ok(places.wide >= 1024, "the page is wide");
      assert.ok(places.bar.left >= places.navigation.right, "what is said does not stand under the navigation");
      assert.deepEqual([places.bar.left, places.bar.right], [places.main.left, places.main.right]);
      assert.ok(places.bar.bottom <= places.high, "and is in view");
      await click(page, labels[lang].undo);
      await find(page, { role: "button", name: words.forget });
      await page.close();
    });

    test(`the correction holds when the popup opens anew, is told, and can be taken back`, async () => {
      const page = await openPage(session, `${portals.url}/000/`);
      const popup = await clickToolbar(session, page);
      const corrected = await readCode(popup, "Crédit Rivemont");
      await click(popup, words.refused);
      await waitForWords(popup, "alert", words.clockRight);
      await click(popup, words.forget);
      await waitForWords(popup, "status", /\S/);
      assert.notEqual(await readCode(popup, "Crédit Rivemont"), corrected);
      await click(popup, words.refused);
      await waitForWords(popup, "alert", words.clockWrong);
      assert.ok(!(await isThere(popup, { role: "button", name: words.forget })));
      await closePopup(session);
    });

    test(`comparing the clocks asks that portal and nobody else`, async () => {
      const page = await openPage(session, `${portals.url}/000/`);
      /** @type {string[]} */
      const asked = [];
      const connection = await page.createCDPSession();
      connection.on("Network.requestWillBeSent", ({ request }) => asked.push(new URL(request.url).origin));
      await connection.send("Network.enable");
      const popup = await clickToolbar(session, page);
      await click(popup, words.refused);
      await waitForWords(popup, "alert", words.clockWrong);
      await sleep(300);
      assert.deepEqual(new Set(asked), new Set([portals.url]));
    });

    test(`on a page of the browser it says where to ask`, async () => {
      const page = await openPage(session, "about:blank");
      const popup = await clickToolbar(session, page);
      assert.ok(
        !(await isThere(popup, { role: "button", name: words.refused })),
        "nothing is offered where nothing can be asked",
      );
      await find(popup, { role: "listitem" });
      assert.equal((await textsOf(popup, { role: "listitem" })).length, 1);
    });
  });
}
