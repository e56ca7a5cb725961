// What every portal is made of: one visit in, one answer out. The server around it knows HTTP; a portal does not.

/** @import { Markup } from "./html.mjs" */
/** @import { SecondFactor } from "./second-factor.mjs" */

/**
 * One person's browser as a portal remembers it.
 * @typedef {object} Session
 * @property {boolean} passwordGiven name and password were right
 * @property {boolean} signedIn the second step is done too, or there is none
 * @property {boolean} confirmed the password was asked again for a sensitive page
 * @property {boolean} administrator signed in to the administration
 * @property {string[]} notices good news for the next page
 * @property {string[]} errors bad news for the next page
 */

/**
 * One request.
 * @typedef {object} Visit
 * @property {"GET" | "POST"} method
 * @property {string} path below the portal, as `/code`
 * @property {URLSearchParams} form
 * @property {Session} session
 */

/** @typedef {{ page: Markup, status?: number, headers?: Record<string, string> } | { redirect: string }
 *   | { bytes: Buffer, type: string }} Answer */

/** @typedef {() => Answer | Promise<Answer>} Handler */

/** @typedef {() => number} Clock seconds since 1970, as the portal believes */

/**
 * The only client a portal has, and what the portal knows about the second step.
 * @typedef {object} Account
 * @property {string} user
 * @property {string} password
 * @property {SecondFactor} factor
 * @property {boolean} enrolled the second step is asked for at every sign-in
 * @property {string[]} backupCodes not yet used
 */

/** @typedef {{ account: Account, answer: (visit: Visit) => Answer | Promise<Answer> }} Portal */

/** @returns {Session} */
export const makeSession = () => ({
  passwordGiven: false,
  signedIn: false,
  confirmed: false,
  administrator: false,
  notices: [],
  errors: [],
});

/** Ends a visit but keeps what there is to say. @param {Session} session */
export const signOut = (session) => {
  session.passwordGiven = false;
  session.signedIn = false;
  session.confirmed = false;
  session.administrator = false;
};

/**
 * Name and password, compared as a portal does: spaces around the name do not count.
 * @param {Account} account
 * @param {URLSearchParams} form
 */
export const isKnown = (account, form) =>
  (form.get("user") ?? "").replace(/\s/g, "").toLowerCase() === account.user.toLowerCase().replace(/\s/g, "") &&
  form.get("password") === account.password;

/**
 * Runs the handler of `METHOD /path`; anything else leads back to the start.
 * @param {Visit} visit
 * @param {Record<string, Handler>} routes
 * @returns {Answer | Promise<Answer>}
 */
export const route = (visit, routes) => {
  const handler = routes[`${visit.method} ${visit.path}`];
  return handler ? handler() : { redirect: "/" };
};
