// The same day in English: menu, pin, tags, key, recovery codes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { sleep } from "./harness.mjs";
import { labels } from "./labels.mjs";
import { confirmFound, findRow, openManualForm, paste, waitForStatus } from "./popup.mjs";
import { allText, click, find, focused, isThere, textOf, type, waitGone } from "./screen.mjs";
import { setUp } from "./setup.mjs";

const place = setUp({ lang: "en" });
const words = labels.en;
const accounts = [
  makeAccount({ issuer: "Nordhafen", account: "jan" }),
  makeAccount({ issuer: "GitHub", account: "livia@example.org" }),
];

const openPopup = async () => (await place.openLab("empty")).popup;

test("an account is found, pinned, tagged, and gives its key and recovery codes", async () => {
  const adding = await openPopup();
  await paste(adding, accounts.map(uriOf).join("\n"), words);
  await confirmFound(adding, words);
  const popup = await openPopup();
  await findRow(popup, "GitHub");
  assert.equal((await focused(popup))?.name, "Search");
  await popup.keyboard.type("LIVIA");
  await popup.keyboard.press("Enter");
  await waitForStatus(popup, /Copied/);
  await click(popup, /^Details of GitHub/);
  await click(popup, "Pin at the top");
  await waitForStatus(popup, /Pinned/);
  await type(popup, "Tags", "Work");
  await click(popup, "Save");
  await waitForStatus(popup, /Saved/);
  await click(popup, "Show the key");
  const key = await textOf(popup, { role: "status", name: "Setup key" });
  assert.equal(key.replace(/\s/g, ""), accounts[1].secret.base32.replace(/=+$/, ""));
  await click(popup, "Add codes");
  await popup.keyboard.sendCharacter("Your backup codes:\n48210-93701  57120-84331\n");
  await click(popup, "Ok");
  await waitForStatus(popup, /2 codes added/);
  await click(popup, "Used 48210-93701", { role: "checkbox" });
  await find(popup, { role: "StaticText", name: /1 left/ });
  await click(popup, "Large code");
  await find(popup, { role: "heading", name: "Large code" });
  await click(popup, "Back");
  await click(popup, "Back");
  await find(popup, { role: "button", name: "Work" });
  const again = await openPopup();
  await findRow(again, "GitHub");
  const text = await allText(again);
  assert.ok(text.indexOf("GitHub") < text.indexOf("Nordhafen"), "what is pinned is first");
  assert.ok(await isThere(again, { role: "button", name: "Menu" }));
});

test("“Advanced” stays open when the form is drawn anew while it opens, and closes again", async () => {
  const popup = await openPopup();
  await openManualForm(popup, words);
  await type(popup, words.secret, accounts[0].secret.base32);
  // The browser tells of the opening a moment later than it happens: here the form is drawn in between.
  await popup.evaluate(() => {
    document.querySelector("summary")?.click();
    document.querySelector("input[name=secret]")?.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await find(popup, { role: "combobox", name: words.algorithm });
  await sleep(1500);
  assert.ok(await isThere(popup, { role: "combobox", name: words.algorithm }), "still open a second later");
  await click(popup, words.advanced, { role: "DisclosureTriangle" });
  await waitGone(popup, { role: "combobox", name: words.algorithm });
});
