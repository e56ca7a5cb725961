/** Copies the packages that ship from npm into `vendor/`, unchanged: `node build/vendor.mjs`. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { ROOT } from "./files.mjs";

/** Variants that are not for a browser's released page, and what only debuggers read. */
const LEFT_OUT = /^(development|node|package\.json|README\.md)(\/|$)|\.map$/;

const litHtml = join(ROOT, "node_modules/lit-html");
begin("lit-html", litHtml);
cpSync(litHtml, join(ROOT, "vendor/lit-html"), {
  recursive: true,
  filter: (path) => !LEFT_OUT.test(relative(litHtml, path).split(sep).join("/")),
});

// The estimator of passphrases and its dictionaries, each as the one script its makers bundle for browsers.
const zxcvbn = join(ROOT, "node_modules/@zxcvbn-ts");
begin("zxcvbn-ts", join(zxcvbn, "core"));
for (const [from, to] of [
  ["core/dist/zxcvbn-ts.js", "core.js"],
  ["language-common/dist/zxcvbn-ts.js", "common.js"],
  ["core/LICENSE.txt", "LICENSE"],
]) {
  cpSync(join(zxcvbn, from), join(ROOT, "vendor/zxcvbn-ts", to));
}

/** @param {string} name @param {string} source */
function begin(name, source) {
  const { version } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  const target = join(ROOT, "vendor", name);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "VERSION"), `${version}\n`);
}
