// Sizes that a popup and a page may have, and what does not fit into them.

/** @import { CDPSession, Page } from "puppeteer-core" */

/** What is emulated lasts as long as the session that asked for it. @type {WeakMap<Page, CDPSession>} */
const clients = new WeakMap();

/** @param {Page} page */
export const clientOf = async (page) => {
  const client = clients.get(page) ?? (await page.createCDPSession());
  clients.set(page, client);
  return client;
};

/**
 * Gives a page another size. A popup's window cannot be told one, but its content makes it: the page is narrowed instead.
 *
 * @param {Page} page @param {{width: number, height: number, text?: string}} size
 */
export const resize = async (page, { width, height, text = "normal" }) => {
  if (page.url().endsWith("/popup/popup.html")) {
    await page.evaluate(
      (size, room) => {
        const app = document.querySelector("main")?.parentElement;
        document.documentElement.dataset.text = size;
        document.documentElement.style.inlineSize = `${room.width}px`;
        if (app) app.style.blockSize = `${room.height}px`;
      },
      text,
      { width, height },
    );
    return;
  }
  const client = await clientOf(page);
  await client.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
  await page.waitForFunction((wanted) => innerWidth === wanted, {}, width);
};

/** At twice the size a browser gives a popup 400 × 300 of the page's pixels, and a page half of a screen 1,280 wide. */
export const popupSizes = {
  "320 px": { width: 320, height: 576 },
  "twice the size": { width: 400, height: 300 },
  "largest text": { width: 450, height: 600, text: "larger" },
};
export const pageSizes = {
  "320 px": { width: 320, height: 640 },
  "twice the size": { width: 640, height: 450 },
};

/** What lies outside the screen or is cut off by it without a way to scroll there. @param {Page} page @returns {Promise<string[]>} */
export const clipped = (page) =>
  page.evaluate(() => {
    const page = document.documentElement;
    const box = document.querySelector("main")?.parentElement ?? page;
    const { left: start, right: end, width } = page.getBoundingClientRect();
    const wide = box.scrollWidth > width + 1 ? [`the page is ${box.scrollWidth} wide`] : [];
    const controls = [...document.querySelectorAll("button, input, select, textarea, a, h1, h2, p")];
    const outside = controls.filter((element) => {
      const { left, right, width: own } = element.getBoundingClientRect();
      const scrolled = element.closest(".tags, [popover]:not(:popover-open), .visually-hidden");
      return own > 0 && !scrolled && (left < start - 1 || right > end + 1);
    });
    return [...wide, ...outside.map((element) => element.outerHTML.slice(0, 120))];
  });

/**
 * Words that are wider than what holds them: a button, a heading, a line of text. Names of accounts may be cut off with an ellipsis.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export const overflowing = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("button, a.button, summary, label, h1, h2, h3, p, small, dt, dd")]
      .filter((element) => {
        const shown = element.getClientRects().length > 0 && !element.closest(".visually-hidden, [role=listitem], li");
        return shown && getComputedStyle(element).display !== "inline" && element.scrollWidth > element.clientWidth + 1;
      })
      .map((element) => `${element.scrollWidth} > ${element.clientWidth}: ${element.outerHTML.slice(0, 160)}`),
  );

/**
 * What is pressed and smaller than 24 px (WCAG 2.2, 2.5.8). A link within a sentence may be; of a tick box its label counts too.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export const smallTargets = (page) =>
  page.evaluate(() => {
    const boxOf = (/** @type {Element} */ element) => {
      const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined;
      return [element, ...(label ? [label] : [])].map((part) => part.getBoundingClientRect());
    };
    const inSentence = (/** @type {Element} */ element) =>
      element.localName === "a" && getComputedStyle(element).display === "inline";
    return [...document.querySelectorAll("button, input, select, textarea, a, summary")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !inSentence(element))
      .filter((element) => !element.closest(".visually-hidden") && element.getBoundingClientRect().width > 1)
      .filter((element) => boxOf(element).every(({ width, height }) => width < 23.5 || height < 23.5))
      .map((element) => element.outerHTML.slice(0, 120));
  });

/** What moves although the person wants no motion; a sign that something is under way may turn slowly. @param {Page} page @returns {Promise<string[]>} */
export const moving = (page) =>
  page.evaluate(() =>
    document.getAnimations().flatMap((animation) => {
      const { duration } = animation.effect?.getComputedTiming() ?? {};
      const target = animation.effect instanceof KeyframeEffect ? animation.effect.target : null;
      const isQuick = typeof duration === "number" && duration > 0 && duration < 3000;
      return animation.playState === "running" && isQuick ? [`${duration} ms: ${target?.outerHTML.slice(0, 120)}`] : [];
    }),
  );

/** What is wrong with a screen in any of its sizes; afterwards it has its own again. @param {Page} page */
export const reflowFaults = async (page) => {
  const isPopup = page.url().endsWith("/popup/popup.html");
  const before = page.viewport();
  const client = await clientOf(page);
  const faults = [
    ...(await smallTargets(page)).map((fault) => `small: ${fault}`),
    ...(await moving(page)).map((fault) => `moves: ${fault}`),
  ];
  for (const [name, size] of Object.entries(isPopup ? popupSizes : pageSizes)) {
    await resize(page, size);
    faults.push(...[...(await clipped(page)), ...(await overflowing(page))].map((fault) => `${name}: ${fault}`));
  }
  if (isPopup) {
    await resize(page, { width: 360, height: 576 });
  } else {
    await client.send("Emulation.clearDeviceMetricsOverride");
    if (before) await page.setViewport(before);
  }
  return faults;
};
