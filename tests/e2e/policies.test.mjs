// Each policy of an administrator, set as one does: followed, and said where it stops the person.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closePopup, openExtensionPage, sleep, waitUntil } from "./harness.mjs";
import {
  confirmWith,
  fr,
  keepRecoveryCode,
  lock,
  openPopup,
  openSecurity,
  protect,
  typePassphrase,
  unlockBy,
  words,
} from "./lock.mjs";
import { labels } from "./labels.mjs";
import { mayManage, withPolicies } from "./managed.mjs";
import { findRow } from "./popup.mjs";
import {
  allText,
  choose,
  click,
  find,
  focused,
  isThere,
  readField,
  textOf,
  textsOf,
  type,
  waitForWords,
  waitGone,
} from "./screen.mjs";
import { addByLink } from "./site.mjs";
import { readLocal } from "./storage.mjs";
import { readBadge } from "./worker.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { ManagedSession } from "./managed.mjs" */

const skip = !mayManage();
const passphrase = "Sept-cigognes-volent-sur-Lausanne-4";
const otherAsked = "Votre organisation demande une autre phrase secrète";
const asked = /Votre organisation demande une phrase secrète/;
const page = (/** @type {ManagedSession} */ session, /** @type {string} */ name) =>
  openExtensionPage(session, `popup/pages/${name}.html`);

/** That a button is at rest, and why. @param {Page} on @param {string} name @param {RegExp} why */
const isClosed = async (on, name, why) => {
  const button = await find(on, { role: "button", name });
  assert.ok(button.disabled, `“${name}” is at rest`);
  assert.match(button.description ?? "", why);
};

test("a passphrase is asked for: codes wait for it, nothing is lost, and it cannot be removed again", { skip }, () =>
  withPolicies({ lang: "fr" }, async (session) => {
    await addByLink(await openPopup(session), { issuer: "Avant", account: "a" });
    await session.setPolicies({ enforcePassword: true });

    const popup = await openPopup(session);
    assert.match(await waitForWords(popup, "alert", asked), /Votre compte est conservé/);
    assert.doesNotMatch(await allText(popup), /\d{3}\s?\d{3}/, "no code is shown");
    for (const name of [labels.fr.add, labels.fr.scan, labels.fr.edit])
      assert.ok(!(await isThere(popup, { role: "button", name })), `“${name}” is not offered`);
    await popup.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", "otpauth://totp/Collé:b?secret=JBSWY3DPEHPK3PXP&issuer=Collé");
      window.dispatchEvent(new ClipboardEvent("paste", { clipboardData }));
    });
    assert.ok(!(await isThere(popup, { role: "button", name: labels.fr.keep })), "what is pasted is not taken in");

    for (const name of ["import", "backup", "scan", "camera", "sheet"]) {
      const closed = await page(session, name);
      await waitForWords(closed, "alert", asked);
      const main = await textOf(closed, { role: "main" });
      assert.ok(main.trim().endsWith("Choisir une phrase secrète"), `${name} shows nothing else: ${main}`);
      await closed.close();
    }
    for (const [name, own] of /** @type {const} */ ([
      ["settings", "Apparence"],
      ["restore", "Corbeille"],
      ["help", "À propos de Tessera"],
    ])) {
      const open = await page(session, name);
      await waitForWords(open, "alert", asked);
      await find(open, { role: "heading", name: own });
      await open.close();
    }

    const again = await openPopup(session);
    const opening = session.browser.waitForTarget((one) => one.url().includes("/security.html"));
    await click(again, "Choisir une phrase secrète").catch(() => {});
    const security = await (await opening).asPage();
    await typePassphrase(security, passphrase);
    await keepRecoveryCode(security);
    await find(security, { role: "heading", name: fr.protected });
    await waitGone(security, { role: "heading", name: asked });
    await findRow(await openPopup(session), "Avant", "a");
    await closePopup(session);

    await isClosed(security, fr.unprotect, /la protection ne peut donc pas être retirée/);
    await isClosed(security, "Retirer\u00a0: Phrase secrète", /la dernière ne peut donc pas être retirée/);
    const recovery = await find(security, { role: "button", name: "Retirer\u00a0: Code de récupération" });
    assert.ok(!recovery.disabled, "the recovery code may go: the passphrase stays");
    await session.setPolicies({});
    await waitUntil(
      async () => !(await find(security, { role: "button", name: fr.unprotect })).disabled,
      "the protection to be removable",
    );
  }),
);

