import assert from "node:assert/strict";
import test from "node:test";

import { begin, finishSet } from "../../static/js/guide-course.js";
import { askedOf, following, forTheLog, pickUp } from "../../static/js/guide-day.js";

const plan = (pk, ...names) => ({
  hold: false, target: 8, rest: 60, complete: true, sets: names.map((name) => ({ name })), fields: { prescription: pk, dose_sets: "1" },
});
const plans = [plan("1", "set-1-left", "set-1-right"), plan("2", "set-1-both"), plan("3", "set-1-both")];
const done = (at, id, ...amounts) =>
  amounts.reduce((state, amount, set) => finishSet(plans[at], { ...state, set, phase: "work" }, amount, 0), begin(plans[at], id, 0));
const told = (at) => `exercise ${at + 1}`;

test("goes on with the exercise that is open, in the order of the day", () => {
  assert.equal(following(plans, [done(0, "a", 8, 8), null, null], 0), 1);
  assert.equal(following(plans, [null, done(1, "b", 8), null], 1), 0);
  assert.equal(following(plans, [done(0, "a", 8, 8), done(1, "b", 8), done(2, "c", 8)], 2), null);
});

test("takes up the exercise of the link, or the first that is open once that is done", () => {
  assert.equal(pickUp(plans, [done(0, "a", 8), null, null]), 0);
  assert.equal(pickUp(plans, [done(0, "a", 8, 8), begin(plans[1], "b", 0), null]), 1);
  assert.equal(pickUp(plans, plans.map(() => ({ phase: "over" }))), 0);
});

test("asks in the log of the first exercise that has a set, and of the one that hurt", () => {
  const states = [done(0, "a", 8, 8), done(1, "b", 8), begin(plans[2], "c", 0)];
  assert.equal(askedOf(plans, states, 2, 0, false), 0);
  assert.equal(askedOf(plans, states, 1, 0, true), 1);
  assert.equal(askedOf(plans, states, 2, 0, true), 1);
  assert.equal(askedOf(plans, [null, begin(plans[1], "b", 0), null], 1, 0, true), 1);
});

test("hands each exercise that has a set to the one log, under its own id", () => {
  const states = [done(0, "a", 8, 6), done(1, "b", 8), begin(plans[2], "c", 0)];
  const fields = forTheLog(plans, states, 0, 0, { stopped: false, told });
  assert.deepEqual(fields.slice(0, -1), [["client_id", "a"], ["mode", "sets"], ["set-1-left", 8], ["set-1-right", 6]]);
  const [name, also] = fields.at(-1);
  assert.equal(name, "also");
  assert.deepEqual(Object.fromEntries(new URLSearchParams(also)), {
    client_id: "b", mode: "plan", "set-1-both": "8", prescription: "2", dose_sets: "1", told: "exercise 2",
  });
});

test("says that it hurt of the exercise that was stopped, and of no other", () => {
  const fields = new URLSearchParams(forTheLog(plans, [done(0, "a", 8, 8), done(1, "b", 8), null], 1, 0, { stopped: true, told }));
  assert.deepEqual([fields.get("client_id"), fields.get("stopped_for_pain")], ["b", "on"]);
  assert.equal(new URLSearchParams(fields.get("also")).get("stopped_for_pain"), null);
});
