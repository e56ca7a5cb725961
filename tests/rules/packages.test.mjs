/** What is in the loadable folders and in the stores' packages. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, posix } from "node:path";
import { test } from "node:test";
import { parse } from "acorn";
import { unzipSync } from "fflate";
import { filesUnder, importsOf, packageFiles, ROOT, shipped } from "../../build/files.mjs";
import { chromeManifest, edgeManifest, firefoxManifest, TEST_ID, TEST_KEY } from "../../build/manifest.mjs";
import { REWORDED } from "../../build/vendor.mjs";
import { weights } from "../../build/sizes.mjs";
import { withoutDescriptions } from "../../build/words.mjs";
import { PACKAGES, zipPackage, zipPath, zipSource } from "../../build/zip.mjs";
import { jsonOf, textOf } from "./sources.mjs";

const FOLDERS = [...PACKAGES, "test-chrome"];
const source = /** @type {import("../../build/manifest.mjs").Manifest} */ (jsonOf("manifest.json"));

/** What a module does, whatever its spaces and comments: its syntax tree without places. @param {string} module */
const programOf = (module) => {
  const tree = parse(module, { ecmaVersion: "latest", sourceType: "module" });
  return JSON.stringify(tree, (key, value) => (key === "start" || key === "end" ? undefined : value));
};

for (const name of FOLDERS) {
  const folder = `dist/${name}`;
  const paths = filesUnder(folder).map((path) => path.slice(folder.length + 1));

  test(`${folder} is the repository and the built wasm: scripts and styles without comments, all else byte for byte`, () => {
    const files = packageFiles();
    assert.deepEqual(paths, [...files.keys(), "manifest.json"].sort());
    for (const [to, from] of files) {
      const [there, here] = [readFileSync(join(ROOT, folder, to)), readFileSync(join(ROOT, from))];
      if (to.endsWith(".js")) {
        assert.ok(programOf(there.toString()) === programOf(here.toString()), `${to} ≠ ${from}`);
      } else {
        assert.ok(there.equals(Buffer.from(shipped(from))), `${to} ≠ ${from}`);
      }
    }
  });

  test(`${folder}: each file that the manifest names is there`, () => {
    const named = [...textOf(`${folder}/manifest.json`).matchAll(/"([\w/.-]+\.(?:html|js|json|png|svg))"/g)];
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.map(([, path = ""]) => path).filter((path) => !paths.includes(path)),
      [],
    );
  });

  test(`${folder}: each module that is imported is there`, () => {
    const missing = paths
      .filter((path) => /\.(?:js|html)$/.test(path))
      .flatMap((path) => importsOf(posix.join(folder, path)).map((name) => ({ path, name })))
      .filter(({ name }) => !paths.includes(name.slice(folder.length + 1)))
      .map(({ path, name }) => `${path} → ${name}`);
    assert.deepEqual(missing, []);
  });

  test(`${folder} tells nothing about the machine it was built on`, () => {
    const places = [ROOT, homedir(), process.env.CARGO_HOME ?? join(homedir(), ".cargo")];
    for (const path of paths) {
      const text = readFileSync(join(ROOT, folder, path), "latin1");
      const found = places.find((place) => place.length > 1 && text.includes(`${place}/`));
      assert.equal(found, undefined, path);
      assert.doesNotMatch(text, /(?<![\w.$}])\/(?:home|Users|root)\/[\w.-]+|[A-Z]:\\Users\\/, path);
    }
  });
}

test("the words that ship are those of the repository without their descriptions", () => {
  const paths = filesUnder("extension/_locales").filter((path) => path.endsWith("/messages.json"));
  assert.ok(paths.length >= 4);
  for (const path of paths) {
    const shipped = jsonOf(path.replace("extension/", "dist/chrome/"));
    assert.deepEqual(shipped, withoutDescriptions(textOf(path)), path);
    assert.doesNotMatch(JSON.stringify(shipped), /"description":/, path);
  }
});

test("the manifests are written from the one source", () => {
  assert.deepEqual(jsonOf("dist/chrome/manifest.json"), chromeManifest(source));
  assert.deepEqual(jsonOf("dist/edge/manifest.json"), edgeManifest(source));
  assert.deepEqual(jsonOf("dist/firefox/manifest.json"), firefoxManifest(source));
  assert.deepEqual(jsonOf("dist/test-chrome/manifest.json"), chromeManifest(source, { key: TEST_KEY }));
});

