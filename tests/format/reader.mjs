// The second reader: opens vaults and backups with WebCrypto, zlib and an Argon2 package, written from
// crate/src/vault/FORMAT.md alone. It shares no line with the core, so that both cannot be wrong in the same way.

import { inflateRawSync } from "node:zlib";
import { argon2id } from "hash-wasm";

/**
 * @typedef {{ id: string, type: string, issuer: string, account: string, key: string, algorithm: string | null, digits: number,
 *   period: number | null, counter: string | null, pin: string | null, note: string, groups: string[], favorite: boolean,
 *   site: string, icon: string, recovery_codes: [string, boolean][], order: Uint8Array, deleted: boolean,
 *   created: number, generation: number, moves: number, bucket: number }} Account
 * @typedef {{ epoch: string, prk: Uint8Array }} VaultKey
 * @typedef {{ id: Uint8Array, kind: number, label: string, parameters: Uint8Array, front: Uint8Array, salt: Uint8Array,
 *   wrapped: Uint8Array, commitment: Uint8Array }} Slot
 * @typedef {{ vault: Uint8Array, epoch: Uint8Array, slots: Slot[],
 *   old: { epoch: Uint8Array, salt: Uint8Array, wrapped: Uint8Array }[], signed: Uint8Array, mac: Uint8Array }} Header
 * @typedef {{ passphrase?: string, recovery_code?: string, passkey?: { credential: string, output: string },
 *   device_key?: string }} Unlock
 */

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** @param {Uint8Array} bytes */
const hex = (bytes) => Buffer.from(bytes).toString("hex");

/** @param {(Uint8Array | string)[]} parts */
function join(...parts) {
  return new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));
}

/**
 * @param {boolean} fact
 * @param {string} what
 * @returns {asserts fact}
 */
function demand(fact, what) {
  if (!fact) throw new Error(what);
}

// ---- section 1: text

const ALPHABET = [...Array(94).keys()].map((n) => String.fromCharCode(33 + n)).filter((c) => !'"\\<'.includes(c));

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromText(text) {
  let [held, count] = [0, 0];
  /** @type {number[]} */
  const bytes = [];
  for (let at = 0; at < text.length; at += 2) {
    const pair = [...text.slice(at, at + 2)].map((c) => ALPHABET.indexOf(c));
    demand(!pair.includes(-1), "a character outside the alphabet");
    const bits = pair.length === 2 ? 13 : 6;
    const value = pair.reduce((sum, digit) => sum * 91 + digit, 0);
    demand(value < 1 << bits, "a value out of range");
    held = (held << bits) | value;
    count += bits;
    while (count >= 8) {
      count -= 8;
      bytes.push((held >> count) & 0xff);
      held &= (1 << count) - 1;
    }
  }
  const rest = (bytes.length * 8) % 13;
  const length = Math.floor((bytes.length * 8) / 13) * 2 + (rest === 0 ? 0 : rest <= 6 ? 1 : 2);
  demand(held === 0 && length === text.length, "a text that no writer writes");
  return Uint8Array.from(bytes);
}

// ---- section 2: keys

/**
 * @param {Uint8Array} key
 * @param {Uint8Array} data
 */
async function hmac(key, data) {
  const imported = await crypto.subtle.importKey("raw", join(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, join(data)));
}

const extract = hmac;

/**
 * @param {Uint8Array} prk
 * @param {Uint8Array} info
 * @param {number} length
 */
async function expand(prk, info, length) {
  let [block, output] = [new Uint8Array(), new Uint8Array()];
  for (let counter = 1; output.length < length; counter += 1) {
    block = await hmac(prk, join(block, info, Uint8Array.of(counter)));
    output = join(output, block);
  }
  return output.slice(0, length);
}

/**
 * @param {Uint8Array} derived
 * @param {Uint8Array} data
 * @param {Uint8Array} sealed
 */
