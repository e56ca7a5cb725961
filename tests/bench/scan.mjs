// `node tests/bench/scan.mjs`: from the click on “Scan QR code” to the cards, over a page of 3840 × 2160 pixels in a real Chromium.
//
// The time that the browser takes for the picture itself is measured apart: the rest is our own work.
import { startPortals } from "../portals/server.mjs";
import { clickToolbar, close, launch, openPage } from "../e2e/harness.mjs";

const rounds = 7;
const portals = await startPortals();
const session = await launch({
  lang: "en",
  deviceScaleFactor: 3,
  args: ["--window-size=1280,807"],
});
try {
  for (const name of ["png", "three", "empty"]) {
    /** @type {{whole: number, capture: number, width: number, height: number}[]} */
    const times = [];
    for (let round = 0; round < rounds; round += 1) {
      const page = await openPage(session, `${portals.url}/lab/${name}`);
      const popup = await clickToolbar(session, page);
      await popup.waitForSelector(".header button");
      times.push(await popup.evaluate(measure));
      await page.close();
    }
    const median = (/** @type {(time: (typeof times)[number]) => number} */ of) =>
      times.map(of).toSorted((a, b) => a - b)[Math.floor(rounds / 2)];
    const own = median(({ whole, capture }) => whole - capture);
    const [{ width, height }] = times;
    console.log(
      `${name.padEnd(8)} ${width} × ${height}: ${own?.toFixed(0)} ms of our own, ` +
        `${median(({ capture }) => capture)?.toFixed(0)} ms for the browser’s picture (median of ${rounds})`,
    );
  }
} finally {
  await close(session);
  await portals.close();
}

/** In the popup: clicks and waits for cards or for the word that there are none. */
async function measure() {
  const capture = chrome.tabs.captureVisibleTab;
  let [spent, url] = [0, ""];
  const timed = async (/** @type {{format: "png"}} */ options) => {
    const start = performance.now();
    url = await Reflect.apply(capture, chrome.tabs, [options]);
    spent += performance.now() - start;
    return url;
  };
  Reflect.set(chrome.tabs, "captureVisibleTab", timed);
  const start = performance.now();
  /** @type {HTMLElement | null} */ (document.querySelector('[aria-label="Scan QR code"]'))?.click();
  while (!document.querySelector(".card, .notice, .reasons")) {
    await new Promise((done) => requestAnimationFrame(done));
  }
  const whole = performance.now() - start;
  const image = new Image();
  image.src = url;
  await image.decode();
  return { whole, capture: spent, width: image.naturalWidth, height: image.naturalHeight };
}
