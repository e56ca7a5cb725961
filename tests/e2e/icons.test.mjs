// The icons of known issuers: drawn once the first codes are there, and a letter for everyone else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { clickToolbar, openPage, waitUntil } from "./harness.mjs";
import { confirmFound, paste } from "./popup.mjs";
import { setUp } from "./setup.mjs";

const place = setUp({ lang: "fr" });

const openPopup = async () =>
  clickToolbar(place.session, await openPage(place.session, `${place.portals.url}/lab/empty`));

test("a known issuer has its icon, another its letter", async () => {
  for (const issuer of ["GitHub", "Ormeval Hébergement"]) {
    const popup = await openPopup();
    await paste(popup, uriOf(makeAccount({ issuer, account: "livia" })));
    await confirmFound(popup);
    await popup.close();
  }
  const popup = await openPopup();
  const drawn = () => popup.$$eval("img.tile", (tiles) => tiles.filter((tile) => tile.naturalWidth > 0).length);
  await waitUntil(async () => (await drawn()) === 1, "the icon");
  assert.deepEqual(await popup.$$eval("span.tile", (tiles) => tiles.map((tile) => tile.textContent)), ["O"]);
});
