import assert from "node:assert/strict";
import test from "node:test";

import { advance, begin, countOne, finishSet, pause } from "../../static/js/guide-course.js";
import { beat, sentence } from "../../static/js/guide-say.js";

const SECOND = 1000;
const say = {
  first: "{name}. {dose}. {where}. Get ready.", ready: "{where}. Get ready.", hold: "Hold.", count: "Begin.", half: "Half way.",
  change: "Next exercise: {name}. {dose}. {cue} It begins in {n} seconds.", rest: "Rest. {next}.", paused: "Paused.", over: "All done.",
};
const words = { say };
const sets = ["left", "right"].map((leg) => ({ name: leg, where: `${leg} leg`, next: `Next: ${leg} leg`, clips: [leg] }));
const holds = { hold: true, target: 30, rest: 60, sets, words: { dose: "1 set" } };
const curls = { ...holds, hold: false, target: 8 };
const names = { name: "Bridge", cue: "Push." };
const at = (plan, seconds, more) => advance(plan, begin(plan, "id", 0, more), seconds * SECOND);
const heard = (plan, before, state, more) => sentence(plan, words, names, before, state, more);

test("says the exercise, the dose and the leg first, and from then on the leg", () => {
  assert.deepEqual(heard(holds, null, at(holds, 0)), { text: "Bridge. 1 set. left leg. Get ready.", clips: ["left", "ready"] });
  assert.equal(heard(holds, at(holds, 99), at(holds, 100)).text, "Hold.");
  assert.equal(heard(holds, at(holds, 39), at(holds, 40)).text, "Rest. Next: right leg.");
});

test("says the last repetition with the rest that follows it", () => {
  const before = at(curls, 41.9, { pace: 4 });
  assert.deepEqual(heard(curls, before, at(curls, 42, { pace: 4 })), { text: "8. Rest. Next: right leg.", clips: ["8", "rest", "right"] });
});

test("says no repetitions again that were tapped", () => {
  const tapping = begin(curls, "id", 0);
  assert.equal(heard(curls, tapping, finishSet(curls, tapping, 8, 0)).text, "Rest. Next: right leg.");
});

test("says the way to the next exercise, its cue and the time", () => {
  const next = begin(holds, "id", 0, { lead: 60 });
  assert.equal(heard(holds, null, next, { isNew: true, last: 8 }).text, "8. Next exercise: Bridge. 1 set. Push. It begins in 60 seconds.");
  assert.deepEqual(heard(holds, null, next, { isNew: true }).clips, ["next"]);
});

test("says a pause, and the end", () => {
  assert.equal(heard(holds, at(holds, 11), pause(at(holds, 11), 12 * SECOND)).text, "Paused.");
  assert.deepEqual(heard(holds, at(holds, 500), at(holds, 500)).clips, ["done"]);
});

test("counts the last three seconds of what has an end, and half of a long hold, each once", () => {
  const beats = (from, to) => {
    const found = [];
    for (let t = from; t < to; t += 0.25) {
      const told = beat(holds, words, at(holds, t), t * SECOND, (t + 0.25) * SECOND);
      if (told && at(holds, t).phase === at(holds, t + 0.25).phase) found.push(told.text);
    }
    return found;
  };
  assert.deepEqual(beats(0, 10), ["3", "2", "1"]);
  assert.deepEqual(beats(10, 40), ["Half way.", "3", "2", "1"]);
  assert.deepEqual(beats(40, 100), ["3", "2", "1"]);
});

test("counts each repetition at its time, and leaves the last to the rest", () => {
  const state = at(curls, 10, { pace: 4 });
  assert.equal(beat(curls, words, state, 13.75 * SECOND, 14 * SECOND).text, "1");
  assert.equal(beat(curls, words, state, 14 * SECOND, 14.25 * SECOND), null);
  assert.equal(beat(curls, words, state, 41.75 * SECOND, 42 * SECOND), null);
  assert.equal(beat(curls, words, countOne(curls, state, 12 * SECOND), 15.75 * SECOND, 16 * SECOND).text, "2");
});

test("says nothing while it is paused", () => {
  assert.equal(beat(holds, words, pause(at(holds, 0), 5 * SECOND), 6 * SECOND, 9 * SECOND), null);
});
