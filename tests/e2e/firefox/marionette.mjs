// Firefox's own remote control, Marionette: a process, a socket, and functions that run in the browser's own window.
import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";

/** @typedef {Awaited<ReturnType<typeof start>>} Marionette */

const binary = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const patience = 120000;

/**
 * Starts Firefox on a profile and connects.
 * @param {string} profile
 * @param {Record<string, string | number | boolean>} preferences
 * @param {{ headless?: boolean }} [options]
 */
export const start = async (profile, preferences, { headless = true } = {}) => {
  const lines = Object.entries({ ...quiet, ...preferences, "marionette.port": 0 });
  const text = lines.map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`);
  await writeFile(join(profile, "user.js"), text.join(""));
  const args = ["-marionette", "-remote-allow-system-access", "-no-remote", "-profile", profile];
  const firefox = spawn(binary, headless ? ["-headless", ...args] : args, { stdio: "ignore" });
  const ended = new Promise((done) => firefox.once("exit", done));
  const port = await waitForPort(join(profile, "MarionetteActivePort"), ended);
  const { command, end } = await openSocket(port);
  await command("WebDriver:NewSession", { capabilities: { alwaysMatch: {} } });
  await command("WebDriver:SetTimeouts", { script: patience });
  await command("Marionette:SetContext", { value: "chrome" });

  return {
    command,
    /**
     * Runs a function in the browser's window, with its rights, and returns what it gives. It may use `window`, `gBrowser`
     * and whatever else the browser's own code has, but nothing from where it is written.
     * @template {unknown[]} A
     * @template T
     * @param {(...args: A) => T} work
     * @param {A} args
     * @returns {Promise<Awaited<T>>}
     */
    run: async (work, ...args) => {
      const script = `const done = arguments[arguments.length - 1];
        Promise.resolve().then(() => (${work})(...[...arguments].slice(0, -1)))
          .then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const { value: answer } = await command("WebDriver:ExecuteAsyncScript", { script, args });
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value;
    },
    /** Ends the browser as its menu does, and waits until the process is gone. */
    quit: async () => {
      await command("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {});
      end();
      await ended;
    },
    /** Ends the process at once, as a crash does. */
    kill: async () => {
      end();
      firefox.kill("SIGKILL");
      await ended;
    },
  };
};

/** No first-run pages, no traffic of its own, no questions. */
const quiet = {
  "accessibility.force_disabled": -1,
  "app.update.enabled": false,
  "app.normandy.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.contentblocking.category": "custom",
  "browser.newtabpage.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.search.update": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage": "about:blank",
  "browser.startup.page": 0,
  "browser.topsites.contile.enabled": false,
  "browser.warnOnQuit": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "dom.disable_beforeunload": true,
  "extensions.getAddons.cache.enabled": false,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.dns.disablePrefetch": true,
  "security.sandbox.warn_unprivileged_namespaces": false,
  "services.settings.server": "data:,none",
  "toolkit.cosmeticAnimations.enabled": false,
  "toolkit.telemetry.reportingpolicy.firstRun": false,
  "ui.prefersReducedMotion": 1,
};

/** @param {string} file @param {Promise<unknown>} ended */
const waitForPort = async (file, ended) => {
  let over = false;
  ended.then(() => (over = true));
  for (const end = Date.now() + patience; ; ) {
    const port = Number(await readFile(file, "utf8").catch(() => ""));
    if (port > 0) return port;
    if (over || Date.now() > end) throw new Error(`${binary} ${over ? "ended at once" : "does not answer"}`);
    await new Promise((done) => setTimeout(done, 50));
  }
};

/**
 * Messages are `length:JSON`; the JSON is `[0, id, name, parameters]` there and `[1, id, error, result]` back.
 * @param {number} port
 */
const openSocket = async (port) => {
  const socket = connect(port, "127.0.0.1");
  /** @type {Map<number, { done: (value: any) => void, failed: (error: Error) => void }>} */
  const waiting = new Map();
  let received = Buffer.alloc(0);
  let last = 0;
  const greeted = new Promise((done) => socket.once("data", done));
  socket.on("data", (bytes) => {
    received = Buffer.concat([received, bytes]);
    for (;;) {
      const colon = received.indexOf(":");
      const end = colon + 1 + Number(received.subarray(0, Math.max(colon, 0)));
      if (colon < 0 || received.length < end) return;
      const message = JSON.parse(received.subarray(colon + 1, end).toString());
      received = received.subarray(end);
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message;
      const { done, failed } = waiting.get(id) ?? {};
      waiting.delete(id);
      if (error) failed?.(new Error(`${error.error}: ${error.message}`));
      else done?.(result);
    }
  });
  socket.on("error", () => {});
  socket.on("close", () => {
    for (const { failed } of waiting.values()) failed(new Error("Firefox is gone"));
    waiting.clear();
  });
  await greeted;
  return {
    /** @param {string} name @param {object} [parameters] @returns {Promise<any>} */
    command: (name, parameters = {}) =>
      new Promise((done, failed) => {
        last += 1;
        waiting.set(last, { done, failed });
        const text = JSON.stringify([0, last, name, parameters]);
        socket.write(`${Buffer.byteLength(text)}:${text}`);
      }),
    end: () => socket.destroy(),
  };
};
