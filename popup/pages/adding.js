/** What the pages that add accounts share with the popup: its actions and screens, on a page's own state. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../../extension/words.js";
import { foundActions } from "../actions/found.js";
import { intakeActions } from "../actions/intake.js";
import { scanActions } from "../actions/scan.js";
import { nextTick, showList, START } from "../state.js";
import { manualView } from "../views/add.js";
import { foundView } from "../views/found.js";
import { nothingView, scanningView } from "../views/nothing.js";
import { backIcon } from "../views/icons.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {{adding: State}} WithAdding
 * @typedef {ReturnType<typeof addingActions>} AddingActions
 */

/** Where a page begins: nothing found, nothing typed. @type {State} */
export const NOTHING_YET = showList(START);

/**
 * @template {WithAdding} T
 * @param {import("./frame.js").Page<T>} page
 * @param {() => void} [onHome] called when the person goes back to the page's own screen
 */
export function addingActions(page, onHome = () => {}) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const state = () => page.state().adding;
  /** @param {State} next */
  const update = (next) => {
    page.update({ ...page.state(), adding: { ...next, status: null } });
    if (next.status) {
      page.say(next.status.text, next.status);
    }
    clearTimeout(timer);
    const wait = nextTick(state(), Date.now());
    if (wait !== null) {
      timer = setTimeout(() => intake.onSecond(Date.now()), wait);
    }
  };
  const refresh = async (next = state()) => update({ ...next, now: Date.now() });

  const tools = { state, update, refresh, fail: page.fail };
  const found = foundActions(tools);
  const scan = scanActions(tools, found);
  const intake = intakeActions(tools, found);
  const onBackClick = () => {
    scan.stopSearch();
    found.drop();
    update(showList(state()));
    onHome();
  };

  return {
    ...intake,
    ...found.actions,
    ...scan.actions,
    found,
    searchPictures: scan.searchPictures,
    onBackClick,
    // A page has no tab to scan: to look again is to choose again.
    onScanClick: async () => onBackClick(),
    onImagesClick: async () => onBackClick(),
  };
}

/** The popup's screen on a page; nothing while the page shows its own. @param {State} adding @param {AddingActions} act */
export function addingView(adding, act) {
  const screen = screenView(adding, act);
  return screen === null
    ? null
    : html`${
        adding.screen.name === "scanning"
          ? nothing
          : html`<button class="button is-quiet page-back" @click=${act.onBackClick}>${backIcon}${t("button_back")}</button>`
      }
      ${screen}`;
}

/** @param {State} adding @param {AddingActions} act */
function screenView(adding, act) {
  const { screen } = adding;
  switch (screen.name) {
    case "found":
      return foundView(screen, adding, act);
    case "manual":
      return manualView(screen, adding, act);
    case "scanning":
      return scanningView(act);
    case "nothing":
      return nothingView(screen.reason, { ...act, onScanClick: undefined, onRegionClick: undefined });
    default:
      return null;
  }
}
