// Writes Google Authenticator's export (`otpauth-migration://`), for the lab alone: the extension has its own reader and writer.

/** @import { LabAccount } from "./lab-cases.mjs" */

const algorithms = { SHA1: 1, SHA256: 2, SHA512: 3 };
const digitCodes = { 6: 1, 8: 2 };
const types = { hotp: 1, totp: 2 };

/**
 * One text for each part of the export.
 * @param {LabAccount[][]} parts
 * @param {number} batch the number that all parts share
 */
export const writeGoogleExport = (parts, batch) =>
  parts.map((accounts, place) => {
    const payload = Buffer.concat([
      ...accounts.map((account) => writeBytes(1, writeAccount(account))),
      writeNumber(2, 1),
      writeNumber(3, parts.length),
      writeNumber(4, place),
      writeNumber(5, batch),
    ]);
    return `otpauth-migration://offline?data=${encodeURIComponent(payload.toString("base64"))}`;
  });

/** @param {LabAccount} account */
const writeAccount = ({ type, issuer, account, secret, algorithm, digits, counter = 0 }) =>
  Buffer.concat([
    writeBytes(1, Buffer.from(secret.bytes)),
    writeBytes(2, Buffer.from(account, "utf8")),
    ...(issuer ? [writeBytes(3, Buffer.from(issuer, "utf8"))] : []),
    writeNumber(4, algorithms[algorithm]),
    writeNumber(5, digitCodes[digits]),
    writeNumber(6, types[type]),
    ...(type === "hotp" ? [writeNumber(7, counter)] : []),
  ]);

/** @param {number} field @param {number} value */
const writeNumber = (field, value) => Buffer.from([...varint(field << 3), ...varint(value)]);

/** @param {number} field @param {Buffer} bytes */
const writeBytes = (field, bytes) =>
  Buffer.concat([Buffer.from([...varint((field << 3) | 2), ...varint(bytes.length)]), bytes]);

/**
 * @param {number} value
 * @returns {number[]}
 */
const varint = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);
