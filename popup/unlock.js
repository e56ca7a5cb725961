/**
 * Unlocking, for the popup and the pages alike: asks for a passphrase, PIN, passkey or recovery code until one opens the
 * vault, and begins the session.
 */
import { fileUrl, openPage, openPasskeyTab, readLocal } from "../extension/browser.js";
import { failure, loadCore } from "../extension/core.js";
import { startDerivation } from "../extension/derivation.js";
import { askPasskey, canUsePasskeys } from "../extension/passkey.js";
import { isUnfit } from "../extension/passphrase-form.js";
import { readPolicies } from "../extension/policies.js";
import { hasPin, unlockWithPin } from "../extension/session-pin.js";
import { VAULT_KEYS } from "../extension/storage-keys.js";
import { isVaultInSync, keepApart, readArea, storedForUnlock } from "../extension/sync-area.js";
import { keepUnlocked } from "../extension/vault-store.js";
import { focusFirst } from "./focus.js";
import { unlockView } from "./views/unlock.js";

/**
 * @typedef {import("../wasm/core.js").Vault} Vault
 * @typedef {import("../wasm/core.js").Door} Door
 * @typedef {"pin" | "passphrase" | "passkey" | "recovery" | "forgotten"} Way
 *
 * @typedef {object} Unlocking
 * @property {"own" | "joining" | "changed" | "other"} vault this device's; that of the other devices on a new one; this
 *   device's with the key that another gave it; or one beside its own
 * @property {Way} way what is asked for now
 * @property {Way[]} ways what this vault opens with here
 * @property {import("../extension/policies.js").Policies} policies what an administrator has set
 * @property {boolean} unfit it is open, but the administrator asks for another passphrase than the one that opened it
 * @property {boolean} busy a key is being derived or an authenticator asked
 * @property {boolean} shown the passphrase is readable
 * @property {import("./state.js").Failure | null} failure why the last try failed
 * @property {string} input what the number of the failure points into
 *
 * @typedef {ReturnType<typeof makeActions>} UnlockActions
 */

/**
 * Draws the unlock screen and ends when the vault is unlocked.
 *
 * @param {(content: unknown) => void} draw
 * @param {object} place
 * @param {boolean} place.inTab whether the browser's passkey dialog may appear here
 * @param {Way} [place.first] what to begin with
 * @param {Record<string, string>} [place.sealed] what is unlocked, if not the vault of this device
 * @param {(vault: Vault) => Promise<void>} [place.take] what becomes of it
 * @returns {Promise<void>}
 */
export async function runUnlock(draw, { inTab, first, sealed, take = keepUnlocked }) {
  const objects = sealed ?? (await storedForUnlock());
  const { Vault } = await loadCore();
  const doors = Vault.stored_doors(objects);
  const ways = await waysFor(doors);
  const derivation = startDerivation(doors.find(({ kind }) => kind === "passphrase")?.memory);
  /** @type {Unlocking} */
  let state = {
    vault: await vaultToUnlock(sealed),
    way: first && ways.includes(first) ? first : (ways[0] ?? "recovery"),
    ways,
    policies: await readPolicies(),
    unfit: false,
    busy: false,
    shown: false,
    failure: null,
    input: "",
  };
  try {
    await new Promise((resolve) => {
      const update = (/** @type {Partial<Unlocking>} */ change) => {
        const moved = change.way !== undefined && change.way !== state.way;
        state = { ...state, ...change };
        draw(unlockView(state, actions));
        if (moved) {
          focusFirst(".unlock [data-focus]");
        }
      };
      const actions = makeActions({
        state: () => state,
        update,
        objects,
        doors,
        derivation,
        inTab,
        take,
        done: resolve,
      });
      update({});
      focusFirst(".unlock [data-focus]");
      if (first === "passkey" && state.way === "passkey") {
        actions.onPasskeyClick();
      }
    });
  } finally {
    derivation.end();
  }
}

/** What the question is about. @param {Record<string, string>} [sealed] @returns {Promise<Unlocking["vault"]>} */
async function vaultToUnlock(sealed) {
  const { Vault } = await loadCore();
  const own = await readLocal(VAULT_KEYS);
  if (sealed) {
    return Vault.vault_in(own) === Vault.vault_in(await readArea()) ? "changed" : "other";
  }
  return Object.keys(own).length === 0 && (await isVaultInSync()) ? "joining" : "own";
}

