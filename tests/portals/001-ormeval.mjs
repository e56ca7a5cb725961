// Portal of guide 001: a web host's customer area. Password, QR code and setup key, ten backup codes, deactivation asked twice.
import { randomInt } from "node:crypto";
import { html, makePage, takeMessages } from "./html.mjs";
import { isKnown, route, signOut } from "./portal.mjs";
import { drawPng } from "./qr.mjs";
import { groupKey, makeSecondFactor } from "./second-factor.mjs";

/** @import { Markup } from "./html.mjs" */
/** @import { Account, Answer, Clock, Handler, Portal, Visit } from "./portal.mjs" */

const backupCodeCount = 10;
const billingMail = "facturation@atelier-brunel.example";
const refusals = {
  malformed: "Saisissez les 6 chiffres affichés par votre application.",
  wrong: "Ce code n’est pas valable. Vérifiez l’heure de votre appareil et saisissez le code affiché maintenant.",
  used: "Ce code a déjà été utilisé. Attendez le prochain.",
  locked: "Trop d’essais. Patientez une minute avant de recommencer.",
};

/** @param {Clock} clock @returns {Portal} */
export const makeOrmeval = (clock) => {
  const user = "ORM-482915";
  const factor = makeSecondFactor({ issuer: "Ormeval Hébergement", account: user, clock, lockSeconds: 60 });
  /** @type {Account} */
  const account = { user, password: "tilleul-Bleu-61", factor, enrolled: false, backupCodes: [] };
  return { account, answer: (visit) => answer(visit, account) };
};

/** @param {Visit} visit @param {Account} account */
const answer = (visit, account) => {
  const { session } = visit;
  /** @param {Handler} handler @returns {Handler} */
  const inside = (handler) => () => (session.signedIn ? handler() : { redirect: "/" });
  return route(visit, {
    "GET /": () => (session.signedIn ? { redirect: "/espace" } : { page: signInPage(visit) }),
    "POST /": () => checkPassword(visit, account),
    "GET /code": () => (session.passwordGiven ? { page: codePage(visit) } : { redirect: "/" }),
    "POST /code": () => checkSignInCode(visit, account),
    "GET /espace": inside(() => ({ page: homePage(visit, account) })),
    "GET /comptes": inside(() => ({ page: billingPage(account) })),
    "GET /double-authentification": inside(() => securityPage(visit, account)),
    "POST /mot-de-passe": inside(() => confirmPassword(visit, account)),
    "POST /activer": inside(() => activate(visit, account)),
    "POST /desactiver": inside(() => askDeactivation(visit, account)),
    "POST /desactiver-vraiment": inside(() => deactivate(visit, account)),
    "POST /quitter": () => {
      signOut(session);
      session.notices.push("Vous êtes déconnecté.");
      return { redirect: "/" };
    },
  });
};

/** @param {Visit} visit @param {Account} account @returns {Answer} */
const checkPassword = ({ form, session }, account) => {
  if (!isKnown(account, form)) {
    session.errors.push("Identifiant ou mot de passe inconnu.");
    return { redirect: "/" };
  }
  session.passwordGiven = true;
  if (account.enrolled) return { redirect: "/code" };
  session.signedIn = true;
  return { redirect: "/espace" };
};

/** @param {Visit} visit @param {Account} account @returns {Answer} */
const checkSignInCode = ({ form, session }, account) => {
  if (!session.passwordGiven) return { redirect: "/" };
  const typed = (form.get("code") ?? "").trim();
  if (account.backupCodes.includes(typed)) {
    account.backupCodes = account.backupCodes.filter((code) => code !== typed);
    session.signedIn = true;
    session.notices.push(`Connexion par code de secours : il vous en reste ${account.backupCodes.length}.`);
    return { redirect: "/espace" };
  }
  const verdict = account.factor.verify(typed);
  if (verdict !== "accepted") {
    session.errors.push(refusals[verdict]);
    return { redirect: "/code" };
  }
  session.signedIn = true;
  session.notices.push("Connexion réussie avec la double authentification.");
  return { redirect: "/espace" };
};

