// Portal of guide 002: an accountant's client portal. It takes the code of the current 30 seconds and no other.
import { html, makePage, takeMessages } from "./html.mjs";
import { isKnown, route, signOut } from "./portal.mjs";
import { drawCanvas } from "./qr.mjs";
import { groupKey, makeSecondFactor } from "./second-factor.mjs";

/** @import { Markup } from "./html.mjs" */
/** @import { Account, Answer, Clock, Portal, Visit } from "./portal.mjs" */

const refusals = {
  malformed: "Le code se compose de 6 chiffres.",
  wrong: "Code non accepté. Il change toutes les 30 secondes : entrez le nouveau code affiché par votre application.",
  used: "Ce code vient de servir. Entrez le nouveau code affiché par votre application.",
  locked: "Trop de tentatives. Réessayez dans deux minutes.",
};

/** @param {Clock} clock @returns {Portal} */
export const makeFidalpin = (clock) => {
  const user = "m.charrier@menuiserie-charrier.example";
  const issuer = "Fidalpin Portail client";
  const factor = makeSecondFactor({
    issuer,
    account: user,
    clock,
    previousSteps: 0,
    nextSteps: 0,
    maxFailures: 6,
    lockSeconds: 120,
  });
  /** @type {Account} */
  const account = { user, password: "Alpage.2048", factor, enrolled: false, backupCodes: [] };
  return { account, answer: (visit) => answer(visit, account) };
};

/** @param {Visit} visit @param {Account} account */
const answer = (visit, account) => {
  const { session } = visit;
  return route(visit, {
    "GET /": () => ({ page: easyAccessPage(visit) }),
    "GET /connexion": () => ({ page: signInPage(visit) }),
    "POST /connexion": () => checkPassword(visit, account),
    "GET /code": () =>
      session.passwordGiven && account.enrolled ? { page: codePage(visit) } : { redirect: "/connexion" },
    "POST /code": () => checkCode(visit, account),
    "GET /sans-application": () => ({ page: noAppPage() }),
    "GET /accueil": () => (session.signedIn ? { page: homePage(visit, account) } : { redirect: "/connexion" }),
    "GET /securite": () => (session.signedIn ? securityPage(visit, account) : { redirect: "/connexion" }),
    "POST /securite": () => activate(visit, account),
    "POST /quitter": () => {
      signOut(session);
      session.notices.push("À bientôt. Votre session est fermée.");
      return { redirect: "/connexion" };
    },
  });
};

/** @param {Visit} visit @param {Account} account @returns {Answer} */
const checkPassword = ({ form, session }, account) => {
  if (!isKnown(account, form)) {
    session.errors.push("Adresse électronique ou mot de passe incorrect.");
    return { redirect: "/connexion" };
  }
  session.passwordGiven = true;
  if (account.enrolled) return { redirect: "/code" };
  session.signedIn = true;
  session.notices.push(`Vous êtes connecté en tant que ${account.user}`);
  return { redirect: "/accueil" };
};

/** @param {Visit} visit @param {Account} account @returns {Answer} */
const checkCode = ({ form, session }, account) => {
  if (!session.passwordGiven) return { redirect: "/connexion" };
  const verdict = account.factor.verify(form.get("code") ?? "");
  if (verdict !== "accepted") {
    session.errors.push(refusals[verdict]);
    return { redirect: "/code" };
  }
  session.signedIn = true;
  session.notices.push(`Vous êtes connecté en tant que ${account.user}`);
  return { redirect: "/accueil" };
};

/** @param {Visit} visit @param {Account} account @returns {Answer} */
const activate = ({ form, session }, account) => {
  if (!session.signedIn || account.enrolled) return { redirect: "/accueil" };
  const verdict = account.factor.verify(form.get("code") ?? "");
  if (verdict !== "accepted") {
    session.errors.push(refusals[verdict]);
    return { redirect: "/securite" };
  }
  account.enrolled = true;
  session.notices.push("L’authentification à deux facteurs est active pour votre portail client.");
  return { redirect: "/accueil" };
};

/** @param {Visit} visit */
const easyAccessPage = ({ session }) =>
  entry(
    "Accès facile",
    html`
    <h1>Accès facile</h1>
    ${takeMessages(session)}
    <p>Le portail client de votre cabinet, sur ordinateur comme sur téléphone.</p>
    <p><a class="button" href="/002/connexion" autofocus>Se connecter</a></p>
    <ul class="reasons"><li>Vos documents au même endroit</li><li>Signature en ligne</li><li>Messages à votre cabinet</li></ul>`,
  );

