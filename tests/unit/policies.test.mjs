/** What an administrator has set: every name of the schema, and nothing that is of the wrong kind. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { isManaged, meetsPolicy, policiesFrom } from "../../extension/policies.js";

const { properties } = JSON.parse(
  readFileSync(new URL("../../extension/managed-schema.json", import.meta.url), "utf8"),
);

test("the names are those of the schema", () => {
  assert.deepEqual(Object.keys(policiesFrom({})).sort(), Object.keys(properties).sort());
});

test("nothing set is nothing managed", () => {
  assert.ok(!isManaged(policiesFrom({})));
});

test("what is set is taken", () => {
  const set = {
    disableInstallHelp: true,
    disableBackup: true,
    disableExport: true,
    storageArea: "sync",
    feedbackURL: "https://help.example",
    enforcePassword: true,
    enforceAutolock: 10,
    passwordPolicy: "^.{12,}$",
    passwordPolicyHint: "Twelve characters at least",
  };
  assert.deepEqual(policiesFrom(set), set);
  assert.ok(isManaged(policiesFrom(set)));
  assert.ok(meetsPolicy("a long passphrase", policiesFrom(set)));
  assert.ok(!meetsPolicy("short", policiesFrom(set)));
});

test("what is of the wrong kind is not", () => {
  const wrong = {
    disableBackup: "yes",
    storageArea: "cloud",
    feedbackURL: "javascript:alert(1)",
    enforceAutolock: "soon",
    passwordPolicy: "(",
  };
  assert.deepEqual(policiesFrom(wrong), policiesFrom({}));
  assert.ok(meetsPolicy("anything", policiesFrom(wrong)));
});
