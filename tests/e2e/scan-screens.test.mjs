// Codes in view on screens with more pixels than CSS says, light and dark.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startPortals } from "../portals/server.mjs";
import { clickToolbar, close, launch, openPage } from "./harness.mjs";
import { foundCards, scan } from "./popup.mjs";
import { cardName, inView, screens } from "./scan-cases.mjs";

for (const deviceScaleFactor of screens) {
  test(`codes in view are found with ${deviceScaleFactor} pixels for each CSS pixel`, async () => {
    const portals = await startPortals();
    const session = await launch({ lang: "fr", colorScheme: "dark", deviceScaleFactor });
    try {
      for (const name of inView) {
        const page = await openPage(session, `${portals.url}/lab/${name}`);
        const popup = await clickToolbar(session, page);
        await scan(popup);
        assert.deepEqual(await foundCards(popup), portals.state.lab[name].accounts.map(cardName), name);
        await page.close();
      }
    } finally {
      await close(session);
      await portals.close();
    }
  });
}
