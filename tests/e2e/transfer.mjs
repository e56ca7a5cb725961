// What a person does on the import and the backup page, and the files they bring.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toBuffer } from "qrcode";
import { openExtensionPage, root, waitUntil } from "./harness.mjs";
import { click, find, handleOf, isThere, type } from "./screen.mjs";

/** @import { Page, ElementHandle } from "puppeteer-core" */
/** @import { Session } from "./harness.mjs" */

/** @typedef {{ name: string, bytes: Buffer }} GivenFile */

const vectors = join(root, "tests/vectors/transfer");

/** A sample of tests/vectors/transfer. @param {string} path @returns {GivenFile} */
export const sample = (path) => ({ name: path.split("/").at(-1) ?? path, bytes: readFileSync(join(vectors, path)) });

/** What a folder of samples must come to. @param {"peer" | "synthetic"} folder */
export const expected = (folder) => JSON.parse(readFileSync(join(vectors, folder, "expected.json"), "utf8"));

/** A picture of a QR code. @param {string} text @param {string} name @returns {Promise<GivenFile>} */
export const picture = async (text, name) => ({
  name,
  bytes: await toBuffer(text, { errorCorrectionLevel: "L", scale: 4 }),
});

/** @param {Session} session */
export const openImport = async (session) => {
  const page = await openExtensionPage(session, "popup/pages/import.html");
  await find(page, { role: "button", name: words.pick });
  return page;
};

/** @param {Session} session */
export const openBackup = async (session) => {
  const page = await openExtensionPage(session, "popup/pages/backup.html");
  await find(page, { role: "heading", name: words.backup });
  return page;
};

/** Drops files on the page, as the browser tells it when a person lets them go there. @param {Page} page @param {GivenFile[]} files */
export const drop = (page, files) =>
  page.evaluate(
    (given) => {
      const data = new DataTransfer();
      for (const { name, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        data.items.add(new File([bytes], name));
      }
      const target = document.querySelector("main") ?? document.body;
      for (const kind of ["dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    },
    files.map(({ name, bytes }) => ({ name, base64: bytes.toString("base64") })),
  );

/** Chooses files by their paths through the button. @param {Page} page @param {string[]} paths */
export const pick = async (page, paths) => {
  const input = await handleOf(await find(page, { role: "button", name: words.pick }));
  await /** @type {ElementHandle<HTMLInputElement>} */ (input).uploadFile(...paths);
};

/** Waits until nothing is being read any more. @param {Page} page */
export const waitRead = (page) =>
  waitUntil(async () => !(await isThere(page, { role: "progressbar" })), "everything to be read", 180000);

/** @param {Page} page @param {string} password */
export const givePassword = async (page, password) => {
  await find(page, { role: "textbox", name: words.password });
  await type(page, words.password, password);
  await click(page, words.open);
  await waitRead(page);
};

/** The four counts of the report, by their words. @param {Page} page @returns {Promise<Record<string, number>>} */
export const counts = async (page) => {
  await find(page, { role: "heading", name: words.report });
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll("dl > div")];
    return Object.fromEntries(
      boxes.map((box) => [box.querySelector("dt")?.textContent ?? "", Number(box.querySelector("dd")?.textContent)]),
    );
  });
};

/**
 * The list of codes as the extension itself makes it at `seconds`.
 * @param {Page} page a page of the extension
 * @param {number} [seconds]
 * @returns {Promise<{issuer: string, account: string, code: string, counter: boolean}[]>}
 */
export const rowsAt = (page, seconds = Date.now() / 1000) =>
  page.evaluate(
    async (store, now) => {
      const { freshVault } = await import(store);
      const vault = await freshVault();
      const rows = vault.rows_of(
        vault.names().map((/** @type {{id: string}} */ { id }) => id),
        now,
      );
      return rows.map((/** @type {import("../../wasm/core.js").Row} */ { issuer, account, code, counter }) => ({
        issuer,
        account,
        code,
        counter,
      }));
    },
    "/extension/vault-store.js",
    seconds * 1000,
  );

export const words = {
  pick: "Choisir des fichiers",
  password: "Mot de passe",
  open: "Ouvrir",
  report: "Rapport",
  fresh: "Nouveaux",
  known: "Déjà là",
  sameName: "Même nom",
  skipped: "Non repris",
  importing: /^Importer (?:un|\d+) comptes?$/,
  undo: "Annuler l’import",
  backup: "Sauvegarde",
};
