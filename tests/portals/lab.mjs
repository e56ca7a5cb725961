// Pages that show one situation each, for tests of the scan alone.
import { html, makePage } from "./html.mjs";
import { makeLabCases } from "./lab-cases.mjs";
import { drawCanvas, drawPng, drawSvg, drawTable } from "./qr.mjs";

/** @import { Markup } from "./html.mjs" */
/** @import { LabCase } from "./lab-cases.mjs" */
/** @import { Answer } from "./portal.mjs" */

const strictPolicy =
  "default-src 'none'; style-src 'self'; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'";

export const makeLab = () => {
  const cases = makeLabCases();
  return { cases, answer: (/** @type {string} */ path) => answer(cases, path.slice(1)) };
};

/** @param {Record<string, LabCase>} cases @param {string} name @returns {Promise<Answer>} */
const answer = async (cases, name) => {
  const shown = Object.entries(cases).find(([known]) => known === name)?.[1];
  if (shown)
    return {
      page: await casePage(shown),
      headers: shown.page === "strict" ? { "Content-Security-Policy": strictPolicy } : {},
    };
  return { page: indexPage(cases), status: name ? 404 : 200 };
};

/** @param {LabCase} shown */
const casePage = async (shown) => {
  const codes = await Promise.all(shown.texts.map((text) => draw(shown, text)));
  return makePage({
    title: shown.title,
    style: "lab",
    script: "canvas-qr",
    bodyClass: shown.page ?? "",
    body: html`<main><h1>${shown.title}</h1><p>Le code à lire est sur cette page, parmi d’autres choses.</p>
      <div class="codes">${codes}</div><p>Fin de la page. <a href="/lab/">Toutes les pages</a></p></main>`,
  });
};

/** @param {LabCase} shown @param {string} text @returns {Promise<Markup>} */
const draw = async ({ drawing = "png", colours }, text) => {
  if (drawing === "svg") return drawSvg(text, colours);
  if (drawing === "canvas") return drawCanvas(text, colours);
  if (drawing === "table") return drawTable(text, colours);
  if (drawing === "link") return html`<p><a href="${text}">Ouvrir dans votre application</a></p>`;
  return drawPng(text, colours);
};

/** @param {Record<string, LabCase>} cases */
const indexPage = (cases) =>
  makePage({
    title: "Pages d’essai",
    style: "lab",
    body: html`<main><h1>Pages d’essai</h1><ul>${Object.entries(cases).map(
      ([name, { title }]) => html`<li><a href="/lab/${name}">${title}</a></li>`,
    )}</ul></main>`,
  });
