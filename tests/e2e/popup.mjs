// What a person does in the popup, by its labels. Every function takes the popup as it stands and leaves it usable.
import { labels } from "./labels.mjs";
import { click, choose, find, findAll, isThere, type, waitForWords, waitGone } from "./screen.mjs";
import { sleep, waitUntil } from "./harness.mjs";
import { codeOf } from "../portals/lab-cases.mjs";

/** @import { Page } from "puppeteer-core" */
/** @import { Labels } from "./labels.mjs" */
/** @import { LabAccount } from "../portals/lab-cases.mjs" */

/**
 * @typedef {object} Entry what goes into the manual form, as typed
 * @property {string} issuer
 * @property {string} secret
 * @property {string} [account]
 * @property {string} [period]
 * @property {string} [digits]
 * @property {string} [algorithm] as the list shows it
 * @property {string} [type] as the list shows it
 * @property {string} [counter]
 */

const stepSeconds = 30;

/** Pencil, “+”, manual entry: the path of guide 000. @param {Page} popup @param {Labels} [words] */
export const openManualForm = async (popup, words = labels.fr) => {
  await click(popup, words.edit);
  await click(popup, words.add);
  await click(popup, words.manual);
  await find(popup, { role: "textbox", name: words.issuer });
};

/** Fills the form but does not press Ok. @param {Page} popup @param {Entry} entry @param {Labels} [words] */
export const fillManualForm = async (popup, entry, words = labels.fr) => {
  await type(popup, words.issuer, entry.issuer);
  await type(popup, words.secret, entry.secret);
  const advanced = entry.account ?? entry.period ?? entry.digits ?? entry.algorithm ?? entry.type ?? entry.counter;
  if (advanced === undefined) return;
  await click(popup, words.advanced, { role: "DisclosureTriangle" });
  if (entry.type !== undefined) await choose(popup, words.type, entry.type);
  if (entry.algorithm !== undefined) await choose(popup, words.algorithm, entry.algorithm);
  if (entry.account !== undefined) await type(popup, words.account, entry.account);
  if (entry.digits !== undefined) await type(popup, words.digits, entry.digits);
  if (entry.period !== undefined) await type(popup, words.period, entry.period);
  if (entry.counter !== undefined) await type(popup, words.counter, entry.counter);
};

/** @param {Page} popup @param {Entry} entry @param {Labels} [words] */
export const addByHand = async (popup, entry, words = labels.fr) => {
  await openManualForm(popup, words);
  await fillManualForm(popup, entry, words);
  await click(popup, words.ok);
  await findRow(popup, entry.issuer, entry.account);
};

/** Scans what the tab shows and waits for the answer, whatever it is. @param {Page} popup @param {Labels} [words] */
export const scan = async (popup, words = labels.fr) => {
  await click(popup, words.scan);
  await find(popup, { role: "button", name: words.back }, 20000);
  await waitGone(popup, { role: "button", name: words.cancel });
};

/** Scans and adds everything found. @param {Page} popup @param {Labels} [words] */
export const scanAndAdd = async (popup, words = labels.fr) => {
  await scan(popup, words);
  await confirmFound(popup, words);
};

/** Says yes to the found cards. @param {Page} popup @param {Labels} [words] */
export const confirmFound = async (popup, words = labels.fr) => {
  const several = await isThere(popup, { role: "button", name: words.keepAll });
  await click(popup, several ? words.keepAll : words.keep);
  await find(popup, { role: "button", name: words.edit });
};

/** Pastes text through the add screen. @param {Page} popup @param {string} text @param {Labels} [words] */
export const paste = async (popup, text, words = labels.fr) => {
  await click(popup, words.add);
  await click(popup, words.paste);
  const field = await (await find(popup, { role: "textbox" })).elementHandle();
  await field?.click();
  await popup.keyboard.sendCharacter(text);
  await click(popup, words.ok);
};

/**
 * Brings a picture as a paste or a drop does.
 * @param {Page} page
 * @param {"paste" | "drop"} way
 * @param {string} url
 */
export const bringPicture = (page, way, url) =>
  page.evaluate(
    (kind, address) => {
      const bytes = Uint8Array.from(atob(address.split(",")[1]), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], "code.png", { type: "image/png" }));
      const options = { bubbles: true, cancelable: true };
      const event =
        kind === "paste"
          ? new ClipboardEvent("paste", { ...options, clipboardData: data })
          : new DragEvent("drop", { ...options, dataTransfer: data });
      document.body.dispatchEvent(event);
    },
    way,
    url,
  );

