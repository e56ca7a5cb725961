// `node tests/e2e/pictures.mjs`: the two pictures of the README, into `tests/pictures/`.
import { copyFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { startPortals } from "../portals/server.mjs";
import { clickToolbar, close, launch, openPage, sleep, takePicture } from "./harness.mjs";
import { labels } from "./labels.mjs";
import { confirmFound, paste, scan, waitForEnd } from "./popup.mjs";
import { find } from "./screen.mjs";

/** @type {Partial<import("../portals/lab-cases.mjs").LabAccount>[]} */
const accounts = [
  { issuer: "GitHub", account: "livia@example.org" },
  { issuer: "Crédit Rivemont", account: "204718003956" },
  { issuer: "Ormeval Hosting", account: "ORM-482915" },
  { issuer: "Nordhafen", account: "c.vasseur" },
  { issuer: "Banque du Léman", account: "c.vasseur", digits: 8 },
  { issuer: "CC Helvorne", account: "10.00753.2214" },
];
const words = labels.en;
const portals = await startPortals();
const session = await launch({ lang: "en", colorScheme: "light", deviceScaleFactor: 2 });
const folder = fileURLToPath(new URL("../pictures/", import.meta.url));
try {
  await mkdir(folder, { recursive: true });
  const popup = await clickToolbar(session, await openPage(session, `${portals.url}/lab/empty`));
  await paste(popup, accounts.map((account) => uriOf(makeAccount(account))).join("\n"), words);
  await confirmFound(popup, words);
  await find(popup, { role: "listitem" });
  const again = await clickToolbar(session, await openPage(session, `${portals.url}/lab/empty`));
  await find(again, { role: "listitem" });
  await waitForEnd(8);
  await keep(again, "list");
  const found = await clickToolbar(session, await openPage(session, `${portals.url}/lab/png`));
  await scan(found, words);
  await keep(found, "found");
} finally {
  await close(session);
  await portals.close();
}

/** @param {import("puppeteer-core").Page} page @param {string} name */
async function keep(page, name) {
  await sleep(250);
  const picture = await takePicture(page, `readme/${name}`);
  await copyFile(picture, `${folder}${name}.png`);
  console.log(`tests/pictures/${name}.png`);
}
