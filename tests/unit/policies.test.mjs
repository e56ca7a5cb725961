/** What an administrator has set: every name of the schema, and nothing that is of the wrong kind. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { lockChoices } from "../../extension/lock-rules.js";
import {
  isManaged,
  lacksProtection,
  mayExport,
  meetsPolicy,
  minutesWithin,
  policiesFrom,
} from "../../extension/policies.js";
import { suggestionFor } from "../../popup/suggestion.js";

const { properties } = JSON.parse(
  readFileSync(new URL("../../extension/managed-schema.json", import.meta.url), "utf8"),
);

test("the names are those of the schema", () => {
  const { faults: _, ...known } = policiesFrom({});
  assert.deepEqual(Object.keys(known).sort(), Object.keys(properties).sort());
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
  assert.deepEqual(policiesFrom(set), { ...set, faults: [] });
  assert.ok(isManaged(policiesFrom(set)));
  assert.ok(meetsPolicy("a long passphrase", policiesFrom(set)));
  assert.ok(!meetsPolicy("short", policiesFrom(set)));
});

test("what is of the wrong kind is not followed, and is told by name", () => {
  const wrong = {
    disableBackup: "yes",
    storageArea: "cloud",
    feedbackURL: "javascript:alert(1)",
    enforceAutolock: "soon",
    enforcePassword: 1,
    passwordPolicy: "(",
  };
  const { faults, ...followed } = policiesFrom(wrong);
  const { faults: none, ...nothing } = policiesFrom({});
  assert.deepEqual(followed, nothing);
  assert.deepEqual(none, []);
  assert.deepEqual([...faults].sort(), Object.keys(wrong).sort());
  assert.ok(isManaged(policiesFrom(wrong)), "it is shown");
  assert.ok(meetsPolicy("anything", policiesFrom(wrong)));
});

const asked = policiesFrom({ enforcePassword: true });
const door = (/** @type {string} */ kind) => /** @type {import("../../wasm/core.js").Door} */ ({ kind });

test("a passphrase or a passkey is the protection that is asked for; the device’s key and a recovery code alone are not", () => {
  assert.ok(lacksProtection(asked, []));
  assert.ok(lacksProtection(asked, [door("device")]));
  assert.ok(lacksProtection(asked, [door("recovery")]));
  assert.ok(!lacksProtection(asked, [door("passphrase"), door("recovery")]));
  assert.ok(!lacksProtection(asked, [door("passkey")]));
  assert.ok(!lacksProtection(asked, [door("newer")]), "what a later version made is not called missing");
  assert.ok(!lacksProtection(policiesFrom({}), [door("device")]), "nobody asks");
});

test("no backup means no export either", () => {
  assert.ok(mayExport(policiesFrom({})));
  assert.ok(!mayExport(policiesFrom({ disableExport: true })));
  assert.ok(!mayExport(policiesFrom({ disableBackup: true })));
});

test("the vault locks after what was chosen, or what is allowed if that is less", () => {
  const most = policiesFrom({ enforceAutolock: 10 });
  assert.deepEqual(
    [1, 10, 15, 480, 0].map((minutes) => minutesWithin(minutes, most)),
    [1, 10, 10, 10, 10],
  );
  assert.equal(minutesWithin(0, policiesFrom({})), 0);
});

test("the choices end at what is allowed, which is one of them", () => {
  assert.deepEqual(lockChoices(10, policiesFrom({ enforceAutolock: 10 })), [1, 5, 10]);
  assert.deepEqual(lockChoices(5, policiesFrom({ enforceAutolock: 5 })), [1, 5]);
  assert.deepEqual(lockChoices(0.5, policiesFrom({ enforceAutolock: 0.5 })), [0.5]);
  assert.deepEqual(lockChoices(60, policiesFrom({})), [1, 5, 15, 60, 480, 0]);
  assert.deepEqual(
    lockChoices(10, policiesFrom({})),
    [1, 5, 10, 15, 60, 480, 0],
    "what was chosen before stays a choice",
  );
});

test("a suggested passphrase is what the policy wants, in the plainest spelling that is", () => {
  const draw = () => "correct horse battery";
  const suggest = (/** @type {string} */ passwordPolicy) => suggestionFor(draw, policiesFrom({ passwordPolicy }));
  assert.equal(suggest(""), "correct horse battery");
  assert.equal(suggest("^.{12,}$"), "correct horse battery");
  assert.equal(suggest("^\\S{12,}$"), "correct-horse-battery");
  assert.match(suggest("(?=.*[A-Z])(?=.*\\d)") ?? "", /^Correct-Horse-Battery-\d$/);
  assert.match(suggest("^[A-Za-z0-9]{12,}$(?<=\\d)") ?? "", /^CorrectHorseBattery\d$/);
  assert.equal(suggest("^.{4,8}$"), null, "nothing is offered that would be refused");
});
