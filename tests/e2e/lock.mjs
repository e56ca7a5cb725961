// What a person does to protect, lock and unlock, by the words on the screen.
import { join } from "node:path";
import { clickToolbar, openExtensionPage, openPage, root, waitUntil } from "./harness.mjs";
import { click, find, isThere, textOf, type, waitForWords } from "./screen.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { Session } from "./harness.mjs" */

/** The words of the Security page and the unlock screen, written out: a changed label must fail. */
export const fr = {
  unprotected: "Vos comptes ne sont pas encore protégés",
  protected: "Vos comptes sont protégés",
  protectPassphrase: /^Protéger par une phrase secrète/,
  protectPasskey: /^Protéger par une clé d’accès/,
  newPassphrase: "Nouvelle phrase secrète",
  again: "Répétez-la",
  protect: "Protéger",
  kept: "Je l’ai imprimé ou noté",
  finish: "Terminer",
  sheet: "Code de récupération Tessera",
  lockNow: "Verrouiller maintenant",
  locked: "Tessera est verrouillé",
  passphrase: "Phrase secrète",
  unlock: "Déverrouiller",
  useRecovery: "Utiliser le code de récupération",
  recovery: "Code de récupération",
  usePasskey: "Utiliser une clé d’accès",
  askPasskey: "Utiliser la clé d’accès",
  usePassphrase: "Utiliser la phrase secrète",
  forgotten: "Phrase secrète oubliée",
  pin: "Code PIN",
  choosePin: "Choisir un code PIN",
  newPin: "Nouveau code PIN",
  againPin: "Répétez le code PIN",
  savePin: "Enregistrer le code PIN",
  confirm: "Confirmer",
  addPasskey: "Ajouter une clé d’accès",
  passkeyName: "Nom",
  makePasskey: "Créer la clé d’accès",
  change: "Modifier\u00a0: Phrase secrète",
  renew: "Renouveler la clé",
  later: "Pas maintenant",
  unprotect: "Retirer la protection",
};

/** The same for the pictures in the other languages; what they do not need is left as it is. @type {Record<"fr" | "en" | "de" | "it", typeof fr>} */
export const words = {
  fr,
  en: {
    ...fr,
    unprotected: "Your accounts are not protected yet",
    protected: "Your accounts are protected",
    protectPassphrase: /^Protect with a passphrase/,
    newPassphrase: "New passphrase",
    again: "Repeat it",
    protect: "Protect",
    kept: "I have printed it or written it down",
    finish: "Finish",
    sheet: "Tessera recovery code",
    lockNow: "Lock now",
    locked: "Tessera is locked",
    passphrase: "Passphrase",
    useRecovery: "Use the recovery code",
    forgotten: "Forgotten passphrase",
    choosePin: "Choose a PIN",
  },
  de: {
    ...fr,
    unprotected: "Ihre Konten sind noch nicht geschützt",
    protected: "Ihre Konten sind geschützt",
    protectPassphrase: /^Mit einer Passphrase schützen/,
    newPassphrase: "Neue Passphrase",
    again: "Wiederholen",
    protect: "Schützen",
    kept: "Ich habe ihn gedruckt oder aufgeschrieben",
    finish: "Abschließen",
    sheet: "Wiederherstellungscode für Tessera",
    lockNow: "Jetzt sperren",
    locked: "Tessera ist gesperrt",
    passphrase: "Passphrase",
    useRecovery: "Wiederherstellungscode verwenden",
    forgotten: "Passphrase vergessen",
    choosePin: "PIN wählen",
  },
  it: {
    ...fr,
    unprotected: "I tuoi account non sono ancora protetti",
    protected: "I tuoi account sono protetti",
    protectPassphrase: /^Proteggi con una passphrase/,
    newPassphrase: "Nuova passphrase",
    again: "Ripetila",
    protect: "Proteggi",
    kept: "L’ho stampato o annotato",
    finish: "Termina",
    sheet: "Codice di recupero di Tessera",
    lockNow: "Blocca ora",
    locked: "Tessera è bloccata",
    passphrase: "Passphrase",
    useRecovery: "Usa il codice di recupero",
    forgotten: "Passphrase dimenticata",
    choosePin: "Scegli un PIN",
  },
};

/** @param {Session} session */
export const openSecurity = (session) => openExtensionPage(session, "popup/pages/security.html");

