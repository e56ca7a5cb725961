// `node tests/e2e/screens.mjs [LANG-SCHEME…]`: a picture of every screen, into `screenshots/<lang>-<scheme>/<screen>.png`.
import { startPortals } from "../portals/server.mjs";
import { walkScreens } from "./all-screens.mjs";
import { close, launch, sleep, takePicture } from "./harness.mjs";
import { ownHosts } from "./site.mjs";

const wanted = process.argv.slice(2);
for (const lang of /** @type {const} */ (["fr", "en", "de", "it"])) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    if (wanted.length === 0 || wanted.includes(`${lang}-${colorScheme}`)) await takeAll(lang, colorScheme);
  }
}

/**
 * @param {import("./all-screens.mjs").Language} lang
 * @param {"light" | "dark"} colorScheme
 */
async function takeAll(lang, colorScheme) {
  const portals = await startPortals();
  const args = ["--use-fake-device-for-media-stream", ...ownHosts];
  const session = await launch({ lang, colorScheme, deviceScaleFactor: 2, args });
  try {
    const take = async (/** @type {import("puppeteer-core").Page} */ page, /** @type {string} */ screen) => {
      await sleep(250);
      console.log(await takePicture(page, `${lang}-${colorScheme}/${screen}`));
    };
    await walkScreens(session, portals, lang, take, true);
  } finally {
    await close(session);
    await portals.close();
  }
}
