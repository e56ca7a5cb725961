// The other ways to scan: image files, paste, drop, a drawn region, the webcam, another window.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { pngOf, urlOf } from "../portals/qr.mjs";
import { clickToolbar, makeFolder, openExtensionPage, openPage, waitUntil } from "./harness.mjs";
import { makeFilm } from "./fake-camera.mjs";
import { bringPicture, confirmFound, findRow, foundCards, scan, waitForAlert, waitForStatus } from "./popup.mjs";
import { cardName } from "./scan-cases.mjs";
import { allText, click, find, handleOf, isThere } from "./screen.mjs";
import { setUp } from "./setup.mjs";

/** @import { Page } from "puppeteer-core" */

const filmed = makeAccount({ issuer: "Caméra", account: "webcam" });
const film = await makeFilm(uriOf(filmed));
const place = setUp({
  lang: "fr",
  args: [
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${film}`,
    "--auto-select-tab-capture-source-by-title=Image PNG",
  ],
});
const scanPage = () => openExtensionPage(place.session, "popup/pages/scan.html");

test("several image files at once are cards of one page, and are added together", async () => {
  const accounts = ["un", "deux"].map((account) => makeAccount({ issuer: "Fichier", account }));
  const folder = await makeFolder("images");
  const files = accounts.map((_, index) => join(folder, `code-${index}.png`));
  await Promise.all(accounts.map(async (account, index) => writeFile(files[index], await pngOf(uriOf(account)))));
  const page = await scanPage();
  const [chooser] = await Promise.all([page.waitForFileChooser(), clickFiles(page)]);
  await chooser.accept(files);
  assert.deepEqual(await foundCards(page), accounts.map(cardName));
  await click(page, "Tout ajouter");
  await waitForStatus(page, /2 comptes ajoutés/);
  assert.match(await allText(page), /C’est fait/);
  const popup = await clickToolbar(place.session, await openPage(place.session, `${place.portals.url}/lab/empty`));
  for (const { issuer, account } of accounts) await findRow(popup, issuer, account);
  await page.close();
});

test("a file that is no picture is named as such", async () => {
  const folder = await makeFolder("images");
  await writeFile(join(folder, "code.png"), "no picture at all");
  const page = await scanPage();
  const [chooser] = await Promise.all([page.waitForFileChooser(), clickFiles(page)]);
  await chooser.accept([join(folder, "code.png")]);
  assert.match(await waitForAlert(page, /./), /n’est pas une image/);
  await page.close();
});

test("an image is dropped on the scan page", async () => {
  const account = makeAccount({ issuer: "Dépôt", account: "souris" });
  const page = await scanPage();
  await find(page, { role: "heading", name: "Déposez des images ici" });
  await bringPicture(page, "drop", await urlOf(uriOf(account)));
  assert.deepEqual(await foundCards(page), [cardName(account)]);
  await page.close();
});

test("an image is pasted into the popup, and the account added", async () => {
  const account = makeAccount({ issuer: "Presse-papiers", account: "collé" });
  const { popup } = await place.openLab("empty");
  await find(popup, { role: "button", name: "Scanner le code QR" });
  await bringPicture(popup, "paste", await urlOf(uriOf(account)));
  assert.deepEqual(await foundCards(popup), [cardName(account)]);
  await confirmFound(popup);
  await findRow(popup, account.issuer);
});

test("where the search fails, a region of the page is drawn around", async () => {
  const account = makeAccount({ issuer: "Zone", account: "dessinée" });
  const { page, popup } = await place.openLab("empty");
  await scan(popup);
  // The page shows its code only now, as pages do.
  await page.evaluate(
    (url) => {
      const image = document.createElement("img");
      image.src = url;
      document.querySelector("h1")?.before(image);
      return image.decode();
    },
    await urlOf(uriOf(account)),
  );
  const opening = place.session.browser.waitForTarget((target) => target.url().endsWith("/popup/pages/scan.html"));
  await click(popup, "Délimiter une zone");
  const drawing = await (await opening).asPage();
  const picture = await handleOf(await find(drawing, { role: ["image", "img"], name: /zone/ }));
  const box = await picture.boundingBox();
  assert.ok(box);
  await drawing.mouse.move(box.x + 8, box.y + 8);
  await drawing.mouse.down();
  await drawing.mouse.move(box.x + 20, box.y + 20);
  await drawing.mouse.move(box.x + box.width * 0.03, box.y + box.height * 0.9);
  await drawing.mouse.up();
  assert.match(await waitForAlert(drawing, /./), /Aucun code dans cette zone/);
  const again = await handleOf(await find(drawing, { role: ["image", "img"], name: /zone/ }));
  const now = await again.boundingBox();
  assert.ok(now);
  await drawing.mouse.move(now.x + 8, now.y + 8);
  await drawing.mouse.down();
  await drawing.mouse.move(now.x + now.width * 0.6, now.y + now.height * 0.7);
  await drawing.mouse.up();
  assert.deepEqual(await foundCards(drawing), [cardName(account)]);
  await drawing.close();
  await page.close();
});

test("the webcam's live picture is searched until a code shows, then the camera is off", async () => {
  const { browser, id } = place.session;
  await browser.defaultBrowserContext().overridePermissions(`chrome-extension://${id}`, ["camera"]);
  const page = await openExtensionPage(place.session, "popup/pages/camera.html");
  assert.deepEqual(await foundCards(page), [cardName(filmed)]);
  assert.equal(await isThere(page, { name: "Ce que voit la webcam" }), false);
  await click(page, "Ajouter");
  await waitForStatus(page, /Ajouté/);
  await page.close();
});

test("another tab or window is seen once if the person lets the browser show it", async () => {
  await openPage(place.session, `${place.portals.url}/lab/png`);
  const page = await scanPage();
  await click(page, "Une autre fenêtre");
  assert.deepEqual(await foundCards(page), place.portals.state.lab.png.accounts.map(cardName));
  await page.close();
});

test("an engine without vector instructions gets the plain reader, and it reads", async () => {
  const page = await openExtensionPage(place.session, "popup/pages/scan.html");
  const account = makeAccount({ issuer: "Simple", account: "sans-simd" });
  const read = await page.evaluate(
    async (url) => {
      WebAssembly.validate = () => false;
      const { loadQr } = await import(/** @type {string} */ ("/extension/qr.js"));
      const image = new Image();
      image.src = url;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const pen = canvas.getContext("2d");
      pen?.drawImage(image, 0, 0);
      const qr = await loadQr();
      const plain = await import(/** @type {string} */ ("/wasm/qr_plain.js"));
      const [found] = qr.find_in_image(pen?.getImageData(0, 0, image.width, image.height));
      return { text: found.text, isPlain: qr.find === plain.find };
    },
    await urlOf(uriOf(account)),
  );
  assert.deepEqual(read, { text: uriOf(account), isPlain: true });
  await page.close();
});

/** @param {Page} page */
const clickFiles = async (page) => {
  await waitUntil(() => page.$(".file-button"), "the button for files");
  await page.click(".file-button");
};
