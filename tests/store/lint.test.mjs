/** The packages pass the linter of Firefox's store, which is the strictest of the three. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../../build/files.mjs";
import { zipPath } from "../../build/zip.mjs";

const linter = join(ROOT, "tests/store/node_modules/.bin/addons-linter");

test("addons-linter has no error and no warning about Firefox's package", async () => {
  const output = await new Promise((done, failed) => {
    execFile(linter, ["--output", "json", join(ROOT, zipPath("firefox"))], { maxBuffer: 1 << 24 }, (error, text) =>
      text === "" ? failed(error) : done(text),
    );
  });
  const { errors, warnings, metadata } = JSON.parse(output);
  assert.equal(metadata.id, "tessera@authenticator.extension");
  assert.deepEqual(
    [...errors, ...warnings].map(({ code, file, line, message }) => ({ code, file, line, message })),
    [],
  );
});
