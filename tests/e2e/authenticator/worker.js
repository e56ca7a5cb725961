/**
 * An authenticator with PRF for every tab of a browser, through Chromium's own way for remote desktops. The virtual
 * authenticators of the DevTools protocol belong to one tab each, and a popup's button opens another.
 *
 * Its secrets follow from the credential's id, so that nothing need be remembered; it signs nothing, because nobody checks.
 */
const proxy = chrome.webAuthenticationProxy;

/** @typedef {{id: string}} Descriptor */
/**
 * @typedef {object} Asked
 * @property {string} challenge
 * @property {{id: string}} [rp]
 * @property {string} [rpId]
 * @property {Descriptor[]} [allowCredentials]
 * @property {{prf?: {eval?: {first: string}}}} [extensions]
 */

/** @param {Uint8Array} bytes */
const toText = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

/** @param {string} text */
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));

/** @param {string} text */
const utf8 = (text) => [...new TextEncoder().encode(text)];

/** The secret for a question. @param {string} id @param {string} question */
const answer = async (id, question) => {
  const key = await crypto.subtle.importKey("raw", toBytes(id), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return toText(new Uint8Array(await crypto.subtle.sign("HMAC", key, toBytes(question))));
};

/** @param {string} site @param {number} flags */
const authenticatorData = async (site, flags) => {
  const hash = await crypto.subtle.digest("SHA-256", Uint8Array.from(utf8(site)));
  return [...new Uint8Array(hash), flags, 0, 0, 0, 1];
};

/** @param {string} type @param {string} challenge */
const clientData = (type, challenge) =>
  toText(Uint8Array.from(utf8(JSON.stringify({ type, challenge, origin: "chrome-extension:", crossOrigin: false }))));

/** @param {Asked} asked */
const make = async ({ challenge, rp, extensions }) => {
  const id = crypto.getRandomValues(new Uint8Array(16));
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const { publicKey } = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
  // COSE: EC2, ES256, P-256, x, y.
  const key = [0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32, ...point.slice(1, 33), 0x22, 0x58, 32, ...point.slice(33)];
  const data = [...(await authenticatorData(rp?.id ?? "", 0x45)), ...new Uint8Array(16), 0, id.length, ...id, ...key];
  const named = [
    0x63,
    ...utf8("fmt"),
    0x64,
    ...utf8("none"),
    0x67,
    ...utf8("attStmt"),
    0xa0,
    0x68,
    ...utf8("authData"),
  ];
  const question = extensions?.prf?.eval?.first;
  const results = question === undefined ? {} : { results: { first: await answer(toText(id), question) } };
  return {
    id: toText(id),
    rawId: toText(id),
    type: "public-key",
    authenticatorAttachment: "platform",
    response: {
      clientDataJSON: clientData("webauthn.create", challenge),
      attestationObject: toText(Uint8Array.from([0xa3, ...named, 0x58, data.length, ...data])),
      authenticatorData: toText(Uint8Array.from(data)),
      transports: ["internal"],
      publicKey: toText(new Uint8Array(await crypto.subtle.exportKey("spki", publicKey))),
      publicKeyAlgorithm: -7,
    },
    clientExtensionResults: { prf: { enabled: true, ...results } },
  };
};

/** @param {Asked} asked */
const ask = async ({ challenge, rpId, allowCredentials, extensions }) => {
  const [credential] = allowCredentials ?? [];
  const question = extensions?.prf?.eval?.first;
  if (!credential || question === undefined) throw new Error("no credential or no question");
  return {
    id: credential.id,
    rawId: credential.id,
    type: "public-key",
    authenticatorAttachment: "platform",
    response: {
      clientDataJSON: clientData("webauthn.get", challenge),
      authenticatorData: toText(Uint8Array.from(await authenticatorData(rpId ?? "", 0x05))),
      signature: toText(new Uint8Array(70)),
      userHandle: toText(new Uint8Array(16)),
    },
    clientExtensionResults: { prf: { results: { first: await answer(credential.id, question) } } },
  };
};

const refusal = { name: "NotAllowedError", message: "refused" };
proxy.onIsUvpaaRequest.addListener(({ requestId }) => proxy.completeIsUvpaaRequest({ requestId, isUvpaa: true }));
proxy.onCreateRequest.addListener(async ({ requestId, requestDetailsJson }) => {
  const made = await make(JSON.parse(requestDetailsJson)).catch(() => null);
  const result = made ? { responseJson: JSON.stringify(made) } : { error: refusal };
  await proxy.completeCreateRequest({ requestId, ...result });
});
proxy.onGetRequest.addListener(async ({ requestId, requestDetailsJson }) => {
  const given = await ask(JSON.parse(requestDetailsJson)).catch(() => null);
  const result = given ? { responseJson: JSON.stringify(given) } : { error: refusal };
  await proxy.completeGetRequest({ requestId, ...result });
});
Object.assign(globalThis, { attached: proxy.attach().then((refused) => refused ?? "") });
