// What the reader of each guide does on the portal, by the portal's own labels.
import { openPage } from "./harness.mjs";
import { click, find, textOf, type } from "./screen.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { Session } from "./harness.mjs" */
/** @import { Account } from "../portals/portal.mjs" */

/**
 * Clicks and waits until the next page is there.
 * @param {Page} page
 * @param {string | RegExp} name
 */
export const follow = async (page, name) => {
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), click(page, name)]);
};

/** A fact that the page states, as a key to copy by hand. @param {Page} page @param {string} fact */
export const readFact = async (page, fact) => {
  const place = await page.waitForSelector(`[data-fact="${fact}"]`, { visible: true });
  if (!place) throw new Error(`the page does not state ${fact}`);
  return place.evaluate((element) => element.textContent ?? "");
};

/** What the portal says, good or bad. @param {Page} page */
export const readAnswer = (page) => textOf(page, { role: ["status", "alert"] });

/** Guide 000, points 1 to 4: the letter with the secret. @param {Session} session @param {string} url */
export const openLetter = (session, url) => openPage(session, `${url}/000/courrier`);

/** Guide 000, point 5: identifier and password. @param {Page} page @param {Account} account */
export const signInRivemont = async (page, { user, password }) => {
  await follow(page, "Aller à l’espace client");
  await type(page, "Identifiant de connexion ou code abonné (12 chiffres)", user);
  await type(page, "Mot de passe", password);
  await follow(page, "OK");
};

/** Guide 001: to the page with the QR code. @param {Session} session @param {string} url @param {Account} account */
export const openOrmevalActivation = async (session, url, account) => {
  const page = await openPage(session, `${url}/001/`);
  await signInOrmeval(page, account);
  await follow(page, /^Comptes, factures, paiements Sécurité/);
  await follow(page, /^Double authentification/);
  await type(page, "Mot de passe de votre espace client", account.password);
  await follow(page, "Continuer");
  await find(page, { role: "heading", name: "Scannez ce code QR" });
  return page;
};

/** @param {Page} page @param {Account} account */
export const signInOrmeval = async (page, { user, password }) => {
  await type(page, "Identifiant client", user);
  await type(page, "Mot de passe", password);
  await follow(page, "Se connecter");
};

/** Guide 002: e-mail and password. @param {Page} page @param {Account} account */
export const signInFidalpin = async (page, { user, password }) => {
  await type(page, "Adresse électronique", user);
  await type(page, "Mot de passe", password);
  await follow(page, "Se connecter");
};

/** Guide 003, step 2: the administrator allows the codes. @param {Page} page */
export const allowHelvornePasswords = async (page) => {
  await follow(page, "Gestion des utilisateurs");
  const password = await readFact(page, "administrator");
  await type(page, "Mot de passe connect", password);
  await follow(page, "Continuer");
  await click(page, "Mot de passe unique", { role: "checkbox" });
  await type(page, "Confirmez par votre mot de passe connect", password);
  await follow(page, "Enregistrer");
  await follow(page, "Quitter l’administration");
};

/** Guide 003: user and password. @param {Page} page @param {Account} account */
export const signInHelvorne = async (page, { user, password }) => {
  await type(page, "Utilisateur", user);
  await type(page, "Mot de passe", password);
  await follow(page, "Continuer");
};

/** Guide 004, steps 2 to 4: to the page with Okta Verify's QR code. @param {Session} session @param {string} url @param {Account} account */
export const openBorealCode = async (session, url, { user, password }) => {
  const page = await openPage(session, `${url}/004/`);
  await type(page, "Nom d’utilisateur", user);
  await type(page, "Mot de passe", password);
  await follow(page, "Me connecter");
  await follow(page, "Choisir");
  await follow(page, "Suivant");
  return page;
};
