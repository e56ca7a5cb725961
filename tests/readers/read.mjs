/**
 * A second reader of the files that Tessera writes for other apps, from each format's own documentation and with
 * nothing but Node: it shares no code with the core.
 *
 * Usage: `node read.mjs TARGET FILE [PASSWORD]` prints `[{type, issuer, account, secret, algorithm, digits, period |
 * counter}]`, where `secret` is hexadecimal.
 */
import { createDecipheriv, scryptSync } from "node:crypto";
import { readFileSync } from "node:fs";

/** @typedef {{type: string, issuer: string, account: string, secret: string, algorithm: string, digits: number,
 *   period?: number, counter?: string}} Entry */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 section 6, without padding; stray last bits are dropped. @param {string} text */
function fromBase32(text) {
  let bits = "";
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new Error("not base32");
    bits += value.toString(2).padStart(5, "0");
  }
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2))).toString("hex");
}

/** Numbers beyond 2^53 stay exact as text. @param {string} text */
function parseJson(text) {
  return JSON.parse(text.replace(/("counter"\s*:\s*|"Counter"\s*:\s*)(\d+)/g, '$1"$2"'));
}

/** The Key URI Format, and `steam://KEY`. @param {string} uri @returns {Entry} */
function fromUri(uri) {
  if (uri.startsWith("steam://")) return steam("Steam", "", uri.slice("steam://".length));
  if (uri.startsWith("motp://")) return fromMotp(uri);
  const match = /^otpauth:\/\/([a-z]+)\/([^?]*)\?(.*)$/.exec(uri);
  if (!match) throw new Error(`not a key URI: ${uri}`);
  const [, type = "", label = "", query = ""] = match;
  const parameters = Object.fromEntries(query.split("&").map((pair) => pair.split("=").map(decodeURIComponent)));
  const [first = "", ...rest] = label.split(":").map(decodeURIComponent);
  const account = label.includes(":") ? rest.join(":") : first;
  const issuer = parameters.issuer ?? (label.includes(":") ? first : "");
  if (type === "steam" || parameters.encoder === "steam") return steam(issuer, account, parameters.secret);
  const entry = {
    type: type === "yaotp" ? "yandex" : type,
    issuer,
    account,
    secret: fromBase32(parameters.secret),
    algorithm: parameters.algorithm ?? "SHA1",
    digits: Number(parameters.digits ?? 6),
  };
  return type === "hotp"
    ? { ...entry, counter: parameters.counter }
    : { ...entry, period: Number(parameters.period ?? 30) };
}

/** @param {string} issuer @param {string} account @param {string} secret @returns {Entry} */
function steam(issuer, account, secret) {
  return { type: "steam", issuer, account, secret: fromBase32(secret), algorithm: "SHA1", digits: 5, period: 30 };
}

/** @param {string} uri @returns {Entry} */
function fromMotp(uri) {
  const [path = "", query = ""] = uri.slice("motp://".length).split("?");
  const secret = decodeURIComponent(/secret=([^&]*)/.exec(query)?.[1] ?? "");
  const [issuer = "", account = ""] = path.split(":").map(decodeURIComponent);
  const hex = Buffer.from(secret).toString("hex");
  return { type: "motp", issuer, account, secret: hex, algorithm: "MD5", digits: 6, period: 10 };
}

/** Aegis, docs/vault.md. @param {string} text @param {string} password */
function aegis(text, password) {
  const file = parseJson(text);
  const db = typeof file.db === "string" ? parseJson(openAegis(file, password)) : file.db;
  return db.entries.map((/** @type {any} */ entry) => {
    const { info } = entry;
    const secret = fromBase32(info.secret);
    const common = { type: entry.type, issuer: entry.issuer, account: entry.name, digits: info.digits };
    const algorithm = info.algo;
    if (entry.type === "hotp") return { ...common, secret, algorithm, counter: info.counter };
    // mOTP hashes the hexadecimal text of the key.
    const key = entry.type === "motp" ? Buffer.from(secret).toString("hex") : secret;
    return { ...common, secret: key, algorithm, period: info.period };
  });
}

