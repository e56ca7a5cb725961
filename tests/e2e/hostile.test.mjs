// A page that tries everything a page can try gets nothing of the extension, and cannot make it act.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { close, closePopup, launch, openExtensionPage, root, sleep, waitUntil } from "./harness.mjs";
import { find, handleOf, waitForWords, click } from "./screen.mjs";
import { findRow } from "./popup.mjs";
import { setUp } from "./setup.mjs";
import { addByLink, at, openWithPopup, ownHosts, readInputs, siteWords } from "./site.mjs";

const place = setUp({ lang: "fr", args: ownHosts });

test("messages, files, frames, windows, focus and clicks that nobody made lead nowhere", async () => {
  const own = await openWithPopup(place.session, at(place.portals.url, "rivemont.example", "/fields/fr-simple"));
  await addByLink(own.popup, { issuer: "Rivemont", account: "claire" });
  await click(own.popup, siteWords.fr.fill);
  await click(own.popup, siteWords.fr.remember);
  await find(own.popup, { role: "heading", name: siteWords.fr.forSite });
  await own.page.close();

  const url = at(place.portals.url, "rivemont.test", `/fields/hostile#${place.session.id}`);
  const { page } = await openWithPopup(place.session, url);
  const results = await waitUntil(async () => {
    const told = JSON.parse((await page.$eval("output", (output) => output.textContent)) || "{}");
    return ["message", "connect", "file", "module", "frame", "window", "storage"].every((name) => name in told) && told;
  }, "every attempt to end");
  for (const [name, result] of Object.entries(results)) {
    if (name !== "heard" && name !== "frame") assert.match(String(result), /^refused/, name);
  }
  // What a frame of another origin shows, the page cannot tell; the browser can: its own error page, not our popup.
  const frames = page.frames().filter((frame) => frame !== page.mainFrame());
  assert.deepEqual(
    frames.map((frame) => frame.url()),
    ["chrome-error://chromewebdata/"],
  );
  // A window the page opens may take the focus and the popup along, as the browser's own rules have it. Opened again, it
  // shows codes, and does nothing by itself, whatever the page does meanwhile.
  const popup = await place.reopen(page);
  await findRow(popup, "Rivemont");
  await sleep(700);
  assert.deepEqual(await readInputs(page), [""]);
  await (await handleOf(await findRow(popup, "Rivemont"))).click();
  await waitForWords(popup, "alert", siteWords.fr.lookalike);
  await closePopup(place.session);
  const after = await page.$eval("output", (output) => output.textContent);
  assert.doesNotMatch(after ?? "", /\d{6}|typed|pasted/);
  await page.close();
});

test("installing shows no warning, and no host is open to the extension", async () => {
  const page = await openExtensionPage(place.session);
  const manifest = await readFile(join(root, "dist/chrome/manifest.json"), "utf8");
  const [warnings, granted] = await page.evaluate(
    async (text) => [
      await chrome.management.getPermissionWarningsByManifest(text),
      (await chrome.permissions.getAll()).origins,
    ],
    manifest,
  );
  assert.deepEqual(warnings, []);
  assert.deepEqual(granted, []);
  await page.close();
});

test("the browser’s log of requests has what a page of the extension would ask for", async () => {
  const session = await launch({ lang: "fr", args: ownHosts });
  const page = await openExtensionPage(session);
  await page.evaluate(() => location.assign("http://rivemont.example:1/seen"));
  await waitUntil(() => page.url().startsWith("chrome-error:"), "the request to fail");
  await assert.rejects(close(session), /asked the network for http:\/\/rivemont\.example:1\/seen/);
});
