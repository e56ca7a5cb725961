/** What happens on the Security page. Whatever changes a protected vault's keys asks first who is there. */
import { Failure, failure, loadCore } from "../../extension/core.js";
import { startDerivation } from "../../extension/derivation.js";
import { changeLockRules } from "../../extension/lock-rules.js";
import { makePasskey } from "../../extension/passkey.js";
import { forgetForm } from "../../extension/passphrase-form.js";
import { meetsPolicy, readPolicies } from "../../extension/policies.js";
import { lockVault } from "../../extension/session.js";
import { dropPin, isPin, setPin } from "../../extension/session-pin.js";
import { changeKey, edit, noteActivity, openVault } from "../../extension/vault-store.js";
import { t } from "../../extension/words.js";
import { focusFirst } from "../focus.js";
import { askIdentity, confirmIdentity } from "../identity.js";
import { suggestionFor } from "../suggestion.js";
import { mayRemove, readSecurity } from "./security-state.js";
import { SUGGESTED, strengthOf, suggestPassphrase } from "./strength.js";

/**
 * @typedef {import("./security-state.js").Security} Security
 * @typedef {import("./security-state.js").Panel} Panel
 * @typedef {import("./security-state.js").Door} Door
 * @typedef {import("../../wasm/core.js").NewKey} NewKey
 * @typedef {ReturnType<typeof makeSecurityActions>} SecurityActions
 */

