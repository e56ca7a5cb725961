// Every screen in a small window and in large letters: nothing is cut off, and what is pressed is large enough to be hit.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startPortals } from "../portals/server.mjs";
import { walkScreens } from "./all-screens.mjs";
import { close, launch } from "./harness.mjs";
import { clientOf, clipped, moving, overflowing, pageSizes, popupSizes, resize, smallTargets } from "./layout.mjs";
import { ownHosts } from "./site.mjs";

/** @import { Page } from "puppeteer-core" */

for (const lang of /** @type {const} */ (["fr", "en"])) {
  test(`${lang}: at 320 px, twice the size and in the largest text nothing is cut off, no target is small, nothing moves for who wants no motion`, async () => {
    const portals = await startPortals();
    const args = ["--use-fake-device-for-media-stream", "--force-prefers-reduced-motion", ...ownHosts];
    const session = await launch({ lang, args });
    /** @type {string[]} */
    const found = [];
    let screens = 0;
    try {
      await walkScreens(session, portals, lang, async (page, screen) => {
        screens += 1;
        found.push(...(await faultsOf(page)).map((fault) => `${screen}, ${fault}`));
      });
    } finally {
      await close(session);
      await portals.close();
    }
    assert.ok(screens >= 70, `${screens} screens`);
    assert.deepEqual(found, []);
    assert.deepEqual(session.complaints, []);
  });
}

/** What is wrong with a screen in any of its sizes; afterwards it has its own again. @param {Page} page */
const faultsOf = async (page) => {
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