test("a passphrase must match, a suggestion does, and what is wanted is said", { skip }, () =>
  withPolicies({ lang: "fr" }, async (session) => {
    const policies = {
      passwordPolicy: "^(?=.*\\d)(?=.*[A-Z])\\S{12,}$",
      passwordPolicyHint: "Douze caractères, dont un chiffre et une majuscule, sans espace.",
    };
    await session.setPolicies(policies);
    const security = await openSecurity(session);
    await click(security, fr.protectPassphrase);
    await find(security, { role: "textbox", name: fr.newPassphrase });
    assert.match(await textOf(security, { role: "main" }), /Votre organisation demande ceci\s: Douze caractères/);
    const suggestion = await security.$eval(".suggestion-words", (words) => words.textContent ?? "");
    assert.match(suggestion, new RegExp(policies.passwordPolicy));
    const field = await find(security, { role: "textbox", name: fr.newPassphrase });
    assert.match(field.description ?? "", /Douze caractères/);
    await typePassphrase(security, "sept cigognes volent sur lausanne");
    await waitForWords(security, "alert", /n’a pas la forme que votre organisation demande/);
    await typePassphrase(security, passphrase);
    await keepRecoveryCode(security);
    await addByLink(await openPopup(session), { issuer: "Un", account: "a" });
    await closePopup(session);

    const backup = await page(session, "backup");
    assert.match(await readField(backup, "Phrase secrète de cette sauvegarde"), new RegExp(policies.passwordPolicy));
    await type(backup, "Phrase secrète de cette sauvegarde", "sept cigognes volent sur lausanne");
    await click(backup, "Sauvegarder un compte");
    await waitForWords(backup, "status", /n’a pas la forme que votre organisation demande/);
    await backup.close();

    await session.setPolicies({ passwordPolicy: "^.{4,8}$" });
    await security.bringToFront();
    await click(security, fr.change);
    await confirmWith(security, passphrase);
    await find(security, { role: "textbox", name: fr.newPassphrase });
    assert.match(await allText(security), /sans préciser laquelle/);
    assert.equal(await security.$(".suggestion"), null, "nothing is suggested that would be refused");
  }),
);

test("a form that is asked for later: the passphrase still opens, says so, and is changed", { skip }, () =>
  withPolicies({ lang: "fr" }, async (session) => {
    const old = "sept cigognes volent sur lausanne";
    await addByLink(await openPopup(session), { issuer: "Un", account: "a" });
    await closePopup(session);
    await protect(await openSecurity(session), old);
    const hint = "Douze caractères, dont un chiffre et une majuscule.";
    const wanted = { passwordPolicy: "^(?=.*\\d)(?=.*[A-Z]).{12,}$", passwordPolicyHint: hint };
    await session.setPolicies(wanted);
    await findRow(await openPopup(session), "Un", "a");
    await lock(session);

    const unlocked = await openPopup(session);
    await unlockBy(unlocked, fr.passphrase, old);
    await find(unlocked, { role: "heading", name: otherAsked }, 60000);
    const said = await allText(unlocked);
    assert.ok(said.includes(hint) && said.includes("Elle ouvre Tessera jusqu’à ce que vous la changiez"), said);
    assert.equal((await focused(unlocked))?.name, "Changer la phrase secrète", "the next click has the keyboard");
    await click(unlocked, "Plus tard");
    await findRow(unlocked, "Un", "a");
    await findRow(await openPopup(session), "Un", "a");
    await closePopup(session);

    const security = await openSecurity(session);
    await waitForWords(security, "main", /n’a pas la forme que votre organisation demande.*Douze caractères/s);
    assert.match((await find(security, { role: "button", name: fr.change })).description ?? "", /n’a pas la forme/);
    await click(security, fr.lockNow);
    await unlockBy(security, fr.passphrase, old);
    await click(security, "Changer la phrase secrète");
    await confirmWith(security, old);
    await typePassphrase(security, passphrase);
    await waitForWords(security, "status", /Phrase secrète modifiée/, 60000);
    assert.doesNotMatch(await textOf(security, { role: "main" }), /n’a pas la forme/);
    await lock(session);

    const again = await openPopup(session);
    await unlockBy(again, fr.passphrase, passphrase);
    await findRow(again, "Un", "a");
    assert.ok(!(await isThere(again, { role: "heading", name: otherAsked })), "nothing more is asked for");
  }),
);

