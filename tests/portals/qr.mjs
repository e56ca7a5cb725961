// QR codes in the four ways web pages draw them.
import { create, toString as drawText, toDataURL } from "qrcode";
import { html } from "./html.mjs";

/** @import { Markup } from "./html.mjs" */

/**
 * @typedef {object} Drawing
 * @property {number} [margin] quiet zone in modules, four by the standard
 * @property {string} [dark] colour of the modules, `#rrggbb` or with alpha
 * @property {string} [light] colour behind them
 * @property {"L" | "M" | "Q" | "H"} [level] error correction
 * @property {number} [scale] pixels a module
 */

const label = "Code QR à scanner";

/**
 * An image with a data URL.
 * @param {string} text
 * @param {Drawing} [drawing]
 * @returns {Promise<Markup>}
 */
export const drawPng = async (text, drawing = {}) => {
  const { margin = 4, scale = 4, dark = "#000000", light = "#ffffff", level = "M" } = drawing;
  const url = await toDataURL(text, { margin, scale, errorCorrectionLevel: level, color: { dark, light } });
  return html`<img class="qr" src="${url}" alt="${label}">`;
};

/**
 * SVG inside the page.
 * @param {string} text
 * @param {Drawing} [drawing]
 * @returns {Promise<Markup>}
 */
export const drawSvg = async (text, drawing = {}) => {
  const { margin = 4, dark = "#000000", light = "#ffffff", level = "M" } = drawing;
  const svg = await drawText(text, { type: "svg", margin, errorCorrectionLevel: level, color: { dark, light } });
  return html`<div class="qr" role="img" aria-label="${label}">${{ markup: svg }}</div>`;
};

/**
 * A canvas that the page's script `canvas-qr` paints.
 * @param {string} text
 * @param {Drawing} [drawing]
 * @returns {Markup}
 */
export const drawCanvas = (text, { margin = 4, scale = 5, level = "M" } = {}) =>
  drawModules(modulesOf(text, level).rows, { margin, scale });

/** The same of modules that are known. @param {readonly string[]} rows of 0 and 1 @param {Drawing} [drawing] @returns {Markup} */
export const drawModules = (rows, { margin = 4, scale = 5 } = {}) => {
  const pixels = (rows.length + 2 * margin) * scale;
  return html`<canvas class="qr" role="img" aria-label="${label}" width="${pixels}" height="${pixels}"
    data-modules="${rows.join("/")}" data-margin="${margin}" data-scale="${scale}"></canvas>`;
};

/**
 * Text of half blocks, as terminals show codes: each character is two modules, one above the other.
 * @param {string} text
 * @param {Drawing} [drawing]
 * @returns {Markup}
 */
export const drawBlocks = (text, { level = "M", margin = 2 } = {}) => {
  const { rows, side } = modulesOf(text, level);
  const isDark = (/** @type {number} */ x, /** @type {number} */ y) => rows[y - margin]?.[x - margin] === "1";
  const lines = Array.from({ length: Math.ceil((side + 2 * margin) / 2) }, (_, row) =>
    Array.from({ length: side + 2 * margin }, (_, x) => {
      const [upper, lower] = [isDark(x, 2 * row), isDark(x, 2 * row + 1)];
      return upper ? (lower ? "█" : "▀") : lower ? "▄" : " ";
    }).join(""),
  );
  return html`<pre class="qr blocks" role="img" aria-label="${label}">${lines.join("\n")}</pre>`;
};

/** A PNG as a data URL. @param {string} text @returns {Promise<string>} */
export const urlOf = (text) => toDataURL(text, { margin: 4, scale: 4 });

/** The bytes of a PNG. @param {string} text @returns {Promise<Buffer>} */
export const pngOf = async (text) => Buffer.from((await urlOf(text)).split(",")[1], "base64");

/**
 * A table of black and white cells, as servers without an image library make.
 * @param {string} text
 * @param {Drawing} [drawing]
 * @returns {Markup}
 */
export const drawTable = (text, { level = "M" } = {}) => {
  const { rows } = modulesOf(text, level);
  const lines = rows.map(
    (row) => html`<tr>${[...row].map((bit) => html`<td class="${bit === "1" ? "on" : "off"}"></td>`)}</tr>`,
  );
  return html`<table class="qr" role="img" aria-label="${label}">${lines}</table>`;
};

/**
 * The modules as lines of 0 and 1.
 * @param {string} text
 * @param {"L" | "M" | "Q" | "H"} level
 */
const modulesOf = (text, level) => {
  const { modules } = create(text, { errorCorrectionLevel: level });
  const side = modules.size;
  const bits = Array.from(modules.data, (bit) => (bit ? "1" : "0")).join("");
  const rows = Array.from({ length: side }, (_, row) => bits.slice(row * side, (row + 1) * side));
  return { rows, side };
};
