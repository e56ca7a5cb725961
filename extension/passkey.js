/**
 * Passkeys with the PRF extension of WebAuthn: a secret that an authenticator gives for a fixed question. Asked in a tab,
 * because the browser's dialog takes the focus and a popup closes without it.
 */
import { hasDefaultRelyingParty } from "./browser.js";
import { Failure } from "./core.js";

/** Whether this browser can make passkeys for an extension that has no web site of its own. @returns {boolean} */
export function canUsePasskeys() {
  return hasDefaultRelyingParty() && "PublicKeyCredential" in globalThis;
}

/**
 * Makes a passkey and asks it.
 *
 * Throws `passkey_refused` when the person or the authenticator says no, `vault_passkey_empty` without PRF.
 *
 * @param {string} label what the authenticator shows
 * @param {Uint8Array} question @param {readonly Uint8Array[]} known credentials that shall not be made twice
 * @returns {Promise<{credential: Uint8Array, output: Uint8Array}>}
 */
export async function makePasskey(label, question, known) {
  const made = await ceremony(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: randomBytes(32),
        rp: { name: "Tessera" },
        user: { id: randomBytes(16), name: label, displayName: label },
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
        excludeCredentials: known.map(descriptor),
        extensions: { prf: { eval: { first: copy(question) } } },
      },
    }),
  );
  const { prf } = made.getClientExtensionResults();
  const credential = new Uint8Array(made.rawId);
  if (!prf?.enabled) {
    throw new Failure({ code: "vault_passkey_empty" });
  }
  // Some authenticators answer only when they are asked again.
  return prf.results?.first ? { credential, output: bytesOf(prf.results.first) } : askPasskey([credential], question);
}

/**
 * Asks one of these passkeys.
 *
 * Throws `passkey_refused`, `vault_passkey_empty`.
 *
 * @param {readonly Uint8Array[]} credentials @param {Uint8Array} question
 * @returns {Promise<{credential: Uint8Array, output: Uint8Array}>}
 */
export async function askPasskey(credentials, question) {
  const answer = await ceremony(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: randomBytes(32),
        allowCredentials: credentials.map(descriptor),
        userVerification: "required",
        extensions: { prf: { eval: { first: copy(question) } } },
      },
    }),
  );
  const output = answer.getClientExtensionResults().prf?.results?.first;
  if (!output) {
    throw new Failure({ code: "vault_passkey_empty" });
  }
  return { credential: new Uint8Array(answer.rawId), output: bytesOf(output) };
}

/** @param {() => Promise<Credential | null>} ask @returns {Promise<PublicKeyCredential>} */
async function ceremony(ask) {
  /** @type {Credential | null} */
  let credential;
  try {
    credential = await ask();
  } catch (cause) {
    const known = cause instanceof DOMException && cause.name === "InvalidStateError";
    throw known ? new Failure({ code: "passkey_known" }) : new Failure({ code: "passkey_refused" });
  }
  if (!(credential instanceof PublicKeyCredential)) {
    throw new Failure({ code: "passkey_refused" });
  }
  return credential;
}

/** @param {Uint8Array} id @returns {PublicKeyCredentialDescriptor} */
function descriptor(id) {
  return { type: "public-key", id: copy(id) };
}

/** @param {BufferSource} source */
function bytesOf(source) {
  return source instanceof ArrayBuffer
    ? new Uint8Array(source)
    : new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
}

/** @param {Uint8Array} bytes */
function copy(bytes) {
  return Uint8Array.from(bytes);
}

/** @param {number} length */
function randomBytes(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}
