/** What the repository itself must and must not hold. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../../build/files.mjs";
import { jsonOf, textOf } from "./sources.mjs";

/**
 * @typedef {{version: string, dependencies: Record<string, string>, devDependencies: Record<string, string>,
 *   optionalDependencies: Record<string, string>}} Package
 * @typedef {{lockfileVersion: number, packages: Record<string, {integrity?: string, resolved?: string}>}} Lock
 */

test("every package is pinned to one version", () => {
  const { dependencies, devDependencies, optionalDependencies } = /** @type {Package} */ (jsonOf("package.json"));
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
  }
});

test("lit-html, the chosen icons and the estimator of passphrases are what ships from npm", () => {
  const { dependencies } = /** @type {Package} */ (jsonOf("package.json"));
  const shipped = ["@zxcvbn-ts/core", "@zxcvbn-ts/language-common", "lit-html", "simple-icons"];
  assert.deepEqual(Object.keys(dependencies), shipped);
});

test("the lock has a hash for every package and names no registry", () => {
  const { packages } = /** @type {Lock} */ (jsonOf("package-lock.json"));
  for (const [path, { integrity, resolved }] of Object.entries(packages).filter(([path]) => path !== "")) {
    assert.match(integrity ?? "", /^sha512-/, path);
    assert.equal(resolved, undefined, path);
  }
});

test("the test command of the machine is that of the person", () => {
  assert.match(textOf(".ci/run"), /exec \.\/build\.sh test\n$/);
});

test("no file names a place on somebody's machine", (t) => {
  if (!existsSync(join(ROOT, ".git"))) {
    t.skip("not a checkout");
    return;
  }
  const paths = execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" }).split("\0").filter(Boolean);
  const place = /(?<![\w.$}\])/-])\/(?:home|Users|root|work)\/[\w.-]+|[A-Z]:\\Users\\/;
  const found = paths
    .filter((path) => path !== "tests/rules/repository.test.mjs" && !path.startsWith("tests/vectors/"))
    .filter((path) => existsSync(join(ROOT, path)) && place.test(readFileSync(join(ROOT, path), "latin1")));
  assert.deepEqual(found, []);
});
