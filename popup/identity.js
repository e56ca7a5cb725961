/**
 * Asks who is there before something serious: clear text, a setup key, another way to unlock. An unprotected vault has
 * nothing to ask for.
 */
import { render } from "../vendor/lit-html/lit-html.js";
import { fileUrl } from "../extension/browser.js";
import { failure, loadCore } from "../extension/core.js";
import { startDerivation } from "../extension/derivation.js";
import { askPasskey, canUsePasskeys } from "../extension/passkey.js";
import { openVault } from "../extension/vault-store.js";
import { identityView } from "./views/identity.js";

/**
 * @typedef {import("../wasm/core.js").Door} Door
 * @typedef {import("../wasm/core.js").NewKey} NewKey
 * @typedef {{door: Door, key: NewKey}} Proof the way that was shown to be the person's, with the key it gives
 *
 * @typedef {object} Asking
 * @property {string} reason
 * @property {readonly Door[]} doors
 * @property {Door} door the way that is asked for
 * @property {boolean} busy
 * @property {import("./state.js").Failure | null} failure
 * @property {string} input
 */

/**
 * Whether the person at the screen is the vault's: true at once for an unprotected vault, else asked in a dialog.
 *
 * @param {string} reason what it is for, as a sentence
 * @returns {Promise<boolean>}
 */
export async function confirmIdentity(reason) {
  const vault = await openVault();
  if (!vault.is_protected()) {
    return true;
  }
  const proof = await askIdentity(reason);
  proof?.key.free();
  return proof !== null;
}

/**
 * Asks for one of the ways to unlock, and gives it with its key; `null` when the person leaves.
 *
 * @param {string} reason
 * @returns {Promise<Proof | null>}
 */
export async function askIdentity(reason) {
  const vault = await openVault();
  const doors = usableDoors(vault.doors());
  const [door] = doors;
  if (!door) {
    return null;
  }
  addStyle();
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  document.body.append(dialog);
  const derivation = startDerivation(doors.find(({ kind }) => kind === "passphrase")?.memory);
  /** @type {Asking} */
  let state = { reason, doors, door, busy: false, failure: null, input: "" };
  try {
    return await new Promise((resolve) => {
      const update = (/** @type {Partial<Asking>} */ change) => {
        state = { ...state, ...change };
        render(identityView(state, actions), dialog);
      };
      /** @param {() => Promise<NewKey>} makeKey @param {string} [input] */
      const attempt = async (makeKey, input = "") => {
        update({ busy: true, failure: null, input });
        try {
          const key = await makeKey();
          const current = await openVault();
          if (current.opens_door(state.door.id, key)) {
            resolve({ door: state.door, key });
            return;
          }
          key.free();
          update({ busy: false, failure: { code: WRONG[state.door.kind] ?? "unexpected", number: undefined } });
        } catch (thrown) {
          update({ busy: false, failure: failure(thrown) });
        }
        dialog.querySelector("input")?.focus();
      };
      const actions = {
        /** @param {SubmitEvent} event */
        onSubmit: (event) => {
          event.preventDefault();
          const form = /** @type {HTMLFormElement} */ (event.target);
          const word = String(new FormData(form).get("word") ?? "");
          if (state.door.kind === "passphrase") {
            form.reset();
          }
          attempt(() => typedKey(state.door, word, derivation), word);
        },
        onPasskeyClick: () => attempt(() => passkeyKey(state.door)),
        /** @param {Door} other */
        onDoorClick: (other) => update({ door: other, failure: null }),
        onCancelClick: () => resolve(null),
      };
      dialog.addEventListener("cancel", () => resolve(null));
      update({});
      dialog.showModal();
    });
  } finally {
    derivation.end();
    dialog.close();
    dialog.remove();
  }
}

/** The ways that can be asked for here, the passphrase first. @param {readonly Door[]} doors */
function usableDoors(doors) {
  const order = ["passphrase", "passkey", "recovery"];
  return doors
    .filter(({ kind }) => order.includes(kind) && (kind !== "passkey" || canUsePasskeys()))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** @param {Door} door @param {string} word @param {import("../extension/derivation.js").Derivation} derivation */
async function typedKey(door, word, derivation) {
  const { NewKey } = await loadCore();
  if (door.kind === "recovery") {
    return (await openVault()).recovery_key(door.id, word);
  }
  const key = await derivation.derive(word, door);
  return NewKey.passphrase(key, door.memory, door.passes, door.lanes, door.salt);
}

/** @param {Door} door */
async function passkeyKey(door) {
  const vault = await openVault();
  const { output } = await askPasskey([door.credential], vault.prf_input());
  return vault.passkey_key(door.id, output);
}

/** Pages that never ask need not load it. */
function addStyle() {
  const address = fileUrl("popup/styles/unlock.css");
  if (![...document.styleSheets].some(({ href }) => href === address)) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    document.head.append(link);
  }
}

/** What a key that does not fit is called. @type {Record<string, string>} */
const WRONG = {
  passphrase: "vault_passphrase_wrong",
  passkey: "vault_passkey_wrong",
  recovery: "vault_recovery_wrong",
};