async function decrypt(derived, data, sealed) {
  const key = await crypto.subtle.importKey("raw", join(derived.slice(0, 32)), "AES-GCM", false, ["decrypt"]);
  const parameters = { name: "AES-GCM", iv: join(derived.slice(32, 44)), additionalData: join(data) };
  return new Uint8Array(await crypto.subtle.decrypt(parameters, key, join(sealed)));
}

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
const equal = (one, other) => Buffer.compare(one, other) === 0;

// ---- a cursor over bytes

class Cursor {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  /** @param {number} count */
  take(count) {
    demand(this.at + count <= this.bytes.length, "bytes are missing");
    this.at += count;
    return this.bytes.slice(this.at - count, this.at);
  }

  byte() {
    return this.take(1)[0] ?? 0;
  }

  /** @param {number} size */
  integer(size) {
    return this.take(size).reduce((sum, byte) => sum * 256 + byte, 0);
  }

  leb() {
    let number = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      demand(shift === 0n || byte !== 0, "a number not in its shortest form");
      number |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return number;
    }
  }

  count() {
    return Number(this.leb());
  }

  text() {
    return this.take(this.count());
  }

  rest() {
    return this.bytes.slice(this.at);
  }
}

// ---- section 4: header

/**
 * @param {Uint8Array} bytes
 * @returns {Header}
 */
export function parseHeader(bytes) {
  const signed = bytes.slice(0, -32);
  const cursor = new Cursor(signed);
  demand(hex(cursor.take(4)) === "54560101", "not a header of format 1 and suite 1");
  const [vault, epoch] = [cursor.take(16), cursor.take(8)];
  cursor.take(6 + 4 + 1);
  demand(cursor.byte() === 0, "flags");
  /** @type {Slot[]} */
  const slots = [];
  for (let left = cursor.count(); left > 0; left -= 1) {
    const id = cursor.take(4);
    cursor.take(6);
    const body = cursor.text();
    if (body.length > 0) slots.push(parseSlot(id, body));
  }
  const old = Array.from({ length: cursor.count() }, () => {
    return { epoch: cursor.take(8), salt: cursor.take(16), wrapped: cursor.take(48) };
  });
  for (let left = cursor.count(); left > 0; left -= 1) cursor.take(10);
  cursor.text();
  demand(cursor.rest().length === 0, "bytes behind the header");
  return { vault, epoch, slots, old, signed, mac: bytes.slice(-32) };
}

/**
 * @param {Uint8Array} id
 * @param {Uint8Array} body
 * @returns {Slot}
 */
function parseSlot(id, body) {
  const cursor = new Cursor(body);
  const kind = cursor.byte();
  const label = utf8.decode(cursor.text());
  const parameters = cursor.text();
  const front = body.slice(0, cursor.at);
  const [salt, wrapped, commitment] = [cursor.take(16), cursor.take(48), cursor.take(16)];
  demand(cursor.rest().length === 0, "bytes behind a slot");
  return { id, kind, label, parameters, front, salt, wrapped, commitment };
}

/**
 * The key that an unlock gives for a slot, or null if it is for another kind.
 * @param {Slot} slot
 * @param {Unlock} unlock
 */
async function slotKey(slot, unlock) {
  const cursor = new Cursor(slot.parameters);
  if (slot.kind === 1 && unlock.passphrase !== undefined) {
    demand(cursor.byte() === 1, "not Argon2id");
    const [memory, passes, lanes] = [cursor.integer(4), cursor.byte(), cursor.byte()];
    const bounded = memory >= 65536 && memory <= 1048576 && passes >= 3 && passes <= 16 && lanes >= 1 && lanes <= 4;
    demand(bounded, "parameters out of bounds");
    return argon2id({
      password: unlock.passphrase.normalize("NFKC"),
      salt: cursor.take(16),
      iterations: passes,
      parallelism: lanes,
      memorySize: memory,
      hashLength: 32,
      outputType: "binary",
    });
  }
  if (slot.kind === 2 && unlock.passkey !== undefined) {
    if (hex(cursor.text()) !== unlock.passkey.credential) return null;
    return extract(cursor.take(16), Buffer.from(unlock.passkey.output, "hex"));
  }
  if (slot.kind === 3 && unlock.recovery_code !== undefined) {
    return extract(cursor.take(16), recoveryDigits(unlock.recovery_code));
  }
  if (slot.kind === 4 && unlock.device_key !== undefined) return fromText(unlock.device_key);
  return null;
}

