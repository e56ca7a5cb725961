// Everything that matters works without a mouse.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAccount } from "../portals/lab-cases.mjs";
import { clickToolbar, openPage, sleep, waitUntil } from "./harness.mjs";
import { codeIsRight, findRow, readCode, waitForStatus, waitRowGone } from "./popup.mjs";
import { click, find, findAll, focused, isThere, press, tabTo } from "./screen.mjs";
import { setUp } from "./setup.mjs";

/** @import { Page } from "puppeteer-core" */

const place = setUp({ lang: "fr" });
const first = makeAccount({ issuer: "Clavier", account: "alpha" });
const second = makeAccount({ issuer: "Touches", account: "bêta" });

/** @param {Page} popup @param {import("../portals/lab-cases.mjs").LabAccount} account */
const addWithKeys = async (popup, { issuer, account, secret }) => {
  await press(popup, "Modifier");
  await press(popup, "Ajouter un compte");
  await press(popup, "Saisie manuelle");
  await find(popup, { role: "textbox", name: "Émetteur" });
  assert.equal((await focused(popup))?.name, "Émetteur", "the first field has the keyboard");
  await popup.keyboard.type(issuer);
  await popup.keyboard.press("Tab");
  assert.equal((await focused(popup))?.name, "Secret");
  await popup.keyboard.type(secret.base32);
  await press(popup, "Avancé", "DisclosureTriangle");
  await find(popup, { role: "textbox", name: "Nom d’utilisateur" });
  await tabTo(popup, { role: "textbox", name: "Nom d’utilisateur" });
  await popup.keyboard.type(account);
  await popup.keyboard.press("Enter");
  await findRow(popup, issuer, account);
};

test("add, copy, rename, move, delete and undo need no mouse", async () => {
  const page = await openPage(place.session, `${place.portals.url}/lab/empty`);
  const popup = await clickToolbar(place.session, page);
  await addWithKeys(popup, first);
  await addWithKeys(popup, second);
  assert.ok(await codeIsRight(popup, first));

  await tabTo(popup, { role: "button", name: /^Clavier, alpha/ });
  await popup.keyboard.press("Enter");
  await waitForStatus(popup, /Copié/);

  await press(popup, "Modifier");
  await press(popup, /^Renommer Clavier/);
  await find(popup, { role: "textbox", name: "Émetteur" });
  assert.equal((await focused(popup))?.name, "Émetteur", "the name is ready to be typed");
  await popup.keyboard.down("Control");
  await popup.keyboard.press("KeyA");
  await popup.keyboard.up("Control");
  await popup.keyboard.type("Piano");
  await popup.keyboard.press("Enter");
  await find(popup, { role: "button", name: /^Renommer Piano/ });

  await press(popup, /^Descendre Piano/);
  await waitUntil(async () => {
    const details = await findAll(popup, { role: "button", name: /^Détails de/ });
    return details[1]?.name?.includes("Piano") && (await focused(popup))?.name?.includes("Piano");
  }, "Piano, with the keyboard, below");
  await press(popup, /^Supprimer Piano/);
  await waitForStatus(popup, /Supprimé/);
  await press(popup, "Annuler");
  await find(popup, { role: "button", name: /^Renommer Piano/ });
  await press(popup, "Terminé");
  assert.ok(await codeIsRight(popup, { ...first, issuer: "Piano" }), "the undone account has its old key");
});

test("every control of the list can be reached and shows where the keyboard is", async () => {
  const page = await openPage(place.session, `${place.portals.url}/lab/empty`);
  const popup = await clickToolbar(place.session, page);
  await findRow(popup, "Touches");
  const seen = new Set();
  for (let presses = 0; presses < 14; presses += 1) {
    await popup.keyboard.press("Tab");
    const on = await focused(popup);
    if (!on) continue;
    seen.add(on.name);
    const outlined = await popup.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return true;
      const { outlineStyle, boxShadow, borderColor } = getComputedStyle(element);
      return outlineStyle !== "none" || boxShadow !== "none" || borderColor === "transparent";
    });
    assert.ok(outlined, `focus is visible on ${on.role} “${on.name}”`);
  }
  for (const name of ["Modifier", "Scanner le code QR", "Ajouter un compte"])
    assert.ok(seen.has(name), `${name} in ${[...seen].join(" · ")}`);
});

test("Escape leads back one screen before it closes the popup", async () => {
  const page = await openPage(place.session, `${place.portals.url}/lab/empty`);
  const popup = await clickToolbar(place.session, page);
  await click(popup, "Ajouter un compte");
  await find(popup, { role: "button", name: "Saisie manuelle" });
  await popup.keyboard.press("Escape");
  await findRow(popup, "Touches");
  assert.ok(await isThere(popup, { role: "button", name: "Modifier" }));
});

test("deleting takes the account away at once and undo brings it back, by mouse too", async () => {
  const page = await openPage(place.session, `${place.portals.url}/lab/empty`);
  const popup = await clickToolbar(place.session, page);
  const code = await readCode(popup, "Touches");
  await click(popup, "Modifier");
  await click(popup, /^Supprimer Touches/);
  await waitForStatus(popup, /Supprimé/);
  assert.ok(!(await isThere(popup, { role: "button", name: /^Renommer Touches/ })));
  await click(popup, "Annuler");
  await find(popup, { role: "button", name: /^Renommer Touches/ });
  await click(popup, /^Supprimer Touches/);
  await waitForStatus(popup, /Supprimé/);
  const again = await place.reopen(page);
  await waitRowGone(again, "Touches");
  assert.match(code, /^\d{6}$/);
});

test("of two clicks, one right after the other, the second decides what is shown", async () => {
  const page = await openPage(place.session, `${place.portals.url}/lab/empty`);
  const popup = await clickToolbar(place.session, page);
  // What a click needs is loaded by then.
  await click(popup, "Ajouter un compte");
  await click(popup, "Retour");
  await find(popup, { role: "button", name: "Modifier" });
  await popup.evaluate(
    (names) => {
      const buttons = names.map((name) => document.querySelector(`.header button[aria-label="${name}"]`));
      for (const button of buttons) /** @type {HTMLElement} */ (button).click();
    },
    ["Modifier", "Ajouter un compte"],
  );
  await find(popup, { role: "button", name: "Saisie manuelle" });
  await sleep(500);
  assert.ok(await isThere(popup, { role: "button", name: "Saisie manuelle" }), "and stays");
});
