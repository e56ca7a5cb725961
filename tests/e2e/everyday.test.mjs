// A day with the product, told in French and in English alike: finding, ordering, deleting, backing up, keeping recovery
// codes, locking, and the ways in beside the icon.
import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { describe, test } from "node:test";
import { readBackup } from "../format/reader.mjs";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { urlOf } from "../portals/qr.mjs";
import { clickToolbar, closePopup, openExtensionPage, openPage, waitForDownload, waitUntil } from "./harness.mjs";
import { labels } from "./labels.mjs";
import { confirmWith, unlockBy, words as locking } from "./lock.mjs";
import {
  bringPicture,
  codeIsRight,
  confirmFound,
  findRow,
  foundCards,
  paste,
  waitForStatus,
  waitRowGone,
} from "./popup.mjs";
import {
  allText,
  choose,
  click,
  find,
  findAll,
  handleOf,
  isThere,
  readField,
  tabTo,
  type,
  waitForWords,
} from "./screen.mjs";
import { setUp } from "./setup.mjs";
import { addByLink, openWithPopup, readCodeFields, readInputs, siteWords } from "./site.mjs";
import { readLocal } from "./storage.mjs";
import { chooseFromMenu, readBadge, sendEvent } from "./worker.mjs";

/** @import { Page } from "puppeteer-core" */

/** The words of this story, written out: a changed label must fail. */
const told = {
  fr: {
    save: "Enregistrer",
    saved: /Enregistré/,
    putBack: "Remettre Zèbre Télécom · alpha",
    back: /De retour dans la liste/,
    inBin: /Effacé dans 30\sjours/,
    neverBackedUp: "Pas encore sauvegardé",
    backUp: "Sauvegarder 3 comptes",
    damaged: /endommagé/,
    noBackup: /Pas encore de sauvegarde/,
    made: /^Sauvegarde créée et vérifiée/,
    age: /^Sauvegarde.*aujourd’hui$/,
    changed: /^Pas sauvegardé depuis \d/,
    badge: "Pastille sur l’icône",
    noBadge: "Aucune",
    backupBadge: "Modifications non sauvegardées",
    shortcuts: "Ouvrir cette page",
    codesFor: "Garder des codes de secours",
    added: /10 codes ajoutés/,
    left: /Il en reste 9/,
    used: "Utilisé",
    withCodes: "Inclure les codes de secours",
    passphrase: "Phrase secrète de cette sauvegarde",
    sheet: "Fiche de secours",
    print: "Imprimer",
    show: /afficher le code/,
    order: "Ordre",
    byName: "De A à Z",
    own: "Mon ordre",
  },
  en: {
    save: "Save",
    saved: /Saved/,
    putBack: "Put back Zèbre Télécom · alpha",
    back: /Back in the list/,
    inBin: /Erased in 30\sdays/,
    neverBackedUp: "Not backed up yet",
    backUp: "Back up 3 accounts",
    damaged: /damaged/,
    noBackup: /No backup yet/,
    made: /^Backup made and checked/,
    age: /^Backup: today$/,
    changed: /^Not backed up since \d/,
    badge: "Badge on the icon",
    noBadge: "None",
    backupBadge: "Changes that are not backed up",
    shortcuts: "Open that page",
    codesFor: "Keep recovery codes",
    added: /10 codes added/,
    left: /9 left/,
    used: "Used",
    withCodes: "Include the recovery codes",
    passphrase: "Passphrase of this backup",
    sheet: "Emergency sheet",
    print: "Print",
    show: /show the code/,
    order: "Order",
    byName: "A to Z",
    own: "My own order",
  },
};

const accounts = [
  makeAccount({ issuer: "Zèbre Télécom", account: "alpha" }),
  makeAccount({ issuer: "GitHub", account: "livia@example.org" }),
  makeAccount({ issuer: "Nordhafen", account: "jan" }),
];
const recoveryCodes = Array.from({ length: 10 }, (_, index) => `${48210 + index * 37}-${93701 - index * 113}`);
const secretPhrase = "sept cigognes volent sur lausanne la nuit";