/**
 * Protects an unprotected vault with a passphrase and keeps the recovery code.
 * @param {Page} page the Security page
 * @param {string} passphrase
 * @returns {Promise<string>} the recovery code
 */
export const protect = async (page, passphrase) => {
  await click(page, fr.protectPassphrase);
  await typePassphrase(page, passphrase);
  const code = await keepRecoveryCode(page);
  await find(page, { role: "heading", name: fr.protected });
  return code;
};

/** @param {Page} page @param {string} passphrase */
export const typePassphrase = async (page, passphrase) => {
  await type(page, fr.newPassphrase, passphrase);
  await type(page, fr.again, passphrase);
  await click(page, fr.protect);
};

/** @param {Page} page @returns {Promise<string>} */
export const keepRecoveryCode = async (page) => {
  // The key of a passphrase takes its time on a busy machine.
  await find(page, { role: "article", name: fr.sheet }, 60000);
  const sheet = await textOf(page, { role: "article", name: fr.sheet });
  const code = sheet.match(/(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}/)?.[0];
  if (!code) throw new Error(`no code on the sheet:\n${sheet}`);
  await click(page, fr.kept);
  await click(page, fr.finish);
  await waitForWords(page, "status", /Code de récupération enregistré/);
  return code;
};

/** Says who is there in the dialog. @param {Page} page @param {string} passphrase @param {typeof fr} [own] */
export const confirmWith = async (page, passphrase, own = fr) => {
  await type(page, own.passphrase, passphrase, { inside: { role: "dialog" } });
  await page.keyboard.press("Enter");
  await waitUntil(async () => !(await isThere(page, { role: "dialog" })), "the dialog to close", 60000);
};

/**
 * Gives a protected vault another passphrase.
 * @param {Page} page the Security page
 * @param {string} old
 * @param {string} passphrase
 */
export const changePassphrase = async (page, old, passphrase) => {
  await click(page, fr.change);
  await confirmWith(page, old);
  await typePassphrase(page, passphrase);
  await waitForWords(page, "status", /Phrase secrète modifiée/, 60000);
};

/** Types into the field of the unlock screen and presses Enter. @param {Page} page @param {string} field @param {string} word */
export const unlockBy = async (page, field, word) => {
  await type(page, field, word);
  await page.keyboard.press("Enter");
};

/** The popup over an empty tab. @param {Session} session */
export const openPopup = async (session) => clickToolbar(session, await openPage(session, "about:blank"));

/** Locks through the Security page. @param {Session} session */
export const lock = async (session) => {
  const page = await openSecurity(session);
  await click(page, fr.lockNow);
  await find(page, { role: "heading", name: fr.locked });
  await page.close();
};

/**
 * A platform authenticator of the kind that laptops have.
 * @param {Page} page
 * @param {{ hasPrf?: boolean }} [options]
 */
export const addAuthenticator = async (page, { hasPrf = true } = {}) => {
  const client = await page.createCDPSession();
  await client.send("WebAuthn.enable");
  const { authenticatorId } = await client.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf,
    },
  });
  return { client, authenticatorId };
};

/**
 * An authenticator with PRF for all tabs of the browser, those that the extension opens by itself too.
 * @param {Session} session
 */
export const installAuthenticator = async ({ browser }) => {
  const id = await browser.installExtension(join(root, "tests/e2e/authenticator"));
  const asked = { expression: "attached.then((refused) => refused + '.')", awaitPromise: true };
  // The worker may be there before what it runs is, and may begin twice.
  const refused = await waitUntil(async () => {
    const target = browser.targets().find((one) => one.type() === "service_worker" && one.url().includes(id));
    const client = await target?.createCDPSession().catch(() => null);
    const answer = await client?.send("Runtime.evaluate", asked).catch(() => null);
    await client?.detach().catch(() => {});
    return answer?.result.value;
  }, "the authenticator to start");
  if (refused !== ".") throw new Error(`no authenticator: ${refused}`);
};

/** The popup that the extension opens by itself once a tab of its own has unlocked. @param {Session} session */
export const popupAfterUnlock = async ({ browser, id }) => {
  const isPopup = (/** @type {import("puppeteer-core").Target} */ target) =>
    target.url() === `chrome-extension://${id}/popup/popup.html`;
  return (await browser.waitForTarget(isPopup)).asPage();
};
