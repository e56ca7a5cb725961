/** Adding without a picture: the form, and pasted text. */
import { now as codeTime } from "../../extension/clock.js";
import { failure, loadCore } from "../../extension/core.js";
import { openVault } from "../../extension/vault-store.js";
import { changeField, show, showManual } from "../state.js";

/**
 * @typedef {import("../../wasm/core.js").Intake} Intake
 */

/** @param {import("./found.js").AddingTools} tools @param {import("./found.js").FoundActions} found */
export function intakeActions({ state, update }, found) {
  /** The preview under the form: what Ok would save, or nothing while the key is not whole. */
  const preview = async () => {
    const { Intake } = await loadCore();
    const { screen } = state();
    if (screen.name !== "manual") {
      return;
    }
    const now = codeTime();
    const asked = screen.fields;
    const answer = previewOf(Intake, asked, now);
    const latest = state();
    if (latest.screen.name === "manual" && latest.screen.fields === asked) {
      update({ ...latest, now, screen: { ...latest.screen, ...answer } });
    }
  };

  return {
    onManualClick: () => update(showManual(state())),
    onPasteClick: () => update(show(state(), { name: "paste", text: "", failure: null })),

    /** @param {Event} event */
    onFieldInput: (event) => {
      const { name, value } = /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target);
      update(changeField(state(), { [name]: value }));
      preview();
    },
    /** @param {Event} event */
    onAdvancedToggle: (event) => {
      const { screen } = state();
      const advanced = /** @type {HTMLDetailsElement} */ (event.target).open;
      if (screen.name === "manual" && screen.advanced !== advanced) {
        update({ ...state(), screen: { ...screen, advanced } });
      }
    },
    /** @param {Event} event */
    onManualSubmit: async (event) => {
      event.preventDefault();
      const { screen } = state();
      if (screen.name !== "manual") {
        return;
      }
      const vault = await openVault();
      const intake = await found.begin();
      try {
        addManual(intake, screen.fields);
      } catch (thrown) {
        const reason = failure(thrown);
        const advanced = screen.advanced || reason.code.startsWith("otp_");
        update({ ...state(), screen: { ...screen, failure: reason, advanced, tried: true } });
        return;
      }
      const [card] = intake.cards(vault, codeTime());
      await (card?.relation === "new" ? found.save() : found.showFound("manual"));
    },

    /** @param {Event} event */
    onPasteInput: (event) => {
      const { value } = /** @type {HTMLTextAreaElement} */ (event.target);
      const { screen } = state();
      if (screen.name === "paste") {
        update({ ...state(), screen: { ...screen, text: value, failure: null } });
      }
    },
    /** @param {Event} event */
    onPasteSubmit: async (event) => {
      event.preventDefault();
      const { screen } = state();
      if (screen.name !== "paste") {
        return;
      }
      const intake = await found.begin();
      try {
        intake.add_pasted(screen.text);
        await found.showFound("paste");
      } catch (thrown) {
        update({ ...state(), screen: { ...screen, failure: failure(thrown) } });
      }
    },

    /** @param {number} now */
    onSecond: (now) => {
      const { screen } = state();
      const stale = (/** @type {{endsAt?: number}} */ code) => code.endsAt !== undefined && code.endsAt <= now;
      if (screen.name === "manual" && screen.preview && stale(screen.preview)) {
        preview();
      } else if (screen.name === "found" && screen.cards.some(stale)) {
        found.redraw();
      } else {
        update({ ...state(), now });
      }
    },
  };
}

/**
 * @param {typeof import("../../wasm/core.js").Intake} IntakeClass @param {import("../state.js").ManualFields} fields @param {number} now
 */
function previewOf(IntakeClass, fields, now) {
  if (fields.secret.trim() === "") {
    return { preview: null, failure: null };
  }
  const trial = new IntakeClass();
  try {
    addManual(trial, fields);
    return { preview: trial.preview(now), failure: null };
  } catch (thrown) {
    const reason = failure(thrown);
    return { preview: null, failure: SHOWN_WHILE_TYPING.test(reason.code) ? reason : null };
  } finally {
    trial.free();
  }
}

/** @param {Intake} intake @param {import("../state.js").ManualFields} fields */
function addManual(intake, { issuer, secret, account, type, algorithm, digits, period, counter }) {
  intake.add_manual(secret, { issuer, account, type, algorithm, digits, period, counter });
}

/** Wrong characters are worth saying at once; “too short” is not, while the key is still being typed. */
const SHOWN_WHILE_TYPING = /^(secret_character|otp_|uri_)/;
