/** Screens that are loaded when they are first shown, so that the list does not wait for them. */

/** @typedef {typeof import("./views/details.js")} Details */

/** @type {Details | undefined} */
let details;

/** @returns {Promise<void>} */
export async function loadDetails() {
  details ??= await import("./views/details.js");
}

/** The screen of one account, once `loadDetails` is done. @returns {Details} */
export function detailsViews() {
  if (!details) {
    throw new Error("shown before it was loaded");
  }
  return details;
}
