// The menu and the settings: each is kept at once and followed by the popup.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clickToolbar, openExtensionPage, openPage, waitUntil } from "./harness.mjs";
import { choose, click, find, focused, isThere, readField } from "./screen.mjs";
import { setUp } from "./setup.mjs";

const place = setUp({ lang: "fr" });

const openPopup = async () =>
  clickToolbar(place.session, await openPage(place.session, `${place.portals.url}/lab/empty`));

test("the menu leads to the settings, by mouse and by keyboard", async () => {
  const popup = await openPopup();
  await click(popup, "Menu");
  await find(popup, { role: "button", name: "Paramètres" });
  await popup.keyboard.press("Escape");
  assert.ok(!(await isThere(popup, { role: "button", name: "Paramètres" })), "Escape closes the menu");
  assert.ok(await isThere(popup, { role: "button", name: "Menu" }), "and not the popup");
  await popup.keyboard.press("Enter");
  await find(popup, { role: "button", name: "Paramètres" });
  assert.equal((await focused(popup))?.name, "Paramètres", "the first entry has the keyboard");
  const opening = place.session.browser.waitForTarget((target) => target.url().endsWith("/pages/settings.html"));
  // The popup closes under the key.
  await popup.keyboard.press("Enter").catch(() => {});
  const page = await (await opening).asPage();
  await find(page, { role: "heading", name: "Paramètres" });
  await page.close();
});

test("the menu shows the list beside the page, and is not offered there again", async () => {
  const popup = await openPopup();
  await click(popup, "Menu");
  const opening = place.session.browser.waitForTarget((target) => target.url().endsWith("/popup/popup.html?panel"));
  // The popup closes under the click.
  await click(popup, "Ouvrir à côté de la page").catch(() => {});
  const panel = await (await opening).asPage();
  await click(panel, "Menu");
  await find(panel, { role: "button", name: "Paramètres" });
  assert.ok(!(await isThere(panel, { role: "button", name: "Ouvrir à côté de la page" })));
  await panel.close();
});

test("language, colours and size of text are chosen, kept and followed by the popup", async () => {
  const page = await openExtensionPage(place.session, "popup/pages/settings.html");
  await find(page, { role: "combobox", name: "Langue" });
  await choose(page, "Couleurs", "Sombres");
  await choose(page, "Taille du texte", "Très grande");
  await choose(page, "Langue", "English");
  await find(page, { role: "heading", name: "Settings" });
  assert.equal(await readField(page, "Colours"), "Dark");

  const popup = await openPopup();
  await find(popup, { role: "button", name: "Scan QR code" });
  const look = await popup.evaluate(() => {
    const { lang, dir } = document.documentElement;
    const { backgroundColor, fontSize } = getComputedStyle(document.documentElement);
    return { lang, dir, backgroundColor, fontSize };
  });
  assert.deepEqual(look, { lang: "en", dir: "ltr", backgroundColor: "rgb(28, 26, 24)", fontSize: "20px" });

  await choose(page, "Language", "That of the browser");
  await find(page, { role: "heading", name: "Paramètres" });
  await choose(page, "Couleurs", "Comme le système");
  await choose(page, "Taille du texte", "Normale");
  const again = await openPopup();
  await find(again, { role: "button", name: "Scanner le code QR" });
  const background = () => again.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await waitUntil(async () => (await background()) === "rgb(251, 250, 248)", "the colours of the system");
  await page.close();
});
