/** The popup: opens the vault, draws the state, and keeps one timer for the next second that changes something. */
import { html, render } from "../vendor/lit-html/lit-html.js";
import { failure, loadCore } from "../extension/core.js";
import { onVaultChange, openVault } from "../extension/vault-store.js";
import { loadClock, now as codeTime, onClockChange } from "../extension/clock.js";
import { onTabChange } from "../extension/browser.js";
import { makeActions } from "./actions.js";
import { prepareAppearance } from "./appearance.js";
import { isPanel, prepareLayout } from "./place.js";
import { hereFirst, isStale, nextTick, show, showList, START } from "./state.js";
import { addView, manualView, pasteView } from "./views/add.js";
import { awayView, fieldView } from "./views/away.js";
import { doctorView } from "./views/doctor.js";
import { footView } from "./views/foot.js";
import { foundView, nothingView, scanningView } from "./views/found.js";
import { editView, listView } from "./views/list.js";
import { statusView, unreadableView } from "./views/notices.js";
import { headerView } from "./views/header.js";

/** @typedef {import("./state.js").State} State */

const root = /** @type {HTMLElement} */ (document.querySelector(".app"));
/** @type {State} */
let state = START;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

const actions = makeActions({ state: () => state, update, refresh });

async function start() {
  const words = prepareAppearance(() => update(state));
  try {
    const [vault, clock] = [openVault(), loadClock()];
    await words;
    await Promise.all([vault, clock]);
    update(refreshed(showList(state), await vault));
    onVaultChange((changed) => update(refreshed(state, changed)));
    onClockChange(() => refresh());
    await actions.lookAround();
    await actions.runErrand();
    if (isPanel()) {
      onTabChange(actions.lookAround);
    }
  } catch (thrown) {
    await words;
    await loadCore();
    update(show(state, { name: "unreadable", failure: failure(thrown) }));
  }
}

/** Takes the next state and draws it. @param {State} next */
function update(next) {
  const before = state.screen;
  state = next;
  draw();
  if (before.name !== state.screen.name) {
    focusScreen();
  }
  schedule();
}

/** Reads the rows anew from the vault. @param {State} [next] @returns {Promise<void>} */
async function refresh(next = state) {
  const vault = await openVault();
  update(refreshed(next, vault));
}

/** @param {State} next @param {import("../wasm/core.js").Vault} vault @returns {State} */
function refreshed(next, vault) {
  const now = codeTime();
  const rows = vault.rows(next.query, now);
  const sorted = next.screen.name === "edit" ? rows : hereFirst(rows, next.here);
  return { ...next, now, rows: sorted, damage: vault.damage() };
}

function draw() {
  render(
    html`${headerView(state, actions)} ${screenView()} ${footView(state, actions)} ${statusView(state, actions)}`,
    root,
  );
}

function screenView() {
  const { screen } = state;
  switch (screen.name) {
    case "loading":
      return html`<div class="main" aria-busy="true"></div>`;
    case "list":
      return listView(state, actions);
    case "edit":
      return editView(state, actions);
    case "add":
      return addView(actions);
    case "manual":
      return manualView(screen, state, actions);
    case "paste":
      return pasteView(screen, actions);
    case "scanning":
      return scanningView(actions);
    case "found":
      return foundView(screen, state, actions);
    case "nothing":
      return nothingView(screen.pageClosed, actions);
    case "away":
      return awayView(screen, actions);
    case "field":
      return fieldView(screen, actions);
    case "doctor":
      return doctorView(screen, actions);
    case "unreadable":
      return unreadableView(screen.failure, actions);
  }
}

/** Focus follows the screen: to the field made for it, else to the first control of the new screen. */
function focusScreen() {
  const target = FOCUS_FIRST.map((selector) => root.querySelector(selector)).find((found) => found !== null);
  if (target instanceof HTMLElement) {
    target.focus({ preventScroll: true });
  }
}

function schedule() {
  clearTimeout(timer);
  const wait = nextTick(state, codeTime());
  if (wait !== null) {
    timer = setTimeout(onSecond, wait);
  }
}

function onSecond() {
  const now = codeTime();
  if (state.screen.name === "manual" || state.screen.name === "found") {
    actions.onSecond(now);
  } else if (isStale(state, now)) {
    refresh();
  } else {
    update({ ...state, now });
  }
}

window.addEventListener("keydown", (event) => actions.onKeyDown(event));
window.addEventListener("error", () => actions.onTrap());
window.addEventListener("unhandledrejection", () => actions.onTrap());

/** Where focus goes on a new screen, by preference; the title when the screen has no control. */
const FOCUS_FIRST = ["[data-focus]", ".main .button.is-primary", ".main button", ".title"];

prepareLayout();
start();
