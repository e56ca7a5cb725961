// The log that Chromium itself writes of its network (`--log-net-log`): whatever asks, it stands there.
import { createReadStream, existsSync } from "node:fs";
import { link, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

/** @typedef {{ url: string, initiator: string }} Logged `initiator` is the origin that asked; “not an origin” for the browser itself and for what is typed */

/**
 * Every request in the log. A browser that was killed leaves it without its end, so it is read line by line.
 * @param {string} file
 * @returns {Promise<Logged[]>}
 */
export const readNetworkLog = async (file) => {
  /** @type {Logged[]} */
  const found = [];
  if (!existsSync(file)) return found;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (!line.includes('"initiator"')) continue;
    try {
      const { url, initiator } = JSON.parse(line.replace(/(,|\]\s*\}?)\s*$/, "")).params ?? {};
      if (typeof url === "string" && typeof initiator === "string") found.push({ url, initiator });
    } catch {
      // The line in which it was killed.
    }
  }
  return found;
};

/**
 * Keeps a session's log beyond its end, where it is complete; gives a function that reads it.
 * @param {{ networkLog: string }} session
 */
export const keepNetworkLog = async ({ networkLog }) => {
  const kept = join(await mkdtemp(join(tmpdir(), "tessera-network-")), "kept.json");
  await link(networkLog, kept);
  return async () => {
    const requests = await readNetworkLog(kept);
    await rm(dirname(kept), { recursive: true });
    return requests;
  };
};
