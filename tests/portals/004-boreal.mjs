// Portal of guide 004: an insurer behind an Okta sign-in. The QR code is for Okta Verify alone; a key to type waits behind one link.
import { randomBytes } from "node:crypto";
import { html, makePage, takeMessages } from "./html.mjs";
import { isKnown, route, signOut } from "./portal.mjs";
import { drawPng } from "./qr.mjs";
import { groupKey, makeSecondFactor } from "./second-factor.mjs";

/** @import { Markup } from "./html.mjs" */
/** @import { Account, Answer, Clock, Portal, Visit } from "./portal.mjs" */

const refusals = {
  malformed: "Le code doit compter 6 chiffres.",
  wrong: "Votre code ne correspond pas. Réessayez.",
  used: "Chaque code ne sert qu’une fois. Attendez le suivant.",
  locked: "Votre compte est verrouillé pour dix minutes.",
};

/** @typedef {{ token: string }} Invitation */

/** @param {Clock} clock @returns {Portal} */
export const makeBoreal = (clock) => {
  const user = "simon.gagne@boreal.example";
  const factor = makeSecondFactor({ issuer: "boreal.example", account: user, clock, lockSeconds: 600 });
  /** @type {Account} */
  const account = { user, password: "Rivage-Gris-305", factor, enrolled: false, backupCodes: [] };
  const invitation = { token: randomBytes(15).toString("base64url") };
  return { account, answer: (visit) => answer(visit, account, invitation) };
};

/** @param {Visit} visit @param {Account} account @param {Invitation} invitation */
const answer = (visit, account, invitation) => {
  const { session } = visit;
  const known = session.passwordGiven;
  return route(visit, {
    "GET /": () => ({ page: signInPage(visit) }),
    "POST /": () => checkPassword(visit, account),
    "GET /methodes": () => (known ? { page: methodsPage(visit, account) } : { redirect: "/" }),
    "GET /appareil": () => (known && !account.enrolled ? { page: devicePage() } : { redirect: "/" }),
    "GET /code-qr": () => (known && !account.enrolled ? qrPage(account, invitation) : { redirect: "/" }),
    "GET /saisie-manuelle": () => (known && !account.enrolled ? { page: keyPage(account) } : { redirect: "/" }),
    "GET /verifier": () => (known ? { page: codePage(visit, account) } : { redirect: "/" }),
    "POST /verifier": () => checkCode(visit, account),
    "GET /espace": () => (session.signedIn ? { page: homePage(visit) } : { redirect: "/" }),
    "POST /quitter": () => {
      signOut(session);
      session.notices.push("Vous avez quitté l’Espace client.");
      return { redirect: "/" };
    },
  });
};

/** @param {Visit} visit @param {Account} account @returns {Answer} */
const checkPassword = ({ form, session }, account) => {
  if (!isKnown(account, form)) {
    session.errors.push("Impossible de vous connecter avec ces renseignements.");
    return { redirect: "/" };
  }
  session.passwordGiven = true;
  return { redirect: account.enrolled ? "/verifier" : "/methodes" };
};

/** @param {Visit} visit @param {Account} account @returns {Answer} */
const checkCode = ({ form, session }, account) => {
  if (!session.passwordGiven) return { redirect: "/" };
  const verdict = account.factor.verify(form.get("code") ?? "");
  if (verdict !== "accepted") {
    session.errors.push(refusals[verdict]);
    return { redirect: "/verifier" };
  }
  const first = !account.enrolled;
  account.enrolled = true;
  session.signedIn = true;
  session.notices.push(first ? "Okta Verify est configuré." : "Vous êtes connecté à l’Espace client.");
  return { redirect: first ? "/methodes" : "/espace" };
};

/** @param {Visit} visit */
const signInPage = ({ session }) =>
  widget(
    "Connexion",
    html`
    <h1>Connexion</h1>
    ${takeMessages(session)}
    <form method="post" action="/004/">
      <label for="user">Nom d’utilisateur</label>
      <input id="user" name="user" autocomplete="username" required autofocus>
      <label for="password">Mot de passe</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required>
      <button>Me connecter</button>
    </form>`,
  );