test("from the popup the way to another passphrase leads to its field, in English", { skip }, () =>
  withPolicies({ lang: "en" }, async (session) => {
    const old = "seven storks fly over lausanne";
    const { protectPassphrase, newPassphrase, again, protect, kept, finish, protected: on, lockNow, locked } = words.en;
    const security = await openSecurity(session);
    await click(security, protectPassphrase);
    await type(security, newPassphrase, old);
    await type(security, again, old);
    await click(security, protect);
    await click(security, kept);
    await click(security, finish);
    await find(security, { role: "heading", name: on });
    await session.setPolicies({ passwordPolicy: "\\d" });
    await security.bringToFront();
    await click(security, lockNow);
    await find(security, { role: "heading", name: locked });
    await security.close();

    const popup = await openPopup(session);
    await unlockBy(popup, words.en.passphrase, old);
    await find(popup, { role: "heading", name: "Your organisation asks for another passphrase" }, 60000);
    await waitForWords(popup, "paragraph", /asks for a certain form and does not say which/);
    const opening = session.browser.waitForTarget((one) => one.url().endsWith("/security.html#change"));
    // The popup closes under the click.
    await click(popup, "Change the passphrase").catch(() => {});
    const page = await (await opening).asPage();
    await confirmWith(page, old, words.en);
    await find(page, { role: "textbox", name: newPassphrase });
  }),
);

test("the vault locks at the latest after what is allowed, and the person’s own choice comes back", { skip }, () =>
  withPolicies({ lang: "fr" }, async (session) => {
    await addByLink(await openPopup(session), { issuer: "Un", account: "a" });
    await closePopup(session);
    const security = await openSecurity(session);
    await protect(security, passphrase);
    await choose(security, "Verrouiller", "À la fermeture du navigateur");
    const left = async () => {
      const stored = await security.evaluate(() => chrome.storage.session.get("session"));
      const { ends } = /** @type {{ ends: number }} */ (stored.session);
      return Math.round((ends - Date.now()) / 60_000);
    };
    await waitUntil(async () => (await left()) > 1000, "the session to last");
    await session.setPolicies({ enforceAutolock: 10 });
    await waitUntil(async () => (await left()) <= 10, "the session that runs to be shortened");
    await waitForWords(security, "main", /Votre organisation permet 10 minutes au plus/);
    const list = await find(security, { role: "combobox", name: "Verrouiller" });
    assert.match(list.description ?? "", /10 minutes au plus/);
    const options = await textsOf(security, { role: "option", inside: { role: "combobox", name: "Verrouiller" } });
    assert.equal(options.length, 3, options.join());
    assert.ok(await isThere(security, { role: "option", name: /^10 minutes/ }));
    assert.equal(await readField(security, "Verrouiller"), "10 minutes après la dernière utilisation");

    // Another rule is changed meanwhile, which must not make the cap the person's choice.
    await click(security, /^Aussi quand l’écran/);
    await session.setPolicies({});
    await waitUntil(
      async () => (await readField(security, "Verrouiller")) === "À la fermeture du navigateur",
      "the person’s choice",
    );
  }),
);

test("no exports: no key leaves in clear, by whatever way, and the encrypted backup stays", { skip }, () =>
  withPolicies({ lang: "fr" }, async (session) => {
    await addByLink(await openPopup(session), { issuer: "Un", account: "a" });
    await closePopup(session);
    const [id] = await idsOf(session);
    await session.setPolicies({ disableExport: true });

    const backup = await page(session, "backup");
    await find(backup, { role: "heading", name: "Les exports sont désactivés par votre organisation" });
    await find(backup, { role: "button", name: "Sauvegarder un compte" });
    for (const name of ["Exporter vers une autre application", "Codes à l’écran et sur papier"])
      assert.ok(!(await isThere(backup, { role: "heading", name })), name);
    await backup.close();

    const popup = await openPopup(session);
    await click(popup, new RegExp(`^${labels.fr.detailsOf} Un`));
    await isClosed(popup, labels.fr.showKey, /ne permet pas d’afficher ni d’imprimer les clés/);
    await isClosed(popup, "Fiche de secours", /ne permet pas d’afficher ni d’imprimer les clés/);
    await closePopup(session);

    const sheet = await openExtensionPage(session, `popup/pages/sheet.html#${id}`);
    await find(sheet, { role: "heading", name: "Les exports sont désactivés par votre organisation" });
    assert.ok(!(await isThere(sheet, { role: "image", name: labels.fr.qr })));
    await sheet.close();
  }),
);