test("the test key gives the test id", async () => {
  const hash = await crypto.subtle.digest("SHA-256", Buffer.from(TEST_KEY, "base64"));
  const digits = Buffer.from(hash).toString("hex").slice(0, 32);
  assert.equal(
    digits.replaceAll(/./g, (digit) => "abcdefghijklmnop"[Number.parseInt(digit, 16)] ?? ""),
    TEST_ID,
  );
});

test("no permission warns at install, and no host is asked for", () => {
  const quiet = ["activeTab", "alarms", "contextMenus", "idle", "scripting", "sidePanel", "storage"];
  assert.deepEqual([...source.permissions].sort(), quiet);
  const barred = ["host_permissions", "optional_host_permissions", "content_scripts", "externally_connectable"];
  assert.deepEqual(
    [...barred, "web_accessible_resources", "key"].filter((name) => name in source),
    [],
  );
});

test("the content security policy allows nothing from outside", () => {
  const [, policy = ""] = textOf("manifest.json").match(/"extension_pages": "([^"]+)"/) ?? [];
  const rules = new Map(policy.split("; ").map((rule) => /** @type {[string, string]} */ (splitOnce(rule))));
  assert.equal(rules.get("default-src"), "'none'");
  assert.equal(rules.get("script-src"), "'self' 'wasm-unsafe-eval'");
  assert.equal(rules.get("connect-src"), "'self'");
  assert.equal(rules.get("style-src"), "'self'");
  assert.equal(rules.get("require-trusted-types-for"), "'script'");
  assert.doesNotMatch(policy, /https?:|\*|unsafe-inline|'unsafe-eval'/);
});

test("the zips are the folders, the same each time", async () => {
  for (const browser of PACKAGES) {
    assert.ok(readFileSync(join(ROOT, zipPath(browser))).equals(await zipPackage(browser)), zipPath(browser));
  }
});

test("the archives do not depend on the time zone or on who may read new files", () => {
  const script = `import { createHash } from "node:crypto"; import { zipPackage, zipSource } from "./build/zip.mjs";
    const hash = (file) => createHash("sha256").update(file).digest("hex");
    process.stdout.write(hash(await zipPackage("chrome")) + hash(await zipSource()));`;
  const hashes = ["Pacific/Auckland", "America/St_Johns"].map((TZ) =>
    execFileSync("sh", ["-c", `umask 077; exec "${process.execPath}" --input-type=module -e '${script}'`], {
      cwd: ROOT,
      env: { ...process.env, TZ },
      encoding: "utf8",
    }),
  );
  assert.match(hashes[0], /^[0-9a-f]{128}$/);
  assert.equal(hashes[0], hashes[1]);
});

test("the source archive holds what the build needs, and whether a file can be run", async () => {
  const archive = unzipSync(await zipSource());
  for (const path of ["build.sh", "Cargo.lock", "package-lock.json", "crate/src/lib.rs", "popup/popup.html"]) {
    assert.ok(readFileSync(join(ROOT, path)).equals(archive[path] ?? new Uint8Array()), path);
  }
  assert.deepEqual(
    Object.keys(archive).filter((path) => /^(dist|wasm|target|node_modules|vendor)\//.test(path)),
    [],
  );
});

test("lit-html is npm's, one statement in other words", () => {
  for (const path of filesUnder("vendor/lit-html").filter((path) => path.endsWith(".js"))) {
    const ours = textOf(path);
    const name = path.slice("vendor/".length);
    const theirs = readFileSync(join(ROOT, "node_modules", name), "utf8");
    assert.equal(name === `lit-html/${REWORDED.path}` ? ours.replace(REWORDED.to, REWORDED.from) : ours, theirs, path);
  }
});

for (const { name, packed, budget } of await weights()) {
  test(`${name}: ${(packed / 1000).toFixed(1)} kB of ${budget / 1000} kB`, () => {
    assert.ok(packed <= budget);
  });
}

/** @param {string} text */
function splitOnce(text) {
  const space = text.indexOf(" ");
  return space < 0 ? [text, ""] : [text.slice(0, space), text.slice(space + 1)];
}
