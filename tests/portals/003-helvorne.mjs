// Portal of guide 003: a social insurance fund's “connect”. Dark pages; an administrator turns the codes on; the QR code is shown once.
import { html, makePage, takeMessages } from "./html.mjs";
import { isKnown, route, signOut } from "./portal.mjs";
import { drawSvg } from "./qr.mjs";
import { makeSecondFactor } from "./second-factor.mjs";

/** @import { Markup } from "./html.mjs" */
/** @import { Account, Answer, Clock, Portal, Visit } from "./portal.mjs" */

const administrator = { user: "admin.helvorne", password: "Glacier-88-nord" };
const refusals = {
  malformed: "Le mot de passe unique compte 6 chiffres.",
  wrong: "Mot de passe unique refusé.",
  used: "Ce mot de passe unique a déjà été utilisé.",
  locked: "Accès suspendu pendant cinq minutes après plusieurs refus.",
};

/** @typedef {{ qrShown: boolean }} Progress */

/** @param {Clock} clock @returns {Portal} */
export const makeHelvorne = (clock) => {
  const user = "10.00753.2214.0008";
  const factor = makeSecondFactor({ issuer: "CC Helvorne", account: user, clock, maxFailures: 4, lockSeconds: 300 });
  /** @type {Account} */
  const account = { user, password: "Sapin-vert-19", factor, enrolled: false, backupCodes: [] };
  /** @type {Progress} */
  const progress = { qrShown: false };
  return { account, answer: (visit) => answer(visit, account, progress) };
};

/** @param {Visit} visit @param {Account} account @param {Progress} progress */
const answer = (visit, account, progress) => {
  const { session } = visit;
  return route(visit, {
    "GET /": () => ({ page: signInPage(visit) }),
    "POST /": () => checkPassword(visit, account, progress),
    "GET /activation": () =>
      session.passwordGiven && account.enrolled ? activationPage(visit, account, progress) : { redirect: "/" },
    "GET /code": () => (session.passwordGiven && account.enrolled ? { page: codePage(visit) } : { redirect: "/" }),
    "POST /code": () => checkCode(visit, account),
    "GET /connect": () => (session.signedIn ? { page: homePage(visit) } : { redirect: "/" }),
    "GET /administration": () => ({
      page: session.administrator ? usersPage(visit, account) : administratorPage(visit),
    }),
    "POST /administration": () => checkAdministrator(visit),
    "POST /utilisateur": () => changeUser(visit, account, progress),
    "POST /quitter": () => {
      signOut(session);
      return { redirect: "/" };
    },
  });
};

/** @param {Visit} visit @param {Account} account @param {Progress} progress @returns {Answer} */
const checkPassword = ({ form, session }, account, progress) => {
  if (!isKnown(account, form)) {
    session.errors.push("Utilisateur ou mot de passe inconnu de connect.");
    return { redirect: "/" };
  }
  session.passwordGiven = true;
  if (account.enrolled) return { redirect: progress.qrShown ? "/code" : "/activation" };
  session.signedIn = true;
  session.notices.push("Connexion par SMS. Demandez à votre administrateur d’activer le mot de passe unique.");
  return { redirect: "/connect" };
};

/** @param {Visit} visit @param {Account} account @returns {Answer} */
const checkCode = ({ form, session }, account) => {
  if (!session.passwordGiven || !account.enrolled) return { redirect: "/" };
  const verdict = account.factor.verify(form.get("code") ?? "");
  if (verdict !== "accepted") {
    session.errors.push(refusals[verdict]);
    return { redirect: "/code" };
  }
  session.signedIn = true;
  session.notices.push("Connexion établie avec votre mot de passe unique.");
  return { redirect: "/connect" };
};

/** @param {Visit} visit @returns {Answer} */
const checkAdministrator = ({ form, session }) => {
  session.administrator = form.get("user") === administrator.user && form.get("password") === administrator.password;
  if (!session.administrator) session.errors.push("Accès réservé à l’administrateur.");
  return { redirect: "/administration" };
};

/** @param {Visit} visit @param {Account} account @param {Progress} progress @returns {Answer} */
const changeUser = ({ form, session }, account, progress) => {
  if (!session.administrator) return { redirect: "/administration" };
  if (form.get("password") !== administrator.password) {
    session.errors.push("Mot de passe connect incorrect : rien n’a été modifié.");
    return { redirect: "/administration" };
  }
  account.enrolled = form.get("otp") === "on";
  progress.qrShown = false;
  account.factor.renew();
  session.notices.push(
    account.enrolled ? "Mot de passe unique activé pour Luca Berthoud." : "Mot de passe unique désactivé.",
  );
  return { redirect: "/administration" };
};

