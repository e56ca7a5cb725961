// The backup guardian: how old the backup is stands below the list, a change marks the icon, one click leads to the backup.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clickToolbar, closePopup, openExtensionPage, openPage, sleep, waitUntil } from "./harness.mjs";
import { click, find } from "./screen.mjs";
import { setUp } from "./setup.mjs";
import { addByLink } from "./site.mjs";
import { readBadge } from "./worker.mjs";

const place = setUp({ lang: "fr" });

/** What the mark on the icon says. */
const badge = () => readBadge(place.session);

/** Notes a backup as the backup page does, without making the file. */
const noteBackup = async (/** @type {number} */ moment) => {
  const page = await openExtensionPage(place.session);
  await page.evaluate((made) => chrome.storage.local.set({ "last-backup": made }), moment);
  await page.close();
};

test("never, today, changed since: said below the list and on the icon", async () => {
  const page = await openPage(place.session, `${place.portals.url}/lab/empty`);
  const first = await clickToolbar(place.session, page);
  assert.equal(await badge(), "", "nothing to back up, nothing to remind of");
  await addByLink(first, { issuer: "Un", account: "a" });
  await find(first, { role: "button", name: "Pas encore sauvegardé" });
  await waitUntil(async () => (await badge()) === "!", "the mark");
  await closePopup(place.session);

  await sleep(1100);
  await noteBackup(Date.now());
  await waitUntil(async () => (await badge()) === "", "the mark to go");
  const second = await clickToolbar(place.session, page);
  await find(second, { role: "button", name: /^Sauvegarde.*aujourd’hui$/ });

  await sleep(1100);
  await addByLink(second, { issuer: "Deux", account: "b" });
  await find(second, { role: "button", name: /^Pas sauvegardé depuis \d/ });
  await waitUntil(async () => (await badge()) === "!", "the mark");
  await closePopup(place.session);

  const third = await clickToolbar(place.session, page);
  await click(third, /^Pas sauvegardé depuis/);
  await place.session.browser.waitForTarget((one) => one.url().includes("/popup/pages/backup.html"));
});
