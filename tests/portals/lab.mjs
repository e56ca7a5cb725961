// Pages that show one situation each, for tests of the scan alone.
import { html, makePage } from "./html.mjs";
import { makeLabCases } from "./lab-cases.mjs";
import { drawBlocks, drawCanvas, drawModules, drawPng, drawSvg, drawTable, pngOf, urlOf } from "./qr.mjs";

/** @import { Markup } from "./html.mjs" */
/** @import { LabCase } from "./lab-cases.mjs" */
/** @import { Answer } from "./portal.mjs" */

const strictPolicy =
  "default-src 'none'; style-src 'self'; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'";

export const makeLab = () => {
  const cases = makeLabCases();
  return { cases, answer: (/** @type {string} */ path) => answer(cases, path.slice(1)) };
};

/** Frames of this server, and images of it under its other name, which is another origin. */
const openPolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src data: http://localhost:*; frame-src 'self'; frame-ancestors 'self'";

/** @param {Record<string, LabCase>} cases @param {string} path @returns {Promise<Answer>} */
const answer = async (cases, path) => {
  const [name, kind] = path.split(".");
  const shown = Object.entries(cases).find(([known]) => known === name)?.[1];
  if (!shown) return { page: indexPage(cases), status: name ? 404 : 200 };
  if (kind === "png") return { bytes: await pngOf(shown.texts[0]), type: "image/png" };
  const isStrict = shown.page?.startsWith("strict");
  return {
    page: await (kind === "frame" ? framePage(shown) : casePage(name, shown)),
    headers: { "Content-Security-Policy": isStrict ? strictPolicy : openPolicy },
  };
};

/** @param {string} name @param {LabCase} shown */
const casePage = async (name, shown) => {
  const { texts, symbols = [] } = shown;
  const drawn = await Promise.all(texts.map((text) => draw(name, shown, text)));
  const codes = [...drawn, ...symbols.map((rows) => drawModules(rows))];
  return makePage({
    title: shown.title,
    style: "lab",
    script: "canvas-qr",
    bodyClass: shown.page ?? "",
    body: html`<main><h1>${shown.title}</h1><p>Le code à lire est sur cette page, parmi d’autres choses.</p>
      <div class="codes">${within(name, shown, codes)}</div><p>Fin de la page. <a href="/lab/">Toutes les pages</a></p></main>`,
  });
};

/** @param {string} name @param {LabCase} shown @param {Markup[]} codes */
const within = (name, { inside }, codes) => {
  if (inside === "details") return html`<details><summary>Afficher le code</summary>${codes}</details>`;
  if (inside === "frame") return html`<iframe src="/lab/${name}.frame" title="Code"></iframe>`;
  if (inside === "shadow") return html`<div class="shadow"><template>${codes}</template></div>`;
  return html`${codes}`;
};

/** @param {LabCase} shown */
const framePage = async (shown) =>
  makePage({ title: "Code", style: "lab", body: html`${await Promise.all(shown.texts.map((text) => drawPng(text)))}` });

/** @param {string} name @param {LabCase} shown @param {string} text @returns {Promise<Markup>} */
const draw = async (name, { drawing = "png", colours }, text) => {
  if (drawing === "svg") return drawSvg(text, colours);
  if (drawing === "canvas") return drawCanvas(text, colours);
  if (drawing === "table") return drawTable(text, colours);
  if (drawing === "blocks") return drawBlocks(text, colours);
  if (drawing === "background") return html`<div class="background" data-background="${await urlOf(text)}"></div>`;
  if (drawing === "foreign") return html`<img class="qr" data-foreign="/lab/${name}.png" alt="Code QR à scanner">`;
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