/** @param {any} file @param {string} password */
function openAegis(file, password) {
  const slot = file.header.slots.find((/** @type {any} */ slot) => slot.type === 1);
  const { n: N, r, p } = slot;
  const derived = scryptSync(password, Buffer.from(slot.salt, "hex"), 32, { N, r, p, maxmem: 64 << 20 });
  const master = openGcm(derived, slot.key_params, Buffer.from(slot.key, "hex"));
  return openGcm(master, file.header.params, Buffer.from(file.db, "base64")).toString("utf8");
}

/** @param {Buffer} key @param {{nonce: string, tag: string}} params @param {Buffer} sealed */
function openGcm(key, params, sealed) {
  const cipher = createDecipheriv("aes-256-gcm", key, Buffer.from(params.nonce, "hex"));
  cipher.setAuthTag(Buffer.from(params.tag, "hex"));
  return Buffer.concat([cipher.update(sealed), cipher.final()]);
}

/** 2FAS, schema 4: every field that an app insists on is asked for. @param {string} text */
function twoFas(text) {
  const file = parseJson(text);
  if (file.schemaVersion !== 4) throw new Error("schema");
  return file.services.map((/** @type {any} */ service) => {
    const { otp } = service;
    for (const field of [service.name, service.updatedAt, service.order.position, otp.source]) {
      if (field === undefined || field === null) throw new Error("a field is missing");
    }
    if (service.icon.selected !== "Label" || !service.icon.iconCollection.id) throw new Error("icon");
    const common = {
      type: otp.tokenType.toLowerCase(),
      issuer: otp.issuer,
      account: otp.account,
      secret: fromBase32(service.secret),
      algorithm: otp.algorithm,
      digits: otp.digits,
    };
    return otp.tokenType === "HOTP" ? { ...common, counter: otp.counter } : { ...common, period: otp.period };
  });
}

/** Bitwarden, unencrypted JSON. @param {string} text */
function bitwarden(text) {
  const file = JSON.parse(text);
  if (file.encrypted !== false) throw new Error("encrypted");
  return file.items.map((/** @type {any} */ item) => {
    if (item.type !== 1) throw new Error("type");
    const entry = fromUri(item.login.totp);
    return entry.type === "steam" ? { ...entry, issuer: item.name, account: item.login.username } : entry;
  });
}

/** Proton Authenticator. @param {string} text */
function proton(text) {
  const file = JSON.parse(text);
  return file.entries.map((/** @type {any} */ { content }) => {
    const entry = fromUri(content.uri);
    if ((content.entry_type === "Steam") !== (entry.type === "steam")) throw new Error("entry_type");
    return { ...entry, account: content.name };
  });
}

/** Stratum, docs/BACKUP_FORMAT.md. @param {string} text */
function stratum(text) {
  const types = ["", "hotp", "totp", "motp", "steam", "yandex"];
  return parseJson(text).Authenticators.map((/** @type {any} */ entry) => {
    const type = types[entry.Type] ?? "";
    const motp = type === "motp";
    const common = {
      type,
      issuer: entry.Issuer,
      account: entry.Username,
      secret: motp ? Buffer.from(entry.Secret).toString("hex") : fromBase32(entry.Secret),
      algorithm: motp ? "MD5" : ["SHA1", "SHA256", "SHA512"][entry.Algorithm],
      digits: entry.Digits,
    };
    return type === "hotp" ? { ...common, counter: entry.Counter } : { ...common, period: entry.Period };
  });
}

/** The Authenticator extension: what is left out has its default. @param {string} text */
function authenticator(text) {
  const entries = Object.values(parseJson(text));
  entries.sort((a, b) => a.index - b.index);
  return entries.map((entry) => {
    if (entry.dataType !== "OTPStorage" || entry.encrypted !== false) throw new Error("entry");
    const digits = { steam: 5, battle: 8 }[/** @type {string} */ (entry.type)] ?? entry.digits ?? 6;
    const issuer = entry.issuer.split("::")[0];
    const common = { type: entry.type, issuer, account: entry.account, secret: fromBase32(entry.secret), digits };
    const algorithm = entry.algorithm ?? "SHA1";
    if (entry.type === "hotp") return { ...common, algorithm, counter: entry.counter };
    return { ...common, algorithm, period: entry.period ?? 30 };
  });
}

