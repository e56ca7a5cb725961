// Every screen in a small window and in large letters: nothing is cut off, and what is pressed is large enough to be hit.
// In English; accessibility.test.mjs goes the same way in French.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startPortals } from "../portals/server.mjs";
import { walkScreens } from "./all-screens.mjs";
import { close, launch } from "./harness.mjs";
import { reflowFaults } from "./layout.mjs";
import { ownHosts } from "./site.mjs";

test("en: at 320 px, twice the size and in the largest text nothing is cut off, no target is small, nothing moves for who wants no motion", async () => {
  const portals = await startPortals();
  const args = ["--use-fake-device-for-media-stream", "--force-prefers-reduced-motion", ...ownHosts];
  const session = await launch({ lang: "en", args });
  /** @type {string[]} */
  const found = [];
  let screens = 0;
  try {
    await walkScreens(session, portals, "en", async (page, screen) => {
      screens += 1;
      found.push(...(await reflowFaults(page)).map((fault) => `${screen}, ${fault}`));
    });
  } finally {
    await close(session);
    await portals.close();
  }
  assert.ok(screens >= 70, `${screens} screens`);
  assert.deepEqual(found, []);
  assert.deepEqual(session.complaints, []);
});
