// What a scan must find, page by page of the lab: reused by every browser.

/** In view when the page opens. */
export const inView = ["png", "svg", "canvas", "table", "inverted", "strict"];

/** Out of view, folded away, or inside something. */
export const outOfView = [
  "below",
  "below-canvas",
  "below-svg",
  "below-table",
  "below-blocks",
  "below-background",
  "below-foreign",
  "below-strict",
  "in-details",
  "in-details-table",
  "in-frame",
  "in-shadow",
  "link",
];

/** A page as it is shown: how large, and by how many real pixels a CSS pixel. */
export const zooms = [0.5, 0.67, 1.5, 3];

/** Screens, by real pixels per CSS pixel. */
export const screens = [1.25, 2];

/** The card of an account, as its group is named. @param {import("../portals/lab-cases.mjs").LabAccount} account */
export const cardName = ({ issuer, account }) => [issuer, account].filter(Boolean).join(", ");
