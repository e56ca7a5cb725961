// Pages with the fields that sites really have, each with what filling must do there. `data-code` marks where the code
// belongs; the extension cannot know that attribute.
import { html, makePage } from "./html.mjs";

/** @import { Markup } from "./html.mjs" */
/** @import { Answer } from "./portal.mjs" */

/**
 * @typedef {object} FieldPage
 * @property {"fr" | "en" | "de" | "it"} lang
 * @property {string} title
 * @property {"filled" | "none" | "doubtful" | "several"} expected
 * @property {Markup} body
 * @property {boolean} [script] needs the scripts that behave as frameworks do
 */

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

const boxes = (/** @type {string} */ label) =>
  [1, 2, 3, 4, 5, 6].map(
    (place) =>
      html`<input class="box" data-code maxlength="1" inputmode="numeric" aria-label="${label.replace("#", String(place))}">`,
  );

/** @type {Record<string, FieldPage>} */
export const fieldPages = {
  "fr-simple": {
    lang: "fr",
    title: "Vérification",
    expected: "filled",
    body: html`<form><label>Code de vérification <input data-code name="c" autocomplete="one-time-code"></label><button>Valider</button></form>`,
  },
  "fr-code-sms-securite": {
    lang: "fr",
    title: "Double authentification",
    expected: "filled",
    body: html`<section><h1>Je me connecte</h1>
      <p>Pour entrer, ouvrez l’application Google Authenticator, qui vous donne ce code.</p>
      <form><label for="a">CODE SMS SECURITE</label><input id="a" name="codesms" data-code><button>OK</button></form></section>`,
  },
  "fr-last-box": {
    lang: "fr",
    title: "Activer la double authentification",
    expected: "filled",
    body: html`<form><label>Votre nom <input name="nom"></label><label>Téléphone <input type="tel" name="phone"></label></form>
      <ol><li><h2>Scannez ce code QR</h2><p>Clé : <input readonly value="JBSW Y3DP EHPK 3PXP" aria-label="Clé de configuration"></p></li>
      <li><h2>Saisissez le code affiché par l’application d’authentification</h2>
      <form><label>Code à 6 chiffres <input data-code name="code" maxlength="7"></label><button>Activer</button></form></li></ol>`,
  },
  "fr-no-label": {
    lang: "fr",
    title: "Connexion",
    expected: "filled",
    body: html`<form><h1>Vérification en deux étapes</h1><p>Entrez le code de votre application.</p>
      <input data-code inputmode="numeric" maxlength="6"><button>Continuer</button></form>`,
  },
  "fr-focused": {
    lang: "fr",
    title: "Espace",
    expected: "filled",
    body: html`<form><label>Code A <input name="a1"></label></form>
      <form><label>Code B <input data-code name="b1" maxlength="6" autofocus></label></form>
      <form><label>Code C <input name="c1"></label></form>`,
  },
  "en-segmented": {
    lang: "en",
    title: "Enter the code",
    expected: "filled",
    script: true,
    body: html`<form data-advance><fieldset><legend>Code from your authenticator app</legend>${boxes("Digit # of 6")}</fieldset></form>`,
  },
  "en-segmented-halves": {
    lang: "en",
    title: "Two-step verification",
    expected: "filled",
    script: true,
    body: html`<form data-paste-only><p>Open your authenticator app and type the six digits.</p>
      <div role="group" aria-label="Verification code">${boxes("Digit #").slice(0, 3)}<span>–</span>${boxes("Digit #").slice(3)}</div></form>`,
  },
  "en-shadow": {
    lang: "en",
    title: "Sign in",
    expected: "filled",
    body: html`<x-page><template shadowrootmode="open"><h1>Two-factor authentication</h1><x-field><template shadowrootmode="open">
      <label>Authentication code <input data-code></label></template></x-field></template></x-page>`,
  },
  "en-frame": {
    lang: "en",
    title: "Sign in to your account",
    expected: "filled",
    body: html`<h1>Sign in</h1><iframe src="/fields/en-frame-inside" width="400" height="160" title="Second step"></iframe>`,
  },
  "en-frame-inside": {
    lang: "en",
    title: "Second step",
    expected: "filled",
    body: html`<form><label>One-time code <input data-code name="otc"></label></form>`,
  },
  "en-password": {
    lang: "en",
    title: "Gateway",
    expected: "filled",
    body: html`<form><label>User <input name="user" autocomplete="username"></label><label>Password <input type="password" name="pw" autocomplete="current-password"></label>
      <label>One-time password <input type="password" data-code name="second"></label></form>`,
  },
  "en-alternatives": {
    lang: "en",
    title: "Verify it is you",
    expected: "filled",
    body: html`<header><input type="search" placeholder="Search" autofocus></header><main><form><h1>Enter the code from your authenticator app</h1>
      <label>Code <input data-code name="answer"></label><button>Next</button>
      <button type="button">Send the code by SMS instead</button> <a href="/fields/">Get a code by e-mail</a></form></main>`,
  },
  "de-controlled": {
    lang: "de",
    title: "Anmeldung",
    expected: "filled",
    script: true,
    body: html`<form><label>Bestätigungscode <input data-code data-controlled></label><output></output></form>`,
  },
  "de-masked": {
    lang: "de",
    title: "Zwei-Faktor-Authentifizierung",
    expected: "filled",
    script: true,
    body: html`<form><label>Sicherheitscode <input data-code data-masked></label></form>`,
  },
  "de-login": {
    lang: "de",
    title: "E-Banking",
    expected: "filled",
    body: html`<form><label>Vertragsnummer <input name="contract" autocomplete="username"></label><label>Passwort <input type="password" autocomplete="current-password"></label>
      <label>Einmalcode aus der App <input data-code type="number" name="third"></label></form>`,
  },
  "it-tel": {
    lang: "it",
    title: "Accesso",
    expected: "filled",
    body: html`<form><label>Codice OTP <input data-code type="tel" name="otpCode"></label></form>`,
  },
  "it-rejecting": {
    lang: "it",
    title: "Accesso",
    expected: "filled",
    script: true,
    body: html`<form><p>Autenticazione a due fattori</p><label>Codice di verifica <input data-code data-late></label></form>`,
  },

  "fr-sms": {
    lang: "fr",
    title: "Connexion",
    expected: "none",
    body: html`<form><p>Nous vous avons envoyé un message.</p><label>Code reçu par SMS <input name="otp" autocomplete="one-time-code" maxlength="6"></label></form>`,
  },
  "fr-sms-focused": {
    lang: "fr",
    title: "Connexion",
    expected: "doubtful",
    body: html`<form><label>Code reçu par SMS <input name="otp" autocomplete="one-time-code" maxlength="6" autofocus></label></form>`,
  },
  "fr-mail-boxes": {
    lang: "fr",
    title: "Vérifiez votre adresse",
    expected: "none",
    body: html`<form><p>Nous avons envoyé un code à six chiffres par courriel à c•••@example.fr.</p><fieldset><legend>Code</legend>${boxes(
      "Chiffre #",
    ).map(({ markup }) => ({ markup: markup.replace("data-code ", "") }))}</fieldset></form>`,
  },
  "fr-card": {
    lang: "fr",
    title: "Paiement",
    expected: "none",
    body: html`<form><label>Numéro de carte <input autocomplete="cc-number"></label><label>Expiration <input autocomplete="cc-exp"></label>
      <label>Code de sécurité <input name="code" maxlength="6"></label></form>`,
  },
  "fr-postal": {
    lang: "fr",
    title: "Livraison",
    expected: "none",
    body: html`<form><label>Adresse <input></label><label>Code postal <input inputmode="numeric" maxlength="6"></label></form>`,
  },
  "en-mail": {
    lang: "en",
    title: "Check your inbox",
    expected: "none",
    body: html`<form><p>We sent a verification code to your e-mail address.</p><label>Verification code <input autocomplete="one-time-code"></label></form>`,
  },
  "en-search": {
    lang: "en",
    title: "Two-factor authentication: help",
    expected: "none",
    body: html`<form role="search"><input name="q" aria-label="Search the help" placeholder="Search, for example “authenticator code”" autofocus></form>
      <article><h1>Two-factor authentication</h1><p>Open your authenticator app to see the code.</p></article>`,
  },
  "en-card": {
    lang: "en",
    title: "Checkout",
    expected: "none",
    body: html`<form><label>Card number <input name="cardnumber"></label><label>Security code <input name="cvc" maxlength="6" inputmode="numeric"></label></form>`,
  },
  "en-honeypot": {
    lang: "en",
    title: "Newsletter",
    expected: "none",
    body: html`<form><label>Your e-mail <input type="email"></label>
      <input class="away" name="otp" autocomplete="one-time-code" aria-label="One-time code"><input class="gone" name="totp" aria-label="Authenticator code"></form>`,
  },
  "en-game": {
    lang: "en",
    title: "Join the quiz",
    expected: "none",
    body: html`<form><label>Game PIN <input inputmode="numeric" maxlength="6"></label><button>Enter</button></form>`,
  },
  "en-locked": {
    lang: "en",
    title: "Sign in",
    expected: "none",
    body: html`<form><label>Authenticator code <input disabled name="otp"></label><label>One-time code <input readonly value=""></label></form>`,
  },
  "en-login": {
    lang: "en",
    title: "Sign in",
    expected: "none",
    body: html`<form><p>Two-factor authentication is on for this account.</p><label>Username <input autofocus></label><label>Password <input type="password"></label></form>`,
  },
  "de-promo": {
    lang: "de",
    title: "Warenkorb",
    expected: "none",
    body: html`<form><label>Gutscheincode <input name="code" maxlength="8"></label><label>Kundennummer <input maxlength="6"></label></form>`,
  },
  "de-mail": {
    lang: "de",
    title: "Bestätigung",
    expected: "none",
    body: html`<form><p>Der Code wurde per E-Mail gesendet.</p><label>Bestätigungscode <input maxlength="6" autocomplete="one-time-code"></label></form>`,
  },
  "it-phone": {
    lang: "it",
    title: "Contatto",
    expected: "none",
    body: html`<form><label>Prefisso <input maxlength="6"></label><label>Numero di cellulare <input type="tel"></label></form>`,
  },
  "it-captcha": {
    lang: "it",
    title: "Commenta",
    expected: "none",
    body: html`<form><label>Nome <input></label><label>Codice fiscale <input maxlength="16"></label><label>Codice captcha <input maxlength="6"></label></form>`,
  },
};

/** A page that tries to get at the extension; its id stands after the `#`. */
const hostilePage = () =>
  makePage({
    title: "Double authentification",
    style: "fields",
    script: "hostile",
    body: html`<main><h1>Two-factor authentication</h1><form><label>Authenticator code <input autocomplete="one-time-code"></label></form>
      <div class="layer">Click here</div><output></output></main>`,
  });

/** @param {string} path @returns {Answer} */
export const answerFields = (path) => {
  if (path === "/hostile") return { page: hostilePage() };
  const shown = Object.entries(fieldPages).find(([name]) => `/${name}` === path)?.[1];
  const list = html`<ul>${Object.keys(fieldPages).map((name) => html`<li><a href="/fields/${name}">${name}</a></li>`)}</ul>`;
  const page = makePage({
    title: shown?.title ?? "Champs",
    style: "fields",
    lang: shown?.lang ?? "fr",
    script: shown?.script ? "fields" : undefined,
    body: html`<main>${shown?.body ?? list}</main>`,
  });
  return { page, status: shown || path === "/" ? 200 : 404, headers: { "Content-Security-Policy": policy } };
};