test("no backups: the page says so by any way to it, and nothing reminds of them", { skip }, () =>
  withPolicies({ lang: "fr" }, async (session) => {
    const first = await openPopup(session);
    await addByLink(first, { issuer: "Un", account: "a" });
    await find(first, { role: "button", name: "Pas encore sauvegardé" });
    await waitUntil(async () => (await readBadge(session)) === "!", "the mark");
    await session.setPolicies({ disableBackup: true });
    await waitUntil(async () => (await readBadge(session)) === "", "the mark to go");

    const popup = await openPopup(session);
    await findRow(popup, "Un", "a");
    assert.ok(!(await isThere(popup, { role: "button", name: /sauvegard/i })), "nothing reminds");
    await closePopup(session);
    const backup = await page(session, "backup");
    await find(backup, { role: "heading", name: "Les sauvegardes sont désactivées par votre organisation" });
    assert.match(await textOf(backup, { role: "main" }), /Vos comptes restent dans ce navigateur/);
    assert.ok(!(await isThere(backup, { role: "button", name: /^Sauvegarder|^Exporter|^Afficher/ })));
    await backup.close();
    const settings = await page(session, "settings");
    const badge = await find(settings, { role: "combobox", name: "Pastille sur l’icône" });
    assert.ok(badge.disabled);
    assert.match(badge.description ?? "", /il n’y a donc rien à rappeler/);
    await settings.close();
  }),
);

test("accounts on this device alone: nothing is written to the sync area or taken from it", { skip }, () =>
  withPolicies({ lang: "fr" }, async (session) => {
    const security = await openSecurity(session);
    await protect(security, passphrase);
    await waitForWords(security, "main", /Tout est synchronisé/);
    const area = () => security.evaluate(() => chrome.storage.sync.get(null));
    await session.setPolicies({ storageArea: "local" });
    await waitForWords(security, "main", /Votre organisation a désactivé la synchronisation/);
    assert.ok((await find(security, { role: "button", name: "Synchroniser maintenant" })).disabled);
    await waitUntil(
      async () => /** @type {any} */ ((await readLocal(session))["sync-status"])?.problem === "local",
      "the exchange to have heard of it",
    );
    const before = await area();
    assert.ok(Object.keys(before).length > 0);
    await addByLink(await openPopup(session), { issuer: "Ici", account: "a" });
    await closePopup(session);
    // Longer than edits wait to be exchanged together.
    await sleep(2000);
    assert.deepEqual(await area(), before, "what lies there stays, and nothing is added");

    await session.setPolicies({});
    await waitForWords(security, "main", /Tout est synchronisé/);
    await waitUntil(async () => JSON.stringify(await area()) !== JSON.stringify(before), "the account to follow");
  }),
);

test("synchronising is wanted: a new device joins; only who has lost the way in may begin apart", { skip }, () =>
  withPolicies({ lang: "fr", policies: { storageArea: "sync" } }, async (session) => {
    await session.setPolicies({ storageArea: "sync" });
    await addByLink(await openPopup(session), { issuer: "Un", account: "a" });
    await closePopup(session);
    const security = await openSecurity(session);
    await protect(security, passphrase);
    await waitForWords(security, "main", /Votre organisation veut que Tessera synchronise/);
    await waitForWords(security, "main", /Tout est synchronisé/);
    await security.close();
    const bare = await openExtensionPage(session);
    await bare.evaluate(() => Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()]));
    await bare.close();

    const popup = await openPopup(session);
    await find(popup, { role: "heading", name: "Vos comptes sont là" });
    await isClosed(popup, "Commencer sans", /les comptes de tous vos appareils soient réunis/);
    await click(popup, fr.forgotten);
    assert.ok(!(await find(popup, { role: "button", name: "Commencer sans" })).disabled);
    await click(popup, "Réessayer");
    await unlockBy(popup, fr.passphrase, passphrase);
    await findRow(popup, "Un", "a");
    await closePopup(session);
  }),
);

test("the address for questions stands in settings and help; a setting that cannot be followed is told", { skip }, () =>
  withPolicies({ lang: "fr" }, async (session) => {
    await session.setPolicies({ feedbackURL: "https://aide.example/tessera", passwordPolicy: "(" });
    for (const name of ["settings", "help"]) {
      const shown = await page(session, name);
      const link = await find(shown, { role: "link", name: "Aide de votre organisation" });
      const href = await (await link.elementHandle())?.evaluate((element) => element.getAttribute("href"));
      assert.equal(href, "https://aide.example/tessera");
      if (name === "settings") assert.match(await allText(shown), /ne peut pas suivre ces réglages.*passwordPolicy/);
      await shown.close();
    }
  }),
);

/** The ids of the accounts, as the vault gives them. @param {ManagedSession} session */
const idsOf = async (session) => {
  const popup = await openPopup(session);
  await findRow(popup, "Un", "a");
  const ids = await popup.$$eval("li.row", (rows) =>
    rows.map((row) => /** @type {HTMLElement} */ (row).dataset.id ?? ""),
  );
  await closePopup(session);
  return ids;
};