/** @param {Visit} visit */
const signInPage = ({ session }) =>
  entry(
    "Se connecter",
    html`
    <h1>Se connecter</h1>
    ${takeMessages(session)}
    <form method="post" action="/002/connexion">
      <label for="user">Adresse électronique</label>
      <input id="user" name="user" type="email" autocomplete="username" required autofocus>
      <label for="password">Mot de passe</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required>
      <button>Se connecter</button>
    </form>`,
  );

/** @param {Visit} visit */
const codePage = ({ session }) =>
  entry(
    "Vérifiez votre identité",
    html`
    <h1>Vérifiez votre identité</h1>
    ${takeMessages(session)}
    <p>Ouvrez votre application d’authentification et entrez le code qu’elle donne pour Fidalpin. Il change toutes les 30 secondes.</p>
    <form method="post" action="/002/code">
      <label for="code">Code d’authentification</label>
      <input id="code" class="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" required autofocus>
      <button>Vérifier</button>
    </form>
    <p><a href="/002/sans-application">Pas d’accès à l’application</a></p>`,
  );

const noAppPage = () =>
  entry(
    "Pas d’accès à l’application",
    html`
    <h1>Pas d’accès à l’application</h1>
    <p>Écrivez à votre cabinet : la personne qui suit votre dossier peut lever l’authentification à deux facteurs pour vous.</p>
    <p><a class="button" href="/002/code">Revenir au code</a></p>`,
  );

/** @param {Visit} visit @param {Account} account */
const homePage = ({ session }, account) =>
  inner(
    "Tableau de bord",
    html`
    ${takeMessages(session)}
    <h1>Tableau de bord</h1>
    <div class="columns">
      <section><h2>À faire</h2><ul class="tasks"><li>Signer la lettre de mission</li><li>Déposer le relevé de mars</li></ul></section>
      <section><h2>Sécurité</h2>
        ${
          account.enrolled
            ? html`<p>Authentification à deux facteurs : <b>active</b></p>`
            : html`<p>Votre cabinet vous demande d’activer l’authentification à deux facteurs.</p>
            <p><a class="button" href="/002/securite">Activer</a></p>`
        }</section>
    </div>`,
  );

/** @param {Visit} visit @param {Account} account @returns {Answer} */
const securityPage = (visit, account) => {
  if (account.enrolled) return { redirect: "/accueil" };
  return { page: activationPage(visit, account) };
};

/** @param {Visit} visit @param {Account} account */
const activationPage = ({ session }, { factor }) =>
  inner(
    "Authentification à deux facteurs",
    html`
    ${takeMessages(session)}
    <h1>Authentification à deux facteurs</h1>
    <div class="columns">
      <section><h2>1. Ajoutez le compte</h2>
        <p>Scannez ce code avec votre application d’authentification.</p>
        ${drawCanvas(factor.uri)}
        <details><summary>Entrer la clé à la main</summary><p><code data-fact="key">${groupKey(factor.key)}</code></p></details></section>
      <section><h2>2. Entrez le code</h2>
        <p>Si votre code n’est pas accepté, entrez le nouveau code que l’application affiche.</p>
        <form method="post" action="/002/securite">
          <label for="code">Code d’authentification</label>
          <input id="code" class="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" required>
          <button>Activer</button>
        </form></section>
    </div>`,
  );

/** @param {string} title @param {Markup} content */
const entry = (title, content) =>
  makePage({
    title: `${title} – Fidalpin`,
    style: "002",
    bodyClass: "entry",
    body: html`<div class="art" aria-hidden="true"><span></span><span></span><span></span></div>
    <main><p class="brand">Fidalpin <small>expertise comptable</small></p>${content}</main>`,
  });

/** @param {string} title @param {Markup} content */
const inner = (title, content) =>
  makePage({
    title: `${title} – Fidalpin`,
    style: "002",
    script: "canvas-qr",
    body: html`
    <header><p class="brand">Fidalpin <small>expertise comptable</small></p>
      <nav aria-label="Portail"><a href="/002/accueil">Tableau de bord</a><a href="/002/accueil">Documents</a><a href="/002/accueil">Factures</a></nav>
      <form method="post" action="/002/quitter"><button class="plain">Se déconnecter</button></form></header>
    <main>${content}</main>`,
  });
