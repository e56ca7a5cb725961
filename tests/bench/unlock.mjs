/**
 * What unlocking costs: Argon2id with 128 MiB and three passes, in a worker of a fresh page, ours beside the others, in one
 * run: `./build.sh bench unlock [ROUNDS]`; with TESSERA_BROWSER=firefox in Firefox. Times are the least of the rounds;
 * ratios are what counts.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

const root = fileURLToPath(new URL("../..", import.meta.url));
const rounds = Number(process.argv[2] ?? 3);
/** Ours first, without and with the memory touched while the passphrase is typed. */
const candidates = ["ours", "ours-warm", "crate", "crate-simd", "hash-wasm", "libsodium", "argon2-browser"];

const SODIUM = "/tests/bench/node_modules/libsodium-sumo/dist/modules-sumo-esm/libsodium-sumo.mjs";
/** @type {Record<string, string>} */
const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

const server = createServer((request, answer) => {
  const path = new URL(request.url ?? "/", "http://local").pathname;
  try {
    const file = path === "/" ? "<!doctype html><title>bench</title>" : readFileSync(join(root, path));
    // A package's name means nothing to a browser.
    const body = path.endsWith(".mjs") ? String(file).replaceAll(/"libsodium-sumo"/g, `"${SODIUM}"`) : file;
    answer.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/html" });
    answer.end(body);
  } catch {
    answer.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());

const isFirefox = process.env.TESSERA_BROWSER === "firefox";
const browser = isFirefox
  ? await puppeteer.launch({ browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" })
  : await puppeteer.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      pipe: true,
      args: [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), "--disable-gpu"],
    });
/** @type {Record<string, number[]>} */
const times = Object.fromEntries(candidates.map((name) => [name, []]));
const keys = new Set();
try {
  for (let round = 0; round < rounds; round += 1) {
    for (const name of candidates) {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${port}/`);
      const { ms, key } = await page.evaluate(runInWorker, `/tests/bench/unlock/worker.mjs`, name);
      await page.close();
      times[name]?.push(ms);
      keys.add(key);
    }
  }
} finally {
  await browser.close();
  server.close();
}
if (keys.size !== 1) {
  throw new Error(`they do not agree: ${[...keys].join(" ")}`);
}
const least = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, Math.min(...all)]));
const base = least["ours-warm"] ?? Number.NaN;
const where = isFirefox ? "Firefox" : "Chromium";
console.log(`Argon2id, 128 MiB, 3 passes, ${where}, least of ${rounds}, from the passphrase's Enter to the key`);
for (const [name, ms] of Object.entries(least)) {
  console.log(`${name.padEnd(16)} ${ms.toFixed(0).padStart(7)} ms   ${(ms / base).toFixed(2)} × ours-warm`);
}

/**
 * Runs in the page.
 *
 * @param {string} script
 * @param {string} name
 * @returns {Promise<{ms: number, key: string}>}
 */
function runInWorker(script, name) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { type: "module" });
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => (data.failure ? reject(new Error(data.failure)) : resolve(data));
    worker.postMessage(name);
  });
}
