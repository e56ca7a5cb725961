/**
 * Drawing around a code on a picture of the page. The picture was taken before this tab opened; nothing is put into the
 * page itself, so no page can see or hinder it.
 */
import { html, nothing, svg } from "../../vendor/lit-html/lit-html.js";
import { t } from "../../extension/words.js";
import { alertIcon, scanIcon } from "../views/icons.js";
import { between, moved } from "./region-frame.js";

/**
 * @typedef {import("./region-frame.js").Frame} Frame
 * @typedef {object} Region
 * @property {string} url
 * @property {number} width
 * @property {number} height
 * @property {Frame} frame
 * @property {{x: number, y: number} | null} from where the drawing began, while the button is down
 *
 * @typedef {import("./scan.js").ScanPage} ScanPage
 * @typedef {Pick<import("./adding.js").AddingActions, "searchPictures" | "onBackClick">} Adding
 */

/** @param {string} url @returns {Promise<Region>} */
export async function makeRegion(url) {
  const { naturalWidth: width, naturalHeight: height } = await loaded(url);
  const side = Math.min(width, height) / 2;
  const frame = { x: (width - side) / 2, y: (height - side) / 2, width: side, height: side };
  return { url, width, height, frame, from: null };
}

/** @param {ScanPage} page @param {Adding} adding */
export function regionActions(page, { searchPictures }) {
  /** @param {Partial<Region>} change */
  const change = (change) => {
    const state = page.state();
    if (state.region) {
      page.update({ ...state, region: { ...state.region, ...change } });
    }
  };
  const search = async () => {
    const { region } = page.state();
    if (region && region.frame.width >= 8 && region.frame.height >= 8) {
      await searchPictures(await magnified(region), "region");
    }
  };
  return {
    /** @param {PointerEvent} event */
    onRegionDown: (event) => {
      const { region } = page.state();
      const target = /** @type {SVGSVGElement} */ (event.currentTarget);
      if (region && event.button === 0) {
        target.setPointerCapture(event.pointerId);
        const from = placeOf(event, region);
        change({ from, frame: { ...from, width: 0, height: 0 } });
      }
    },
    /** @param {PointerEvent} event */
    onRegionMove: (event) => {
      const { region } = page.state();
      if (region?.from) {
        change({ frame: between(region.from, placeOf(event, region)) });
      }
    },
    onRegionUp: () => {
      if (page.state().region?.from) {
        change({ from: null });
        search();
      }
    },
    /** @param {KeyboardEvent} event */
    onRegionKey: (event) => {
      const { region } = page.state();
      const step = STEPS[event.key];
      if (region && step) {
        event.preventDefault();
        change({ frame: moved(region, step, event.shiftKey) });
      } else if (event.key === "Enter") {
        event.preventDefault();
        search();
      }
    },
    onRegionSearch: search,
  };
}

/** @param {Region} region @param {boolean} failed @param {ReturnType<typeof regionActions> & Adding} act */
export function regionView({ url, width, height, frame }, failed, act) {
  const hole = `M${frame.x} ${frame.y}h${frame.width}v${frame.height}h${-frame.width}z`;
  return html`<h2>${t("region_title")}</h2>
    <p>${t("region_text")}</p>
    ${
      failed
        ? html`<div class="notice" role="alert">${alertIcon}<div class="notice-body"><p>${t("region_none")}</p></div></div>`
        : nothing
    }
    <svg
      class="region"
      viewBox="0 0 ${width} ${height}"
      tabindex="0"
      role="img"
      aria-label=${t("region_picture")}
      @pointerdown=${act.onRegionDown}
      @pointermove=${act.onRegionMove}
      @pointerup=${act.onRegionUp}
      @keydown=${act.onRegionKey}
    >
      ${svg`<image href=${url} width=${width} height=${height} />
        <path class="region-shade" d=${`M0 0h${width}v${height}H0z${hole}`} />
        <path class="region-frame" d=${hole} />`}
    </svg>
    <div class="actions">
      <button class="button" @click=${act.onBackClick}>${t("button_back")}</button>
      <button class="button is-primary" @click=${act.onRegionSearch}>${scanIcon}${t("region_search")}</button>
    </div>`;
}

/** @type {Record<string, readonly [number, number]>} */
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The pointer's place in pixels of the picture. @param {PointerEvent} event @param {Region} region */
function placeOf({ clientX, clientY, currentTarget }, { width, height }) {
  const box = /** @type {Element} */ (currentTarget).getBoundingClientRect();
  const within = (/** @type {number} */ share, /** @type {number} */ size) => Math.min(Math.max(share, 0), 1) * size;
  return {
    x: within((clientX - box.left) / box.width, width),
    y: within((clientY - box.top) / box.height, height),
  };
}

/** The region as it is, and twice and three times as large. @param {Region} region @returns {Promise<ImageBitmap[]>} */
async function magnified({ url, frame }) {
  const image = await loaded(url);
  const [x, y, width, height] = [frame.x, frame.y, frame.width, frame.height].map(Math.round);
  return Promise.all(
    [1, 2, 3].map((factor) =>
      createImageBitmap(image, x, y, width, height, {
        resizeWidth: width * factor,
        resizeHeight: height * factor,
        resizeQuality: "high",
      }),
    ),
  );
}

/** @param {string} url */
async function loaded(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}
