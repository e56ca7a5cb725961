// The whole path without a mouse, from the popup through its menu to the pages: add, copy, edit, delete, put back, back up,
// delete again and import.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { makeAccount } from "../portals/lab-cases.mjs";
import { clickToolbar, openPage, waitForDownload } from "./harness.mjs";
import { labels } from "./labels.mjs";
import { codeIsRight, findRow, waitForStatus } from "./popup.mjs";
import { find, focused, press, readField, tabTo } from "./screen.mjs";
import { setUp } from "./setup.mjs";
import { waitRead } from "./transfer.mjs";

/** The words of the pages, written out: a changed label must fail. */
const pages = {
  fr: {
    deleted: /Supprimé/,
    bin: "Versions et corbeille",
    putBack: "Remettre Piano · alpha",
    back: /De retour dans la liste/,
    backup: "Sauvegarde",
    passphrase: "Phrase secrète de cette sauvegarde",
    backUp: "Sauvegarder un compte",
    made: /^Sauvegarde créée et vérifiée/,
    moving: "Importer une sauvegarde",
    pick: "Choisir des fichiers",
    password: "Mot de passe",
    report: "Rapport",
    importing: "Importer un compte",
    undo: "Annuler l’import",
  },
  en: {
    deleted: /Deleted/,
    bin: "Versions and bin",
    putBack: "Put back Piano · alpha",
    back: /Back in the list/,
    backup: "Backup",
    passphrase: "Passphrase of this backup",
    backUp: "Back up one account",
    made: /^Backup made and checked/,
    moving: "Import backup",
    pick: "Choose files",
    password: "Password",
    report: "Report",
    importing: "Import one account",
    undo: "Undo import",
  },
};

for (const lang of /** @type {const} */ (["fr", "en"])) {
  describe(lang, () => {
    const [words, own] = [labels[lang], pages[lang]];
    const place = setUp({ lang });
    const { issuer, account, secret } = makeAccount({ issuer: "Clavier", account: "alpha" });
    const piano = { ...makeAccount({ issuer: "Piano", account }), secret };
    const openPopup = async () =>
      clickToolbar(place.session, await openPage(place.session, `${place.portals.url}/lab/empty`));

    test("add, copy, edit, delete, restore, back up and import need no mouse", async () => {
      const popup = await openPopup();
      await press(popup, words.edit);
      await press(popup, words.add);
      await press(popup, words.manual);
      await find(popup, { role: "textbox", name: words.issuer });
      assert.equal((await focused(popup))?.name, words.issuer, "the first field has the keyboard");
      await popup.keyboard.type(issuer);
      await popup.keyboard.press("Tab");
      await popup.keyboard.type(secret.base32);
      await press(popup, words.advanced, "DisclosureTriangle");
      await find(popup, { role: "textbox", name: words.account });
      await tabTo(popup, { role: "textbox", name: words.account });
      await popup.keyboard.type(account);
      await popup.keyboard.press("Enter");
      await findRow(popup, issuer, account);

      await tabTo(popup, { role: "button", name: new RegExp(`^${issuer}, ${account}`) });
      await popup.keyboard.press("Enter");
      await waitForStatus(popup, words.copied);

      await press(popup, words.edit);
      await press(popup, new RegExp(`^${words.rename} ${issuer}`));
      await find(popup, { role: "textbox", name: words.issuer });
      await popup.keyboard.down("Control");
      await popup.keyboard.press("KeyA");
      await popup.keyboard.up("Control");
      await popup.keyboard.type("Piano");
      await popup.keyboard.press("Enter");
      await press(popup, new RegExp(`^${words.remove} Piano`));
      await waitForStatus(popup, own.deleted);
      await press(popup, words.done);

      await press(popup, words.menu);
      await find(popup, { role: "button", name: own.bin });
      const opening = place.session.browser.waitForTarget((one) => one.url().endsWith("/popup/pages/restore.html"));
      // The popup closes under the key.
      await press(popup, own.bin).catch(() => {});
      const page = await (await opening).asPage();
      await press(page, own.putBack);
      await waitForStatus(page, own.back);

      await Promise.all([page.waitForNavigation(), press(page, own.backup, "link")]);
      await find(page, { role: "textbox", name: own.passphrase });
      const passphrase = await readField(page, own.passphrase);
      await press(page, own.backUp);
      await find(page, { role: "heading", name: own.made }, 120000);
      const file = await waitForDownload(place.session);

      const again = await openPopup();
      await press(again, words.edit);
      await press(again, new RegExp(`^${words.remove} Piano`));
      await waitForStatus(again, own.deleted);
      await page.bringToFront();
      await Promise.all([page.waitForNavigation(), press(page, own.moving, "link")]);
      const [chooser] = await Promise.all([page.waitForFileChooser(), press(page, own.pick)]);
      await chooser.accept([file]);
      await waitRead(page);
      await find(page, { role: "textbox", name: own.password });
      await tabTo(page, { role: "textbox", name: own.password });
      await page.keyboard.type(passphrase);
      await page.keyboard.press("Enter");
      await find(page, { role: "heading", name: own.report }, 120000);
      await press(page, own.importing);
      await find(page, { role: "button", name: own.undo });
      await page.close();
      assert.ok(await codeIsRight(await openPopup(), piano), "what was imported has its key");
    });
  });
}
