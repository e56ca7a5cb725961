// Several devices with the real extension code and Chromium's sync between them: a call to storage may be carried out at
// any later moment or never, keys travel one by one in any order, the remote text wins, deletions lose.
import { makeBrowser, openContext, within } from "./browser.mjs";

/** @import { Browser, Call } from "./browser.mjs" */

/**
 * @typedef {Awaited<ReturnType<typeof openContext>>} Context
 *
 * @typedef {object} Device
 * @property {Browser} browser
 * @property {Context} page
 * @property {Context} worker
 *
 * @typedef {{names: Set<string>, erased: boolean}} Expected what the person was told is saved of one account
 */

/** A sequence that looks random and is the same for the same seed. @param {number} seed */
export const makeChance = (seed) => {
  let state = seed >>> 0;
  return (/** @type {number} */ below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) % below;
  };
};

const KEYS = ["JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQ", "MFRGGZDFMZTWQ2LK"];
const LONGEST = 16;
const pause = () => new Promise((done) => setImmediate(done));

export class World {
  /** @type {Device[]} */
  devices = [];
  /** @type {Map<string, string>} */
  server = new Map();
  /** Recovery codes, the latest last: the person has them all. @type {string[]} */
  codes = [];
  /** @type {Map<string, Expected>} */
  expected = new Map();
  /** @type {string[]} */
  log = [];
  /** @type {Call[]} */
  held = [];
  names = 0;

  /** @param {(below: number) => number} chance */
  constructor(chance) {
    this.chance = chance;
  }

  /** One protected vault with an account, and `count - 1` devices that join it. @param {number} count */
  async begin(count) {
    for (let number = 0; number < count; number += 1) this.devices.push(await this.open(this.makeBrowser()));
    const [first] = this.devices;
    await this.finish(this.add(first));
    const code = this.makeCode(first);
    const { NewKey } = first.page.core;
    const protect = (/** @type {any} */ vault, /** @type {number} */ now) =>
      vault.protect(NewKey.recovery(code), undefined, "", now);
    await this.finish(within(first.browser, () => first.page.store.changeKey(protect)));
    await this.settle();
    return this;
  }

  makeBrowser() {
    return makeBrowser((call) => {
      if (!call.browser.ended) this.held.push(call);
    });
  }

  /** @param {Browser} browser @returns {Promise<Device>} */
  async open(browser) {
    const [page, worker] = [await openContext(browser), await openContext(browser)];
    return { browser, page, worker };
  }

  /** @param {Device} device */
  makeCode({ page }) {
    const code = page.core.make_recovery_code();
    this.codes.push(code);
    return code;
  }

  /** An edit in the page; what it promises counts once it is acknowledged. @param {Device} device @param {(vault: any, now: number, core: any) => void} change */
  edit(device, change, promise = () => {}) {
    return within(device.browser, async () => {
      await device.page.store.edit((/** @type {any} */ vault, /** @type {number} */ now) =>
        change(vault, now, device.page.core),
      );
      promise();
    });
  }

  /** @param {Device} device */
  add(device) {
    const { Intake } = device.page.core;
    this.names += 1;
    const name = `name-${this.names}`;
    const intake = new Intake();
    intake.add_pasted(`otpauth://totp/${name}:me?secret=${KEYS[this.names % KEYS.length]}&issuer=${name}`);
    /** @type {string[]} */
    let ids = [];
    return this.edit(
      device,
      (vault, now) => {
        ids = vault.add(intake, now);
      },
      () => {
        for (const id of ids) this.expect(id).names.add(name);
      },
    );
  }

  /** @param {string} id @returns {Expected} */
  expect(id) {
    const known = this.expected.get(id) ?? { names: new Set(), erased: false };
    this.expected.set(id, known);
    return known;
  }

  /**
   * An edit of an account that the list or the bin shows. What it may do is noted as it begins, what it promises once it
   * is acknowledged.
   * @param {Device} device
   * @param {"rows" | "bin"} list
   * @param {(vault: any, id: string, now: number) => void} change
   * @param {(expected: Expected) => void} [may]
   * @param {(expected: Expected) => void} [promise]
   */
  editOne(device, list, change, may = () => {}, promise = () => {}) {
    let touched = "";
    const nth = this.chance(8);
    return this.edit(
      device,
      (vault, now) => {
        const rows = list === "rows" ? rowsOf(vault) : vault.bin();
        if (rows.length > 0) {
          touched = rows[nth % rows.length].id;
          may(this.expect(touched));
          change(vault, touched, now);
        }
      },
      () => touched && promise(this.expect(touched)),
    );
  }