/** @param {Visit} visit @param {Account} account @returns {Answer} */
const confirmPassword = ({ form, session }, account) => {
  session.confirmed = form.get("password") === account.password;
  if (!session.confirmed) session.errors.push("Ce n’est pas le mot de passe de votre espace client.");
  return { redirect: "/double-authentification" };
};

/** @param {Visit} visit @param {Account} account @returns {Answer} */
const activate = ({ form, session }, account) => {
  if (!session.confirmed || account.enrolled) return { redirect: "/double-authentification" };
  const verdict = account.factor.verify(form.get("code") ?? "");
  if (verdict !== "accepted") {
    session.errors.push(refusals[verdict]);
    return { redirect: "/double-authentification" };
  }
  account.enrolled = true;
  account.backupCodes = Array.from({ length: backupCodeCount }, makeBackupCode);
  session.notices.push(
    "La double authentification est activée.",
    `Un e-mail de confirmation est parti vers ${billingMail}.`,
  );
  return { redirect: "/double-authentification" };
};

/** @param {Visit} visit @param {Account} account @returns {Answer} */
const askDeactivation = (visit, account) => {
  if (visit.form.get("password") === account.password) return { page: deactivationPage() };
  visit.session.errors.push("Ce n’est pas le mot de passe de votre espace client.");
  return { redirect: "/double-authentification" };
};

/** @param {Visit} visit @param {Account} account @returns {Answer} */
const deactivate = ({ session }, account) => {
  if (!session.confirmed) return { redirect: "/double-authentification" };
  account.enrolled = false;
  account.backupCodes = [];
  account.factor.renew();
  session.notices.push(
    "La double authentification est désactivée.",
    `Un e-mail de confirmation est parti vers ${billingMail}.`,
  );
  return { redirect: "/double-authentification" };
};

/** Eight digits in two groups. */
const makeBackupCode = () => `${randomInt(1000, 10000)}-${randomInt(1000, 10000)}`;

/** @param {Visit} visit */
const signInPage = ({ session }) =>
  makePage({
    title: "Connexion – Ormeval Hébergement",
    style: "001",
    bodyClass: "entry",
    body: html`<main class="box">
      <p class="logo">ormeval<i>hébergement</i></p>
      <h1>Votre espace client</h1>
      ${takeMessages(session)}
      <form method="post" action="/001/">
        <label for="user">Identifiant client</label>
        <input id="user" name="user" autocomplete="username" placeholder="ORM-000000" required autofocus>
        <label for="password">Mot de passe</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required>
        <button>Se connecter</button>
      </form></main>`,
  });

/** @param {Visit} visit */
const codePage = ({ session }) =>
  makePage({
    title: "Deuxième étape – Ormeval Hébergement",
    style: "001",
    bodyClass: "entry",
    body: html`<main class="box">
      <p class="logo">ormeval<i>hébergement</i></p>
      <h1>Deuxième étape</h1>
      ${takeMessages(session)}
      <form method="post" action="/001/code">
        <label for="code">Code à 6 chiffres ou code de secours</label>
        <input id="code" name="code" autocomplete="one-time-code" maxlength="9" required autofocus>
        <button>Vérifier</button>
      </form>
      <p class="hint">Sans votre application, utilisez l’un de vos codes de secours. Chacun ne sert qu’une fois.</p></main>`,
  });

/** @param {Visit} visit @param {Account} account */
const homePage = ({ session }, account) =>
  frame(
    "Tableau de bord",
    html`
    ${takeMessages(session)}
    <h1>Bonjour, Atelier Brunel</h1>
    <div class="tiles">
      <a class="tile" href="/001/espace"><b>Noms de domaine</b><span>3 actifs, 1 à renouveler</span></a>
      <a class="tile" href="/001/espace"><b>Hébergements</b><span>atelier-brunel.example</span></a>
      <a class="tile" href="/001/espace"><b>Messagerie</b><span>12 boîtes sur 25</span></a>
      <a class="tile" href="/001/comptes"><b>Comptes, factures, paiements</b><span>Sécurité : ${account.enrolled ? "renforcée" : "à renforcer"}</span></a>
    </div>`,
  );

