// A real administrator's policies: the file that Chromium reads on Linux, for an extension with an id of its own, so that
// no other browser on this machine is managed by it.
import { createHash, generateKeyPairSync } from "node:crypto";
import { accessSync, constants, mkdirSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { close, copyFolder, launch, openExtensionPage, root, waitUntil } from "./harness.mjs";

/** @import { LaunchOptions, Session } from "./harness.mjs" */

/** @typedef {Session & { setPolicies: (policies: Record<string, unknown>) => Promise<void> }} ManagedSession */

const folder = "/etc/chromium/policies/managed";

/** Whether policies can be set here: only root may write there. */
export const mayManage = () => {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * Runs `story` in a browser whose administrator can set policies, at first those given.
 * @param {LaunchOptions & { policies?: Record<string, unknown> }} options
 * @param {(session: ManagedSession) => Promise<void>} story
 */
export const withPolicies = async ({ policies = {}, ...options }, story) => {
  const { extension, id } = await makeExtension();
  const file = join(folder, `tessera-${id}.json`);
  const write = (/** @type {Record<string, unknown>} */ set) =>
    writeFile(file, JSON.stringify({ "3rdparty": { extensions: { [id]: set } } }));
  await write(policies);
  /** @type {Session | undefined} */
  let session;
  try {
    const started = await launch({ ...options, extension });
    session = started;
    if (session.id !== id) throw new Error("the key gives another id");
    await story({
      ...session,
      setPolicies: async (set) => {
        await write(set);
        await waitForPolicies(started, set);
      },
    });
  } finally {
    if (session) await close(session);
    await rm(file);
    await rm(extension, { recursive: true });
  }
};

/** Waits until the browser has read the file, which it does some seconds after a change. @param {Session} session @param {Record<string, unknown>} set */
const waitForPolicies = async (session, set) => {
  const page = await openExtensionPage(session);
  const read = () => page.evaluate(() => chrome.storage.managed.get(null));
  await waitUntil(async () => isDeepStrictEqual(await read(), set), "the browser to read the policies", 60000);
  await page.close();
};

/** The built extension under a key made now. */
const makeExtension = async () => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const der = publicKey.export({ type: "spki", format: "der" });
  const extension = await copyFolder(join(root, "dist/chrome"), "managed");
  const path = join(extension, "manifest.json");
  const manifest = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify({ ...manifest, key: der.toString("base64") }));
  const hash = createHash("sha256").update(der).digest("hex").slice(0, 32);
  return { extension, id: hash.replaceAll(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))) };
};
