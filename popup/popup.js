/** The popup: opens the vault, draws the state, and keeps one timer for the next second that changes something. */
import { html, render } from "../vendor/lit-html/lit-html.js";
import { failure, loadCore } from "../extension/core.js";
import { onLock } from "../extension/session.js";
import { readUsage } from "../extension/usage.js";
import { onManagedChange, onTabChange } from "../extension/browser.js";
import { loadClock, now as codeTime, onClockChange } from "../extension/clock.js";
import { lacksProtection, readPolicies } from "../extension/policies.js";
import { noteActivity, onVaultChange, openVault } from "../extension/vault-store.js";
import { t } from "../extension/words.js";
import { prepareAppearance } from "./appearance.js";
import { loadIcons } from "./issuer-icons.js";
import { isPanel, prepareLayout } from "./place.js";
import { keepRoom, measureList, scrollToRow } from "./scroll.js";
import { idsHere, isStale, nextTick, rebased, say, show, showList, START } from "./state.js";
import { isSpent, windowFor } from "./window.js";
import { footView } from "./views/foot.js";
import { editView, listView } from "./views/list.js";
import { statusView } from "./views/notices.js";
import { headerView } from "./views/header.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./actions.js").Actions} Actions
 * @typedef {import("../wasm/core.js").Vault} Vault
 */

const root = /** @type {HTMLElement} */ (document.querySelector(".app"));
/** @type {State} */
let state = START;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** What the list does not need for its first codes, once it is there. @type {{screenView: typeof import("./screens.js").screenView, actions: Actions} | undefined} */
let rest;

/** What was done before that, in its order: the screen that was asked for last is shown last. @type {Promise<unknown>} */
let early = Promise.resolve();
/** How much of it is still to be done. What is done meanwhile waits too: Enter comes after what was typed. */
let waiting = 0;

/** @type {Map<keyof Actions, (...args: never[]) => unknown>} */
const handlers = new Map();

/** All that can be done. What is done before it is loaded waits for it. */
const actions = /** @type {Actions} */ (
  new Proxy(
    {},
    {
      get: (_, name) => {
        const action = /** @type {keyof Actions} */ (name);
        const handler = handlers.get(action) ?? handlerOf(action);
        handlers.set(action, handler);
        return handler;
      },
    },
  )
);

