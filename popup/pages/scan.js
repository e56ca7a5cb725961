/** Scanning pictures: chosen, dropped, pasted, another window, or a part of the page that is drawn around. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { takeHandedOver } from "../../extension/hand-over.js";
import { t } from "../../extension/words.js";
import { choiceView } from "../views/choice.js";
import { cameraIcon, checkIcon, imageIcon, keyboardIcon, screenIcon } from "../views/icons.js";
import { addingActions, addingView, NOTHING_YET } from "./adding.js";
import { startPage } from "./frame.js";
import { makeRegion, regionActions, regionView } from "./region.js";
import { takeFrame } from "./window-picture.js";

/**
 * @typedef {object} ScanState
 * @property {import("../state.js").State} adding
 * @property {import("./region.js").Region | null} region the picture to draw on
 * @property {boolean} over files are held over the page
 *
 * @typedef {import("./frame.js").Page<ScanState>} ScanPage
 * @typedef {ReturnType<typeof actionsFor>} ScanActions
 */

/** @type {ScanActions | undefined} */
let actions;

startPage({ name: "scan", title: "scan_page_title", begin, view });

/** @param {ScanPage} page @returns {Promise<ScanState>} */
async function begin(page) {
  const act = actionsFor(page);
  actions = act;
  window.addEventListener("paste", (event) => act.onPaste(event));
  window.addEventListener("dragover", (event) => act.onFilesOver(event));
  window.addEventListener("drop", (event) => act.onFilesDrop(event));
  const handed = await takeHandedOver();
  const region = handed?.purpose === "region" ? await makeRegion(handed.picture) : null;
  if (handed?.purpose === "search") {
    // Once the first state is there.
    setTimeout(() => act.searchPictures([handed.picture]));
  }
  return { adding: NOTHING_YET, region, over: false };
}

/** @param {ScanPage} page */
function actionsFor(page) {
  const adding = addingActions(page, () => page.update({ ...page.state(), region: null }));
  /** @param {boolean} over */
  const mark = (over) => {
    if (page.state().over !== over) {
      page.update({ ...page.state(), over });
    }
  };
  return {
    ...adding,
    ...regionActions(page, adding),
    /** @param {Event} event */
    onFilesChosen: (event) => {
      const input = /** @type {HTMLInputElement} */ (event.target);
      const files = [...(input.files ?? [])];
      input.value = "";
      if (files.length > 0) {
        adding.searchPictures(files);
      }
    },
    onWindowClick: async () => {
      const frames = await takeFrame();
      if (frames) {
        adding.searchPictures(frames);
      }
    },
    /** @param {DragEvent} event */
    onFilesOver: (event) => {
      adding.onFilesOver(event);
      mark(event.relatedTarget !== null || event.type === "dragover");
    },
    onFilesLeave: () => mark(false),
    /** @param {DragEvent} event */
    onFilesDrop: (event) => {
      mark(false);
      adding.onFilesDrop(event);
    },
  };
}

/** @param {ScanState} state */
function view(state) {
  if (!actions) {
    return null;
  }
  const { screen } = state.adding;
  const drawing = state.region && (screen.name === "list" || (screen.name === "nothing" && screen.reason === "region"));
  if (state.region && drawing) {
    return regionView(state.region, screen.name === "nothing", actions);
  }
  return addingView(state.adding, actions) ?? homeView(state, actions);
}

/** @param {ScanState} state @param {ScanActions} act */
function homeView({ adding, over }, act) {
  return html`${adding.highlighted.length > 0 ? html`<p class="page-done">${checkIcon}${t("scan_done")}</p>` : nothing}
    <div class="drop ${over ? "is-over" : ""}" @dragleave=${act.onFilesLeave}>
      <span class="hero-mark">${imageIcon}</span>
      <h2>${t("scan_drop_title")}</h2>
      <p>${t("scan_drop_text")}</p>
      <label class="button is-primary file-button">
        ${t("scan_images")}
        <input
          class="visually-hidden"
          type="file"
          multiple
          accept="image/*"
          aria-label=${t("scan_images")}
          @change=${act.onFilesChosen}
        />
      </label>
    </div>
    <section class="page-section">
      <h2>${t("scan_elsewhere_title")}</h2>
      <div class="choices">
        ${choiceView(cameraIcon, t("scan_camera"), t("scan_camera_text"), act.onCameraClick)}
        ${choiceView(screenIcon, t("scan_window"), t("scan_window_text"), act.onWindowClick)}
        ${choiceView(keyboardIcon, t("add_manual"), t("scan_manual_text"), act.onManualClick)}
      </div>
    </section>`;
}