  /** One random thing begins, or goes one step further. */
  async act() {
    const device = this.devices[this.chance(this.devices.length)];
    const dice = this.chance(64);
    const say = (/** @type {string} */ what) => this.log.push(`${this.devices.indexOf(device)}: ${what}`);
    const start = (/** @type {string} */ what, /** @type {() => Promise<unknown>} */ work) => {
      say(what);
      work().catch((thrown) => {
        if (!EXPECTED.has(thrown?.code)) this.log.push(`!! ${what}: ${thrown?.code ?? thrown}`);
      });
    };
    this.names += 1;
    const name = `name-${this.names}`;
    const { browser } = device;
    if (dice < 26) {
      this.release(this.chance(Math.max(1, this.held.length)));
    } else if (dice < 34) {
      if (this.isUnlocked(device) || this.chance(3) === 0)
        start("sync", () => within(browser, () => device.worker.sync.syncNow()));
    } else if (dice < 40) {
      this.upload(device, this.chance(16));
    } else if (dice < 47) {
      this.download(device, this.chance(16));
    } else if (dice === 47) {
      const keeps = this.chance(2) === 0;
      say(keeps ? "page and worker end" : "crash");
      await this.restart(device, keeps);
    } else if (dice === 48) {
      say("lose an upload");
      browser.unsent.delete([...browser.unsent][this.chance(16)] ?? "");
    } else if (dice === 49 && this.chance(4) === 0) {
      say("wipe sync");
      this.server.clear();
      for (const other of this.devices) {
        other.browser.sync.clear();
        other.browser.unsent.clear();
      }
    } else if (dice === 50 && this.isUnlocked(device)) {
      start("lock", () => within(browser, () => device.page.session.lockVault()));
    } else if (dice < 54) {
      start("unlock", () => this.unlock(device));
    } else if (!this.isUnlocked(device)) {
      // Nobody edits what is locked.
    } else if (dice < 56) {
      start("add", () => this.add(device));
    } else if (dice < 59) {
      const rename = (/** @type {any} */ vault, /** @type {string} */ id, /** @type {number} */ now) =>
        vault.rename(id, name, "me", now);
      start("rename", () => this.editOne(device, "rows", rename, ({ names }) => names.add(name), stays));
    } else if (dice === 59) {
      start("trash", () => this.editOne(device, "rows", (vault, id, now) => vault.trash(id, now)));
    } else if (dice === 60) {
      start("restore", () => this.editOne(device, "bin", (vault, id, now) => vault.restore(id, now), undefined, stays));
    } else if (dice === 61) {
      start("erase", () => this.editOne(device, "bin", (vault, id) => vault.erase(id), goes, goes));
    } else {
      const code = this.makeCode(device);
      const rotates = dice === 63;
      const { NewKey } = device.page.core;
      const change = (/** @type {any} */ vault, /** @type {number} */ now) => {
        const id = vault.doors()[0]?.id;
        if (rotates) vault.rotate(NewKey.recovery(code), id, now);
        else vault.protect(NewKey.recovery(code), id, "", now);
      };
      start(rotates ? "rotate" : "new code", () => within(browser, () => device.page.store.changeKey(change)));
    }
    await pause();
  }

  /** Carries out one of the calls that wait. @param {number} nth */
  release(nth) {
    const [call] = this.held.splice(nth, 1);
    if (call && !call.browser.ended) call.run();
  }

  /**
   * Whatever was under way never happens; a new start finds what storage holds.
   * @param {Device} device
   * @param {boolean} keeps the session, because the browser itself goes on
   */
  async restart(device, keeps) {
    const old = device.browser;
    old.ended = true;
    this.held = this.held.filter((call) => call.browser !== old);
    const browser = this.makeBrowser();
    for (const area of /** @type {const} */ (["local", "sync", "keys", "session"])) {
      const items = area === "session" && !keeps ? [] : old[area];
      for (const [key, value] of items) browser[area].set(key, /** @type {any} */ (value));
    }
    for (const key of old.unsent) browser.unsent.add(key);
    this.devices[this.devices.indexOf(device)] = await this.finish(this.open(browser));
  }

  /** The person enters each code until one opens; what waits and what lies in the area is joined. @param {Device} device */
  unlock({ browser, page }) {
    return within(browser, async () => {
      const stored = await page.area.storedForUnlock();
      for (const code of [...this.codes].reverse()) {
        let vault;
        try {
          vault = page.core.Vault.unlock_recovery(stored, code, Date.now());
        } catch {
          continue;
        }
        await page.store.keepUnlocked(vault);
        break;
      }
      const { Vault } = page.core;
      const area = await page.area.readArea();
      const open = await page.store.freshVault();
      open.join_sync(area);
      if (!open.sync_state().waiting) return;
      // Two devices changed the key at once: the other's code is asked for as well.
      for (const code of [...this.codes].reverse()) {
        try {
          await page.store.joinChanged(Vault.unlock_recovery(Vault.inbox(area), code, Date.now()));
          return;
        } catch {}
      }
    });
  }

  /** Whether a session holds. @param {Device} device */
  isUnlocked({ browser }) {
    return browser.session.has("session");
  }

