/** Adding: scanning, pasting, typing, and saying yes to what was found. */
import { now as codeTime } from "../../extension/clock.js";
import { failure, loadCore } from "../../extension/core.js";
import { progressWith, rememberParts } from "../../extension/export-parts.js";
import { withForeignTexts } from "../../extension/foreign.js";
import { PageClosed, scanVisibleTab } from "../../extension/scan.js";
import { siteOf, whereWeAre } from "../../extension/site.js";
import { edit, openVault } from "../../extension/vault-store.js";
import { plural } from "../../extension/words.js";
import { changeField, say, show, showList, showManual } from "../state.js";

/**
 * @typedef {import("../../wasm/core.js").Intake} Intake
 * @typedef {import("../state.js").Card} Card
 * @typedef {import("../actions.js").Tools} Tools
 */

/** @param {Tools} tools */
export function intakeActions({ state, update, refresh, fail }) {
  /** What was scanned, pasted or typed and waits for a yes. @type {Intake | undefined} */
  let intake;
  /** @type {AbortController | undefined} */
  let search;

  const dropIntake = () => {
    intake?.free();
    intake = undefined;
  };

  /** @param {"scan" | "paste" | "manual"} origin */
  const showFound = async (origin) => {
    if (!intake) {
      return;
    }
    const vault = await openVault();
    const now = codeTime();
    const cards = await withForeignTexts(intake.cards(vault, now));
    const parts = await progressWith(intake.parts());
    const screen = /** @type {const} */ ({ name: "found", cards, origin, parts });
    update({ ...show(state(), screen), now });
  };

  /** The page that shows the code is the one it is for. */
  const learnSite = async () => {
    const here = await whereWeAre();
    if (here && intake) {
      intake.learn_site(await siteOf(here.host));
    }
  };

  /** Shows what a text holds. Throws CoreError: `intake_empty`. @param {string} text */
  const showText = async (text) => {
    const core = await loadCore();
    dropIntake();
    intake = new core.Intake();
    intake.add_pasted(text);
    await showFound("paste");
  };

  /** Draws the cards again after a choice or a name changed. */
  const redrawFound = async () => {
    const { screen } = state();
    if (intake && screen.name === "found") {
      const now = codeTime();
      const cards = await withForeignTexts(intake.cards(await openVault(), now));
      update({ ...state(), now, screen: { ...screen, cards } });
    }
  };

  const saveIntake = async () => {
    const saving = intake;
    if (!saving) {
      return;
    }
    try {
      const added = await edit((vault, now) => vault.add(saving, now));
      await rememberParts(saving.parts());
      dropIntake();
      const next = { ...showList(state()), highlighted: added };
      await refresh(say(next, plural("status_added", added.length), { undo: undoAdding(added) }));
    } catch (thrown) {
      fail(thrown);
    }
  };

  /** @param {readonly string[]} added */
  const undoAdding = (added) => () =>
    edit((vault, now) => {
      for (const id of added) {
        vault.trash(id, now);
      }
    });

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
    /** Leaves adding: nothing found or typed so far is kept. */
    drop: () => {
      search?.abort();
      dropIntake();
    },
    /** A link or a text that came from elsewhere: a menu, a paste, a drop. @param {string} text */
    addText: (text) => showText(text).catch(fail),
    onManualClick: () => update(showManual(state())),
    onPasteClick: () => update(show(state(), { name: "paste", text: "", failure: null })),
    onScanClick: async () => {
      search?.abort();
      dropIntake();
      const mine = new AbortController();
      search = mine;
      const slow = setTimeout(() => update(show(state(), { name: "scanning" })), SHOWN_AFTER);
      try {
        const [core, texts] = await Promise.all([loadCore(), scanVisibleTab(mine.signal)]);
        clearTimeout(slow);
        if (texts.length === 0) {
          update(show(state(), { name: "nothing", pageClosed: false }));
          return;
        }
        intake = new core.Intake();
        for (const text of texts) {
          intake.add_scanned(text);
        }
        await learnSite();
        await showFound("scan");
      } catch (thrown) {
        clearTimeout(slow);
        if (thrown instanceof PageClosed) {
          update(show(state(), { name: "nothing", pageClosed: true }));
        } else if (!mine.signal.aborted) {
          fail(thrown);
        }
      }
    },
    onCancelScan: () => {
      search?.abort();
      refresh(showList(state()));
    },

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
      const core = await loadCore();
      dropIntake();
      intake = new core.Intake();
      try {
        addManual(intake, screen.fields);
      } catch (thrown) {
        const reason = failure(thrown);
        const advanced = screen.advanced || reason.code.startsWith("otp_");
        update({ ...state(), screen: { ...screen, failure: reason, advanced, tried: true } });
        return;
      }
      const [card] = intake.cards(await openVault(), codeTime());
      await (card?.relation === "new" ? saveIntake() : showFound("manual"));
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
      try {
        await showText(screen.text);
      } catch (thrown) {
        update({ ...state(), screen: { ...screen, failure: failure(thrown) } });
      }
    },

    /** @param {Event} event @param {number} index @param {"issuer" | "account"} field */
    onCardInput: (event, index, field) => {
      const { value } = /** @type {HTMLInputElement} */ (event.target);
      intake?.rename(index, field, value);
      redrawFound();
    },
    /** @param {number} index @param {Card["choice"]} choice */
    onCardChoice: (index, choice) => {
      intake?.choose(index, choice);
      redrawFound();
    },
    /** @param {Event} event */
    onFoundSubmit: async (event) => {
      event.preventDefault();
      await saveIntake();
    },

    /** @param {number} now */
    onSecond: (now) => {
      const { screen } = state();
      const stale = (/** @type {{endsAt?: number}} */ code) => code.endsAt !== undefined && code.endsAt <= now;
      if (screen.name === "manual" && screen.preview && stale(screen.preview)) {
        preview();
      } else if (screen.name === "found" && screen.cards.some(stale)) {
        redrawFound();
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

/** A scan that is over sooner shows no working screen. Milliseconds. */
const SHOWN_AFTER = 150;
/** Wrong characters are worth saying at once; “too short” is not, while the key is still being typed. */
const SHOWN_WHILE_TYPING = /^(secret_character|otp_|uri_)/;
