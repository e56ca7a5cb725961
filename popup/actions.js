/**
 * What happens when the person does something. Each action asks the vault, then hands the next state to `update`;
 * whatever fails is said in the status line and changes nothing.
 */
import { failure, loadCore } from "../extension/core.js";
import { withForeignTexts } from "../extension/foreign.js";
import { progressWith, rememberParts } from "../extension/export-parts.js";
import { PageClosed, scanVisibleTab } from "../extension/scan.js";
import { edit, openVault, rawCopy, restoreDamaged } from "../extension/vault-store.js";
import { plural, t } from "../extension/words.js";
import { changeField, drag, hush, rename, say, secondsLeft, show, showEdit, showList, showManual } from "./state.js";
import { failureText } from "./views/notices.js";
import { rowNames } from "./views/list.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Row} Row
 * @typedef {import("../wasm/core.js").Intake} Intake
 * @typedef {import("./state.js").Card} Card
 * @typedef {ReturnType<typeof makeActions>} Actions
 *
 * @typedef {object} Shell
 * @property {() => State} state
 * @property {(next: State) => void} update
 * @property {(next?: State) => Promise<void>} refresh
 */

/** @param {Shell} shell */
export function makeActions(shell) {
  const { state, update, refresh } = shell;
  /** What was scanned, pasted or typed and waits for a yes. @type {Intake | undefined} */
  let intake;
  /** @type {AbortController | undefined} */
  let search;

  /** @param {unknown} thrown */
  const fail = (thrown) => update(say(state(), failureText(failure(thrown)), { urgent: true }));

  /** Runs an edit and shows the list anew. @param {(vault: import("../wasm/core.js").Vault, now: number) => void} change */
  const change = async (change) => {
    try {
      await edit(change);
      await refresh();
    } catch (thrown) {
      await refresh();
      fail(thrown);
    }
  };

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
    const now = Date.now();
    const cards = await withForeignTexts(intake.cards(vault, now));
    const parts = await progressWith(intake.parts());
    const screen = /** @type {const} */ ({ name: "found", cards, origin, parts });
    update({ ...show(state(), screen), now });
  };

  /** Draws the cards again after a choice or a name changed. */
  const redrawFound = async () => {
    const { screen } = state();
    if (intake && screen.name === "found") {
      const now = Date.now();
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
    const now = Date.now();
    const asked = screen.fields;
    const answer = previewOf(Intake, asked, now);
    const latest = state();
    if (latest.screen.name === "manual" && latest.screen.fields === asked) {
      update({ ...latest, now, screen: { ...latest.screen, ...answer } });
    }
  };

  return {
    onBackClick: () => {
      search?.abort();
      dropIntake();
      refresh(showList(state()));
    },
    onEditClick: () => update(showEdit(state())),
    onDoneClick: () => refresh(showList(state())),
    onAddClick: () => update(show(state(), { name: "add" })),
    onManualClick: () => update(showManual(state())),
    onPasteClick: () => update(show(state(), { name: "paste", text: "", failure: null })),

    /** @param {string} id */
    onCopyClick: async (id) => {
      const row = state().rows.find((candidate) => candidate.id === id);
      if (!row || row.failure) {
        return;
      }
      const code = row.counter ? (shownCode(state(), id) ?? (await takeNextCode(id))) : row.code;
      if (code) {
        await copy(code, row);
      }
    },
    /** @param {string} id */
    onNextCodeClick: (id) => takeNextCode(id),

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
      const [card] = intake.cards(await openVault(), Date.now());
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
      const core = await loadCore();
      dropIntake();
      intake = new core.Intake();
      try {
        intake.add_pasted(screen.text);
        await showFound("paste");
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

    /** @param {string} id */
    onRenameClick: (id) => {
      const row = state().rows.find((candidate) => candidate.id === id);
      if (row) {
        update(rename(state(), { id, issuer: row.issuer, account: row.account }));
        focusFirst(".edit-fields input");
      }
    },
    /** @param {SubmitEvent} event */
    onRenameSubmit: async (event) => {
      event.preventDefault();
      const { screen } = state();
      if (screen.name !== "edit" || !screen.renaming) {
        return;
      }
      const { id } = screen.renaming;
      const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
      const [issuer, account] = ["issuer", "account"].map((name) => String(form.get(name) ?? ""));
      update(rename(state(), null));
      await change((vault, now) => vault.rename(id, issuer, account, now));
      focusFirst(`[data-id="${id}"] button`);
    },
    /** @param {KeyboardEvent} event */
    onRenameKey: (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        update(rename(state(), null));
      }
    },
    /** @param {string} id @param {number} offset */
    onMoveClick: async (id, offset) => {
      await change((vault, now) => vault.move_by(id, offset, now));
    },
    /** @param {string} id */
    onDeleteClick: async (id) => {
      const row = state().rows.find((candidate) => candidate.id === id);
      if (!row) {
        return;
      }
      await change((vault, now) => vault.trash(id, now));
      const undo = () => edit((vault, now) => vault.restore(id, now));
      update(say(state(), t("status_deleted", { names: rowNames(row) }), { undo }));
    },
    onUndoClick: async () => {
      const undo = state().status?.undo;
      if (undo) {
        try {
          await undo();
          await refresh(say(state(), t("status_undone")));
        } catch (thrown) {
          fail(thrown);
        }
      }
    },

    /** @param {DragEvent} event @param {string} id */
    onDragStart: (event, id) => {
      event.dataTransfer?.setData("text/plain", "");
      update(drag(state(), { id, over: null, after: false }));
    },
    /** @param {DragEvent} event @param {string} over */
    onDragOver: (event, over) => {
      const { screen } = state();
      if (screen.name !== "edit" || !screen.dragging) {
        return;
      }
      event.preventDefault();
      const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
      const after = event.clientY > box.top + box.height / 2;
      if (screen.dragging.over !== over || screen.dragging.after !== after) {
        update(drag(state(), { ...screen.dragging, over, after }));
      }
    },
    /** @param {DragEvent} event */
    onDrop: async (event) => {
      event.preventDefault();
      const { screen } = state();
      const dragging = screen.name === "edit" ? screen.dragging : null;
      update(drag(state(), null));
      if (dragging?.over && dragging.over !== dragging.id) {
        const { id, over, after } = dragging;
        await change((vault, now) => vault.move_beside(id, over, after, now));
      }
    },
    onDragEnd: () => update(drag(state(), null)),

    /** @param {Event} event */
    onSearchInput: (event) => {
      const { value } = /** @type {HTMLInputElement} */ (event.target);
      refresh({ ...hush(state()), query: value });
    },
    /** @param {KeyboardEvent} event */
    onSearchKey: (event) => {
      const first = state().rows.find((row) => row.matches);
      if (event.key === "Enter" && first) {
        event.preventDefault();
        copyRow(first);
      }
    },

    onRestoreClick: async () => {
      try {
        const count = await restoreDamaged();
        await refresh(say(showList(state()), plural("status_restored", count), { urgent: count === 0 }));
      } catch (thrown) {
        fail(thrown);
      }
    },
    onSaveRawClick: async () => {
      saveFile(await rawCopy(), "tessera-raw.json");
      update(say(state(), t("status_saved_raw")));
    },
    onReloadClick: () => location.reload(),

    /** Escape goes back one screen before it closes the popup. @param {KeyboardEvent} event */
    onKeyDown: (event) => {
      const { screen } = state();
      if (event.key === "Escape" && screen.name !== "list" && screen.name !== "unreadable") {
        event.preventDefault();
        search?.abort();
        dropIntake();
        refresh(showList(state()));
      }
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
    onTrap: () => update(say(state(), t("error_unexpected"), { urgent: true })),
  };

  /** Shows a counter code, after the counter that follows it is stored: a code is never shown twice. @param {string} id */
  async function takeNextCode(id) {
    try {
      const { code, groups } = await edit((vault, now) => vault.next_code(id, now));
      const shown = [...state().shown.filter((other) => other.id !== id), { id, code, groups }];
      await refresh({ ...state(), shown });
      return code;
    } catch (thrown) {
      fail(thrown);
      return undefined;
    }
  }

  /** @param {Row} row */
  async function copyRow(row) {
    if (row.code && !row.counter) {
      await copy(row.code, row);
    }
  }

  /** @param {string} code @param {Row} row */
  async function copy(code, row) {
    try {
      await navigator.clipboard.writeText(code);
    } catch {
      update(say(state(), t("status_copy_failed"), { urgent: true }));
      return;
    }
    const text =
      row.endsAt === undefined ? t("status_copied") : plural("status_copied_for", secondsLeft(row.endsAt, Date.now()));
    update(say(state(), text));
  }
}

/** @param {State} state @param {string} id */
function shownCode(state, id) {
  return state.shown.find((shown) => shown.id === id)?.code;
}

/**
 * @param {typeof import("../wasm/core.js").Intake} IntakeClass @param {import("./state.js").ManualFields} fields @param {number} now
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

/** @param {Intake} intake @param {import("./state.js").ManualFields} fields */
function addManual(intake, { issuer, secret, account, type, algorithm, digits, period, counter }) {
  intake.add_manual(secret, { issuer, account, type, algorithm, digits, period, counter });
}

/** @param {string} selector */
function focusFirst(selector) {
  const target = document.querySelector(selector);
  if (target instanceof HTMLElement) {
    target.focus();
  }
}

/** @param {Blob} blob @param {string} name */
function saveFile(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A scan that is over sooner shows no working screen. Milliseconds. */
const SHOWN_AFTER = 150;
/** Wrong characters are worth saying at once; “too short” is not, while the key is still being typed. */
const SHOWN_WHILE_TYPING = /^(secret_character|otp_|uri_)/;