/** @param {Account} account */
const billingPage = (account) =>
  frame(
    "Comptes, factures, paiements",
    html`
    <h1>Comptes, factures, paiements</h1>
    <div class="tiles">
      <a class="tile" href="/001/comptes"><b>Coordonnées</b><span>Atelier Brunel, Lyon</span></a>
      <a class="tile" href="/001/comptes"><b>Factures</b><span>Dernière : 47,88 €, payée</span></a>
      <a class="tile" href="/001/double-authentification"><b>Double authentification</b><span>${account.enrolled ? "Activée" : "Désactivée"}</span></a>
    </div>`,
  );

/** @param {Visit} visit @param {Account} account @returns {Promise<Answer>} */
const securityPage = async (visit, account) => {
  if (!visit.session.confirmed) return { page: passwordPage(visit) };
  if (account.enrolled) return { page: enabledPage(visit, account) };
  return { page: activationPage(visit, account, await drawPng(account.factor.uri)) };
};

/** @param {Visit} visit */
const passwordPage = ({ session }) =>
  frame(
    "Double authentification",
    html`
    ${takeMessages(session)}
    <section class="panel narrow">
      <h1>Confirmez votre identité</h1>
      <form method="post" action="/001/mot-de-passe">
        <label for="password">Mot de passe de votre espace client</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
        <button>Continuer</button>
      </form>
    </section>`,
  );

/** @param {Visit} visit @param {Account} account @param {Markup} image */
const activationPage = ({ session }, { factor }, image) =>
  frame(
    "Double authentification",
    html`
    ${takeMessages(session)}
    <h1>Activer la double authentification</h1>
    <ol class="steps">
      <li class="panel"><h2>Préparez votre application</h2>
        <p>Installez une application d’authentification sur votre téléphone ou dans votre navigateur.</p></li>
      <li class="panel"><h2>Scannez ce code QR</h2>
        <div class="enrol">${image}
          <div><p>Gardez aussi la clé de configuration : elle sera demandée si vous changez d’appareil ou réinstallez l’application.</p>
            <p class="keylabel">Clé de configuration</p><p><code data-fact="key">${groupKey(factor.key)}</code></p></div></div></li>
      <li class="panel"><h2>Saisissez le code affiché</h2>
        <form method="post" action="/001/activer" class="line">
          <label for="code">Code à 6 chiffres</label>
          <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" required>
          <button>Activer</button>
        </form></li>
    </ol>`,
  );

/** @param {Visit} visit @param {Account} account */
const enabledPage = ({ session }, { backupCodes }) =>
  frame(
    "Double authentification",
    html`
    ${takeMessages(session)}
    <h1>La double authentification protège votre compte</h1>
    <section class="panel">
      <h2>Vos codes de secours</h2>
      <p>Chacun remplace une fois le code de l’application. Gardez-les hors de cet ordinateur.</p>
      <ul class="backup">${backupCodes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
    </section>
    <section class="panel narrow">
      <h2>Désactiver la double authentification</h2>
      <form method="post" action="/001/desactiver">
        <label for="password">Mot de passe de votre espace client</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required>
        <button class="danger">Désactiver</button>
      </form>
    </section>`,
  );

const deactivationPage = () =>
  frame(
    "Désactiver",
    html`
    <section class="panel narrow">
      <h1>Désactiver, vraiment</h1>
      <p>Votre mot de passe suffira pour entrer dans votre espace client, et vos codes de secours seront effacés.</p>
      <form method="post" action="/001/desactiver-vraiment" class="line">
        <button class="danger" autofocus>Continuer</button> <a href="/001/double-authentification">Annuler</a>
      </form>
    </section>`,
  );

/** @param {string} title @param {Markup} content */
const frame = (title, content) =>
  makePage({
    title: `${title} – Ormeval Hébergement`,
    style: "001",
    body: html`
    <nav class="side" aria-label="Espace client"><p class="logo">ormeval<i>hébergement</i></p>
      <a href="/001/espace">Tableau de bord</a><a href="/001/espace">Domaines</a><a href="/001/espace">Hébergements</a>
      <a href="/001/comptes">Comptes, factures, paiements</a><a href="/001/double-authentification">Sécurité</a>
      <form method="post" action="/001/quitter"><button class="plain">Se déconnecter</button></form></nav>
    <main>${content}</main>`,
  });
