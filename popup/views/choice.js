/** One of a few ways to go on. */
import { html } from "../../vendor/lit-html/lit-html.js";
import { forwardIcon } from "./icons.js";

/**
 * A large button that is called like the way, and described by a line of text.
 *
 * @param {unknown} icon @param {string} title @param {string} text @param {() => void} onClick
 */
export function choiceView(icon, title, text, onClick) {
  return html`<button class="choice" aria-description=${text} @click=${onClick}>
    <span class="choice-icon">${icon}</span>
    <span><span class="choice-title">${title}</span><span class="choice-text" aria-hidden="true">${text}</span></span>
    ${forwardIcon}
  </button>`;
}
