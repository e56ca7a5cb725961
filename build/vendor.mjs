/** Copies from npm lit-html into `vendor/`, unchanged, and draws the chosen icons: `node build/vendor.mjs`. */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { ROOT } from "./files.mjs";
import { writeIssuerIcons } from "./issuer-icons.mjs";

const SOURCE = join(ROOT, "node_modules/lit-html");
const TARGET = join(ROOT, "vendor/lit-html");

/** Variants that are not for a browser's released page, and what only debuggers read. */
const LEFT_OUT = /^(development|node|package\.json|README\.md)(\/|$)|\.map$/;

const { version } = JSON.parse(readFileSync(join(SOURCE, "package.json"), "utf8"));
rmSync(TARGET, { recursive: true, force: true });
cpSync(SOURCE, TARGET, {
  recursive: true,
  filter: (path) => !LEFT_OUT.test(relative(SOURCE, path).split(sep).join("/")),
});
writeFileSync(join(TARGET, "VERSION"), `${version}\n`);

writeIssuerIcons();