/** @param {import("./frame.js").Page<Security>} page */
export function makeSecurityActions(page) {
  const open = (/** @type {Panel | null} */ panel) => {
    page.update({ ...page.state(), panel });
    focusFirst(".panel [data-focus]");
  };
  /** @param {Partial<Panel>} change */
  const alter = (change) => {
    const { panel } = page.state();
    page.update({ ...page.state(), panel: panel && /** @type {Panel} */ ({ ...panel, ...change }) });
  };
  /** @param {string} said @param {Panel | null} [panel] */
  const finish = async (said, panel = null) => {
    page.update({ ...(await readSecurity()), panel });
    page.say(said);
    focusFirst(".panel [data-focus]");
  };
  /** Runs one step of a panel; a failure stays in it. @param {() => Promise<void>} step */
  const attempt = async (step) => {
    alter({ busy: true, failure: null });
    try {
      await step();
    } catch (thrown) {
      alter({ busy: false, failure: failure(thrown) });
    }
  };
  /** @param {() => Promise<void>} step */
  const run = async (step) => {
    try {
      await step();
    } catch (thrown) {
      page.fail(thrown);
    }
  };
  /** Opens a panel once it is clear who is there. @param {string} reason @param {() => Panel | Promise<Panel>} panel */
  const openConfirmed = (reason, panel) =>
    run(async () => {
      if (await confirmIdentity(reason)) {
        open(await panel());
      }
    });

  return {
    /** @param {string | null} id the passphrase to change */
    onPassphraseClick: (id) =>
      openConfirmed(t("identity_reason_ways"), () => ({
        name: "passphrase",
        id,
        suggestion: suggestionFor(suggestPassphrase, page.state().policies),
        text: "",
        strength: null,
        shown: false,
        busy: false,
        failure: null,
      })),
    onSuggestClick: () => alter({ suggestion: suggestionFor(suggestPassphrase, page.state().policies) }),
    onSuggestionClick: () => {
      const { panel } = page.state();
      if (panel?.name === "passphrase" && panel.suggestion !== null) {
        alter({ text: panel.suggestion, strength: SUGGESTED, shown: true });
        focusFirst(".panel [name=again]");
      }
    },
    /** @param {Event} event */
    onPassphraseInput: (event) => {
      const { panel } = page.state();
      const text = /** @type {HTMLInputElement} */ (event.target).value;
      if (panel?.name === "passphrase") {
        const strength = text === panel.suggestion ? SUGGESTED : strengthOf(text);
        alter({ text, strength: text === "" ? null : strength, failure: null });
      }
    },
    onShowClick: () => {
      const { panel } = page.state();
      alter({ shown: panel?.name === "passphrase" && !panel.shown });
    },
    /** @param {SubmitEvent} event */
    onPassphraseSubmit: (event) => {
      event.preventDefault();
      const { panel, isProtected } = page.state();
      const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
      if (panel?.name !== "passphrase" || panel.busy) {
        return;
      }
      const text = panel.text.normalize("NFKC");
      attempt(async () => {
        if (String(form.get("again") ?? "").normalize("NFKC") !== text) {
          throw new Failure({ code: "passphrase_differs" });
        }
        if (!meetsPolicy(text, await readPolicies())) {
          throw new Failure({ code: "passphrase_policy" });
        }
        if (panel.strength?.level !== "strong" && form.get("weak") === null) {
          throw new Failure({ code: "passphrase_weak" });
        }
        const key = await passphraseKey(panel.text);
        if (isProtected) {
          await edit((vault, now) => vault.protect(key, panel.id, "", now));
        } else {
          await changeKey((vault, now) => vault.protect(key, panel.id, "", now));
        }
        key.free();
        await forgetForm();
        const said = panel.id === null ? t("security_done_passphrase") : t("security_done_changed");
        await finish(said, isProtected ? null : await recoveryPanel(null));
      });
    },

    onPasskeyClick: () =>
      openConfirmed(t("identity_reason_ways"), () => ({ name: "passkey", busy: false, failure: null })),
    /** @param {SubmitEvent} event */
    onPasskeySubmit: (event) => {
      event.preventDefault();
      const { doors, isProtected } = page.state();
      const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
      const label = String(form.get("label") ?? "").trim() || t("security_passkey");
      attempt(async () => {
        const [{ NewKey }, vault] = await Promise.all([loadCore(), openVault()]);
        const known = doors.filter(({ kind }) => kind === "passkey").map(({ credential }) => credential);
        const { credential, output } = await makePasskey(`Tessera, ${label}`, vault.prf_input(), known);
        const key = NewKey.passkey(credential, output);
        await (isProtected ? edit : changeKey)((vault, now) => vault.protect(key, undefined, label, now));
        key.free();
        const more = isProtected || doors.some(({ kind }) => kind === "recovery");
        await finish(t("security_done_passkey"), more ? null : await recoveryPanel(null));
      });
    },

    /** @param {string | null} id the code to replace */
    onRecoveryClick: (id) => openConfirmed(t("identity_reason_ways"), () => recoveryPanel(id)),
    onPrintClick: () => window.print(),
    /** @param {Event} event */
    onKeptChange: (event) => alter({ kept: /** @type {HTMLInputElement} */ (event.target).checked }),
    onRecoveryDoneClick: () =>
      run(async () => {
        const { panel, isProtected } = page.state();
        if (panel?.name !== "recovery") {
          return;
        }
        const { NewKey } = await loadCore();
        const key = NewKey.recovery(panel.code);
        await (isProtected ? edit : changeKey)((vault, now) => vault.protect(key, panel.id ?? undefined, "", now));
        key.free();
        await finish(t("security_done_recovery"));
      }),

    /** @param {Door} door */
    onRemoveClick: (door) => {
      const { doors } = page.state();
      if (!mayRemove(page.state(), door)) {
        return page.fail(new Failure({ code: "protection_required" }));
      }
      const portable = doors.filter(({ kind }) => kind !== "device" && kind !== "newer");
      // Removing the last one means removing the protection, which has its own words.
      return openConfirmed(t("identity_reason_ways"), () =>
        portable.length > 1 ? { name: "remove", door } : { name: "unprotect" },
      );
    },
    onRemoveConfirm: () =>
      run(async () => {
        const { panel } = page.state();
        if (panel?.name === "remove") {
          await requireRemovable((state) => mayRemove(state, panel.door));
          await edit((vault, now) => vault.remove_door(panel.door.id, now));
          await finish(t("security_done_removed"), { name: "renew", removed: true });
        }
      }),

    onRenewClick: () => open({ name: "renew", removed: false }),
    onRenewConfirm: () =>
      run(async () => {
        const proof = await askIdentity(t("identity_reason_renew"));
        if (proof) {
          await changeKey((vault, now) => vault.rotate(proof.key, proof.door.id, now));
          proof.key.free();
          await dropPin();
          await finish(t("security_done_renewed"));
        }
      }),

    onUnprotectClick: () =>
      page.state().policies.enforcePassword
        ? page.fail(new Failure({ code: "protection_required" }))
        : openConfirmed(t("identity_reason_unprotect"), () => ({ name: "unprotect" })),
    onUnprotectConfirm: () =>
      run(async () => {
        await requireRemovable(({ policies }) => !policies.enforcePassword);
        await dropPin();
        await changeKey((vault, now) => vault.unprotect(now));
        await finish(t("security_done_unprotected"));
      }),

    onPinClick: () => openConfirmed(t("identity_reason_pin"), () => ({ name: "pin", busy: false, failure: null })),
    /** @param {SubmitEvent} event */
    onPinSubmit: (event) => {
      event.preventDefault();
      const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
      const pin = String(form.get("pin") ?? "");
      attempt(async () => {
        if (!isPin(pin)) {
          throw new Failure({ code: "pin_length" });
        }
        if (pin !== String(form.get("again") ?? "")) {
          throw new Failure({ code: "pin_differs" });
        }
        await setPin(await openVault(), pin);
        await finish(t("security_done_pin"));
      });
    },
    onPinRemoveClick: () =>
      run(async () => {
        await dropPin();
        await finish(t("security_done_pin_removed"));
      }),

    /** @param {number} minutes */
    onMinutesChange: (minutes) => changeRules({ minutes }),
    /** @param {Event} event */
    onScreenChange: (event) => changeRules({ withScreen: /** @type {HTMLInputElement} */ (event.target).checked }),
    onLockClick: () => lockVault(),
    onCancelClick: () => open(null),
  };

  /** @param {Partial<import("../../extension/lock-rules.js").LockRules>} change */
  function changeRules(change) {
    return run(async () => {
      const rules = await changeLockRules(change);
      await noteActivity();
      page.update({ ...page.state(), rules });
      page.say(t("security_done_rules"));
    });
  }
}

/** Looks once more before protection goes: an administrator or another page may have changed something. @param {(state: Awaited<ReturnType<typeof readSecurity>>) => boolean} isRemovable */
async function requireRemovable(isRemovable) {
  if (!isRemovable(await readSecurity())) {
    throw new Failure({ code: "protection_required" });
  }
}

/** @param {string | null} id @returns {Promise<Panel>} */
async function recoveryPanel(id) {
  const { make_recovery_code } = await loadCore();
  return { name: "recovery", id, code: make_recovery_code(), kept: false };
}

/** @param {string} text @returns {Promise<NewKey>} */
async function passphraseKey(text) {
  const { NewKey, make_cost } = await loadCore();
  const cost = make_cost(false);
  const derivation = startDerivation(cost.memory);
  try {
    const key = await derivation.derive(text, cost);
    return NewKey.passphrase(key, cost.memory, cost.passes, cost.lanes, cost.salt);
  } finally {
    derivation.end();
  }
}
