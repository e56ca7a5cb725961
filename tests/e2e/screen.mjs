// Finds and uses controls as a screen reader tells them: by role and accessible name, never by class, id or position.
import { pauses, sleep } from "./harness.mjs";

/** @import { ElementHandle, Page, SerializedAXNode } from "puppeteer-core" */

/**
 * @typedef {object} Wanted
 * @property {string | string[]} [role]
 * @property {string | RegExp} [name] the whole name, or a pattern
 * @property {Wanted} [inside] only below such an element
 */

const patience = 20000;

/** Roles that one kind of field may have, by what the field holds. */
const fieldRoles = ["textbox", "searchbox", "spinbutton", "combobox"];

/**
 * Every element of the page that fits, in reading order.
 * @param {Page} page
 * @param {Wanted} wanted
 * @returns {Promise<SerializedAXNode[]>}
 */
export const findAll = async (page, wanted) => {
  const tree = await readTree(page);
  if (!tree) return [];
  const roots = wanted.inside ? nodesOf(tree).filter((node) => fits(node, wanted.inside ?? {})) : [tree];
  return roots.flatMap((top) => nodesOf(top).filter((node) => fits(node, wanted)));
};

/**
 * The first that fits; waits for it.
 * @param {Page} page
 * @param {Wanted} wanted
 * @param {number} [timeout] milliseconds
 * @returns {Promise<SerializedAXNode>}
 */
export const find = async (page, wanted, timeout = patience) => {
  const end = Date.now() + timeout;
  for (const pause = pauses(); ; await pause()) {
    const [found] = await findAll(page, wanted);
    if (found) return found;
    if (Date.now() > end) throw new Error(`not on the screen: ${describe(wanted)}\n${await describeScreen(page)}`);
  }
};

/** Waits until nothing fits any more. @param {Page} page @param {Wanted} wanted */
export const waitGone = async (page, wanted) => {
  const end = Date.now() + patience;
  for (const pause = pauses(); (await findAll(page, wanted)).length > 0; await pause()) {
    if (Date.now() > end) throw new Error(`still on the screen: ${describe(wanted)}\n${await describeScreen(page)}`);
  }
};

/** @param {Page} page @param {Wanted} wanted */
export const isThere = async (page, wanted) => (await findAll(page, wanted)).length > 0;

/**
 * Clicks what has this name; a control unless a role is told. Tries again when the screen changes meanwhile.
 * @param {Page} page
 * @param {string | RegExp} name
 * @param {Wanted} [rest]
 */
export const click = async (page, name, rest = {}) => {
  const wanted = {
    role: ["button", "link", "DisclosureTriangle", "checkbox", "radio", "menuitem", "tab"],
    ...rest,
    name,
  };
  await retry(async () => (await handleOf(await find(page, wanted))).click());
};

/**
 * Replaces what a field holds by typing.
 * @param {Page} page
 * @param {string | RegExp} name
 * @param {string} text
 * @param {Wanted} [rest]
 */
export const type = async (page, name, text, rest = {}) => {
  const field = await retry(async () => {
    const found = await handleOf(await find(page, { role: fieldRoles, ...rest, name }));
    await found.click({ count: 3 });
    // What is said meanwhile moves the page, and the click lands beside.
    const isActive = (/** @type {Element} */ element) =>
      /** @type {Document | ShadowRoot} */ (element.getRootNode()).activeElement === element;
    if (!(await found.evaluate(isActive))) throw new Error(`“${name}” has no focus`);
    return found;
  });
  await page.keyboard.press("Backspace");
  await page.keyboard.type(text);
  return field;
};

/** Chooses an entry of a list by its words. @param {Page} page @param {string} name @param {string} option */
export const choose = async (page, name, option) => {
  const list = await handleOf(await find(page, { role: ["combobox", "listbox"], name }));
  const value = await list.evaluate((element, words) => {
    const options = Array.from(/** @type {HTMLSelectElement} */ (element).options);
    return options.find(({ text }) => text.trim() === words)?.value ?? null;
  }, option);
  if (value === null) throw new Error(`“${name}” does not offer “${option}”`);
  await /** @type {ElementHandle<HTMLSelectElement>} */ (list).select(value);
};

/** What a field holds now. @param {Page} page @param {string | RegExp} name @param {Wanted} [rest] */
export const readField = async (page, name, rest = {}) => {
  const field = await handleOf(await find(page, { role: fieldRoles, ...rest, name }));
  return field.evaluate((element) => {
    if (element instanceof HTMLSelectElement) return element.selectedOptions[0]?.text ?? "";
    if (element instanceof HTMLTextAreaElement) return element.value;
    return element instanceof HTMLInputElement ? element.value : (element.textContent ?? "");
  });
};

