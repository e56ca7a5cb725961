/** What cargo knows about the crates that end in the packages, without any network. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./files.mjs";

/**
 * @typedef {{name: string, version: string, license: string, folder: string, checksum: string, fromRegistry: boolean}} Crate
 *   `checksum`: SHA-256 of what the registry gave, in hexadecimal
 */

/**
 * The crates compiled into the artefacts, our own apart, sorted by name and version.
 *
 * @returns {Crate[]}
 */
export function shippedCrates() {
  const features = boundaryFeatures().join(",");
  const format = ["--prefix", "none", "--format", "{p}"];
  const target = ["--target", "wasm32-unknown-unknown", "--no-default-features", "--features", features];
  const tree = cargo("tree", "-p", "tessera-core", "-e", "normal,no-proc-macro", ...target, ...format);
  const known = crates("wasm32-unknown-unknown");
  const names = new Set(
    tree.split("\n").map((line) =>
      line
        .match(/^(\S+) v(\S+)/)
        ?.slice(1, 3)
        .join(" "),
    ),
  );
  return [...names].flatMap((name) => known.get(name ?? "") ?? []).filter(({ fromRegistry }) => fromRegistry);
}

/** Every crate that is used on this kind of machine, also by tests and tools, sorted. @returns {Crate[]} */
export function usedCrates() {
  return [...crates(hostTarget()).values()].filter(({ fromRegistry }) => fromRegistry);
}

/** @returns {string[]} the features that each switch on one artefact */
function boundaryFeatures() {
  const text = readFileSync(join(ROOT, "crate/Cargo.toml"), "utf8");
  return [...text.matchAll(/^(boundary-\w+) = /gm)].map(([, name = ""]) => name);
}

/** @returns {string} this machine's kind, as rustc calls it */
function hostTarget() {
  const [, host = ""] = execFileSync("rustc", ["-vV"], { cwd: ROOT, encoding: "utf8" }).match(/^host: (.+)$/m) ?? [];
  return host;
}

/** @param {string} target @returns {Map<string, Crate>} by `name version` */
function crates(target) {
  /** @type {{packages: {name: string, version: string, license: string | null, manifest_path: string, source: string | null}[]}} */
  const { packages } = JSON.parse(cargo("metadata", "--format-version", "1", "--filter-platform", target));
  const lock = readFileSync(join(ROOT, "Cargo.lock"), "utf8");
  const checksums = new Map(
    [...lock.matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "(.+)"/g)].map(
      ([, name, version, checksum = ""]) => [`${name} ${version}`, checksum],
    ),
  );
  const all = packages.map(({ name, version, license, manifest_path, source }) => ({
    name,
    version,
    license: (license ?? "").replaceAll("/", " OR "),
    folder: dirname(manifest_path),
    checksum: checksums.get(`${name} ${version}`) ?? "",
    fromRegistry: source !== null,
  }));
  all.sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
  return new Map(all.map((crate) => [`${crate.name} ${crate.version}`, crate]));
}

/** @param {string[]} args */
function cargo(...args) {
  return execFileSync("cargo", [...args, "--locked"], { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });
}