/** The cards after a scan: their names, in order. @param {Page} popup */
export const foundCards = async (popup) => {
  // The list that may still be shown has a group of its own, the tags.
  const cards = { role: "group", name: /^(?!(Étiquettes|Tags|Etichette)$)./ };
  await find(popup, cards);
  return (await findAll(popup, cards)).map(({ name }) => name ?? "");
};

/** The rows of the list, as they are read aloud. @param {Page} popup */
export const readRows = async (popup) => {
  await find(popup, { role: "listitem" });
  const buttons = await findAll(popup, { role: "button", inside: { role: "listitem" } });
  return buttons.map(({ name = "" }) => name).filter((name) => /, (code|codice|afficher|show|mostra)/i.test(name));
};

/** The account's main button. @param {Page} popup @param {string} issuer @param {string} [account] */
export const findRow = (popup, issuer, account = "") =>
  find(popup, { role: "button", name: rowPattern(issuer, account), inside: { role: "listitem" } });

/** The code of an account as its row says it, digit by digit. @param {Page} popup @param {string} issuer @param {string} [account] */
export const readCode = async (popup, issuer, account) => {
  const { name = "" } = await findRow(popup, issuer, account);
  const spoken = /(?<!\S)(?:\S ){3,}\S(?=,|$)/.exec(name)?.[0].split(" ");
  if (!spoken) throw new Error(`no code in “${name}”`);
  return spoken.join("");
};

/** A code that holds for some seconds more: waits for the next one when there are fewer. @param {Page} popup @param {string} issuer */
export const readLastingCode = async (popup, issuer, seconds = 4) => {
  const left = secondsLeft();
  if (left < seconds) await sleep(left * 1000 + 300);
  return readCode(popup, issuer);
};

/** Seconds until the codes of the usual period change. */
export const secondsLeft = (period = stepSeconds) => period - ((Date.now() / 1000) % period);

/** Waits until so many seconds, or fewer, are left of the step. @param {number} seconds */
export const waitForEnd = async (seconds, period = stepSeconds) => {
  const left = secondsLeft(period);
  await sleep(Math.max(0, left > seconds ? (left - seconds) * 1000 : left * 1000 + (period - seconds) * 1000));
};

/**
 * Checks a row against the code that the independent library calculates. When the period turns, a busy machine may need
 * a while to draw the new one; a wrong code never becomes right.
 * @param {Page} popup
 * @param {LabAccount} account
 */
export const codeIsRight = async (popup, account) => {
  const [first, second] = account.issuer ? [account.issuer, account.account] : [account.account];
  const end = Date.now() + 10000;
  for (;;) {
    const before = codeOf(account, Date.now() / 1000);
    const shown = await readCode(popup, first, second);
    if (shown === before || shown === codeOf(account, Date.now() / 1000)) return true;
    if (Date.now() > end) return false;
    await sleep(250);
  }
};

/** Asks a counter based account for its next code. @param {Page} popup @param {string} issuer @param {Labels} [words] */
export const takeNextCode = async (popup, issuer, words = labels.fr) => {
  const before = (await findRow(popup, issuer)).name;
  await click(popup, new RegExp(`${words.nextCode.source}.*${escapePattern(issuer)}`));
  await waitUntil(async () => (await findRow(popup, issuer)).name !== before, "the next code");
  return readCode(popup, issuer);
};

/** Opens the edit mode, does something to one account and leaves it again. @param {Page} popup @param {string} verb @param {string} issuer @param {Labels} [words] */
export const editRow = async (popup, verb, issuer, words = labels.fr) => {
  if (!(await isThere(popup, { role: "button", name: words.done }))) await click(popup, words.edit);
  const name = escapePattern(issuer);
  // German has the verb at the end.
  await click(popup, new RegExp(`^(?:${verb} ${name}|${name}.* ${verb}$)`));
};

/** What the status line says. @param {Page} popup @param {RegExp} words */
export const waitForStatus = (popup, words) => waitForWords(popup, "status", words);

/** What an alert says. @param {Page} popup @param {RegExp} [words] */
export const waitForAlert = (popup, words = /\S/) => waitForWords(popup, "alert", words);

/** Waits until an account is no longer listed. @param {Page} popup @param {string} issuer */
export const waitRowGone = (popup, issuer) =>
  waitGone(popup, { role: "button", name: rowPattern(issuer), inside: { role: "listitem" } });

/** @param {string} issuer @param {string} [account] */
const rowPattern = (issuer, account = "") =>
  new RegExp(`^${[issuer, account].filter(Boolean).map(escapePattern).join(", ")}(, |$)(?!code suivant)`);

/** @param {string} text */
export const escapePattern = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
