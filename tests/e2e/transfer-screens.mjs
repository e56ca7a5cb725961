// Pictures of the import and the backup page, for screens.mjs.
import { makeAccount, uriOf } from "../portals/lab-cases.mjs";
import { openExtensionPage, sleep } from "./harness.mjs";
import { find, findAll, handleOf } from "./screen.mjs";
import { drop, picture, sample, waitRead } from "./transfer.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { Session } from "./harness.mjs" */

const names = {
  fr: {
    import: "Importer un compte",
    done: "Annuler l’import",
    aegis: /^Aegis/,
    google: /^Google Authenticator/,
    backup: /^Sauvegarder/,
    show: "Afficher les codes QR",
    print: /^Page à imprimer/,
  },
  en: {
    import: "Import one account",
    done: "Undo import",
    aegis: /^Aegis/,
    google: /^Google Authenticator/,
    backup: /^Back up/,
    show: "Show the QR codes",
    print: /^Page to print/,
  },
  de: {
    import: "Ein Konto importieren",
    done: "Import rückgängig machen",
    aegis: /^Aegis/,
    google: /^Google Authenticator/,
    backup: /sichern$/,
    show: "QR-Codes anzeigen",
    print: /^Druckseite/,
  },
  it: {
    import: "Importa un account",
    done: "Annulla importazione",
    aegis: /^Aegis/,
    google: /^Google Authenticator/,
    backup: /^Backup di/,
    show: "Mostra i codici QR",
    print: /^Pagina da stampare/,
  },
};

/**
 * @param {Session} session @param {keyof typeof names} lang
 * @param {(page: Page, screen: string) => Promise<void>} take
 */
export async function takeTransfer(session, lang, take) {
  const words = names[lang];
  const old = makeAccount({ issuer: "GitHub", account: "livia@example.org" });
  const page = await openTall(session, "import");
  await take(page, "import-empty");
  await drop(page, [{ name: "un.txt", bytes: Buffer.from(uriOf(old)) }]);
  await waitRead(page);
  await press(page, words.import);
  await find(page, { role: "button", name: words.done });
  await take(page, "import-done");

  await page.reload();
  await find(page, { role: "main" });
  const list = [
    uriOf(makeAccount({ issuer: "GitHub", account: "livia@example.org" })),
    uriOf(old),
    ...["Crédit Rivemont", "Ormeval Hébergement", "CC Helvorne", "Nordhafen"].map((issuer, place) =>
      uriOf(
        makeAccount({
          issuer,
          account: `compte-${place + 1}`,
          digits: place === 1 ? 8 : 6,
          period: place === 2 ? 60 : 30,
        }),
      ),
    ),
    "otpauth://totp/Faux:anne?secret=JBSWY3DPEHPK3PXP&digits=0",
  ];
  await drop(page, [
    { name: "authenticator.txt", bytes: Buffer.from(list.join("\n")) },
    sample("synthetic/aegis-encrypted.json"),
    { name: "coupé.2fas", bytes: Buffer.from('{"schemaVersion":4,"services":[') },
    await picture("oktaverify://anne@example.org/?t=XtUTdWqYNjLD6Bw1hOwj&f=aut&s=https://example.okta.com", "okta.png"),
  ]);
  await waitRead(page);
  await take(page, "import-report");
  await page.close();

  const backup = await openTall(session, "backup");
  await take(backup, "backup");
  await press(backup, words.backup);
  await find(backup, { role: "heading", name: /: / }, 120000);
  await press(backup, words.aegis);
  await sleep(400);
  await take(backup, "backup-made");
  await press(backup, words.google);
  await find(backup, { role: "button", name: words.show });
  await sleep(600);
  await take(backup, "backup-leaving");
  await press(backup, words.show);
  await find(backup, { role: "image", name: /1/ });
  await take(backup, "backup-codes");
  await backup.reload();
  await find(backup, { role: "button", name: words.print });
  await press(backup, words.print);
  await find(backup, { role: "image", name: /GitHub/ });
  await take(backup, "backup-print");
  await backup.close();
}

/** @param {Session} session @param {string} name */
async function openTall(session, name) {
  const page = await openExtensionPage(session, `popup/pages/${name}.html`);
  await page.setViewport({ width: 1100, height: 1500, deviceScaleFactor: 1 });
  await find(page, { role: "main" });
  await sleep(300);
  return page;
}

/** @param {Page} page @param {string | RegExp} name */
async function press(page, name) {
  await find(page, { role: "button", name });
  const [button] = await findAll(page, { role: "button", name });
  if (button) await (await handleOf(button)).click();
}
