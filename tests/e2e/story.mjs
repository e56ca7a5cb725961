// `./build.sh run`: the main job from end to end. Without a display it is played and told step by step;
// with one, a browser opens on the portal's page and the person does it.
import { startPortals } from "../portals/server.mjs";
import { clickToolbar, close, launch, openPage, sleep, takePicture } from "./harness.mjs";
import { confirmFound, foundCards, readLastingCode, scan, secondsLeft } from "./popup.mjs";
import { follow, openOrmevalActivation, signInOrmeval } from "./portal-walks.mjs";
import { textsOf, type } from "./screen.mjs";

const issuer = "Ormeval Hébergement";
const hasDisplay = process.platform === "darwin" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** @param {string} text */
const tell = (text) => console.log(`  ${text}`);

const play = async () => {
  const portals = await startPortals();
  const session = await launch({ lang: "fr" });
  const account = portals.state.accounts["001"];
  try {
    console.log("Enrolling at the test portal of a web host, then signing in:");
    const page = await openOrmevalActivation(session, portals.url, account);
    tell(`the portal shows a QR code: ${await takePicture(page, "story/1-portal")}`);
    const popup = await clickToolbar(session, page);
    tell("clicked the toolbar icon, the popup is open");
    await scan(popup);
    tell(`clicked “Scanner le code QR”, found: ${(await foundCards(popup)).join(" · ")}`);
    await takePicture(popup, "story/2-found");
    await confirmFound(popup);
    const code = await readLastingCode(popup, issuer);
    tell(`clicked “Ajouter”, the popup shows ${code}: ${await takePicture(popup, "story/3-code")}`);
    await type(page, "Code à 6 chiffres", code);
    await follow(page, "Activer");
    tell(`typed it into the page; the portal says: “${(await textsOf(page, { role: "status" })).join(" ")}”`);

    await follow(page, "Se déconnecter");
    tell("signed out; waiting for the next code, for each works once");
    await sleep(secondsLeft() * 1000 + 300);
    const next = await readLastingCode(await clickToolbar(session, page), issuer);
    await signInOrmeval(page, account);
    await type(page, "Code à 6 chiffres ou code de secours", next);
    await follow(page, "Vérifier");
    const answer = (await textsOf(page, { role: "status" })).join(" ");
    tell(`typed ${next}; the portal says: “${answer}”`);
    tell(`picture: ${await takePicture(page, "story/4-signed-in")}`);
    if (answer !== "Connexion réussie avec la double authentification.") throw new Error("the portal did not sign in");
    console.log("Signed in.");
  } finally {
    await close(session);
    await portals.close();
  }
};

const show = async () => {
  const portals = await startPortals();
  const lang = /** @type {"fr"} */ ((process.env.LANGUAGE ?? process.env.LANG ?? "en").slice(0, 2));
  const session = await launch({ lang, headless: false });
  const { user, password } = portals.state.accounts["001"];
  const ended = new Promise((done) => session.browser.once("disconnected", done));
  await openPage(session, `${portals.url}/001/`);
  console.log("A browser is open on the test portal, with Tessera installed.");
  console.log(`Sign in as ${user} with the password ${password}, go to Sécurité, and click Tessera's icon there.`);
  console.log("All five portals:");
  for (const [name, account] of Object.entries(portals.state.accounts)) {
    console.log(`  ${portals.url}/${name}/  ${account.user} · ${account.password}`);
  }
  console.log("Close the browser, or press Ctrl+C, to end.");
  process.once("SIGINT", () => session.browser.close());
  await ended;
  await portals.close();
};

await (hasDisplay ? show() : play());