/** @param {Visit} visit */
const signInPage = ({ session }) =>
  frame(
    "Connexion",
    html`
    <section class="card">
      <h1>Connexion à connect</h1>
      ${takeMessages(session)}
      <form method="post" action="/003/">
        <label for="user">Utilisateur</label>
        <input id="user" name="user" autocomplete="username" required autofocus>
        <label for="password">Mot de passe</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required>
        <button>Continuer</button>
      </form>
    </section>`,
  );

/** @param {Visit} visit @param {Account} account @param {Progress} progress @returns {Promise<Answer>} */
const activationPage = async ({ session }, { factor }, progress) => {
  if (progress.qrShown) {
    session.errors.push("Le code QR n’est montré qu’une fois. Votre administrateur peut recommencer l’activation.");
    return { redirect: "/code" };
  }
  progress.qrShown = true;
  const image = await drawSvg(factor.uri, { margin: 0, light: "#ffffff" });
  return {
    page: frame(
      "Activation unique",
      html`
    <section class="card">
      <h1>Activation unique de votre application</h1>
      <p>Dans votre application, touchez le symbole de l’appareil photo et scannez ce code. Il n’est montré qu’une seule fois.</p>
      ${image}
      <p><a class="button" href="/003/code">J’ai scanné le code</a></p>
    </section>`,
    ),
  };
};

/** @param {Visit} visit */
const codePage = ({ session }) =>
  frame(
    "Mot de passe unique",
    html`
    <section class="card">
      <h1>Mot de passe unique</h1>
      ${takeMessages(session)}
      <p>Touchez la clé « CC Helvorne » dans votre application et recopiez le mot de passe unique.</p>
      <form method="post" action="/003/code">
        <label for="code">OTP</label>
        <input id="code" class="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" required autofocus>
        <button>Connexion</button>
      </form>
    </section>`,
  );

/** @param {Visit} visit */
const homePage = ({ session }) =>
  frame(
    "Affaires",
    html`
    <section class="card wide">
      ${takeMessages(session)}
      <h1>Affaires de Berthoud Menuiserie Sàrl</h1>
      <table><thead><tr><th scope="col">Affaire</th><th scope="col">Personne</th><th scope="col">État</th></tr></thead>
        <tbody><tr><td>Certificat AVS</td><td>N. Favre</td><td>En cours</td></tr>
          <tr><td>Allocation familiale</td><td>S. Rochat</td><td>À compléter</td></tr>
          <tr><td>Décompte de salaires</td><td>Tous</td><td>Transmis</td></tr></tbody></table>
      <form method="post" action="/003/quitter"><button class="plain">Quitter connect</button></form>
    </section>`,
  );

/** @param {Visit} visit */
const administratorPage = ({ session }) =>
  frame(
    "Administration",
    html`
    <section class="card">
      <h1>Administration</h1>
      ${takeMessages(session)}
      <form method="post" action="/003/administration">
        <label for="user">Administrateur</label><input id="user" name="user" required autofocus value="${administrator.user}">
        <label for="password">Mot de passe connect</label><input id="password" name="password" type="password" required>
        <button>Continuer</button>
      </form>
      <p class="hint">Démonstration : le mot de passe est <span data-fact="administrator">${administrator.password}</span></p>
    </section>`,
  );

/** @param {Visit} visit @param {Account} account */
const usersPage = ({ session }, account) =>
  frame(
    "Gestion des utilisateurs",
    html`
    <section class="card wide">
      ${takeMessages(session)}
      <h1>Gestion des utilisateurs</h1>
      <form method="post" action="/003/utilisateur">
        <table><thead><tr><th scope="col">Utilisateur</th><th scope="col">Numéro</th><th scope="col">Téléphone</th><th scope="col">Connexion</th></tr></thead>
          <tbody><tr><td>Luca Berthoud</td><td>${account.user}</td><td>–</td>
            <td><label class="check"><input type="checkbox" name="otp" ${account.enrolled ? html`checked` : ""}> Mot de passe unique</label></td></tr></tbody></table>
        <label for="password">Confirmez par votre mot de passe connect</label>
        <input id="password" name="password" type="password" required>
        <button>Enregistrer</button>
      </form>
      <form method="post" action="/003/quitter"><button class="plain">Quitter l’administration</button></form>
    </section>`,
  );

/** @param {string} title @param {Markup} content */
const frame = (title, content) =>
  makePage({
    title: `${title} – connect`,
    style: "003",
    body: html`
    <header><a href="/003/" class="brand">connect<span aria-hidden="true">+</span></a>
      <p>Caisse de compensation Helvorne<br>Caisse d’allocations familiales</p>
      <a href="/003/administration">Gestion des utilisateurs</a></header>
    <main>${content}</main>`,
  });
