// Unlocking with the right passkey: from the popup, which opens a tab because the browser's dialog would close it, and on the
// unlock page; and showing who one is with it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAccount } from "../portals/lab-cases.mjs";
import { close, closePopup, launch, openExtensionPage, waitUntil } from "./harness.mjs";
import {
  addAuthenticator,
  confirmWith,
  fr,
  installAuthenticator,
  keepRecoveryCode,
  lock,
  openPopup,
  openSecurity,
  popupAfterUnlock,
  protect,
  unlockBy,
} from "./lock.mjs";
import { addByHand, codeIsRight } from "./popup.mjs";
import { allText, click, find, isThere, type, waitForWords } from "./screen.mjs";

/** @import { Session } from "./harness.mjs" */

const account = makeAccount({ issuer: "Fidalpin", account: "client" });
const passphrase = "dix tortues calmes lisent au soleil";

/** @param {(session: Session) => Promise<void>} work */
const inBrowser = async (work) => {
  const session = await launch({ lang: "fr" });
  try {
    const popup = await openPopup(session);
    await addByHand(popup, { issuer: account.issuer, account: account.account, secret: account.secret.base32 });
    await closePopup(session);
    await work(session);
  } finally {
    await close(session);
  }
  assert.deepEqual(session.complaints, [], "the console stays empty");
};

/** @param {Session} session */
const unlockTabs = ({ browser }) =>
  browser.targets().filter((target) => target.url().includes("/popup/pages/unlock.html"));

/** @param {import("puppeteer-core").Page} page */
const isDone = async (page) => /Déverrouillé\. Vous pouvez fermer/.test(await allText(page).catch(() => ""));

test("from the popup: its button opens a tab that asks at once, unlocks, closes itself and leaves the list open", () =>
  inBrowser(async (session) => {
    await installAuthenticator(session);
    const page = await openSecurity(session);
    await protect(page, passphrase);
    await click(page, fr.addPasskey);
    await confirmWith(page, passphrase);
    await type(page, fr.passkeyName, "Portable");
    await click(page, fr.makePasskey);
    await waitForWords(page, "status", /Clé d’accès ajoutée/);
    await page.close();

    for (const time of ["first", "second"]) {
      await lock(session);
      const popup = await openPopup(session);
      await find(popup, { role: "heading", name: fr.locked });
      assert.doesNotMatch(await allText(popup), new RegExp(account.issuer));
      await click(popup, fr.usePasskey);
      const opened = session.browser.waitForTarget((target) => target.url().includes("/unlock.html#passkey"));
      // The popup goes with the click.
      await click(popup, fr.askPasskey).catch(() => {});
      await opened;
      await waitUntil(() => unlockTabs(session).length === 0, `the tab to close itself (${time})`, 60000);
      const again = await popupAfterUnlock(session);
      assert.ok(await codeIsRight(again, account), "unlocked without another question");
      await closePopup(session);
    }
  }));

test("a vault with a passkey alone: the popup offers it first, the unlock page opens with it, and it proves who is there", () =>
  inBrowser(async (session) => {
    const page = await openSecurity(session);
    await addAuthenticator(page);
    await click(page, fr.protectPasskey);
    await type(page, fr.passkeyName, "Portable");
    await click(page, fr.makePasskey);
    await keepRecoveryCode(page);
    await find(page, { role: "heading", name: fr.protected });
    await click(page, fr.lockNow);
    await find(page, { role: "heading", name: fr.locked });

    const popup = await openPopup(session);
    await find(popup, { role: "button", name: fr.askPasskey });
    assert.ok(!(await isThere(popup, { role: "textbox", name: fr.passphrase })), "no passphrase is asked for");
    assert.doesNotMatch(await allText(popup), new RegExp(account.issuer));
    await closePopup(session);

    // The virtual authenticator belongs to this tab, whatever page it shows.
    await page.bringToFront();
    await page.goto(`chrome-extension://${session.id}/popup/pages/unlock.html`);
    await click(page, fr.askPasskey);
    await waitUntil(async () => page.isClosed() || (await isDone(page)), "the page to be through");
    assert.ok(await codeIsRight(await popupAfterUnlock(session), account));
    await closePopup(session);
  }));

test("renewing the key with a passkey keeps it, and it opens the vault under the new key", () =>
  inBrowser(async (session) => {
    await installAuthenticator(session);
    const page = await openSecurity(session);
    await click(page, fr.protectPasskey);
    await type(page, fr.passkeyName, "Portable");
    await click(page, fr.makePasskey);
    await keepRecoveryCode(page);
    await click(page, fr.renew);
    await click(page, fr.renew, { inside: { role: "region", name: "Moyens de déverrouiller" } });
    await click(page, fr.askPasskey, { inside: { role: "dialog" } });
    await waitForWords(page, "status", /Clé renouvelée/);
    await click(page, fr.lockNow);
    await find(page, { role: "heading", name: fr.locked });
    await page.close();

    const unlock = await openExtensionPage(session, "popup/pages/unlock.html");
    await click(unlock, fr.askPasskey).catch(() => {});
    await waitUntil(async () => unlock.isClosed() || (await isDone(unlock)), "the page to be through");
    assert.ok(await codeIsRight(await popupAfterUnlock(session), account));
    await closePopup(session);
  }));

test("a passkey opens; another authenticator, one without PRF and a removed passkey do not", () =>
  inBrowser(async (session) => {
    const page = await openSecurity(session);
    await protect(page, passphrase);
    const first = await addAuthenticator(page, { hasPrf: false });
    await click(page, fr.addPasskey);
    await confirmWith(page, passphrase);
    await type(page, fr.passkeyName, "Clé de test");
    await click(page, fr.makePasskey);
    await waitForWords(page, "alert", /ne donne aucun secret/);
    await first.client.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: first.authenticatorId });
    const { client, authenticatorId } = await addAuthenticator(page);
    await click(page, fr.makePasskey);
    await waitForWords(page, "status", /Clé d’accès ajoutée/);

    const { credentials } = await client.send("WebAuthn.getCredentials", { authenticatorId });
    assert.equal(credentials.length, 1);
    await click(page, fr.lockNow);
    await find(page, { role: "heading", name: fr.locked });

    await client.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
    const other = await addAuthenticator(page);
    await click(page, fr.usePasskey);
    await click(page, fr.askPasskey);
    await waitForWords(page, "alert", /Aucune clé d’accès n’a répondu/);
    await other.client.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: other.authenticatorId });
    // The same credential id on an authenticator with other secrets.
    const impostor = await addAuthenticator(page);
    await impostor.client.send("WebAuthn.addCredential", {
      authenticatorId: impostor.authenticatorId,
      credential: credentials[0],
    });
    await click(page, fr.askPasskey);
    await waitForWords(page, "alert", /n’ouvre pas le coffre|ne donne aucun secret/);
    await click(page, fr.usePassphrase);
    await unlockBy(page, fr.passphrase, passphrase);
    await find(page, { role: "heading", name: fr.protected });

    await click(page, "Retirer\u00a0: Clé de test");
    await confirmWith(page, passphrase);
    await click(page, "Retirer");
    await waitForWords(page, "status", /Retiré/);
    await click(page, fr.later);
    await click(page, fr.lockNow);
    await find(page, { role: "heading", name: fr.locked });
    assert.ok(!(await isThere(page, { role: "button", name: fr.usePasskey })), "a removed passkey is not asked for");
    await page.close();
  }));
