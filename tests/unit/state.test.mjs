import assert from "node:assert/strict";
import { test } from "node:test";
import {
  changeField,
  drag,
  isStale,
  nextTick,
  rebased,
  rename,
  say,
  show,
  secondsLeft,
  showEdit,
  showList,
  showManual,
  START,
} from "../../popup/state.js";

/** @param {Partial<import("../../popup/state.js").Row>} [change] */
const row = (change = {}) => ({
  id: "1",
  issuer: "GitHub",
  account: "alice",
  monogram: "G",
  hue: 0,
  code: "123456",
  groups: ["123", "456"],
  nextGroups: ["654", "321"],
  startsAt: 30_000,
  endsAt: 60_000,
  nextFrom: 50_000,
  counter: false,
  site: "",
  icon: "",
  tags: [],
  pinned: false,
  failure: undefined,
  ...change,
});
/** @param {Partial<import("../../popup/state.js").Row>} [change] */
const listOf = (change) => ({ ...showList(START), rows: [row(change)], now: 59_000 });

test("a code is stale from the very millisecond its successor begins", () => {
  assert.equal(isStale(listOf(), 59_999), false);
  assert.equal(isStale(listOf(), 60_000), true);
});

test("a clock that was set back makes the rows stale", () => {
  assert.equal(isStale(listOf(), 58_999), true);
});

test("the last second is shown as 1 until it is over", () => {
  assert.equal(secondsLeft(60_000, 59_001), 1);
  assert.equal(secondsLeft(60_000, 59_999), 1);
  assert.equal(secondsLeft(60_000, 60_000), 0);
  assert.equal(secondsLeft(60_000, 30_000), 30);
});

test("the timer waits for the next whole second", () => {
  assert.equal(nextTick(listOf(), 59_250), 750);
  assert.equal(nextTick(listOf(), 59_000), 1000);
});

test("no timer runs when nothing on the screen changes with time", () => {
  assert.equal(nextTick({ ...showList(START), rows: [] }, 59_250), null);
  assert.equal(nextTick(listOf({ endsAt: undefined }), 59_250), null);
  assert.equal(nextTick(showEdit(listOf()), 59_250), null);
});

test("changing screen drops the search and what was said", () => {
  const searched = say({ ...listOf(), query: "git" }, "Copied");
  const next = showEdit(searched);
  assert.equal(next.query, "");
  assert.equal(next.status, null);
  assert.equal(next.rows.length, 1);
});

test("typing in the form keeps the other fields and drops the old failure", () => {
  const form = showManual(START);
  const failed = changeField(form, { secret: "0" });
  assert.ok(failed.screen.name === "manual");
  const wrong = { ...failed, screen: { ...failed.screen, failure: { code: "secret_character_zero", number: 1 } } };
  const mended = changeField(changeField(wrong, { secret: "JB" }), { issuer: "GitHub" });
  assert.ok(mended.screen.name === "manual");
  assert.equal(mended.screen.failure, null);
  assert.deepEqual([mended.screen.fields.secret, mended.screen.fields.issuer], ["JB", "GitHub"]);
});

test("a late event from another screen changes nothing", () => {
  const list = listOf();
  assert.equal(changeField(list, { secret: "JB" }), list);
  assert.equal(drag(list, { id: "1", over: null, after: false }), list);
  assert.equal(rename(list, { id: "1", issuer: "", account: "" }), list);
});

test("a change that had to wait leaves what happened meanwhile", () => {
  const before = listOf();
  const next = { ...before, query: "git" };
  const meanwhile = { ...before, tag: "work" };
  const { query, tag } = rebased(next, before, meanwhile);
  assert.deepEqual({ query, tag }, { query: "git", tag: "work" });
});

test("who went on to another screen meanwhile stays there, and what was said is still said", () => {
  const before = listOf();
  const meanwhile = show(before, { name: "add" });
  assert.equal(rebased(showEdit(before), before, meanwhile).screen.name, "add");
  const said = rebased(say(showList({ ...before, query: "git" }), "Filled"), before, meanwhile);
  assert.deepEqual([said.screen.name, said.status?.text], ["add", "Filled"]);
});

test("what changed inside the screen meanwhile does not hold a person there", () => {
  const before = showManual(listOf());
  const meanwhile = changeField(before, { issuer: "GitHub" });
  assert.equal(rebased(showList(before), before, meanwhile).screen.name, "list");
});
