/** The page of a tab, looked through from inside: what `extension/page/` does there, as one thing to work with. */
import { runInPage } from "./browser.js";
import { blockPictures } from "./page/blocks.js";
import { boxPictures } from "./page/boxes.js";
import { svgTexts } from "./page/drawings.js";
import { gather } from "./page/gather.js";
import { linkTexts } from "./page/links.js";
import { pictureUrls } from "./page/pictures.js";
import { countPlaces, putBack, showPlace } from "./page/places.js";

/**
 * @typedef {{url?: string, svg?: string}} PagePicture one of the two
 * @typedef {Awaited<ReturnType<typeof openPage>>} OpenPage
 */

/** More elements than this are not looked at. */
const MOST_ELEMENTS = 30_000;

/**
 * Throws where the browser lets no script in. The page must be put back in the end.
 *
 * @param {number} tabId
 * @param {number} [frameId]
 */
export async function openPage(tabId, frameId) {
  const count = await runInPage(tabId, gather, [MOST_ELEMENTS], frameId);
  if (count === undefined) {
    throw new Error("the page did not answer");
  }
  /** @template T @param {() => T} func */
  const ask = (func) => runInPage(tabId, func, [], frameId);
  const several = async (/** @type {() => string[]} */ func) => (await ask(func).catch(() => [])) ?? [];

  return {
    /** Accounts that the page writes out. */
    links: () => several(linkTexts),
    /** Everything that may show a code, the likeliest first. @returns {AsyncGenerator<PagePicture>} */
    pictures: async function* () {
      for (const url of await pictures(tabId, null, frameId)) {
        yield { url };
      }
      for (const svg of await several(svgTexts)) {
        yield { svg };
      }
      for (const url of [...(await several(boxPictures)), ...(await several(blockPictures))]) {
        yield { url };
      }
    },
    /** The image with this address, if it can be read from inside. @param {string} url */
    image: async (url) => (await pictures(tabId, url, frameId))[0],
    countPlaces: async () => (await ask(countPlaces)) ?? 0,
    /** Brings a place into view. @param {number} index */
    showPlace: async (index) => (await runInPage(tabId, showPlace, [index], frameId)) === true,
    putBack: () => ask(putBack).catch(() => {}),
  };
}

/** @param {number} tabId @param {string | null} only @param {number} [frameId] */
async function pictures(tabId, only, frameId) {
  return (await runInPage(tabId, pictureUrls, [only], frameId).catch(() => [])) ?? [];
}
