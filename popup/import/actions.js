/** What happens on the import page. Nothing is written before `onImportClick`, which writes everything in one step. */
import { loadCore } from "../../extension/core.js";
import { edit, openVault } from "../../extension/vault-store.js";
import { plural, t } from "../../extension/words.js";
import { focusFirst } from "../focus.js";
import { makeReader } from "./reading.js";
import { changeSource, isWorking, START } from "./state.js";

/**
 * @typedef {import("./state.js").ImportState} ImportState
 * @typedef {import("./state.js").Entry} Entry
 * @typedef {import("./state.js").Saved} Saved
 * @typedef {import("../../wasm/core.js").Intake} Intake
 * @typedef {import("../../wasm/core.js").Card} Card
 * @typedef {import("../pages/frame.js").Page<ImportState>} Page
 * @typedef {ReturnType<typeof importActions>} Actions
 */

/** @param {Page} page */
export function importActions(page) {
  const reader = makeReader(page, rebuild);
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let clock;

  /** Makes the report from everything that was read. */
  async function rebuild() {
    const { intake, places } = await gather(page.state());
    try {
      const cards = intake.cards(await openVault(), Date.now());
      const entries = cards
        .map((card, index) => ({ ...places[index], card }))
        .filter(({ card }) => card.kind !== "foreign");
      page.update({ ...page.state(), entries });
    } finally {
      intake.free();
    }
  }

  /** Moves the progress bars while something is read. */
  const watch = () => {
    clearInterval(clock);
    clock = setInterval(() => {
      page.update({ ...page.state(), now: Date.now() });
      if (!isWorking(page.state())) {
        clearInterval(clock);
      }
    }, 200);
  };

  /** @param {Promise<void>} reading */
  const follow = async (reading) => {
    watch();
    try {
      await reading;
    } catch (thrown) {
      page.fail(thrown);
    }
  };

  const act = {
    /** @param {readonly File[]} files */
    onFiles: (files) => follow(reader.addFiles(files)),
    /** @param {Event} event */
    onFilesPicked: async (event) => {
      const input = /** @type {HTMLInputElement} */ (event.target);
      const files = [...(input.files ?? [])];
      input.value = "";
      await act.onFiles(files);
    },
    /** @param {DragEvent} event */
    onDragOver: (event) => {
      event.preventDefault();
      if (!page.state().dragging) {
        page.update({ ...page.state(), dragging: true });
      }
    },
    onDragLeave: () => page.update({ ...page.state(), dragging: false }),
    /** @param {DragEvent} event */
    onDrop: async (event) => {
      event.preventDefault();
      page.update({ ...page.state(), dragging: false });
      await act.onTransfer(event.dataTransfer);
    },
    /** @param {DataTransfer | null} data */
    onTransfer: async (data) => {
      const files = [...(data?.files ?? [])];
      const text = data?.getData("text/plain") ?? "";
      if (files.length > 0) {
        await act.onFiles(files);
      } else if (text.trim() !== "") {
        await follow(reader.addText(text));
      }
    },
    /** A paste anywhere on the page but in a field. @param {ClipboardEvent} event */
    onPaste: (event) => {
      const inField = event.target instanceof HTMLElement && event.target.matches("input, textarea");
      const files = event.clipboardData?.files.length ?? 0;
      if (!inField || files > 0) {
        event.preventDefault();
        act.onTransfer(event.clipboardData);
      }
    },
    /** @param {Event} event */
    onPastedInput: (event) => {
      const { value } = /** @type {HTMLTextAreaElement} */ (event.target);
      page.update({ ...page.state(), pasted: value });
    },
    /** @param {Event} event */
    onPastedSubmit: async (event) => {
      event.preventDefault();
      const text = page.state().pasted;
      if (text.trim() !== "") {
        page.update({ ...page.state(), pasted: "" });
        await follow(reader.addText(text));
      }
    },
    /** @param {Event} event */
    onPasswordInput: (event) => {
      const { value } = /** @type {HTMLInputElement} */ (event.target);
      page.update({ ...page.state(), password: value });
    },
    /** @param {Event} event */
    onPasswordSubmit: async (event) => {
      event.preventDefault();
      const { password } = page.state();
      if (password !== "") {
        page.update({ ...page.state(), password: "" });
        await follow(reader.tryPassword(password));
        focusFirst(".import-password input");
      }
    },
    /** @param {number} id */
    onRemoveClick: (id) => reader.remove(id),
    /** @param {Entry} entry @param {Card["choice"]} choice */
    onChoice: ({ id, place }, choice) => {
      const state = page.state();
      const source = state.sources.find((candidate) => candidate.id === id);
      const choices = new Map(source?.choices).set(place, choice);
      const entries = state.entries.map((entry) =>
        entry.id === id && entry.place === place ? { ...entry, card: { ...entry.card, choice } } : entry,
      );
      page.update({ ...changeSource(state, id, { choices }), entries });
    },
    /** @param {Event} event @param {string} name */
    onGuideToggle: (event, name) => {
      const { open } = /** @type {HTMLDetailsElement} */ (event.target);
      const { guide } = page.state();
      if (open !== (guide === name)) {
        page.update({ ...page.state(), guide: open ? name : null });
      }
    },

    onImportClick: async () => {
      const state = page.state();
      const clear = state.sources.some(({ read, texts }) => read?.encrypted === false || texts.length > 0);
      page.update({ ...state, saving: true });
      const { intake } = await gather(state);
      try {
        const saved = await edit((vault, now) => vault.import(intake, now));
        const sources = reader.forget();
        page.update({ ...START, guides: state.guides, sources, done: { saved, clear, undone: false } });
        page.say(plural("import_done", saved.added.length), { undo: () => takeBack(saved) });
        focusFirst(".import-done h2");
      } catch (thrown) {
        page.update({ ...page.state(), saving: false });
        page.fail(thrown);
      } finally {
        intake.free();
      }
    },
    onUndoClick: async () => {
      const { done } = page.state();
      if (done) {
        try {
          await takeBack(done.saved);
          page.say(t("import_undone"));
        } catch (thrown) {
          page.fail(thrown);
        }
      }
    },
  };
  return act;

  /** Takes an import back: what came goes to the bin, what it replaced comes out of it. @param {Saved} saved */
  async function takeBack(saved) {
    await edit((vault, now) => {
      for (const id of saved.added) {
        vault.trash(id, now);
      }
      for (const id of saved.replaced) {
        vault.restore(id, now);
      }
    });
    const { done } = page.state();
    page.update({ ...page.state(), done: done && { ...done, undone: true } });
  }
}

/**
 * Everything that was read, as cards with the person's choices, and where each card comes from.
 *
 * @param {ImportState} state
 * @returns {Promise<{intake: Intake, places: {id: number, place: number}[]}>}
 */
async function gather({ sources }) {
  const { Intake } = await loadCore();
  const intake = new Intake();
  const places = [];
  for (const { id, read, kind, texts, choices } of sources) {
    const first = intake.size;
    if (read) {
      intake.add_parcel(read.parcel.slice());
    } else if (kind === "codes") {
      for (const text of texts) {
        intake.add_scanned(text);
      }
    }
    for (let index = first; index < intake.size; index += 1) {
      const place = index - first;
      const choice = choices.get(place);
      if (choice) {
        intake.choose(index, choice);
      }
      places.push({ id, place });
    }
  }
  return { intake, places };
}