for (const lang of /** @type {const} */ (["fr", "en"])) {
  describe(lang, () => {
    const [words, own, sites, locks] = [labels[lang], told[lang], siteWords[lang], locking[lang]];
    const place = setUp({ lang });
    const openTab = (path = "/lab/empty") => openPage(place.session, `${place.portals.url}${path}`);
    const openPopup = async () => (await place.openLab("empty")).popup;
    const openedPage = async (/** @type {string} */ ending) =>
      (await place.session.browser.waitForTarget((one) => one.url().endsWith(ending))).asPage();
    const names = async (/** @type {Page} */ popup) => {
      const rows = await findAll(popup, { role: "button", name: new RegExp(`^${words.detailsOf} `) });
      return rows.map(({ name = "" }) => name.slice(words.detailsOf.length + 1).split(",")[0]);
    };
    const waitForNames = (/** @type {Page} */ popup, /** @type {string[]} */ wanted) =>
      waitUntil(async () => (await names(popup)).join("|") === wanted.join("|"), `only ${wanted.join(", ")}`);
    const openDetails = async (/** @type {Page} */ popup, /** @type {string} */ issuer) => {
      await click(popup, new RegExp(`^${words.detailsOf} ${issuer}`));
      await find(popup, { role: "textbox", name: words.note });
    };

    test("search finds by tag and by note, whatever the accents; a known issuer has its icon, others their letter", async () => {
      const adding = await openPopup();
      await paste(adding, accounts.map(uriOf).join("\n"), words);
      await confirmFound(adding, words);
      const popup = await openPopup();
      await openDetails(popup, "Nordhafen");
      await type(popup, words.tags, "Santé, Été");
      await type(popup, words.note, "Guichet de l’Hôpital, 3ᵉ étage");
      await click(popup, own.save);
      await waitForStatus(popup, own.saved);
      await click(popup, words.back);
      await findRow(popup, "GitHub");
      for (const query of ["SANTE", "ete", "hopital etage", "Hôpital"]) {
        await type(popup, words.search, query);
        await waitForNames(popup, ["Nordhafen"]);
      }
      await type(popup, words.search, "zebre telecom");
      await waitForNames(popup, ["Zèbre Télécom"]);
      await popup.keyboard.press("Enter");
      await waitForStatus(popup, words.copied);

      const tiles = await waitUntil(async () => {
        const list = await openPopup();
        await findRow(list, "GitHub");
        return list.waitForFunction(
          () => {
            const rows = [...document.querySelectorAll("li .tile")];
            const icons = rows.filter((tile) => tile instanceof HTMLImageElement && tile.naturalWidth > 0);
            return (
              icons.length === 1 && rows.map((tile) => (tile instanceof HTMLImageElement ? tile.src : tile.textContent))
            );
          },
          { timeout: 10000 },
        );
      }, "the icon");
      const [zebra, github, nordhafen] = /** @type {string[]} */ (await tiles.jsonValue());
      assert.deepEqual([zebra, nordhafen], ["Z", "N"]);
      assert.match(github, /^data:image\/svg\+xml,/);
    });

    test("hidden codes, a compact list and the order by name are set and followed", async () => {
      const settings = await openExtensionPage(place.session, "popup/pages/settings.html");
      const heightOf = async () => {
        const popup = await openPopup();
        const row = await handleOf(await findRow(popup, "GitHub"));
        return { popup, height: (await row.boundingBox())?.height ?? 0 };
      };
      const usual = await heightOf();
      await settings.bringToFront();
      for (const name of [words.masked, words.compact]) await click(settings, name, { role: "switch" });
      await choose(settings, own.order, own.byName);
      const { popup, height } = await heightOf();
      assert.ok(height > 24 && height <= usual.height * 0.75, `${height} of ${usual.height} px`);
      await waitForNames(popup, ["GitHub", "Nordhafen", "Zèbre Télécom"]);
      assert.doesNotMatch(await allText(popup), /\d{3}\s?\d{3}/, "no code is in view");
      assert.match((await findRow(popup, "GitHub")).name ?? "", own.show);
      await (await handleOf(await findRow(popup, "GitHub"))).click();
      await waitForStatus(popup, words.copied);
      assert.ok(await codeIsRight(popup, accounts[1]));
      await settings.bringToFront();
      for (const name of [words.masked, words.compact]) await click(settings, name, { role: "switch" });
      await choose(settings, own.order, own.own);
      await settings.close();
    });

    test("moved without dragging, deleted, undone, deleted again and put back from the bin", async () => {
      const popup = await openPopup();
      await click(popup, words.edit);
      await tabTo(popup, { role: "button", name: new RegExp(`^${words.up} Nordhafen`) });
      await popup.keyboard.press("Enter");
      await waitForNames(popup, ["Zèbre Télécom", "Nordhafen", "GitHub"]);
      const remove = new RegExp(`^${words.remove} Zèbre`);
      await click(popup, remove);
      await click(popup, words.undo);
      await waitForNames(popup, ["Zèbre Télécom", "Nordhafen", "GitHub"]);
      await click(popup, remove);
      await waitForNames(popup, ["Nordhafen", "GitHub"]);
      const again = await openPopup();
      await findRow(again, "Nordhafen");
      await waitRowGone(again, "Zèbre");
      const bin = await openExtensionPage(place.session, "popup/pages/restore.html");
      await find(bin, { role: "button", name: own.putBack });
      assert.match(await allText(bin), own.inBin);
      await click(bin, own.putBack);
      await waitForStatus(bin, own.back);
      await bin.close();
      assert.ok(await codeIsRight(await openPopup(), accounts[0]));
    });

    test("a backup counts once it is read back: what cannot be read back does not, and the next click does", async () => {
      const popup = await openPopup();
      await waitUntil(async () => (await readBadge(place.session)) === "!", "the mark");
      // The popup closes under the click.
      await click(popup, own.neverBackedUp).catch(() => {});
      const page = await openedPage("/popup/pages/backup.html");
      await find(page, { role: "button", name: own.backUp });
      await page.evaluate(() => {
        const read = Blob.prototype.arrayBuffer;
        Blob.prototype.arrayBuffer = async function () {
          Blob.prototype.arrayBuffer = read;
          const bytes = await read.call(this);
          new Uint8Array(bytes)[bytes.byteLength - 1] ^= 1;
          return bytes;
        };
      });
      await click(page, own.backUp);
      await waitForWords(page, "status", own.damaged, 120000);
      assert.match(await allText(page), own.noBackup);
      assert.equal((await readLocal(place.session))["last-backup"], undefined);
      assert.equal(await readBadge(place.session), "!");
      await rm(await waitForDownload(place.session));

      await click(page, own.backUp);
      await find(page, { role: "heading", name: own.made }, 120000);
      await rm(await waitForDownload(place.session));
      await page.close();
      await waitUntil(async () => (await readBadge(place.session)) === "", "the mark to go");
      const after = await openPopup();
      await find(after, { role: "button", name: own.age });
    });

    test("the badge is as the person wants it, and the browser's page of shortcuts opens", async () => {
      const popup = await openPopup();
      await openDetails(popup, "GitHub");
      await type(popup, words.note, "une note");
      await click(popup, own.save);
      await waitForStatus(popup, own.saved);
      await click(popup, words.back);
      await find(popup, { role: "button", name: own.changed });
      await waitUntil(async () => (await readBadge(place.session)) === "!", "the mark");
      const settings = await openExtensionPage(place.session, "popup/pages/settings.html");
      await choose(settings, own.badge, own.noBadge);
      await waitUntil(async () => (await readBadge(place.session)) === "", "no mark");
      await choose(settings, own.badge, own.backupBadge);
      await waitUntil(async () => (await readBadge(place.session)) === "!", "the mark again");
      const opening = place.session.browser.waitForTarget((one) =>
        one.url().startsWith("chrome://extensions/shortcuts"),
      );
      await click(settings, own.shortcuts);
      await (await (await opening).asPage()).close();
      await settings.close();
    });

    test("codes selected on a page are kept through the menu, ticked and counted, and are in a backup only if it is said", async () => {
      const page = await openTab("/lab/png");
      await clickToolbar(place.session, page);
      await closePopup(place.session);
      await page.evaluate((codes) => {
        const table = document.createElement("table");
        for (let row = 0; row < 5; row += 1) {
          const line = table.insertRow();
          for (const at of [row * 2, row * 2 + 1]) {
            line.insertCell().textContent = `${at + 1}.`;
            line.insertCell().textContent = codes[at];
          }
        }
        document.body.append(table);
        getSelection()?.selectAllChildren(table);
      }, recoveryCodes);
      await chooseFromMenu(place.session, page, { menuItemId: "keep-codes", selectionText: recoveryCodes.join(" ") });
      const popup = await openedPage("/popup/popup.html");
      await find(popup, { role: "heading", name: own.codesFor });
      await click(popup, /^GitHub, livia@example.org$/);
      await click(popup, words.ok);
      await waitForStatus(popup, own.added);
      await click(popup, `${own.used} ${recoveryCodes[4]}`, { role: "checkbox" });
      await waitForWords(popup, "paragraph", own.left);
      const opening = place.session.browser.waitForTarget((one) => one.url().includes("/pages/sheet.html"));
      // The popup closes under the click.
      await click(popup, own.sheet).catch(() => {});
      const sheet = await (await opening).asPage();
      await find(sheet, { role: "button", name: own.print });
      const printed = (await allText(sheet)).replace(/\s/g, "");
      for (const text of [...recoveryCodes, accounts[1].secret.base32.replace(/=+$/, "")])
        assert.ok(printed.includes(text));
      await sheet.close();

      const backup = await openExtensionPage(place.session, "popup/pages/backup.html");
      for (const isSaid of [false, true]) {
        const box = await find(backup, { role: "checkbox", name: own.withCodes });
        assert.ok(!box.checked, "not unless it is said");
        if (isSaid) await click(backup, own.withCodes, { role: "checkbox" });
        const passphrase = await readField(backup, own.passphrase);
        await click(backup, own.backUp);
        await find(backup, { role: "heading", name: own.made }, 120000);
        const file = await waitForDownload(place.session);
        const read = await readBackup(await readFile(file), { passphrase });
        await rm(file);
        assert.equal(read.length, 3);
        const kept = read.flatMap(({ recovery_codes: codes }) => codes);
        assert.deepEqual(kept, isSaid ? recoveryCodes.map((code, index) => [code, index === 4]) : []);
        await backup.reload();
      }
      await backup.close();
      await page.close();
    });

    test("the shortcut locks: no account, code or recovery code is in view, and what comes meanwhile waits", async () => {
      const security = await openExtensionPage(place.session, "popup/pages/security.html");
      await click(security, locks.protectPassphrase);
      await type(security, locks.newPassphrase, secretPhrase);
      await type(security, locks.again, secretPhrase);
      await click(security, locks.protect);
      await click(security, locks.kept);
      await click(security, locks.finish);
      await find(security, { role: "heading", name: locks.protected });
      await security.close();
      const details = await openPopup();
      await openDetails(details, "GitHub");
      await click(details, lang === "fr" ? "Afficher les codes" : "Show the codes");
      assert.ok(!(await isThere(details, { role: "checkbox" })), "not before it is clear who is there");
      await confirmWith(details, secretPhrase, locks);
      await find(details, { role: "checkbox", name: `${own.used} ${recoveryCodes[0]}` });
      await closePopup(place.session);

      const page = await openTab();
      await clickToolbar(place.session, page);
      await closePopup(place.session);
      await sendEvent(place.session, page, "shortcut", "lock");
      await chooseFromMenu(place.session, page, { menuItemId: "keep-codes", selectionText: recoveryCodes.join(" ") });
      const popup = await openedPage("/popup/popup.html");
      await find(popup, { role: "heading", name: locks.locked });
      const said = await allText(popup);
      for (const text of ["GitHub", "Nordhafen", "48210", "93701"]) assert.ok(!said.includes(text), text);
      assert.ok(!(await isThere(popup, { role: "button", name: words.scan })));
      await unlockBy(popup, locks.passphrase, secretPhrase);
      await find(popup, { role: "heading", name: own.codesFor }, 60000);
      await closePopup(place.session);
      await findRow(await openPopup(), "GitHub");
      await closePopup(place.session);
      await page.close();
    });

    test("other ways in: a link's menu, the scan shortcut, a picture that is pasted or dropped", async () => {
      const page = await openTab("/lab/png");
      await clickToolbar(place.session, page);
      await closePopup(place.session);
      await chooseFromMenu(place.session, page, {
        menuItemId: "add-link",
        linkUrl: uriOf(makeAccount({ issuer: "Lien", account: "un" })),
      });
      const adding = await openedPage("/popup/popup.html");
      assert.deepEqual(await foundCards(adding), ["Lien, un"]);
      await confirmFound(adding, words);
      await closePopup(place.session);

      await sendEvent(place.session, page, "shortcut", "scan");
      const scanned = await openedPage("/popup/popup.html");
      assert.equal((await foundCards(scanned)).length, 1);
      await closePopup(place.session);

      for (const way of /** @type {const} */ (["paste", "drop"])) {
        const account = makeAccount({ issuer: "Image", account: way });
        const popup = await openPopup();
        await findRow(popup, "GitHub");
        await bringPicture(popup, way, await urlOf(uriOf(account)));
        assert.deepEqual(await foundCards(popup), [`Image, ${way}`]);
        await confirmFound(popup, words);
        assert.ok(await codeIsRight(popup, account));
        await closePopup(place.session);
      }
      await page.close();
    });

    test("fill: by click and by shortcut, and where there is no field it is said", async () => {
      const { page, popup } = await openWithPopup(place.session, `${place.portals.url}/fields/en-segmented`);
      await addByLink(popup, { issuer: "Rivemont", account: "claire" }, words);
      const fillIt = new RegExp(`${sites.fill.source}.*Rivemont`);
      await click(popup, fillIt);
      await waitForWords(popup, "status", sites.filled);
      await waitUntil(async () => /^\d{6}$/.test(await readCodeFields(page)), "the code in its boxes");
      await click(popup, sites.remember);
      await find(popup, { role: "heading", name: sites.forSite });
      await closePopup(place.session);
      await page.reload();
      await sendEvent(place.session, page, "shortcut", "fill");
      await waitUntil(async () => /^\d{6}$/.test(await readCodeFields(page)), "the code in its boxes again");
      await page.goto(`${place.portals.url}/fields/de-promo`, { waitUntil: "load" });
      const none = await clickToolbar(place.session, page);
      await click(none, sites.fill);
      await waitForWords(none, "status", sites.noField);
      assert.deepEqual(await readInputs(page), ["", ""]);
      await page.close();
    });
  });
}
