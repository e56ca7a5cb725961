/** The pictures of the first-run page: drawn for it, in the page's own colours, each beside the words that say the same. */
import { svg } from "../../vendor/lit-html/lit-html.js";

/** @param {unknown} content */
const picture = (content) =>
  svg`<svg class="picture" viewBox="0 0 240 132" aria-hidden="true" focusable="false">${content}</svg>`;

/** The browser's bar: an address and, at its end, what is pointed at. @param {unknown} end */
const bar = (end) => svg`
  <rect class="frame" x="8" y="20" width="224" height="92" rx="8" />
  <path class="line" d="M8 56h224" />
  <rect class="field" x="18" y="30" width="136" height="16" rx="8" />
  <rect class="faint" x="18" y="68" width="120" height="8" rx="4" />
  <rect class="faint" x="18" y="84" width="84" height="8" rx="4" />${end}`;

const puzzle = svg`<path class="pointed" d="M183 33h5v-1.5a3 3 0 0 1 6 0V33h5v5.5h1.5a3 3 0 0 1 0 6H199V50h-16v-5h-1.500a3 3 0 0 1 0-6.500H183z" />`;
const mark = svg`<rect class="brand" x="0" y="0" width="18" height="18" rx="4.500" /><path class="brand-line" d="M4.500 9.500l3 3 6-6.500" />`;

export const puzzlePicture = picture(svg`${bar(svg`<circle class="halo" cx="191" cy="40" r="17" />${puzzle}`)}`);

export const pinPicture = picture(svg`${bar(puzzle)}
  <rect class="sheet" x="112" y="58" width="116" height="62" rx="6" />
  <g transform="translate(122 80)">${mark}</g>
  <rect class="faint" x="146" y="85" width="44" height="8" rx="4" />
  <rect class="faint" x="122" y="66" width="60" height="6" rx="3" />
  <circle class="halo" cx="210" cy="89" r="14" />
  <path class="pointed" d="M206 81h8l-1 6 3 3.500h-12l3-3.500zM210 90.500v7" />`);

export const popupPicture = picture(svg`
  <rect class="sheet" x="52" y="8" width="136" height="116" rx="8" />
  <g transform="translate(62 16)">${mark}</g>
  <path class="line" d="M52 42h136" />
  <circle class="halo" cx="170" cy="25" r="14" />
  <path class="pointed" d="M164 31l1.500-5 8-8 3.500 3.500-8 8z" />
  <rect class="dashed" x="62" y="52" width="116" height="28" rx="6" />
  <path class="pointed" d="M120 59v14M113 66h14" />
  <rect class="faint" x="62" y="90" width="116" height="24" rx="6" />`);

export const formPicture = picture(svg`
  <rect class="sheet" x="52" y="8" width="136" height="116" rx="8" />
  <rect class="faint" x="64" y="18" width="40" height="6" rx="3" />
  <rect class="field" x="64" y="28" width="112" height="18" rx="5" />
  <rect class="faint" x="64" y="54" width="32" height="6" rx="3" />
  <rect class="field" x="64" y="64" width="112" height="18" rx="5" />
  <path class="dots" d="M72 73h.01M80 73h.01M88 73h.01M96 73h.01M104 73h.01M112 73h.01" />
  <rect class="brand" x="64" y="94" width="112" height="20" rx="6" />
  <path class="brand-line" d="M113 104l5 5 9-9.500" />`);