  /** @param {Device} device @param {number} nth */
  upload({ browser }, nth) {
    const keys = [...browser.unsent];
    const key = keys[nth % Math.max(1, keys.length)];
    const text = browser.sync.get(key ?? "");
    browser.unsent.delete(key ?? "");
    if (key !== undefined && text !== undefined) this.server.set(key, text);
  }

  /** @param {Device} device @param {number} nth */
  download({ browser }, nth) {
    const keys = [...new Set([...this.server.keys(), ...browser.sync.keys()])].filter(
      (key) => this.server.get(key) !== browser.sync.get(key),
    );
    const key = keys[nth % Math.max(1, keys.length)];
    if (key === undefined) return;
    const text = this.server.get(key);
    if (text !== undefined) {
      browser.unsent.delete(key);
      browser.sync.set(key, text);
    } else if (!browser.unsent.has(key)) {
      browser.sync.delete(key);
    }
  }

  /** Carries out every call until the work is done. @template T @param {Promise<T>} work @returns {Promise<T>} */
  async finish(work) {
    let done = false;
    const ended = work
      .finally(() => {
        done = true;
      })
      .catch((thrown) => {
        throw thrown?.code ? new Error(thrown.code) : thrown;
      });
    ended.catch(() => {});
    while (!done) {
      while (this.held.length > 0) this.release(0);
      await pause();
    }
    return ended;
  }

  /** Whatever was under way comes to its end. */
  async rest() {
    for (let quiet = 0; quiet < 20; quiet += 1) {
      await pause();
      if (this.held.length > 0) quiet = 0;
    }
  }

  /** Everything is unlocked, synchronised and sent until nothing changes. @returns {Promise<number>} rounds */
  async settle() {
    await this.finish(this.rest());
    for (let round = 0; round < LONGEST; round += 1) {
      const before = this.texts();
      for (const device of [...this.devices]) {
        await this.finish(this.unlock(device));
        device.browser.session.delete("sync-writes");
        await this.finish(within(device.browser, () => device.worker.sync.syncNow()));
        while (device.browser.unsent.size > 0) this.upload(device, 0);
        for (const other of this.devices) for (let key = 0; key < 16; key += 1) this.download(other, 0);
      }
      if (this.texts() === before) return round;
    }
    return LONGEST;
  }

  /** What lies in the stores, apart from when it was looked at. */
  texts() {
    const objects = (/** @type {Map<string, unknown>} */ items) =>
      [...items].filter(([key]) => !key.startsWith("sync-")).sort();
    const stores = this.devices.flatMap(({ browser: { local, sync } }) => [objects(local), objects(sync)]);
    return JSON.stringify([objects(this.server), ...stores]);
  }

  /** The rules that hold once everything has come to rest; gives what is broken. @returns {Promise<string[]>} */
  async check() {
    const faults = this.log.filter((line) => line.startsWith("!!"));
    if ((await this.settle()) >= LONGEST) faults.push("endless rewriting");
    const views = [];
    const remembered = new Set();
    for (const device of this.devices) {
      const vault = await this.finish(within(device.browser, () => device.page.store.freshVault()));
      const status = await this.finish(within(device.browser, () => device.worker.sync.readSyncStatus()));
      if (status.problem !== "") faults.push(`the status says ${status.problem}`);
      if (vault.damage().length > 0 || vault.sync_state().waiting) faults.push("damage, or something is waited for");
      const line = (/** @type {{id: string, issuer: string}} */ { id, issuer }) => [id, issuer];
      views.push(JSON.stringify([...rowsOf(vault).map(line), "bin", ...vault.bin().map(line)]));
      const local = Object.fromEntries(device.browser.local);
      for (const version of vault.versions()) {
        try {
          for (const { id } of vault.preview(version.id, local).added) remembered.add(id);
        } catch {}
      }
    }
    if (new Set(views).size > 1) faults.push(`devices differ: ${views.join("\n")}`);
    /** @type {(string[] | "bin")[]} */
    const lines = JSON.parse(views[0]);
    const shown = new Map(lines.flatMap((line) => (line === "bin" ? [] : [[line[0], line[1]]])));
    for (const [id, { names, erased }] of this.expected) {
      if (shown.has(id) ? !names.has(shown.get(id) ?? "") : !erased && !remembered.has(id)) {
        faults.push(`${id} is ${shown.get(id) ?? "gone"}, not one of ${[...names].join(", ")}`);
      }
    }
    return faults;
  }
}

/** The list in its own order. @param {any} vault @returns {{id: string, issuer: string}[]} */
const rowsOf = (vault) => vault.rows_of(vault.list("", "", "own", [], new Float64Array(), new Uint32Array()).ids, 0);

const stays = (/** @type {Expected} */ expected) => {
  expected.erased = false;
};
const goes = (/** @type {Expected} */ expected) => {
  expected.erased = true;
};

/** What an edit may meet: the account it wanted is not there, or the vault was locked meanwhile. */
const EXPECTED = new Set([
  "vault_record_unknown",
  "vault_locked",
  "vault_slot_unknown",
  "vault_missing",
  "vault_key_changed",
]);
