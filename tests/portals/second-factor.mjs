// The portal's side of two-step verification, with a well-known library that shares nothing with the extension.
import { Secret, TOTP } from "otpauth";

/** @import { Clock } from "./portal.mjs" */

/** @typedef {"accepted" | "malformed" | "wrong" | "used" | "locked"} Verdict */

/**
 * @typedef {object} Rules
 * @property {string} issuer
 * @property {string} account
 * @property {Clock} clock
 * @property {number} [previousSteps] how many past steps are still good (RFC 6238 §5.2), one unless told
 * @property {number} [nextSteps] how many steps ahead are good already, one unless told
 * @property {number} [maxFailures] wrong codes in a row until the portal stops listening
 * @property {number} [lockSeconds] for how long it does; for ever unless told
 */

/** @typedef {ReturnType<typeof makeSecondFactor>} SecondFactor */

const period = 30;

/** @param {Rules} rules */
export const makeSecondFactor = (rules) => {
  const { issuer, account, clock, previousSteps = 1, nextSteps = 1, maxFailures = 5, lockSeconds = Infinity } = rules;
  let totp = makeTotp(issuer, account);
  const state = { accepted: 0, failures: 0, lastStep: -1, lockedUntil: 0 };

  /**
   * @param {string} text as typed
   * @returns {Verdict}
   */
  const verify = (text) => {
    const now = clock();
    if (now < state.lockedUntil) return "locked";
    const token = text.replace(/\s/g, "");
    if (!/^\d{6}$/.test(token)) return "malformed";
    const delta = totp.validate({ token, timestamp: now * 1000, window: Math.max(previousSteps, nextSteps) });
    if (delta === null || delta < -previousSteps || delta > nextSteps) return refuse(now);
    const step = Math.floor(now / period) + delta;
    if (step <= state.lastStep) return "used";
    Object.assign(state, { accepted: state.accepted + 1, failures: 0, lastStep: step });
    return "accepted";
  };

  /**
   * @param {number} now
   * @returns {Verdict}
   */
  const refuse = (now) => {
    state.failures += 1;
    if (state.failures < maxFailures) return "wrong";
    Object.assign(state, { failures: 0, lockedUntil: now + lockSeconds });
    return "locked";
  };

  /** Draws a new key; the old one opens nothing any more. */
  const renew = () => {
    totp = makeTotp(issuer, account);
    Object.assign(state, { failures: 0, lastStep: -1, lockedUntil: 0 });
  };

  return {
    state,
    verify,
    renew,
    get uri() {
      return totp.toString();
    },
    get key() {
      return totp.secret.base32;
    },
  };
};

/** The key as people read it, in groups of four. @param {string} key */
export const groupKey = (key) => (key.match(/.{1,4}/g) ?? []).join(" ");

/**
 * @param {string} issuer
 * @param {string} account
 */
const makeTotp = (issuer, account) => new TOTP({ issuer, label: account, secret: new Secret({ size: 20 }), period });
