// Portal of guide 000: a public lender. The key comes by mail, the password by SMS; five wrong codes block the client.
import { html, makePage, takeMessages } from "./html.mjs";
import { isKnown, route, signOut } from "./portal.mjs";
import { groupKey, makeSecondFactor } from "./second-factor.mjs";

/** @import { Markup } from "./html.mjs" */
/** @import { Account, Clock, Portal, Visit } from "./portal.mjs" */

const agency = "03 00 55 41 70";

/** @param {Clock} clock @returns {Portal} */
export const makeRivemont = (clock) => {
  const user = "204718003956";
  const factor = makeSecondFactor({ issuer: "Crédit Rivemont", account: user, clock, maxFailures: 5 });
  /** @type {Account} */
  const account = { user, password: "Rivemont-7395", factor, enrolled: true, backupCodes: [] };
  return { account, answer: (visit) => answer(visit, account) };
};

/** @param {Visit} visit @param {Account} account */
const answer = (visit, account) =>
  route(visit, {
    "GET /": () => ({ page: signInPage(visit) }),
    "POST /": () => checkPassword(visit, account),
    "GET /courrier": () => ({ page: mailPage(account) }),
    "GET /code": () => (visit.session.passwordGiven ? { page: codePage(visit) } : { redirect: "/" }),
    "POST /code": () => checkCode(visit, account),
    "GET /comptes": () => (visit.session.signedIn ? { page: accountsPage(visit) } : { redirect: "/" }),
    "POST /quitter": () => {
      signOut(visit.session);
      visit.session.notices.push("Vous êtes déconnecté de votre espace client.");
      return { redirect: "/" };
    },
  });

/** @param {Visit} visit @param {Account} account */
const checkPassword = ({ form, session }, account) => {
  if (!isKnown(account, form)) {
    session.errors.push("L’identifiant ou le mot de passe ne correspond pas.");
    return { redirect: "/" };
  }
  session.passwordGiven = true;
  return { redirect: "/code" };
};

/** @param {Visit} visit @param {Account} account */
const checkCode = ({ form, session }, { factor }) => {
  if (!session.passwordGiven) return { redirect: "/" };
  const verdict = factor.verify(form.get("code") ?? "");
  if (verdict === "accepted") {
    session.signedIn = true;
    session.notices.push("Vous êtes connecté à votre espace client.");
    return { redirect: "/comptes" };
  }
  const left = 5 - factor.state.failures;
  const reasons = {
    malformed: "Le code comporte 6 chiffres.",
    wrong: `Code incorrect. Il vous reste ${left} ${left > 1 ? "essais" : "essai"}.`,
    used: "Ce code a déjà servi. Attendez le suivant.",
    locked: `Votre compte est bloqué après 5 essais. Appelez votre agence au ${agency}.`,
  };
  session.errors.push(reasons[verdict]);
  return { redirect: "/code" };
};

/** @param {Visit} visit */
const signInPage = ({ session }) =>
  frame(
    "Je me connecte",
    html`
    <section class="card">
      <h1>Je me connecte <small>étape 1 sur 2</small></h1>
      ${takeMessages(session)}
      <form method="post" action="/000/">
        <label for="user">Identifiant de connexion ou code abonné (12 chiffres)</label>
        <input id="user" name="user" inputmode="numeric" autocomplete="username" required autofocus>
        <label for="password">Mot de passe</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required>
        <p class="hint">Après 5 codes refusés, votre compte est bloqué et il faut appeler votre agence.</p>
        <button>OK</button>
      </form>
    </section>
    <aside class="card side">
      <h2>Première connexion</h2>
      <p>Votre code secret vous a été envoyé par courrier électronique, votre mot de passe par SMS.</p>
      <p><a href="/000/courrier">Relire le courrier de bienvenue</a></p>
      <h2>Une question</h2>
      <p>Votre agence répond du lundi au vendredi, de 9 h à 17 h, au <span class="phone">${agency}</span>.</p>
    </aside>`,
  );

/** @param {Visit} visit */
const codePage = ({ session }) =>
  frame(
    "Double authentification",
    html`
    <section class="card">
      <h1>Double authentification <small>étape 2 sur 2</small></h1>
      ${takeMessages(session)}
      <p>Ouvrez votre application d’authentification : elle affiche un code, renouvelé toutes les 30 secondes.</p>
      <form method="post" action="/000/code">
        <label for="code">Code à 6 chiffres</label>
        <input id="code" class="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" required autofocus>
        <button>OK</button>
      </form>
    </section>
    <aside class="card side">
      <h2>Pas de code</h2>
      <p>Vérifiez que l’heure de votre ordinateur est juste, puis appelez votre agence au <span class="phone">${agency}</span>.</p>
    </aside>`,
  );

/** @param {Visit} visit */
const accountsPage = ({ session }) =>
  frame(
    "Mes comptes",
    html`
    <section class="card wide">
      ${takeMessages(session)}
      <h1>Bonjour Madame Vasseur</h1>
      <table class="accounts">
        <caption>Vos contrats au 1er du mois</caption>
        <thead><tr><th scope="col">Contrat</th><th scope="col">Numéro</th><th scope="col">Solde</th></tr></thead>
        <tbody>
          <tr><th scope="row">Livret solidaire</th><td>LS 40 118 22</td><td>4 260,15 €</td></tr>
          <tr><th scope="row">Prêt sur gage</th><td>PG 99 071 35</td><td>850,00 €</td></tr>
          <tr><th scope="row">Microcrédit</th><td>MC 12 640 08</td><td>1 310,40 €</td></tr>
        </tbody>
      </table>
      <form method="post" action="/000/quitter"><button class="plain">Me déconnecter</button></form>
    </section>`,
  );

/** @param {Account} account */
const mailPage = ({ user, password, factor }) =>
  makePage({
    title: "Courrier : votre espace client",
    style: "000",
    bodyClass: "mail",
    body: html`
    <header class="mailbar"><span>Boîte de réception</span><a href="/000/">Aller à l’espace client</a></header>
    <main class="letter">
      <h1>Votre accès à l’espace client Crédit Rivemont Direct</h1>
      <p class="sender"><b>Crédit Rivemont Direct</b> &lt;espace-client@rivemont.example&gt;<br>à Claire Vasseur</p>
      <p>Madame,</p>
      <p>Votre espace client est ouvert. Pour y entrer, il vous faut un code que votre navigateur calcule à partir du secret
        ci-dessous. Ajoutez-le par « Saisie manuelle » dans votre extension d’authentification.</p>
      <dl>
        <dt>Code abonné</dt><dd data-fact="user">${user}</dd>
        <dt>Code secret alphanumérique</dt><dd class="key" data-fact="key">${groupKey(factor.key)}</dd>
      </dl>
      <p>Gardez ce message à l’abri : quiconque connaît ce secret peut calculer vos codes.</p>
      <p>Votre conseillère,<br>Inès Delaunay</p>
      <aside class="sms"><h2>SMS du même jour</h2><p>Rivemont : votre mot de passe est <b data-fact="password">${password}</b></p></aside>
    </main>`,
  });

/** @param {string} title @param {Markup} content */
const frame = (title, content) =>
  makePage({
    title: `${title} – Crédit Rivemont Direct`,
    style: "000",
    body: html`
    <header class="top"><a class="brand" href="/000/"><span class="seal" aria-hidden="true">CR</span> Crédit Rivemont <b>Direct</b></a>
      <span class="since">Prêteur public depuis 1822</span></header>
    <main>${content}</main>
    <footer>Votre identifiant ne change jamais. Nous ne demandons jamais votre code par téléphone.</footer>`,
  });
