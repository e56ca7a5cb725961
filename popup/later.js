/** Screens that are loaded when they are first shown, so that the list does not wait for them. */

/**
 * @typedef {typeof import("./views/details.js")} Details
 * @typedef {typeof import("./views/away.js") & typeof import("./views/codes.js") & typeof import("./views/doctor.js")} SiteViews
 */

/** @type {SiteViews | undefined} */
let site;

/** @returns {Promise<void>} */
export async function loadSiteViews() {
  if (!site) {
    const parts = [import("./views/away.js"), import("./views/codes.js"), import("./views/doctor.js")];
    site = /** @type {SiteViews} */ (Object.assign({}, ...(await Promise.all(parts))));
  }
}

/** The screens about the page the person is on, once `loadSiteViews` is done. @returns {SiteViews} */
export function siteViews() {
  if (!site) {
    throw new Error("shown before it was loaded");
  }
  return site;
}

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
