/**
 * What every page in a tab shares: the words, the vault, the navigation, and one loop from a state to what is drawn.
 *
 * @typedef {{text: string, urgent: boolean, undo: (() => Promise<void>) | null}} PageStatus
 * @typedef {import("./navigation.js").PageName} PageName
 */

/**
 * @template T
 * @typedef {object} Page what a page draws with
 * @property {() => T} state
 * @property {(next: T) => void} update draws the next state
 * @property {(text: string, more?: Partial<PageStatus>) => void} say says in the status line what happened
 * @property {(thrown: unknown) => void} fail says what went wrong and what to do
 */
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";
import { failure, loadCore } from "../../extension/core.js";
import { followProtection, isProtectionMissing } from "../../extension/protection.js";
import { onLock } from "../../extension/session.js";
import { noteActivity } from "../../extension/vault-store.js";
import { t } from "../../extension/words.js";
import { prepareAppearance } from "../appearance.js";
import { alertIcon, checkIcon } from "../views/icons.js";
import { askedView } from "../views/managed.js";
import { failureHint, failureText } from "../views/notices.js";
import { lockedView } from "./locked.js";
import { NAVIGATION } from "./navigation.js";

/**
 * Starts a page: loads words and core, lets `begin` make the first state, then draws with `view`.
 *
 * @template T
 * @param {object} parts
 * @param {PageName} parts.name
 * @param {string} parts.title key of the page's title
 * @param {(page: Page<T>) => Promise<T>} parts.begin may throw a CoreError, which the page then shows
 * @param {(state: T, page: Page<T>) => unknown} parts.view
 * @returns {Promise<void>}
 */
export async function startPage({ name, title, begin, view }) {
  const root = /** @type {HTMLElement} */ (document.querySelector(".page"));
  /** @type {T | undefined} */
  let state;
  /** @type {PageStatus | null} */
  let status = null;
  /** @type {unknown} */
  let failed;
  /** Whether an administrator asks for a passphrase that is not there. */
  let asked = false;
  /** Whether the unlock screen stands in place of the page. */
  let unlocking = false;

  const isClosed = () => asked && CLOSED_WHILE_ASKED.has(name);
  const contentNow = () => {
    if (isClosed()) {
      return nothing;
    }
    return failed === undefined ? state && view(state, page) : failedView(failed);
  };
  const draw = () => {
    if (!unlocking) {
      const content = html`${asked ? askedView(askedLink(name), null) : nothing} ${contentNow()}`;
      render(html`${navigationView(name)} ${contentView(t(title), content)} ${statusView(status, undo)}`, root);
    }
  };
  const undo = async () => {
    const action = status?.undo;
    status = null;
    try {
      await action?.();
      page.say(t("status_undone"));
    } catch (thrown) {
      page.fail(thrown);
    }
  };
  /** @type {Page<T>} */
  const page = {
    state: () => /** @type {T} */ (state),
    update: (next) => {
      state = next;
      draw();
    },
    say: (text, more = {}) => {
      status = { text, urgent: false, undo: null, ...more };
      draw();
    },
    fail: (thrown) => {
      const reason = failure(thrown);
      page.say(`${failureText(reason)} ${failureHint(reason)}`.trim(), { urgent: true });
    },
  };

  const entitle = () => {
    document.title = `${t(title)} · Tessera`;
  };
  const onSettings = () => {
    entitle();
    draw();
  };
  await Promise.all([prepareAppearance(onSettings), loadCore()]);
  entitle();
  window.addEventListener("error", () => page.say(t("error_unexpected"), { urgent: true }));
  window.addEventListener("unhandledrejection", () => page.say(t("error_unexpected"), { urgent: true }));
  window.addEventListener("pointerdown", noteActivity);
  window.addEventListener("keydown", noteActivity);
  // A locked vault leaves nothing behind in this page: it begins again with an empty memory.
  onLock({ locked: () => location.reload() });
  const beginUnlocked = async () => {
    try {
      return await begin(page);
    } catch (thrown) {
      if (failure(thrown).code !== "vault_locked") {
        throw thrown;
      }
    }
    const { runUnlock } = await import("../unlock.js");
    unlocking = true;
    await runUnlock((content) => render(lockedView(content), root), { inTab: true });
    unlocking = false;
    asked = await isProtectionMissing();
    return begin(page);
  };
  let begun = false;
  await followProtection(async (missing) => {
    const changed = asked !== missing;
    asked = missing;
    const begins = !begun && !isClosed();
    if (begins) {
      begun = true;
      try {
        state = await beginUnlocked();
      } catch (thrown) {
        unlocking = false;
        failed = thrown;
      }
    }
    if (begins || changed) {
      draw();
    }
  });
}

/** The pages that show or write keys or take in accounts. What repairs, explains and protects stays open. @type {ReadonlySet<PageName>} */
const CLOSED_WHILE_ASKED = new Set(["backup", "import", "sheet", "scan", "camera"]);

/** The way to the field for a passphrase; none on the page that has it. @param {PageName} name */
function askedLink(name) {
  return name === "security"
    ? nothing
    : html`<p><a class="button is-primary" href="security.html#passphrase">${t("asked_button")}</a></p>`;
}

/** @param {PageName} current */
function navigationView(current) {
  return html`<nav class="page-nav" aria-label=${t("page_navigation")}>
    <p class="page-brand"><img src="../../extension/icons/tessera.svg" alt="" /> Tessera</p>
    <ul>
      ${NAVIGATION.map(
        ({ name, title }) =>
          html`<li><a href="${name}.html" aria-current=${name === current ? "page" : nothing}>${t(title)}</a></li>`,
      )}
    </ul>
  </nav>`;
}

/** @param {string} title @param {unknown} content */
function contentView(title, content) {
  return html`<main class="page-main">
    <h1 class="page-title" tabindex="-1">${title}</h1>
    ${content}
  </main>`;
}

/** @param {unknown} thrown */
function failedView(thrown) {
  const reason = failure(thrown);
  return html`<div class="notice is-danger" role="alert">
    ${alertIcon}
    <div class="notice-body">
      <h2>${failureText(reason)}</h2>
      <p>${failureHint(reason)}</p>
    </div>
  </div>`;
}

/** @param {PageStatus | null} status @param {() => void} onUndo */
function statusView(status, onUndo) {
  return html`<div class="status" role="status">
    ${
      status
        ? html`<div class="status-bar">
            ${status.urgent ? alertIcon : checkIcon}
            <p>${status.text}</p>
            ${status.undo ? html`<button @click=${onUndo}>${t("button_undo")}</button>` : nothing}
          </div>`
        : nothing
    }
  </div>`;
}
