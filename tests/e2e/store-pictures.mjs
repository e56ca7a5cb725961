// `node tests/e2e/store-pictures.mjs`: what the stores show, 1280 × 800, into `screenshots/store/<lang>-<name>.png`.
import { readFile } from "node:fs/promises";
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { startPortals } from "../portals/server.mjs";
import { clickToolbar, close, closePopup, launch, openPage, sleep, takePicture } from "./harness.mjs";
import { labels } from "./labels.mjs";
import { confirmFound, paste, scan, waitForEnd } from "./popup.mjs";
import { find } from "./screen.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { Session } from "./harness.mjs" */

const accounts = [
  { issuer: "GitHub", account: "livia@example.org" },
  { issuer: "Crédit Rivemont", account: "204718003956" },
  { issuer: "Ormeval", account: "ORM-482915" },
  { issuer: "Nordhafen", account: "c.vasseur" },
  { issuer: "CC Helvorne", account: "10.00753.2214" },
];

/** What stands beside each picture. */
const captions = {
  en: {
    list: ["Your codes, at a glance", "The next one appears before the old one ends. A click copies."],
    found: ["It finds the QR code by itself", "And shows the running code before anything is saved."],
  },
  fr: {
    list: ["Vos codes, d’un coup d’œil", "Le suivant apparaît avant la fin du précédent. Un clic copie."],
    found: ["Le code QR est trouvé tout seul", "Et le code tourne avant que rien ne soit enregistré."],
  },
};

const portals = await startPortals();
try {
  for (const lang of /** @type {const} */ (["en", "fr"])) {
    const session = await launch({ lang, deviceScaleFactor: 2 });
    try {
      await takeBoth(session, lang);
    } finally {
      await close(session);
    }
  }
} finally {
  await portals.close();
}

/** @param {Session} session @param {"en" | "fr"} lang */
async function takeBoth(session, lang) {
  const words = labels[lang];
  const open = async (/** @type {string} */ name) =>
    clickToolbar(session, await openPage(session, `${portals.url}/lab/${name}`));
  const first = await open("empty");
  await paste(first, accounts.map((account) => uriOf(makeAccount(account))).join("\n"), words);
  await confirmFound(first, words);
  await closePopup(session);

  const list = await open("empty");
  await find(list, { role: "listitem" });
  await waitForEnd(7);
  await compose(session, list, `${lang}-list`, captions[lang].list);
  const found = await open("png");
  await scan(found, words);
  await compose(session, found, `${lang}-found`, captions[lang].found);
}

/** The popup's picture beside its caption. @param {Session} session @param {Page} popup @param {string} name @param {string[]} caption */
async function compose(session, popup, name, [title, text]) {
  await sleep(250);
  const picture = await readFile(await takePicture(popup, `store/parts/${name}`), "base64");
  await closePopup(session);
  const page = await openPage(session, "about:blank");
  await page.setViewport({ width: 1280, height: 800, deviceScaleFactor: 1 });
  await page.setContent(`<!doctype html><meta charset="utf-8" /><style>
      body { margin: 0; height: 800px; display: grid; grid-template-columns: 1fr 440px; gap: 40px; align-items: center;
        padding: 0 90px; box-sizing: border-box; background: #f2efea; color: #1f1c19; font-family: system-ui, sans-serif }
      h1 { font-size: 52px; line-height: 1.1; margin: 0 0 20px; letter-spacing: -0.02em } p { font-size: 25px; margin: 0; color: #675f57 }
      img { width: 414px; border-radius: 16px; box-shadow: 0 24px 60px rgb(31 28 25 / 22%) }
    </style><main><h1>${title}</h1><p>${text}</p></main><img alt="" src="data:image/png;base64,${picture}" />`);
  console.log(await takePicture(page, `store/${name}`));
  await page.close();
}
