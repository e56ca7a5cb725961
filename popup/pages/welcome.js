/**
 * The page after installation: where the icon is, and how to add the first account. The four steps use the words of the
 * guides that services write; what is done already is ticked.
 */
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";
import { isIconPinned, onManagedChange } from "../../extension/browser.js";
import { readPolicies } from "../../extension/policies.js";
import { t } from "../../extension/words.js";
import { prepareAppearance } from "../appearance.js";
import { checkIcon } from "../views/icons.js";
import { formPicture, pinPicture, popupPicture, puzzlePicture } from "../views/welcome-pictures.js";

const root = /** @type {HTMLElement} */ (document.querySelector(".welcome"));
/** @type {boolean | null} */
let pinned = null;
/** How often the icon's place is looked at, in milliseconds. */
const LOOK_EVERY = 1000;

onManagedChange(leaveIfManaged);
// The browser may have learnt of it between the decision to open this page and now.
leaveIfManaged();
await prepareAppearance(draw);
await look();
setInterval(look, LOOK_EVERY);

/** An administrator who shows people round wants no page of ours, and the browser may learn of it after it has opened. */
async function leaveIfManaged() {
  if ((await readPolicies()).disableInstallHelp) {
    window.close();
  }
}

/** The browser has no event for it in every version that we support, so it is asked while somebody looks. */
async function look() {
  if (document.visibilityState === "visible") {
    pinned = await isIconPinned();
    draw();
  }
}

function draw() {
  document.title = `${t("welcome_title")} · Tessera`;
  render(
    html`
      <header class="welcome-head">
        <img src="../../extension/icons/tessera.svg" alt="" />
        <h1>${t("welcome_title")}</h1>
        <p>${t(pinned ? "welcome_lead_pinned" : "welcome_lead")}</p>
      </header>
      <ol class="steps">
        ${step(1, t("welcome_puzzle"), puzzlePicture, pinned)} ${step(2, t("welcome_pin"), pinPicture, pinned)}
        ${step(3, t("welcome_pencil"), popupPicture, false)} ${step(4, t("welcome_manual"), formPicture, false)}
      </ol>
      <aside class="welcome-move">
        <p>${t("welcome_move")}</p>
        <a class="button" href="import.html">${t("welcome_move_link")}</a>
      </aside>
    `,
    root,
  );
}

/** @param {number} number @param {string} text @param {unknown} picture @param {boolean | null} done */
function step(number, text, picture, done) {
  return html`<li class="step ${done ? "is-done" : ""}">
    ${picture}
    <p>
      <span class="step-number" aria-hidden="true">${done ? checkIcon : number}</span>
      <span>${text}${done ? html`<span class="visually-hidden"> (${t("welcome_done")})</span>` : nothing}</span>
    </p>
  </li>`;
}
