/** Starts workers under the content security policy: a script's address must be vouched for by a named policy. */
import { fileUrl } from "./browser.js";

/**
 * @typedef {{createScriptURL(address: string): string}} Policy
 * @typedef {{trustedTypes?: {createPolicy(name: string, rules: Policy): Policy}}} WithTrustedTypes
 */

/**
 * A worker that runs a module of the extension.
 *
 * @param {"qr-worker.js" | "transfer-worker.js"} name a file of this folder, never something from outside
 * @returns {Worker}
 */
export function startWorker(name) {
  const address = fileUrl(`extension/${name}`);
  return new Worker(policy?.createScriptURL(address) ?? address, { type: "module" });
}

const { trustedTypes } = /** @type {WithTrustedTypes} */ (globalThis);
const policy = trustedTypes?.createPolicy("tessera-worker", { createScriptURL: (address) => address });
