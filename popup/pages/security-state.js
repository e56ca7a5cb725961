/** What the Security page shows, as data. */
import { readLockRules } from "../../extension/lock-rules.js";
import { unfitDoor } from "../../extension/passphrase-form.js";
import { lacksProtection, readPolicies } from "../../extension/policies.js";
import { hasPin } from "../../extension/session-pin.js";
import { openVault } from "../../extension/vault-store.js";

/**
 * @typedef {import("../../wasm/core.js").Door} Door
 * @typedef {import("../state.js").Failure} Failure
 *
 * @typedef {object} PassphrasePanel
 * @property {"passphrase"} name
 * @property {string | null} id the passphrase that is changed
 * @property {string | null} suggestion none if an administrator wants what no drawing gives
 * @property {string} text as typed
 * @property {import("./strength.js").Strength | null} strength
 * @property {boolean} shown
 * @property {boolean} busy
 * @property {Failure | null} failure
 *
 * @typedef {PassphrasePanel
 *   | {name: "passkey", busy: boolean, failure: Failure | null}
 *   | {name: "recovery", id: string | null, code: string, kept: boolean}
 *   | {name: "pin", busy: boolean, failure: Failure | null}
 *   | {name: "remove", door: Door}
 *   | {name: "renew", removed: boolean}
 *   | {name: "unprotect"}} Panel
 *
 * @typedef {object} Security
 * @property {readonly Door[]} doors
 * @property {boolean} isProtected
 * @property {boolean} hasPin
 * @property {import("../../extension/lock-rules.js").LockRules} rules
 * @property {import("../../extension/policies.js").Policies} policies what an administrator has set
 * @property {string} unfit the way to unlock whose passphrase does not have the form that is asked for; else empty
 * @property {Panel | null} panel what is being done now
 */

/** @returns {Promise<Omit<Security, "panel">>} */
export async function readSecurity() {
  const [pin, rules, policies] = await Promise.all([hasPin(), readLockRules(), readPolicies()]);
  const unfit = await unfitDoor(policies);
  const vault = await openVault();
  const doors = [...vault.doors()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.at - b.at);
  return { doors, isProtected: vault.is_protected(), hasPin: pin, rules, policies, unfit };
}

/** Whether a way to unlock may go, as far as an administrator is concerned. @param {Pick<Security, "doors" | "policies">} state @param {Door} door */
export function mayRemove({ doors, policies }, door) {
  const left = doors.filter(({ id }) => id !== door.id);
  const lacking = lacksProtection(policies, doors) && left.length > 0;
  return lacking || !lacksProtection(policies, left);
}

/** In which order the ways to unlock are listed. @type {readonly Door["kind"][]} */
const ORDER = ["passphrase", "passkey", "recovery", "device", "newer"];