/** @param {keyof Actions} action @returns {(...args: never[]) => unknown} */
function handlerOf(action) {
  return (...args) => {
    const act = (/** @type {Actions} */ all) => /** @type {(...args: never[]) => unknown} */ (all[action])(...args);
    if (rest && waiting === 0) {
      return act(rest.actions);
    }
    waiting += 1;
    const done = early.then(async () => act((rest ?? (await loadRest())).actions));
    // What takes long, such as a search of the page, is not waited for: it can be cancelled.
    const turn = early.then(() => Promise.race([done.catch(() => {}), pause(PATIENCE)]));
    early = turn.finally(() => {
      waiting -= 1;
    });
    return done;
  };
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

async function loadRest() {
  const { makeActions, screenView } = await import("./screens.js");
  rest ??= { screenView, actions: makeActions({ state: () => state, update, refresh, showWindow }) };
  return rest;
}

async function start() {
  await openList(prepareAppearance(followSettings));
}

/** Another page changed a setting. @param {import("../extension/settings.js").Settings} settings */
function followSettings(settings) {
  const next = { ...state, settings };
  return WITHOUT_ROWS.has(state.screen.name) ? update(next) : refresh(next);
}

/** @param {ReturnType<typeof prepareAppearance>} preparing what must be there before anything is drawn */
async function openList(preparing) {
  try {
    const opening = openVault();
    // It may fail while the words are still loading; it is waited for below.
    opening.catch(() => {});
    const [settings, policies, usage] = await Promise.all([preparing, readPolicies(), readUsage(), loadClock()]);
    await opening;
    const vault = await openVault();
    const first = refreshed({ ...showList(state), settings, policies, usage }, vault);
    if (first.asked) {
      await loadRest();
    }
    update(first);
    afterFirstPicture();
    onVaultChange(async (changed) => {
      update(refreshed(state, changed));
      // What nobody clicked stands in no queue.
      const { actions } = await loadRest();
      actions.lookAround();
      actions.lookAtBackup();
    });
  } catch (thrown) {
    const settings = await preparing;
    state = { ...state, settings };
    await loadCore();
    const reason = failure(thrown);
    if (reason.code === "vault_locked") {
      await unlock();
    } else {
      await loadRest();
      update(show(state, { name: "unreadable", failure: reason }));
    }
  }
}

/** The page the person is on, the age of the backup, and what the popup was opened for. */
async function followPage() {
  onClockChange(() => refresh());
  onManagedChange(async () => {
    const policies = await readPolicies();
    await refresh({ ...state, policies });
    await (await loadRest()).actions.lookAtBackup();
  });
  // What the person has done by now does not wait for the rest.
  const { actions } = await loadRest();
  // Before the first look, so that no change falls between.
  if (isPanel()) {
    onTabChange(actions.lookAround);
  }
  await Promise.all([actions.lookAround(), actions.lookAtBackup()]);
  // What the popup was opened for waits until it can be done.
  if (!state.asked) {
    await actions.runErrand();
  }
}

/** Asks until the vault is unlocked, then shows the list, where the person wanted to be. */
async function unlock() {
  const { runUnlock } = await import("./unlock.js");
  await runUnlock((content) => update(show(state, { name: "locked", content })), { inTab: false });
  await openList(Promise.resolve(state.settings));
}

/** What the first codes need not wait for: rows beyond the view, the issuers’ icons, the other screens, the page in the tab. */
function afterFirstPicture() {
  requestAnimationFrame(() =>
    setTimeout(() => {
      showWindow();
      loadIcons().then(draw);
      followPage().catch(onTrap);
    }),
  );
}

/** Takes the next state and draws it. @param {State} next */
function update(next) {
  const before = state;
  state = next;
  draw();
  if (before.screen.name !== state.screen.name) {
    focusScreen();
  }
  if (state.highlighted.length > 0 && before.highlighted !== state.highlighted) {
    scrollToRow(state.ids.indexOf(state.highlighted[0]));
  }
  schedule();
}

/** Reads list and codes anew from the vault. @param {State} [next] @returns {Promise<void>} */
async function refresh(next = state) {
  const before = state;
  const vault = await openVault();
  // What else has changed since, such as the page that is in front, stays.
  update(refreshed(before === state ? next : rebased(next, before, state), vault));
  showWindow();
}

/** Draws the rows that have come into view. */
async function showWindow() {
  const view = measureList();
  if (!view) {
    return;
  }
  const wanted = windowFor({ ...view, count: state.ids.length });
  if (isSpent(state.window, wanted, state.ids.length)) {
    const dragging = state.screen.name === "edit" && state.screen.dragging !== null;
    // What is dragged must stay in the page.
    const window = dragging
      ? { from: Math.min(wanted.from, state.window.from), to: Math.max(wanted.to, state.window.to) }
      : wanted;
    const vault = await openVault();
    update(recoded({ ...state, window }, vault));
  }
}

/** The list as search, tag and order make it, with the codes in view. @param {State} next @param {Vault} vault @returns {State} */
function refreshed(next, vault) {
  const editing = next.screen.name === "edit";
  const { query, tag, settings, usage } = next;
  const list = vault.list(
    query,
    editing ? "" : tag,
    editing ? "own" : settings.sort,
    usage.map(({ id }) => id),
    Float64Array.from(usage, ({ last }) => last),
    Uint32Array.from(usage, ({ count }) => count),
  );
  const { ids: all, total, tags } = list;
  list.free();
  const apart = idsHere(next);
  const ids = apart.length === 0 ? all : all.filter((id) => !apart.includes(id));
  const asked = next.policies.enforcePassword && lacksProtection(next.policies, vault.doors());
  return recoded({ ...next, ids, total, tags, damage: vault.damage(), lockable: vault.is_protected(), asked }, vault);
}

/** The rows in view with their codes as they are now. @param {State} next @param {Vault} vault @returns {State} */
function recoded(next, vault) {
  const now = codeTime();
  const rowsHere = vault.rows_of([...idsHere(next)], now);
  return { ...next, now, rowsHere, rows: vault.rows_of(idsInView(next), now) };
}

/** @param {State} state */
function idsInView({ screen, ids, window, asked }) {
  if (asked) {
    return [];
  }
  switch (screen.name) {
    case "details":
      return [screen.id];
    case "large":
      return [screen.details.id];
    default:
      return ids.slice(window.from, window.to);
  }
}

function draw() {
  render(
    html`${headerView(state, actions)} <main class="screen">${screenView()}</main> ${footView(state, actions)} ${statusView(state, actions)}`,
    root,
  );
  keepRoom(state.window, state.ids.length);
}

function screenView() {
  const { screen } = state;
  if (screen.name === "locked") {
    return html`<div class="main is-form">${screen.content}</div>`;
  }
  if (!state.asked && screen.name === "list") {
    return listView(state, actions);
  }
  if (!state.asked && screen.name === "edit") {
    return editView(state, actions);
  }
  return rest?.screenView(state, actions) ?? html`<div class="main" aria-busy="true"></div>`;
}

/** Focus follows the screen: to the field made for it, else to the first control of the new screen. */
function focusScreen() {
  const target = FOCUS_FIRST.map((selector) => root.querySelector(selector)).find((found) => found !== null);
  if (target instanceof HTMLElement) {
    target.focus({ preventScroll: true });
  }
}

/** Something that nobody foresaw. */
function onTrap() {
  update(say(state, t("error_unexpected"), { urgent: true }));
}

function schedule() {
  clearTimeout(timer);
  const wait = nextTick(state, codeTime());
  if (wait !== null) {
    timer = setTimeout(onSecond, wait);
  }
}

async function onSecond() {
  const now = codeTime();
  if (state.screen.name === "manual" || state.screen.name === "found") {
    rest?.actions.onSecond(now);
  } else if (isStale(state, now)) {
    const vault = await openVault();
    update(recoded(state, vault));
  } else {
    update({ ...state, now });
  }
}

window.addEventListener("paste", (event) => state.asked || actions.onPaste(event));
window.addEventListener("dragover", (event) => actions.onFilesOver(event));
window.addEventListener("drop", (event) => (state.asked ? event.preventDefault() : actions.onFilesDrop(event)));
window.addEventListener("keydown", (event) => actions.onKeyDown(event));
window.addEventListener("pointerdown", noteActivity);
window.addEventListener("keydown", noteActivity);
window.addEventListener("error", onTrap);
window.addEventListener("unhandledrejection", onTrap);

/** Milliseconds. */
const PATIENCE = 300;

/** Screens while no vault is open. */
const WITHOUT_ROWS = new Set(["loading", "locked", "unreadable"]);

/** Where focus goes on a new screen, by preference; the title when the screen has no control. */
const FOCUS_FIRST = ["[data-focus]", ".main .button.is-primary", ".main button", ".title"];

prepareLayout();
// A locked vault leaves nothing behind in this page: it begins again with an empty memory.
onLock({ locked: () => location.reload() });
start();
