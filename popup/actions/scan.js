/** Scanning: the tab, pictures that are pasted or dropped, and the ways that need a tab of their own. */
import { loadCore } from "../../extension/core.js";
import { captureVisibleTab, openPage } from "../../extension/browser.js";
import { picturesIn, textIn } from "../pictures.js";
import { say, show, showList } from "../state.js";
import { failureHint, failureText } from "../views/notices.js";

/**
 * @typedef {import("../../extension/reader.js").Code} Code
 * @typedef {import("../state.js").NothingReason} NothingReason
 * @typedef {(signal: AbortSignal) => Promise<{codes: Code[], reason: NothingReason}>} Search
 */

/** @param {import("./found.js").AddingTools} tools @param {import("./found.js").FoundActions} found */
export function scanActions({ state, update, refresh, fail }, found) {
  /** @type {AbortController | undefined} */
  let search;

  /** @param {NothingReason} reason */
  const showNothing = (reason) => update(show(state(), { name: "nothing", reason }));

  /** Runs a search: it shows that it works if it takes long, can be stopped, and ends with cards or a reason. @param {Search} look @param {boolean} [ofTab] whether what is searched is the page the person is on */
  const run = async (look, ofTab = false) => {
    search?.abort();
    found.drop();
    const mine = new AbortController();
    search = mine;
    const slow = setTimeout(() => update(show(state(), { name: "scanning" })), SHOWN_AFTER);
    try {
      const [{ codes, reason }] = await Promise.all([look(mine.signal), loadCore()]);
      clearTimeout(slow);
      if (mine.signal.aborted) {
        return;
      }
      if (codes.length === 0) {
        showNothing(reason);
        return;
      }
      await found.takeCodes(codes);
      if (ofTab) {
        await found.learnSite();
      }
      await found.showFound("scan", codes);
    } catch (thrown) {
      clearTimeout(slow);
      if (!mine.signal.aborted) {
        await refresh(showList(state()));
        fail(thrown);
      }
    }
  };

  /** All codes of several pictures, each text once. What is no picture is said, unless the others gave something. @param {readonly import("../../extension/reader.js").Source[]} pictures @param {NothingReason} [reason] if there is none */
  const searchPictures = (pictures, reason = "picture") =>
    run(async (signal) => {
      const { readPictures } = await import("../../extension/read-pictures.js");
      const { codes, unreadable } = await readPictures(pictures, signal);
      return { codes, reason: unreadable === pictures.length ? "unreadable" : reason };
    });

  /** @param {DataTransfer | null} data @returns {boolean} whether there was something to take */
  const takeTransfer = (data) => {
    const pictures = picturesIn(data);
    const text = textIn(data);
    if (pictures.length > 0) {
      searchPictures(pictures);
    } else if (text !== "") {
      takeText(text);
    }
    return pictures.length > 0 || text !== "";
  };

  /** @param {string} text */
  const takeText = async (text) => {
    const intake = await found.begin();
    try {
      intake.add_pasted(text);
      await found.showFound("paste");
    } catch {
      const reason = { code: "picture_missing", number: undefined };
      update(say(state(), `${failureText(reason)} ${failureHint(reason)}`, { urgent: true }));
    }
  };

  return {
    searchPictures,
    stopSearch: () => search?.abort(),
    actions: {
      onScanClick: () =>
        run(async (signal) => {
          const { PageClosed, scanTab } = await import("../../extension/scan.js");
          try {
            const { codes, wholePage } = await scanTab(signal, (codes) => found.takeCodes(codes));
            return { codes, reason: wholePage ? "page" : "view" };
          } catch (thrown) {
            if (thrown instanceof PageClosed) {
              return { codes: [], reason: "closed" };
            }
            throw thrown;
          }
        }, true),
      onCancelScan: () => {
        search?.abort();
        found.drop();
        refresh(showList(state()));
      },
      /** To a large picture of the view, to draw around the code. */
      onRegionClick: async () => {
        try {
          const { handOver } = await import("../../extension/hand-over.js");
          await handOver({ picture: await captureVisibleTab(), purpose: "region" });
        } catch {
          showNothing("closed");
        }
      },
      /** A popup closes when a file dialog opens, so files are chosen in a tab. */
      onImagesClick: () => openPage("scan"),
      onCameraClick: () => openPage("camera"),
      /** A link or codes that a menu hands over. */
      addText: takeText,

      /** Ctrl+V anywhere but in a field. @param {ClipboardEvent} event */
      onPaste: (event) => {
        const inField = event.target instanceof HTMLElement && event.target.matches("input, textarea");
        const wanted = !inField || picturesIn(event.clipboardData).length > 0;
        if (wanted && takeTransfer(event.clipboardData)) {
          event.preventDefault();
        }
      },
      /** @param {DragEvent} event */
      onFilesOver: (event) => {
        if (event.dataTransfer?.types.includes("Files")) {
          event.preventDefault();
          event.dataTransfer.dropEffect = "copy";
        }
      },
      /** @param {DragEvent} event */
      onFilesDrop: (event) => {
        if (event.dataTransfer?.types.includes("Files")) {
          event.preventDefault();
          takeTransfer(event.dataTransfer);
        }
      },
    },
  };
}

/** A scan that is over sooner shows no working screen. Milliseconds. */
const SHOWN_AFTER = 150;
