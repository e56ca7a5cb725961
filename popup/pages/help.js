/** The user's guide, offline: questions and answers of `_locales/<language>/help.json`, and what this copy of Tessera is. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { onManagedChange, readFile } from "../../extension/browser.js";
import { readPolicies } from "../../extension/policies.js";
import { language, t } from "../../extension/words.js";
import { aboutView, readAbout } from "./about.js";
import { startPage } from "./frame.js";
import { NAVIGATION } from "./navigation.js";

/**
 * @typedef {object} Topic
 * @property {string} id the part of the address after `#` that opens it
 * @property {string} question
 * @property {(string | string[])[]} answer paragraphs, and lists of steps
 * @property {string[]} [pages] where to go on
 * @typedef {{introduction: string, topics: Topic[]}} Help
 * @typedef {{language: string, help: Help, about: import("./about.js").About | null, feedback: string}} State
 *   `feedback` is the address where an administrator answers questions
 * @typedef {import("./frame.js").Page<State>} Page
 */

startPage({ name: "help", title: "help_title", begin, view });

/** @param {Page} page @returns {Promise<State>} */
async function begin(page) {
  const [help, { feedbackURL }] = await Promise.all([readHelp(), readPolicies()]);
  readAbout().then((about) => page.update({ ...page.state(), about }), page.fail);
  window.addEventListener("hashchange", showTopic);
  // Drawn first, then shown.
  setTimeout(showTopic);
  onManagedChange(async () => {
    const { feedbackURL } = await readPolicies();
    page.update({ ...page.state(), feedback: feedbackURL });
  });
  return { language: language(), help, about: null, feedback: feedbackURL };
}

/** @returns {Promise<Help>} */
async function readHelp() {
  return JSON.parse(await readFile(`_locales/${language()}/help.json`));
}

/** @param {State} state @param {Page} page */
function view(state, page) {
  if (state.language !== language()) {
    readHelp().then((help) => page.update({ ...page.state(), language: language(), help }), page.fail);
  }
  const { introduction, topics } = state.help;
  return html`
    <p class="help-introduction">${introduction}</p>
    ${state.feedback === "" ? nothing : html`<p><a class="button" href=${state.feedback}>${t("managed_feedback")}</a></p>`}
    <section class="help-topics" aria-label=${t("help_topics")}>${topics.map(topicView)}</section>
    ${aboutView(state.about)}
  `;
}

/** @param {Topic} topic */
function topicView({ id, question, answer, pages = [] }) {
  const links = NAVIGATION.filter(({ name }) => pages.includes(name));
  return html`<details class="help-topic" id=${id}>
    <summary><h2>${question}</h2></summary>
    <div class="help-answer">
      ${answer.map((part) =>
        typeof part === "string"
          ? html`<p>${part}</p>`
          : html`<ol>
              ${part.map((step) => html`<li>${step}</li>`)}
            </ol>`,
      )}
      ${
        links.length === 0
          ? nothing
          : html`<p class="help-links">
              ${links.map(({ name, title }) => html`<a class="button" href="${name}.html">${t(title)}</a>`)}
            </p>`
      }
    </div>
  </details>`;
}

/** Opens the answer that the address names. */
function showTopic() {
  const topic = document.getElementById(location.hash.slice(1));
  if (topic instanceof HTMLDetailsElement) {
    topic.open = true;
  }
  topic?.scrollIntoView({ block: "start" });
}
