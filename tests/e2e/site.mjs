// What the tests about sites share: hosts of our own on the portals' port, and the words of the screens.
import { clickToolbar, closePopup, openPage } from "./harness.mjs";
import { findRow, paste, confirmFound } from "./popup.mjs";
import { click, find } from "./screen.mjs";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { Labels } from "./labels.mjs" */
/** @import { LabAccount } from "../portals/lab-cases.mjs" */

/** @typedef {typeof fr} SiteWords */

const fr = {
  fill: /^Remplir le code ici/,
  forSite: /Pour ce site/,
  doNotFill: "Ne pas remplir",
  doNotCopy: "Ne pas copier",
  copyAnyway: "Copier quand même",
  alsoHere: /^L’utiliser aussi sur/,
  lookalike: /Ce site ressemble au vôtre/,
  whereSites: /ouvrez les détails du compte et ajoutez-le dans le champ «\sSite\s»/,
  willBeOffered: /Sera proposé en premier sur/,
  different: /Ce site n’est pas le bon/,
  refused: "Mon code est refusé",
  clockWrong: /L’horloge n’est pas à l’heure/,
  clockRight: /L’horloge est juste/,
  correct: "Corriger l’horloge de Tessera",
  forget: "Reprendre l’heure de cet ordinateur",
  noField: /Aucun champ pour un code/,
  sent: /envoyé par SMS ou par courriel/,
  fillField: "Remplir ce champ",
  remember: /^Retenir/,
  filled: /Code rempli/,
  choose: /Choisissez le compte/,
};

/** @type {SiteWords} */
const en = {
  fill: /^Fill the code here/,
  forSite: /For this site/,
  doNotFill: "Do not fill",
  doNotCopy: "Do not copy",
  copyAnyway: "Copy anyway",
  alsoHere: /^Also use it on/,
  lookalike: /This site only looks like yours/,
  whereSites: /open the account’s details and add it under Site/,
  willBeOffered: /Will be offered first on/,
  different: /This is another site/,
  refused: "My code is refused",
  clockWrong: /The clock is wrong/,
  clockRight: /The clock is right/,
  correct: "Correct Tessera’s clock",
  forget: "Use this computer’s clock again",
  noField: /No field for a code/,
  sent: /sent by SMS or e-mail/,
  fillField: "Fill this field",
  remember: /^Remember/,
  filled: /Code filled in/,
  choose: /Choose the account/,
};

export const siteWords = { fr, en };

/** Every host of the tests is this machine; nothing is asked of a name server. */
export const ownHosts = ["--host-resolver-rules=MAP *.example 127.0.0.1, MAP *.test 127.0.0.1"];

/** The portals under another name. @param {string} url @param {string} host @param {string} path */
export const at = (url, host, path) => `${url.replace("127.0.0.1", host)}${path}`;

/**
 * Adds an account by its link. One that is pasted knows no site.
 * @param {Page} popup
 * @param {Partial<LabAccount>} account
 * @param {Labels} [words]
 */
export const addByLink = async (popup, account, words) => {
  const made = makeAccount(account);
  await paste(popup, uriOf(made), words);
  await confirmFound(popup, words);
  await findRow(popup, made.issuer, made.account);
  return made;
};

/** A page with the popup over it. @param {import("./harness.mjs").Session} session @param {string} url */
export const openWithPopup = async (session, url) => {
  const page = await openPage(session, url);
  return { page, popup: await clickToolbar(session, page) };
};

/**
 * Has the site of a page remembered for the one account that there is, and leaves the page's fields empty again.
 * @param {import("./harness.mjs").Session} session
 * @param {import("puppeteer-core").Page} page
 * @param {import("puppeteer-core").Page} popup opened for it, in French
 */
export const rememberSite = async (session, page, popup) => {
  await click(popup, fr.fill);
  await click(popup, fr.remember);
  await find(popup, { role: "heading", name: fr.forSite });
  await closePopup(session);
  await page.evaluate(() => {
    for (const input of document.querySelectorAll("input")) input.value = "";
  });
};

/** What stands in the fields of a page that are meant for the code, frames and shadow roots included. @param {Page} page */
export const readCodeFields = async (page) => (await readInputs(page, "[data-code]")).join("").replace(/\s/g, "");

/** What stands in all fields of a page, frames of its own origin and shadow roots included. @param {Page} page @param {string} [selector] */
export const readInputs = (page, selector = "input") =>
  page.evaluate((wanted) => {
    /** @type {(Document | ShadowRoot)[]} */
    const roots = [document];
    for (const root of roots) {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) roots.push(element.shadowRoot);
        const inside = element.localName === "iframe" && /** @type {HTMLIFrameElement} */ (element).contentDocument;
        if (inside) roots.push(inside);
      }
    }
    return roots.flatMap((root) =>
      [...root.querySelectorAll(wanted)].map((input) => /** @type {HTMLInputElement} */ (input).value),
    );
  }, selector);
