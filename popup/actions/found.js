/** What was scanned, pasted or typed and waits for a yes: its cards, choices, and the saving. */
import { now as codeTime } from "../../extension/clock.js";
import { loadCore } from "../../extension/core.js";
import { progressWith, rememberParts } from "../../extension/export-parts.js";
import { withForeignTexts } from "../../extension/foreign.js";
import { siteOf, whereWeAre } from "../../extension/site.js";
import { edit, openVault } from "../../extension/vault-store.js";
import { plural } from "../../extension/words.js";
import { say, show, showList } from "../state.js";

/**
 * @typedef {import("../../wasm/core.js").Intake} Intake
 * @typedef {import("../../extension/reader.js").Code} Code
 * @typedef {import("../state.js").Card} Card
 * @typedef {Pick<import("../actions.js").Tools, "state" | "update" | "refresh" | "fail">} AddingTools
 * @typedef {ReturnType<typeof foundActions>} FoundActions
 */

/** @param {AddingTools} tools */
export function foundActions({ state, update, refresh, fail }) {
  /** @type {Intake | undefined} */
  let intake;
  /** The picture of the code that each card came from, by the card's place. @type {string[]} */
  let crops = [];

  /** Nothing found or typed so far is kept. */
  const drop = () => {
    intake?.free();
    intake = undefined;
    crops.forEach((crop) => {
      URL.revokeObjectURL(crop);
    });
    crops = [];
  };

  /** An empty intake in the place of what was there. @returns {Promise<Intake>} */
  const begin = async () => {
    const core = await loadCore();
    drop();
    intake = new core.Intake();
    return intake;
  };

  const readCards = async () => {
    const now = codeTime();
    const vault = await openVault();
    // What was dropped meanwhile is not asked.
    const cards = intake ? await withForeignTexts(intake.cards(vault, now)) : [];
    return { now, cards: cards.map((card, place) => ({ ...card, crop: crops[place] ?? "" })) };
  };

  /** @param {"scan" | "paste" | "manual"} origin @param {readonly Code[]} [codes] those that are a part of a text */
  const showFound = async (origin, codes = []) => {
    if (!intake) {
      return;
    }
    const { now, cards } = await readCards();
    if (!intake) {
      return;
    }
    const parts = await progressWith(intake.parts());
    const pieces = codes.flatMap(({ part }) => (part ? [{ number: part.index + 1, count: part.count }] : []));
    const screen = /** @type {const} */ ({ name: "found", cards, origin, parts, pieces });
    update({ ...show(state(), screen), now });
  };

  /** Draws the cards again after a choice or a name changed. */
  const redraw = async () => {
    if (intake && state().screen.name === "found") {
      const { now, cards } = await readCards();
      const { screen } = state();
      if (screen.name === "found") {
        update({ ...state(), now, screen: { ...screen, cards } });
      }
    }
  };

  const save = async () => {
    const saving = intake;
    if (!saving) {
      return;
    }
    try {
      const added = await edit((vault, now) => vault.add(saving, now));
      await rememberParts(saving.parts());
      drop();
      const next = { ...showList(state()), highlighted: added };
      await refresh(say(next, plural("status_added", added.length), { undo: undoAdding(added) }));
    } catch (thrown) {
      fail(thrown);
    }
  };

  return {
    drop,
    begin,
    showFound,
    redraw,
    save,

    /**
     * Takes the codes of a scan in the place of what was there, and tells whether one of them is something to add.
     *
     * @param {readonly Code[]} codes
     * @returns {Promise<boolean>}
     */
    takeCodes: async (codes) => {
      const vault = await openVault();
      const taken = await begin();
      for (const { text, part, crop } of codes) {
        if (!part) {
          taken.add_scanned(text);
          const count = taken.cards(vault, codeTime()).length - crops.length;
          // A code can hold several accounts: its picture stands on the first.
          crops.push(
            ...Array.from({ length: count }, (_, place) => (crop && place === 0 ? URL.createObjectURL(crop) : "")),
          );
        }
      }
      const { cards } = await readCards();
      return cards.some((card) => card.kind === "account" && card.relation !== "same");
    },

    /** The page that shows the code is the one it is for. */
    learnSite: async () => {
      const here = await whereWeAre();
      if (here) {
        const site = await siteOf(here.host);
        intake?.learn_site(site);
      }
    },

    /** What the views call. */
    actions: {
      /** @param {Event} event @param {number} index @param {"issuer" | "account"} field */
      onCardInput: (event, index, field) => {
        const { value } = /** @type {HTMLInputElement} */ (event.target);
        intake?.rename(index, field, value);
        redraw();
      },
      /** @param {number} index @param {Card["choice"]} choice */
      onCardChoice: (index, choice) => {
        intake?.choose(index, choice);
        redraw();
      },
      /** @param {Event} event */
      onFoundSubmit: async (event) => {
        event.preventDefault();
        await save();
      },
    },
  };
}

/** @param {readonly string[]} added */
const undoAdding = (added) => () =>
  edit((vault, now) => {
    for (const id of added) {
      vault.trash(id, now);
    }
  });
