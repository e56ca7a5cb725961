// The user's guide and “About”, as the menu opens them.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { openExtensionPage, root } from "./harness.mjs";
import { allText, click, find, isThere, waitForWords } from "./screen.mjs";
import { setUp } from "./setup.mjs";

const place = setUp({ lang: "fr" });
const fold = { role: "DisclosureTriangle" };

test("a question unfolds its answer", async () => {
  const page = await openExtensionPage(place.session, "popup/pages/help.html");
  await find(page, { role: "heading", name: "Aide" });
  assert.doesNotMatch(await allText(page), /Attendez le code suivant/);
  await click(page, "Le code est refusé", fold);
  await waitForWords(page, "listitem", /Attendez le code suivant/);
  await page.close();
});

test("an address opens the answer it names, and the answer says where to go on", async () => {
  const page = await openExtensionPage(place.session, "popup/pages/help.html#reinstall");
  await waitForWords(page, "listitem", /Enregistrez une sauvegarde chiffrée/);
  assert.ok(await isThere(page, { role: "link", name: "Paramètres" }), "beside the way to the other pages");
  await page.close();
});

test("“About” has the version, the fingerprints of the code as it is, and every licence", async () => {
  const page = await openExtensionPage(place.session, "popup/pages/help.html#about");
  const { version } = JSON.parse(await readFile(join(root, "manifest.json"), "utf8"));
  await waitForWords(page, "paragraph", new RegExp(`^Version ${version}$`));
  await click(page, "Empreintes du code compilé", fold);
  const words = await allText(page);
  for (const name of ["core", "qr", "qr_plain"]) {
    const file = await readFile(join(root, `wasm/${name}_bg.wasm`));
    assert.ok(words.includes(createHash("sha256").update(file).digest("hex")), name);
  }
  await click(page, "Logiciels de tiers", fold);
  await click(page, /aes-gcm/, fold);
  assert.match(await allText(page), /Permission is hereby granted, free of charge/);
  await page.close();
});
