/**
 * The user's guide, offline: questions and answers of `_locales/<language>/help.json`, in English where a language has none
 * yet, and what this copy of Tessera is.
 */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { onManagedChange, readFile } from "../../extension/browser.js";
import { readPolicies } from "../../extension/policies.js";
import { isRightToLeft } from "../../extension/languages.js";
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
 * @typedef {{language: string, help: Help & {language: string}, about: import("./about.js").About | null, feedback: string}} State
 *   `help.language` is what the guide is written in, `feedback` is the address where an administrator answers questions
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

/** The guide in the language in use, or else in English. */
async function readHelp() {
  const wanted = language();
  return readHelpIn(wanted).catch(() => readHelpIn("en"));
}

/** @param {string} language @returns {Promise<Help & {language: string}>} */
async function readHelpIn(language) {
  return { ...JSON.parse(await readFile(`_locales/${language}/help.json`)), language };
}

/** @param {State} state @param {Page} page */
function view(state, page) {
  if (state.language !== language()) {
    readHelp().then((help) => page.update({ ...page.state(), language: language(), help }), page.fail);
  }
  const { introduction, topics, language: written } = state.help;
  return html`
    <p class="help-introduction" lang=${written} dir=${directionOf(written)}>${introduction}</p>
    ${state.feedback === "" ? nothing : html`<p><a class="button" href=${state.feedback}>${t("managed_feedback")}</a></p>`}
    <section class="help-topics" aria-label=${t("help_topics")}>${topics.map((topic) => topicView(topic, written))}</section>
    ${aboutView(state.about)}
  `;
}

/** @param {Topic} topic @param {string} written the language it is in */
function topicView({ id, question, answer, pages = [] }, written) {
  const links = NAVIGATION.filter(({ name }) => pages.includes(name));
  return html`<details class="help-topic" id=${id} lang=${written} dir=${directionOf(written)}>
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
          : html`<p class="help-links" lang=${language()} dir=${directionOf(language())}>
              ${links.map(({ name, title }) => html`<a class="button" href="${name}.html">${t(title)}</a>`)}
            </p>`
      }
    </div>
  </details>`;
}

/** @param {string} language */
function directionOf(language) {
  return isRightToLeft(language) ? "rtl" : "ltr";
}

/** Opens the answer that the address names. */
function showTopic() {
  const topic = document.getElementById(location.hash.slice(1));
  if (topic instanceof HTMLDetailsElement) {
    topic.open = true;
  }
  topic?.scrollIntoView({ block: "start" });
}
