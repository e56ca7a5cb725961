/** The icons, drawn for this product on a 24 × 24 grid. Decorative: the control that holds one carries the name. */
import { svg } from "../../vendor/lit-html/lit-html.js";

/** @param {unknown} paths @param {string} [name] */
const icon = (paths, name = "") =>
  svg`<svg class=${`icon ${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths}</svg>`;

export const scanIcon = icon(svg`
  <path d="M4 8V5.5A1.5 1.5 0 0 1 5.5 4H8M16 4h2.5A1.5 1.5 0 0 1 20 5.5V8M20 16v2.5a1.5 1.5 0 0 1-1.5 1.5H16M8 20H5.5A1.5 1.5 0 0 1 4 18.5V16" />
  <path d="M8 8h3v3H8zM13.5 8H16v3M8 13.5V16h3M14 14h2v2" />`);
export const pencilIcon = icon(
  svg`<path d="M4 20l.9-4L16.2 4.7a1.6 1.6 0 0 1 2.3 0l.8.8a1.6 1.6 0 0 1 0 2.3L8 19.1 4 20z" /><path d="M14.5 6.5l3 3" />`,
);
export const plusIcon = icon(svg`<path d="M12 5v14M5 12h14" />`);
export const checkIcon = icon(svg`<path d="M5 12.5l4.5 4.5L19 7.5" />`);
export const trashIcon = icon(
  svg`<path d="M4.5 7h15M9.5 7V5.2A1.2 1.2 0 0 1 10.7 4h2.6a1.2 1.2 0 0 1 1.2 1.2V7M6.5 7l.8 11.6A1.5 1.5 0 0 0 8.8 20h6.4a1.5 1.5 0 0 0 1.5-1.4L17.5 7" />`,
);
export const upIcon = icon(svg`<path d="M6 14.5l6-6 6 6" />`);
export const downIcon = icon(svg`<path d="M6 9.5l6 6 6-6" />`);
export const gripIcon = icon(svg`<path d="M9 6h.01M9 12h.01M9 18h.01M15 6h.01M15 12h.01M15 18h.01" />`);
export const backIcon = icon(svg`<path d="M14.5 6l-6 6 6 6" />`, "icon-back");
export const forwardIcon = icon(svg`<path d="M9.5 6l6 6-6 6" />`);
export const searchIcon = icon(svg`<circle cx="11" cy="11" r="6" /><path d="M15.5 15.5L20 20" />`);
export const keyboardIcon = icon(
  svg`<rect x="3" y="6.5" width="18" height="11" rx="2" /><path d="M7 10.5h.01M11 10.5h.01M15 10.5h.01M8 14h8" />`,
);
export const pasteIcon = icon(
  svg`<path d="M9 5H6.5A1.5 1.5 0 0 0 5 6.5v12A1.5 1.5 0 0 0 6.5 20h11a1.5 1.5 0 0 0 1.5-1.5v-12A1.5 1.5 0 0 0 17.5 5H15" /><rect x="9" y="3.5" width="6" height="3.5" rx="1" /><path d="M9 12h6M9 15.5h4" />`,
);
export const repeatIcon = icon(svg`<path d="M19 8.5A8 8 0 1 0 20 13" /><path d="M19.5 4v4.5H15" />`);
export const alertIcon = icon(svg`<path d="M12 4.5L21 19.5H3z" /><path d="M12 10v4.2M12 17h.01" />`);
export const infoIcon = icon(svg`<circle cx="12" cy="12" r="8.5" /><path d="M12 11v5M12 8h.01" />`);
export const tileIcon = icon(
  svg`<rect x="4" y="4" width="16" height="16" rx="3.5" /><path d="M8.5 12.3l2.4 2.4 4.6-5" />`,
);
export const fillIcon = icon(
  svg`<path d="M4 8.5V6.5A1.5 1.5 0 0 1 5.5 5h13A1.5 1.5 0 0 1 20 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5v-2" /><path d="M3.5 12h9.5M10 8.5l3.5 3.5-3.5 3.5" />`,
);
export const foldIcon = icon(svg`<path d="M9 6.5v11l7-5.5z" />`);
export const windowIcon = icon(svg`<rect x="3.5" y="5" width="17" height="14" rx="2" /><path d="M3.5 9h17" />`);
export const cropIcon = icon(svg`<path d="M7 3.5V17h13.5M3.5 7H17v13.5" />`);
export const lockIcon = icon(
  svg`<rect x="5" y="10.5" width="14" height="9.5" rx="2" /><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5M12 14.5v2" />`,
);
export const eyeIcon = icon(
  svg`<path d="M3 12s3.3-6 9-6 9 6 9 6-3.3 6-9 6-9-6-9-6z" /><circle cx="12" cy="12" r="2.5" />`,
);
export const eyeOffIcon = icon(
  svg`<path d="M9.5 6.4A9 9 0 0 1 12 6c5.7 0 9 6 9 6a16 16 0 0 1-2.6 3.2M6 8.3A16 16 0 0 0 3 12s3.3 6 9 6a9 9 0 0 0 4-.9M4 4l16 16" />`,
);
export const passkeyIcon = icon(
  svg`<circle cx="9" cy="8" r="3.5" /><path d="M3.5 19.5v-1A4.5 4.5 0 0 1 8 14h2.5" /><circle cx="16.5" cy="12.5" r="2.5" /><path d="M16.5 15v5.5l1.5-1.2M16.5 17.5l1.3-.8" />`,
);
export const sheetIcon = icon(
  svg`<path d="M6.5 3.5h8l3.5 3.5v13.5h-11.5z" /><path d="M14 3.5V7.5h4M9.5 12h5M9.5 15.5h5" />`,
);
export const pinCodeIcon = icon(
  svg`<rect x="3" y="7.5" width="18" height="9" rx="2" /><path d="M7.5 12h.01M12 12h.01M16.5 12h.01" />`,
);
export const phoneIcon = icon(svg`<rect x="7" y="3.5" width="10" height="17" rx="2" /><path d="M11 17.5h2" />`);
export const imageIcon = icon(
  svg`<rect x="3.5" y="5" width="17" height="14" rx="2" /><circle cx="9" cy="10" r="1.5" /><path d="M4 17l4.5-4 3 2.5 4-4.5 5 5" />`,
);
export const cameraIcon = icon(
  svg`<rect x="3" y="7" width="12.5" height="10" rx="2" /><path d="M15.5 11l5-3v8l-5-3" />`,
);
export const regionIcon = icon(
  svg`<path d="M4 8V5.5A1.5 1.5 0 0 1 5.5 4H8M16 4h2.5A1.5 1.5 0 0 1 20 5.5V8M8 20H5.5A1.5 1.5 0 0 1 4 18.5V16M12 4h.01M4 12h.01" /><path d="M13 13l7 2.5-3 1.5-1.5 3z" />`,
);
export const screenIcon = icon(
  svg`<rect x="3" y="4.5" width="18" height="12" rx="2" /><path d="M9 20h6M12 16.5V20" />`,
);
export const menuIcon = icon(svg`<path d="M5 7h14M5 12h14M5 17h14" />`);
export const moreIcon = icon(svg`<path d="M12 6h.01M12 12h.01M12 18h.01" />`, "is-bold");
export const pinIcon = icon(svg`<path d="M9 4h6M10 4v6l-3 4h10l-3-4V4M12 14v6" />`);
export const copyIcon = icon(
  svg`<rect x="8.5" y="8.5" width="11" height="11" rx="2" /><path d="M15.5 8.5v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2" />`,
);
export const growIcon = icon(svg`<path d="M14 4.5h5.5V10M10 19.5H4.5V14M19.5 4.5l-6 6M4.5 19.5l6-6" />`);
export const printIcon = icon(
  svg`<path d="M7 8.5V4h10v4.5M7 17H4.5v-6a2 2 0 0 1 2-2h11a2 2 0 0 1 2 2v6H17" /><rect x="7" y="14" width="10" height="6" />`,
);