/** @param {Visit} visit @param {Account} account */
const methodsPage = ({ session }, { enrolled }) =>
  widget(
    "Authentification multifacteur",
    html`
    <h1>Configurer l’authentification multifacteur</h1>
    ${takeMessages(session)}
    <p>Votre organisation demande une méthode de plus pour protéger votre compte.</p>
    <ul class="methods">
      <li><span class="badge" aria-hidden="true">✓</span><div><h2>Okta Verify</h2><p>Un code à usage unique dans l’application.</p>
        ${enrolled ? html`<p class="done">Configuré</p>` : html`<a class="button outline" href="/004/appareil">Choisir</a>`}</div></li>
      <li><span class="badge grey" aria-hidden="true">✉</span><div><h2>Message texte</h2><p>Un code envoyé à votre numéro de mobile.</p>
        <p class="done">Non offert à votre groupe</p></div></li>
    </ul>
    ${enrolled ? html`<a class="button" href="/004/espace">Terminer</a>` : ""}`,
  );

const devicePage = () =>
  widget(
    "Okta Verify",
    html`
    <h1>Configurer Okta Verify</h1>
    <form action="/004/code-qr">
      <fieldset><legend>Votre type de périphérique</legend>
        <label><input type="radio" name="appareil" value="iphone" checked> iPhone</label>
        <label><input type="radio" name="appareil" value="android"> Android</label></fieldset>
      <button>Suivant</button>
    </form>`,
  );

/** @param {Account} account @param {Invitation} invitation @returns {Promise<Answer>} */
const qrPage = async ({ user }, { token }) => {
  const site = "https://boreal.okta.example";
  const text = `oktaverify://${user}/?t=${token}&f=aut9f2xk3QmB7LwcT5d7&s=${site}&issuer=boreal.example&isIdxEnabled=true`;
  const image = await drawPng(text, { scale: 4, margin: 2 });
  return {
    page: widget(
      "Numériser le code",
      html`
    <h1>Configurer Okta Verify</h1>
    <p>Ouvrez Okta Verify, ajoutez un compte, puis numérisez ce code avec l’appareil photo.</p>
    ${image}
    <p><a href="/004/saisie-manuelle">Impossible de numériser ?</a></p>
    <a class="button" href="/004/verifier">Suivant</a>`,
    ),
  };
};

/** @param {Account} account */
const keyPage = ({ user, factor }) =>
  widget(
    "Saisie manuelle",
    html`
    <h1>Configurer sans appareil photo</h1>
    <p>Dans votre application, choisissez l’ajout manuel et entrez ces renseignements.</p>
    <dl><dt>Compte</dt><dd>${user}</dd><dt>Clé secrète</dt><dd><code data-fact="key">${groupKey(factor.key)}</code></dd></dl>
    <a class="button" href="/004/verifier">Suivant</a>`,
  );

/** @param {Visit} visit @param {Account} account */
const codePage = ({ session }, { enrolled, user }) =>
  widget(
    "Okta Verify",
    html`
    <h1>${enrolled ? "Entrez votre code" : "Vérifiez la configuration"}</h1>
    <p class="who">${user}</p>
    ${takeMessages(session)}
    <form method="post" action="/004/verifier">
      <label for="code">Code à 6 chiffres</label>
      <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" required autofocus>
      <button>Vérifier</button>
    </form>`,
  );

/** @param {Visit} visit */
const homePage = ({ session }) =>
  makePage({
    title: "Espace client – Boréal assurance",
    style: "004",
    bodyClass: "home",
    body: html`<header><b>Boréal</b> assurance <form method="post" action="/004/quitter"><button class="outline">Quitter</button></form></header>
    <main>${takeMessages(session)}<h1>Bonjour, Simon</h1>
      <div class="tiles"><section><h2>Assurance auto</h2><p>Police A-20931, en vigueur</p></section>
      <section><h2>Assurance habitation</h2><p>Police H-77410, en vigueur</p></section>
      <section><h2>Réclamations</h2><p>Aucune en cours</p></section></div></main>`,
  });

/** @param {string} title @param {Markup} content */
const widget = (title, content) =>
  makePage({
    title: `${title} – Boréal assurance`,
    style: "004",
    bodyClass: "entry",
    body: html`<main class="widget"><p class="logo"><b>Boréal</b> assurance</p>
    <div class="beacon" aria-hidden="true"></div>${content}</main><footer>Un chez-soi bien gardé, du fleuve à la forêt.</footer>`,
  });