/** The words inside the first element that fits. @param {Page} page @param {Wanted} wanted */
export const textOf = async (page, wanted) => retry(async () => textOfNode(await find(page, wanted)));

/** The words inside each element that fits. @param {Page} page @param {Wanted} wanted */
export const textsOf = async (page, wanted) => Promise.all((await findAll(page, wanted)).map(textOfNode));

/**
 * Waits until some element of this role says something that fits, and returns all it says.
 * @param {Page} page
 * @param {string | string[]} role
 * @param {RegExp} words
 */
export const waitForWords = async (page, role, words, timeout = patience) => {
  const end = Date.now() + timeout;
  for (const pause = pauses(); ; await pause()) {
    const said = await textsOf(page, { role }).catch(() => []);
    const found = said.find((text) => words.test(text));
    if (found !== undefined) return found;
    if (Date.now() > end)
      throw new Error(`nobody says ${words}, only ${JSON.stringify(said)}\n${await describeScreen(page)}`);
  }
};

/** The words of the whole page. @param {Page} page */
export const allText = (page) =>
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not read
  page.evaluate(() => document.body.innerText);

/** What the keyboard is on: role and name. @param {Page} page */
export const focused = async (page) => {
  const tree = await readTree(page);
  return tree
    ? (nodesOf(tree)
        .filter((node) => node.focused && node.role !== "RootWebArea")
        .at(-1) ?? null)
    : null;
};

/**
 * Presses Tab until the keyboard is on what fits.
 * @param {Page} page
 * @param {Wanted} wanted
 */
export const tabTo = async (page, wanted, limit = 80) => {
  for (let presses = 0; presses <= limit; presses += 1) {
    const on = await focused(page);
    if (on && fits(on, wanted)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${limit} presses of Tab do not reach ${describe(wanted)}\n${await describeScreen(page)}`);
};

/** Goes to a control with the keyboard alone, and presses Enter on it. @param {Page} page @param {string | RegExp} name @param {string} [role] */
export const press = async (page, name, role = "button") => {
  await find(page, { role, name });
  await tabTo(page, { role, name });
  await page.keyboard.press("Enter");
};

/** Every named element, one a line: the message of a failed test. @param {Page} page */
export const describeScreen = async (page) => {
  const tree = await readTree(page).catch(() => null);
  if (!tree) return "(the page is gone)";
  const named = nodesOf(tree).filter(
    ({ name, role }) => name && !["StaticText", "InlineTextBox", "generic", "none"].includes(role),
  );
  const said = nodesOf(tree)
    .filter(({ role }) => role === "StaticText")
    .map(({ name = "" }) => name);
  return [...named.map(({ role, name }) => `  ${role} “${name}”`), `  words: ${said.join(" ")}`].join("\n");
};

/** @param {SerializedAXNode} node @returns {SerializedAXNode[]} */
export const nodesOf = (node) => [node, ...(node.children ?? []).flatMap(nodesOf)];

/** @param {SerializedAXNode} node @returns {Promise<ElementHandle<Element>>} */
export const handleOf = async (node) => {
  const handle = await node.elementHandle();
  if (!handle) throw new Error(`“${node.name}” is no longer on the page`);
  return /** @type {ElementHandle<Element>} */ (handle);
};

/** @param {SerializedAXNode} node */
const textOfNode = async (node) =>
  (await handleOf(node)).evaluate((element) =>
    // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not read
    (element instanceof HTMLElement ? element.innerText : (element.textContent ?? "")).trim(),
  );

/** @param {Page} page */
const readTree = (page) => page.accessibility.snapshot({ interestingOnly: false });

/** @param {SerializedAXNode} node @param {Wanted} wanted @returns {boolean} */
const fits = ({ role, name = "" }, wanted) => {
  if (wanted.role !== undefined && ![wanted.role].flat().includes(role)) return false;
  if (wanted.name === undefined) return true;
  return typeof wanted.name === "string" ? name.trim() === wanted.name : wanted.name.test(name);
};

/** @param {Wanted} wanted @returns {string} */
const describe = ({ role = "anything", name = "any name", inside }) =>
  `${[role].flat().join(" or ")} “${name}”${inside ? ` inside ${describe(inside)}` : ""}`;

/**
 * Once more, up to twice, when the screen was drawn anew between finding and using.
 * @template T
 * @param {() => Promise<T>} action
 * @param {number} [left]
 * @returns {Promise<T>}
 */
const retry = async (action, left = 2) => {
  try {
    return await action();
  } catch (error) {
    const gone =
      /not clickable|has no focus|no longer|detached|not attached|Node with given id|Cannot find context/i.test(
        String(error),
      );
    if (!gone || left === 0) throw error;
    await sleep(80);
    return retry(action, left - 1);
  }
};
