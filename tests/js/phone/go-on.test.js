import assert from "node:assert/strict";
import test from "node:test";

import { element, load, page } from "../fakes/browser.js";

const account = { "meta[name=account]": { content: "ann" } };
page(account);
await import("../fakes/idb.js");
const store = await import("../../../static/js/guide-store.js");

const SETS = "set-1-left,set-1-right,set-2-left,set-2-right 10 30";
const left = { id: "a", shape: SETS, set: 2, phase: "work" };

let exercise = 70;

// What the card of an exercise says where this state was kept under this key; "#" is the exercise.
async function words(key, state, seen = Date.now()) {
  page(account);
  exercise += 1;
  if (state) await store.save({ key: key.replace("#", exercise) }, { ...state, at: exercise }, seen);
  const said = element({ textContent: "Guide me", dataset: { goOn: "Go on with set {n}" } });
  const card = element({ dataset: { card: String(exercise), dose: "2x10" }, parts: { "[data-go-on]": said } });
  page({ ...account, "[data-card]": [card] });
  await load("phone/go-on.js");
  return said.textContent;
}

test("goes on with the set that a session was left at", async () => {
  assert.equal(await words("ann:#:2x10", left), "Go on with set 2");
});

test("goes on with the set that comes, where it was left in a rest", async () => {
  assert.equal(await words("ann:#:2x10", { ...left, set: 1, phase: "rest" }), "Go on with set 2");
});

for (const [what, plan, state, seen] of [
  ["nothing was begun", "ann:#:2x10", null],
  ["it is of another exercise", "ann:#7:2x10", left],
  ["it is of another dose", "ann:#:2x8", left],
  ["it is of somebody else", "bob:#:2x10", left],
  ["all sets are done", "ann:#:2x10", { ...left, phase: "over" }],
  ["it was handed to the log", "ann:#:2x10", { ...left, handed: true }],
  ["it was left hours ago", "ann:#:2x10", left, Date.now() - 7 * 60 * 60 * 1000],
  ["nobody can read where it was", "ann:#:2x10", { id: "a" }],
]) {
  test(`guides from the start where ${what}`, async () => {
    assert.equal(await words(plan, state, seen), "Guide me");
  });
}
