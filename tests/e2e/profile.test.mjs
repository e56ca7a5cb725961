// Nothing secret reaches the disk in clear: looked for in every file of the profile after the browser has ended.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { test } from "node:test";
import { Secret } from "otpauth";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { startPortals } from "../portals/server.mjs";
import { clickToolbar, close, closePopup, launch, openPage, sleep } from "./harness.mjs";
import {
  addByHand,
  codeIsRight,
  confirmFound,
  editRow,
  paste,
  scanAndAdd,
  waitForStatus,
  waitRowGone,
} from "./popup.mjs";
import { click, find, handleOf } from "./screen.mjs";
import { searchFolder } from "./storage.mjs";

test("after two runs, edits and a deletion no file of the profile holds a secret", async () => {
  const portals = await startPortals();
  const typed = makeAccount({ issuer: "Tapé", account: "main" });
  const pasted = makeAccount({ issuer: "Collé", account: "lien" });
  const [scanned] = portals.state.lab.png.accounts;
  const secrets = [typed, pasted, scanned].map(({ secret }) => secret);
  const session = await launch({ lang: "fr" });
  try {
    const page = await openPage(session, `${portals.url}/lab/png`);
    const popup = await clickToolbar(session, page);
    await scanAndAdd(popup);
    await addByHand(popup, { issuer: typed.issuer, account: typed.account, secret: typed.secret.base32 });
    await paste(popup, uriOf(pasted));
    await confirmFound(popup);
    await editRow(popup, "Renommer", "Collé");
    await (await handleOf(await find(popup, { role: "textbox", name: "Émetteur" }))).click({ count: 3 });
    await popup.keyboard.type("Renommé");
    await popup.keyboard.press("Enter");
    await editRow(popup, "Supprimer", "Renommé");
    await waitForStatus(popup, /Supprimé/);
    await click(popup, "Terminé");
    await waitRowGone(popup, "Renommé");
    await closePopup(session);
    await sleep(1000);
    await close(session, { keepProfile: true });

    const second = await launch({ lang: "fr", profile: session.profile });
    const again = await clickToolbar(second, await openPage(second, `${portals.url}/lab/empty`));
    assert.ok(await codeIsRight(again, typed), "the profile was kept");
    await closePopup(second);
    await close(second, { keepProfile: true });

    const { files, found } = await searchFolder(session.profile, secrets);
    assert.ok(files > 50, `${files} files`);
    assert.deepEqual(found, []);
    assert.equal((await searchFolder(session.profile, [new Secret({ size: 20 })])).files, files);
  } finally {
    await rm(session.profile, { recursive: true, force: true });
    await portals.close();
  }
});