/** @param {string} code */
export function recoveryDigits(code) {
  const plain = code.toUpperCase().replace(/[-\s]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  const digits = [...plain].map((c) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ".indexOf(c));
  demand(digits.length === 28 && !digits.includes(-1), "not a recovery code");
  const check = digits.slice(0, 26).reduce((rest, digit) => (rest * 32 + digit) % 1021, 0);
  demand(digits[26] === Math.floor(check / 32) && digits[27] === check % 32, "a typing error");
  return Uint8Array.from(digits.slice(0, 26));
}

/**
 * Every key that the header gives to an unlock.
 * @param {Header} header
 * @param {Unlock} unlock
 * @returns {Promise<VaultKey[]>}
 */
async function openHeader(header, unlock) {
  return keysOf(header, await extract(header.vault, await masterKey(header, unlock)));
}

/**
 * The master key that the header gives to an unlock.
 * @param {Header} header
 * @param {Unlock} unlock
 */
export async function masterKey(header, unlock) {
  for (const slot of header.slots) {
    const kek = await slotKey(slot, unlock);
    if (kek === null) continue;
    const info = join("tv1-slot", Uint8Array.of(slot.kind), slot.id);
    const derived = await expand(await extract(slot.salt, kek), info, 60);
    if (!equal(derived.slice(44), slot.commitment)) continue;
    const data = join("tv1-slot", header.vault, header.epoch, slot.id, slot.front);
    return decrypt(derived, data, slot.wrapped);
  }
  throw new Error("no slot opens");
}

/**
 * @param {Header} header
 * @param {Uint8Array} prk
 * @returns {Promise<VaultKey[]>}
 */
async function keysOf(header, prk) {
  const mac = await hmac(await expand(prk, join("tv1-hdr"), 32), header.signed);
  demand(equal(mac, header.mac), "the header was altered");
  const keys = [{ epoch: hex(header.epoch), prk }];
  for (const { epoch, salt, wrapped } of header.old) {
    const derived = await expand(prk, join("tv1-old", epoch, salt), 60);
    const master = await decrypt(derived, join("tv1-old", header.vault, epoch), wrapped);
    keys.push({ epoch: hex(epoch), prk: await extract(header.vault, master) });
  }
  return keys;
}

// ---- section 3: sealed objects

/**
 * @param {Uint8Array} vault
 * @param {VaultKey[]} keys
 * @param {string} kind
 * @param {number} index
 * @param {Uint8Array} object
 */
async function open(vault, keys, kind, index, object) {
  const front = object.slice(0, 57);
  demand(front[0] === 1, "not format 1");
  demand(front[1] === kind.charCodeAt(0) && front[2] === index, "an object in the place of another");
  const key = keys.find((candidate) => candidate.epoch === hex(front.slice(3, 11)));
  demand(key !== undefined, "an unknown epoch");
  const info = join("tv1", front.slice(1, 3), front.slice(17, 41));
  const derived = await expand(key.prk, info, 60);
  demand(equal(derived.slice(44), front.slice(41)), "another key");
  return decrypt(derived, join("tv1-obj", vault, front), object.slice(57));
}

// ---- section 5: plain bytes

/**
 * @param {Uint8Array} plain
 * @param {number} bucket
 * @returns {{ accounts: Account[], traces: string[] }}
 */
function parsePlain(plain, bucket) {
  const cursor = new Cursor(plain);
  demand(cursor.byte() === 1, "not layout 1");
  const deflated = cursor.byte();
  demand(deflated <= 1, "flags");
  const [n, m, keyBytes, packedBytes] = [cursor.count(), cursor.count(), cursor.count(), cursor.count()];
  const ids = Array.from({ length: n }, () => hex(cursor.take(8)));
  const low = Array.from({ length: n }, () => cursor.take(3));
  const keys = new Cursor(cursor.take(keyBytes));
  const traces = Array.from({ length: m }, () => parseTrace(cursor));
  const stored = cursor.take(packedBytes);
  demand(
    cursor.rest().every((byte) => byte === 0),
    "padding",
  );
  const packed = new Cursor(deflated === 1 ? new Uint8Array(inflateRawSync(stored)) : stored);
  const high = [packed.take(n), packed.take(n), packed.take(n)];
  const kinds = packed.take(n);
  const keyLengths = Array.from({ length: n }, () => packed.count());
  const settingsLengths = Array.from({ length: n }, () => packed.count());
  const settings = settingsLengths.map((length) => packed.take(length));
  const fields = parseFields(packed, n);
  const accounts = ids.map((id, row) => {
    const stamp = join(Uint8Array.from(high.map((plane) => plane[row] ?? 0)), low[row] ?? "");
    const key = keys.take(keyLengths[row] ?? 0);
    return toAccount(
      id,
      stamp,
      kinds[row] ?? 0,
      settings[row] ?? new Uint8Array(),
      key,
      fields[row] ?? new Map(),
      bucket,
    );
  });
  demand(packed.rest().length === 0 && keys.rest().length === 0, "bytes behind the columns");
  return { accounts, traces };
}

/** @param {Cursor} cursor */
function parseTrace(cursor) {
  const id = hex(cursor.take(8));
  demand(cursor.leb() % 2n === 1n, "a trace of a live record");
  cursor.leb();
  for (let group = 0; group < 4; group += 1) if (cursor.byte() === 1) cursor.take(6);
  return id;
}

/**
 * @param {Cursor} packed
 * @param {number} n
 */
function parseFields(packed, n) {
  const counts = Array.from({ length: n }, () => packed.count());
  const order = counts.flatMap((count, row) => [...packed.take(count)].map((tag) => ({ tag, row })));
  order.sort((one, other) => one.tag - other.tag);
  const lengths = order.map(() => packed.count());
  /** @type {Map<number, Uint8Array>[]} */
  const fields = counts.map(() => new Map());
  for (const [place, { tag, row }] of order.entries()) fields[row]?.set(tag, packed.take(lengths[place] ?? 0));
  return fields;
}

const TYPES = ["", "totp", "hotp", "steam", "battle", "yandex", "motp"];
const ALGORITHMS = ["", "SHA1", "SHA256", "SHA512", "GOST3411_2012_256", "GOST3411_2012_512"];
/** @type {Record<string, { algorithm: string | null, digits: number, period: number | null }>} */
const FIXED = {
  steam: { algorithm: "SHA1", digits: 5, period: 30 },
  battle: { algorithm: "SHA1", digits: 8, period: 30 },
  yandex: { algorithm: "SHA256", digits: 8, period: 30 },
  motp: { algorithm: null, digits: 6, period: 10 },
};

/**
 * @param {string} type
 * @param {Uint8Array} settings
 */
function parseSettings(type, settings) {
  if (FIXED[type] !== undefined) return FIXED[type];
  const usual = type === "totp" ? Uint8Array.of(1, 6, 30, 0) : Uint8Array.of(1, 6, 0);
  const cursor = new Cursor(settings.length === 0 ? usual : settings);
  const [algorithm, digits] = [ALGORITHMS[cursor.byte()] ?? "", cursor.byte()];
  return { algorithm, digits, period: type === "totp" ? cursor.count() : null };
}

/** @param {Uint8Array | undefined} bytes */
function list(bytes) {
  const cursor = new Cursor(bytes ?? new Uint8Array());
  /** @type {Uint8Array[]} */
  const items = [];
  while (cursor.rest().length > 0) items.push(cursor.text());
  return items;
}

/**
 * @param {string} id
 * @param {Uint8Array} stamp
 * @param {number} kind
 * @param {Uint8Array} settings
 * @param {Uint8Array} key
 * @param {Map<number, Uint8Array>} fields
 * @param {number} bucket
 * @returns {Account}
 */
function toAccount(id, stamp, kind, settings, key, fields, bucket) {
  const type = TYPES[kind] ?? "";
  /** @param {number} tag */
  const text = (tag) => utf8.decode(fields.get(tag) ?? new Uint8Array());
  /** @param {number} tag */
  const number = (tag) => (fields.has(tag) ? new Cursor(fields.get(tag) ?? stamp).leb() : 0n);
  const pin = fields.get(96);
  return {
    id,
    type,
    issuer: text(1),
    account: text(2),
    key: hex(key),
    ...parseSettings(type, settings),
    counter: type === "hotp" ? number(160).toString() : null,
    pin: pin === undefined ? null : utf8.decode(pin),
    note: text(3),
    groups: list(fields.get(4)).map((item) => utf8.decode(item)),
    favorite: fields.has(65),
    site: text(5),
    icon: text(6),
    recovery_codes: list(fields.get(7)).map((item) => [utf8.decode(item.slice(1)), item[0] === 1]),
    order: fields.get(64) ?? new Uint8Array(),
    deleted: fields.has(128),
    created: Math.floor(new Cursor(stamp).integer(6) / 16),
    generation: Number(number(192)),
    moves: Number(number(193)),
    bucket,
  };
}

// ---- whole vaults

/**
 * The accounts of a stored vault, in the order of the list.
 * @param {Record<string, string>} objects
 * @param {Unlock} unlock
 */
export async function readVault(objects, unlock) {
  const header = parseHeader(fromText(objects.h ?? ""));
  const keys = await openHeader(header, { ...unlock, device_key: objects.k });
  /** @type {Account[]} */
  const accounts = [];
  for (const [index, name] of [..."0123456789abc"].entries()) {
    const text = objects[name];
    if (text === undefined) continue;
    const plain = await open(header.vault, keys, "B", index, fromText(text));
    accounts.push(...parsePlain(plain, index).accounts);
  }
  const versions = objects.v === undefined ? null : await open(header.vault, keys, "V", 0, fromText(objects.v));
  return { accounts: sorted(accounts), versions: versions === null ? [] : parseVersions(versions), header };
}

/**
 * The accounts of a backup file.
 * @param {Uint8Array} file
 * @param {Unlock} unlock
 */
export async function readBackup(file, unlock) {
  const cursor = new Cursor(file);
  demand(hex(cursor.take(8)) === "5456424b890d0a1a", "not a backup");
  const header = parseHeader(cursor.take(cursor.integer(4)));
  const keys = await openHeader(header, unlock);
  const plain = await open(header.vault, keys, "F", 0, cursor.rest());
  return sorted(parsePlain(plain, 0).accounts);
}

/**
 * What a passkey is asked for.
 * @param {Header} header
 */
export async function prfInput(header) {
  return hex(await extract(join("tv1-prf"), header.vault));
}

/** @param {Uint8Array} plain */
function parseVersions(plain) {
  const cursor = new Cursor(plain);
  demand(cursor.byte() === 1, "not layout 1");
  const versions = Array.from({ length: cursor.count() }, () => {
    const [time, accounts] = [cursor.count(), cursor.count()];
    const buckets = Array.from({ length: cursor.count() }, () => {
      return { index: cursor.byte(), hash: hex(cursor.take(16)), characters: cursor.count() };
    });
    return { time, accounts, buckets };
  });
  for (let left = cursor.count(); left > 0; left -= 1) cursor.take(17);
  demand(cursor.rest().length === 0, "bytes behind the versions");
  return versions;
}

/**
 * One entry for each id, the most often moved, in the order of the list.
 * @param {Account[]} accounts
 */
function sorted(accounts) {
  /** @type {Map<string, Account>} */
  const best = new Map();
  for (const account of accounts) {
    const known = best.get(account.id);
    const wins =
      known === undefined ||
      account.moves > known.moves ||
      (account.moves === known.moves && account.bucket > known.bucket);
    if (wins) best.set(account.id, account);
  }
  return [...best.values()].sort(
    (one, other) => Buffer.compare(one.order, other.order) || (one.id < other.id ? -1 : 1),
  );
}