/** RFC 4180. @param {string} text */
function csv(text) {
  const cells = [...text.matchAll(/"((?:[^"]|"")*)"(,|\n|$)/g)];
  /** @type {string[][]} */
  const rows = [[]];
  for (const [, cell = "", end] of cells) {
    rows.at(-1)?.push(cell.replaceAll('""', '"'));
    if (end !== ",") rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

/** KeePassXC. @param {string} text */
function keepassxc(text) {
  const [header = [], ...rows] = csv(text);
  if (header.join() !== "Group,Title,Username,Password,URL,Notes,TOTP,Icon,Last Modified,Created")
    throw new Error("header");
  return rows.map((row) => {
    const entry = fromUri(row[6] ?? "");
    if (entry.issuer !== row[1] || entry.account !== row[2]) throw new Error("names");
    return entry;
  });
}

/** Ente cuts the file at commas as well. @param {string} text */
function ente(text) {
  if (!text.startsWith("otpauth://") || text.includes(",")) throw new Error("Ente would not read this");
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const [uri = "", display = "{}"] = line.split("&codeDisplay=");
      if (JSON.parse(decodeURIComponent(display)).trashed !== false) throw new Error("trashed");
      return fromUri(uri);
    });
}

/** Protocol Buffers' wire format: fields of one message. @param {Buffer} bytes */
function* fields(bytes) {
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = BigInt(bytes[at++] ?? 0);
      value |= (byte & 127n) << shift;
      if (byte < 128n) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    if ((tag & 7) === 0) {
      yield { number: tag >> 3, value: varint(), bytes: Buffer.alloc(0) };
    } else {
      const length = Number(varint());
      yield { number: tag >> 3, value: 0n, bytes: bytes.subarray(at, at + length) };
      at += length;
    }
  }
}

/** Google Authenticator: a migration text per line. @param {string} text */
function google(text) {
  return text
    .trim()
    .split("\n")
    .flatMap((line) => {
      const data = decodeURIComponent(line.replace("otpauth-migration://offline?data=", ""));
      const entries = [...fields(Buffer.from(data, "base64"))].filter((field) => field.number === 1);
      if (entries.length > 10) throw new Error("more than ten accounts in one code");
      return entries.map(({ bytes }) => googleEntry(new Map([...fields(bytes)].map((field) => [field.number, field]))));
    });
}

/** @param {Map<number, {value: bigint, bytes: Buffer}>} entry @returns {Entry} */
function googleEntry(entry) {
  const text = (/** @type {number} */ number) => entry.get(number)?.bytes.toString("utf8") ?? "";
  const value = (/** @type {number} */ number) => entry.get(number)?.value ?? 0n;
  const common = {
    ...googleNames(text(2), text(3)),
    secret: entry.get(1)?.bytes.toString("hex") ?? "",
    algorithm: ["SHA1", "SHA1", "SHA256", "SHA512"][Number(value(4))] ?? "",
    digits: value(5) === 2n ? 8 : 6,
  };
  return value(6) === 1n
    ? { type: "hotp", ...common, counter: value(7).toString() }
    : { type: "totp", ...common, period: 30 };
}

/** The name may be led by the issuer and a colon; without an issuer, its own first colon parts the two.
 * @param {string} name @param {string} issuer */
function googleNames(name, issuer) {
  const end = issuer === "" ? name.indexOf(":") : issuer.length;
  const before = name.slice(0, Math.max(end, 0));
  if (name[end] !== ":" || (issuer !== "" && before.toLowerCase() !== issuer.toLowerCase()))
    return { issuer, account: name };
  return { issuer: issuer || before, account: name.slice(end + 1).trim() };
}

/** @param {string} text */
function uriList(text) {
  return text.trim().split("\n").map(fromUri);
}

/** @type {Readonly<Record<string, (text: string, password: string) => Entry[]>>} */
const READERS = {
  uri_list: uriList,
  aegis,
  two_fas: twoFas,
  bitwarden,
  ente,
  keepassxc,
  proton,
  stratum,
  authenticator,
  google,
};

const [target = "", file = "", password = ""] = process.argv.slice(2);
const read = READERS[target];
if (!read) throw new Error(`unknown target: ${target}`);
process.stdout.write(JSON.stringify(read(readFileSync(file, "utf8"), password)));
