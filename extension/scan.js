/** Looks for QR codes in what the active tab shows, and where that is not enough, in all of its page. */
import { activeTab, captureVisibleTab } from "./browser.js";
import { drawSvg } from "./draw-svg.js";
import { openPage } from "./page.js";
import { startReader } from "./reader.js";

/**
 * @typedef {import("./reader.js").Code} Code
 * @typedef {{codes: Code[], wholePage: boolean}} Sight `wholePage`: the page was looked through, not only its view
 */

/** The page cannot be photographed: it belongs to the browser, its store or another extension. */
export class PageClosed extends Error {}

/**
 * Every code of the active tab, each text once. The view is photographed first; the page itself is looked through if
 * `isEnough` says no to what that gave.
 *
 * Throws `PageClosed` when the browser lets the tab neither be seen nor be looked through.
 *
 * @param {AbortSignal} signal stops the search
 * @param {(codes: Code[]) => Promise<boolean>} isEnough
 * @returns {Promise<Sight>}
 */
export async function scanTab(signal, isEnough) {
  const reader = startReader(signal);
  try {
    const [tabId, view] = await Promise.all([activeTab(), captureVisibleTab().catch(() => null)]);
    const seen = view === null ? [] : await reader.read(view);
    if (await isEnough(seen)) {
      return { codes: seen, wholePage: false };
    }
    const page = tabId === undefined ? null : await openPage(tabId).catch(() => null);
    if (page === null) {
      if (view === null) {
        throw new PageClosed("the tab cannot be captured");
      }
      return { codes: seen, wholePage: false };
    }
    try {
      const codes = await lookThrough(page, reader, seen, signal, isEnough);
      return { codes, wholePage: true };
    } finally {
      await page.putBack();
    }
  } finally {
    reader.end();
  }
}

/** The codes of one picture of any kind the browser can decode. @param {import("./reader.js").Source} picture @param {AbortSignal} signal */
export async function searchPicture(picture, signal) {
  const reader = startReader(signal);
  try {
    return await reader.read(picture);
  } finally {
    reader.end();
  }
}

/**
 * @param {import("./page.js").OpenPage} page
 * @param {import("./reader.js").Reader} reader
 * @param {Code[]} seen
 * @param {AbortSignal} signal
 * @param {(codes: Code[]) => Promise<boolean>} isEnough
 */
async function lookThrough(page, reader, seen, signal, isEnough) {
  let codes = seen;
  /** @param {Code[]} more */
  const keep = (more) => {
    codes = [...new Map([...more, ...codes].map((code) => [code.text, code])).values()];
  };
  keep((await page.links()).map((text) => ({ text, part: null, crop: null })));
  for await (const { url, svg } of page.pictures()) {
    signal.throwIfAborted();
    const picture = svg === undefined ? url : await drawSvg(svg).catch(() => undefined);
    keep(picture === undefined ? [] : await reader.read(picture).catch(() => []));
  }
  if (await isEnough(codes)) {
    return codes;
  }
  const places = await page.countPlaces();
  for (let index = 0; index < Math.min(places, MOST_PLACES) && !(await isEnough(codes)); index += 1) {
    signal.throwIfAborted();
    if (await page.showPlace(index)) {
      const view = await captureAgain(signal);
      keep(view === null ? [] : await reader.read(view));
    }
  }
  return codes;
}

/** More pictures of other origins are not brought into view one by one. */
const MOST_PLACES = 8;

/** Chrome takes two pictures a second; what comes sooner is refused and asked for again. @param {AbortSignal} signal */
async function captureAgain(signal) {
  for (let tries = 0; tries < 4 && !signal.aborted; tries += 1) {
    try {
      return await captureVisibleTab();
    } catch {
      await new Promise((done) => setTimeout(done, 550));
    }
  }
  return null;
}