/** What opens the vault here, the quickest first. @param {readonly Door[]} doors @returns {Promise<Way[]>} */
async function waysFor(doors) {
  const has = (/** @type {Door["kind"]} */ kind) => doors.some((door) => door.kind === kind);
  /** @type {[Way, boolean][]} */
  const all = [
    ["pin", await hasPin()],
    ["passphrase", has("passphrase")],
    ["passkey", has("passkey") && canUsePasskeys()],
    ["recovery", has("recovery")],
  ];
  return all.filter(([, there]) => there).map(([way]) => way);
}

/**
 * @param {object} tools
 * @param {() => Unlocking} tools.state
 * @param {(change: Partial<Unlocking>) => void} tools.update
 * @param {Record<string, string>} tools.objects
 * @param {readonly Door[]} tools.doors
 * @param {import("../extension/derivation.js").Derivation} tools.derivation
 * @param {boolean} tools.inTab
 * @param {(vault: Vault) => Promise<void>} tools.take
 * @param {(value: unknown) => void} tools.done
 */
function makeActions({ state, update, objects, doors, derivation, inTab, take, done }) {
  /** What the passphrase that opened the vault is found to be. */
  let unfit = false;

  /** One try at a time; a failed one is said, and the field asks again. @param {() => Promise<Vault>} open @param {string} [input] */
  const attempt = async (open, input = "") => {
    unfit = false;
    if (state().busy) {
      return;
    }
    update({ busy: true, failure: null, input });
    try {
      const vault = await open();
      await take(vault);
      vault.free();
      if (unfit) {
        update({ busy: false, unfit: true });
        focusFirst(".unlock [data-focus]");
      } else {
        done(undefined);
      }
    } catch (thrown) {
      const reason = failure(thrown);
      const ways = reason.code === "pin_dropped" ? state().ways.filter((way) => way !== "pin") : state().ways;
      const way = ways.includes(state().way) ? state().way : (ways[0] ?? "recovery");
      update({ busy: false, failure: reason, ways, way });
      focusFirst(".unlock [data-focus]");
    }
  };

  return {
    /** @param {SubmitEvent} event */
    onSubmit: (event) => {
      event.preventDefault();
      const field = /** @type {HTMLInputElement} */ (
        /** @type {HTMLFormElement} */ (event.target).elements.namedItem("word")
      );
      const word = field.value;
      if (state().way !== "recovery") {
        field.value = "";
      }
      switch (state().way) {
        case "pin":
          attempt(() => unlockWithPin(objects, word));
          break;
        case "recovery":
          attempt(async () => (await loadCore()).Vault.unlock_recovery(objects, word, Date.now()), word);
          break;
        default:
          attempt(async () => {
            const { vault, door } = await openWithPassphrase(objects, doors, derivation, word);
            unfit = await isUnfit(word, door.id);
            return vault;
          });
      }
    },
    onPasskeyClick: () => {
      if (!inTab) {
        openPasskeyTab().then(
          () => window.close(),
          (thrown) => update({ failure: failure(thrown) }),
        );
        return;
      }
      attempt(async () => {
        const { Vault } = await loadCore();
        const credentials = doors.filter(({ kind }) => kind === "passkey").map(({ credential }) => credential);
        const { credential, output } = await askPasskey(credentials, Vault.stored_prf_input(objects));
        return Vault.unlock_passkey(objects, credential, output, Date.now());
      });
    },
    onWithoutClick: async () => {
      await keepApart(true);
      location.reload();
    },
    /** To the field for another passphrase. */
    onChangeClick: async () => {
      if (!inTab) {
        await openPage("security", "change");
        window.close();
        return;
      }
      const before = location.pathname;
      location.assign(fileUrl("popup/pages/security.html#change"));
      if (before === location.pathname) {
        done(undefined);
      }
    },
    onLaterClick: () => done(undefined),
    /** @param {Way} way */
    onWayClick: (way) => update({ way, failure: null, shown: false }),
    onShowClick: () => {
      update({ shown: !state().shown });
      focusFirst(".unlock [data-focus]");
    },
  };
}

/**
 * Tries the passphrase on each slot that takes one: usually one, two after it was changed on another device.
 *
 * @param {Record<string, string>} objects
 * @param {readonly Door[]} doors
 * @param {import("../extension/derivation.js").Derivation} derivation
 * @param {string} passphrase
 * @returns {Promise<{vault: Vault, door: Door}>}
 */
async function openWithPassphrase(objects, doors, derivation, passphrase) {
  const { Vault } = await loadCore();
  /** @type {unknown} */
  let refusal;
  for (const door of doors.filter(({ kind }) => kind === "passphrase")) {
    const key = await derivation.derive(passphrase, door);
    try {
      return { vault: Vault.unlock_passphrase(objects, key, Date.now()), door };
    } catch (thrown) {
      refusal = thrown;
    } finally {
      key.fill(0);
    }
  }
  throw refusal;
}
