import assert from "node:assert/strict";
import test from "node:test";

import {
  advance, amounts, begin, correct, countOne, counted, finishSet, FIRST_READY_SECONDS as READY_SECONDS, goOn, goOnApart,
  isSpent, lengthOf, pause, remaining, revive, secondsLeft, setPace, setsDone, skipRest, takeBack, upcoming,
} from "../../static/js/guide-course.js";

const SECOND = 1000;
const HOUR = 60 * 60 * SECOND;
const sets = [{ name: "set-0" }, { name: "set-1" }, { name: "set-2" }];
const holds = { hold: true, sets, target: 30, rest: 60, secondsASet: 35, logged: [] };
const repetitions = { hold: false, sets, target: 8, rest: 60, secondsASet: 40, logged: [] };
const at = (plan, seconds) => advance(plan, begin(plan, "id", 0), seconds * SECOND);

test("counts a range to its end, and a page of before to what it asks for", () => {
  const counted = (plan, times) => Array.from({ length: times }).reduce((state) => countOne(plan, state, 0), begin(plan, "id", 0));
  const range = { ...repetitions, most: 15 };
  assert.equal(counted(range, 14).phase, "work");
  assert.deepEqual(counted(range, 15).done, { "set-0": 15 });
  assert.deepEqual(counted(repetitions, 8).done, { "set-0": 8 });
});

test("gives time to get ready for a hold, and begins repetitions at once", () => {
  assert.equal(begin(holds, "id", 0).phase, "ready");
  assert.equal(lengthOf(holds, begin(holds, "id", 0)), READY_SECONDS);
  assert.equal(begin(repetitions, "id", 0).phase, "work");
});

test("changes the phase in the moment when one runs out, not before", () => {
  assert.equal(at(holds, READY_SECONDS - 0.001).phase, "ready");
  assert.equal(at(holds, READY_SECONDS).phase, "work");
  assert.equal(at(holds, READY_SECONDS + 29.999).phase, "work");
  assert.equal(at(holds, READY_SECONDS + 30).phase, "rest");
  assert.equal(at(holds, READY_SECONDS + 90).phase, "work");
});

test("catches up with every phase that went by while nobody looked", () => {
  const late = at(holds, 10 * 60);
  assert.equal(late.phase, "over");
  assert.deepEqual(late.done, { "set-0": 30, "set-1": 30, "set-2": 30 });
  assert.deepEqual(late, advance(holds, at(holds, READY_SECONDS + 31), 600 * SECOND));
});

test("starts the next phase when the last one ended, not when somebody looked", () => {
  assert.equal(remaining(holds, at(holds, READY_SECONDS + 40), (READY_SECONDS + 40) * SECOND), 50 * SECOND);
});

test("never ends a set of repetitions by itself, however long it takes", () => {
  assert.equal(at(repetitions, 3600).phase, "work");
  assert.deepEqual(at(repetitions, 3600).done, {});
});

test("ends a set of repetitions at the last one, with none counted for the next", () => {
  let state = begin(repetitions, "id", 0);
  for (let one = 1; one < 8; one += 1) state = countOne(repetitions, state, one * SECOND);
  assert.deepEqual([state.phase, state.count], ["work", 7]);
  state = countOne(repetitions, state, 8 * SECOND);
  assert.deepEqual([state.phase, state.count, state.done], ["rest", 0, { "set-0": 8 }]);
});

test("keeps what was really done in a set that ended early", () => {
  assert.deepEqual(finishSet(repetitions, begin(repetitions, "id", 0), 5, SECOND).done, { "set-0": 5 });
});

test("rests between the sets and not after the last", () => {
  let state = begin(repetitions, "id", 0);
  const phases = sets.map(() => {
    state = finishSet(repetitions, { ...state, set: upcoming(state), phase: "work" }, 8, 0);
    return state.phase;
  });
  assert.deepEqual(phases, ["rest", "rest", "over"]);
});

test("names during a rest the set that comes", () => {
  assert.equal(upcoming(at(holds, READY_SECONDS + 10)), 0);
  assert.equal(upcoming(at(holds, READY_SECONDS + 40)), 1);
});

test("stands still while it is paused, and the rest has the same seconds left afterwards", () => {
  const resting = at(holds, READY_SECONDS + 40);
  const paused = pause(resting, (READY_SECONDS + 50) * SECOND);
  assert.deepEqual(advance(holds, paused, HOUR), paused);
  assert.equal(remaining(holds, paused, HOUR), 40 * SECOND);
  assert.equal(remaining(holds, goOn(holds, paused, HOUR), HOUR), 40 * SECOND);
});

test("begins a paused hold anew, with time to get ready", () => {
  const going = goOn(holds, pause(at(holds, READY_SECONDS + 20), 25 * SECOND), HOUR);
  assert.deepEqual([going.phase, going.set, going.began, going.done], ["ready", 0, HOUR, {}]);
});

test("goes on with the repetitions that were counted before a pause", () => {
  const counted = countOne(repetitions, begin(repetitions, "id", 0), SECOND);
  assert.equal(goOn(repetitions, pause(counted, 2 * SECOND), HOUR).count, 1);
});

test("leads from a rest that is skipped to the set that comes", () => {
  const skipped = skipRest(holds, at(holds, READY_SECONDS + 40), HOUR);
  assert.deepEqual([skipped.phase, skipped.set], ["ready", 1]);
  assert.equal(skipRest(repetitions, finishSet(repetitions, begin(repetitions, "id", 0), 8, 0), HOUR).phase, "work");
});

test("takes back the sets that went by unseen, and those alone", () => {
  const seen = at(holds, READY_SECONDS + 31);
  const late = { ...advance(holds, seen, HOUR), unseen: 2 };
  const back = takeBack(holds, late, HOUR);
  assert.deepEqual([back.set, back.phase, back.unseen, back.done], [1, "ready", 0, { "set-0": 30 }]);
  assert.equal(setsDone(back), 1);
});

test("counts of a hold that was broken off its whole seconds", () => {
  const holding = at(holds, READY_SECONDS + 12);
  assert.deepEqual(amounts(holds, holding, (READY_SECONDS + 12.9) * SECOND), { "set-0": 12 });
});

test("makes no set of one that had only begun", () => {
  assert.deepEqual(amounts(holds, at(holds, READY_SECONDS), (READY_SECONDS + 0.9) * SECOND), {});
  assert.deepEqual(amounts(repetitions, begin(repetitions, "id", 0), HOUR), {});
});

test("counts neither getting ready nor a rest as work", () => {
  assert.deepEqual(amounts(holds, at(holds, 4), 4 * SECOND), {});
  assert.deepEqual(amounts(holds, at(holds, READY_SECONDS + 50), (READY_SECONDS + 50) * SECOND), { "set-0": 30 });
});

test("tells the seconds left: all at first, fewer in a hold, none at the end", () => {
  const all = READY_SECONDS + 3 * 35 + 2 * 60;
  assert.equal(secondsLeft(holds, begin(holds, "id", 0), 0), all);
  assert.equal(secondsLeft(holds, at(holds, READY_SECONDS + 10), (READY_SECONDS + 10) * SECOND), 3 * 35 + 2 * 60 - 10);
  assert.equal(secondsLeft(holds, at(holds, 600), 600 * SECOND), 0);
});

const saved = (plan, seconds) => ({ ...at(plan, seconds), seen: seconds * SECOND });

test("comes back paused in the moment in which it was last seen", () => {
  const back = revive(holds, saved(holds, READY_SECONDS + 12), HOUR);
  assert.equal(back.pausedAt, (READY_SECONDS + 12) * SECOND);
  assert.deepEqual(amounts(holds, back, HOUR), { "set-0": 12 });
});

test("keeps a pause that was there before the browser was killed", () => {
  assert.equal(revive(holds, { ...pause(begin(holds, "id", 0), 2 * SECOND), seen: 9 * SECOND }, HOUR).pausedAt, 2 * SECOND);
});

test("does not come back for another dose, after it was logged, or hours later", () => {
  const state = saved(holds, 10);
  assert.equal(revive({ ...holds, target: 20 }, state, HOUR), null);
  assert.equal(revive({ ...holds, rest: 30 }, state, HOUR), null);
  assert.equal(revive({ ...holds, sets: sets.slice(1) }, state, HOUR), null);
  assert.equal(revive({ ...holds, logged: ["id"] }, state, HOUR), null);
  assert.equal(revive(holds, state, 10 * SECOND + 6 * HOUR), null);
  assert.notEqual(revive(holds, state, 10 * SECOND + 6 * HOUR - 1), null);
});

test("does not come back from what cannot be read", () => {
  assert.equal(revive(holds, null, HOUR), null);
  assert.equal(revive(holds, {}, HOUR), null);
  assert.equal(revive(holds, { ...saved(holds, 10), seen: undefined }, HOUR), null);
  assert.equal(revive(holds, { ...saved(holds, 10), set: 7 }, HOUR), null);
});

const paced = (seconds) => advance(repetitions, begin(repetitions, "id", 0, { pace: 4 }), seconds * SECOND);

test("counts by itself, one repetition a pace, and ends the set at what was asked for", () => {
  assert.equal(paced(0).phase, "ready");
  const at = (seconds) => counted(repetitions, paced(READY_SECONDS + seconds), (READY_SECONDS + seconds) * SECOND);
  assert.deepEqual([at(3.9), at(4), at(31.9)], [0, 1, 7]);
  assert.deepEqual([paced(READY_SECONDS + 32).phase, paced(READY_SECONDS + 32).done], ["rest", { "set-0": 8 }]);
});

test("ends a range that it counts at the least of it", () => {
  assert.equal(advance({ ...repetitions, most: 15 }, begin(repetitions, "id", 0, { pace: 4 }), (READY_SECONDS + 32) * SECOND).phase, "rest");
});

test("takes a tap as one more, and counts on a whole pace later", () => {
  const tapped = countOne(repetitions, paced(READY_SECONDS), (READY_SECONDS + 6) * SECOND);
  assert.equal(tapped.count, 2);
  const later = (seconds) => counted(repetitions, tapped, (READY_SECONDS + 6 + seconds) * SECOND);
  assert.deepEqual([later(3.9), later(4)], [2, 3]);
});

test("keeps what it counted through a pause, and gives time to get ready again", () => {
  const resumed = goOn(repetitions, pause(paced(READY_SECONDS), (READY_SECONDS + 9) * SECOND), HOUR);
  assert.deepEqual([resumed.phase, resumed.count, amounts(repetitions, resumed, HOUR)], ["ready", 2, { "set-0": 2 }]);
  assert.equal(counted(repetitions, advance(repetitions, resumed, HOUR + 5 * SECOND), HOUR + 9 * SECOND), 3);
});

test("keeps what it counted where the browser was killed", () => {
  const back = revive(repetitions, { ...paced(READY_SECONDS), seen: (READY_SECONDS + 9) * SECOND }, HOUR);
  assert.equal(goOn(repetitions, back, HOUR).count, 2);
});

test("counts slower from the repetition on that is under way, and no more where taps count", () => {
  const now = (READY_SECONDS + 9) * SECOND;
  const slower = setPace(repetitions, paced(READY_SECONDS), 6, now);
  assert.deepEqual([counted(repetitions, slower, now + 5.9 * SECOND), counted(repetitions, slower, now + 6 * SECOND)], [2, 3]);
  const taps = setPace(repetitions, paced(READY_SECONDS), null, now);
  assert.deepEqual([counted(repetitions, taps, HOUR), lengthOf(repetitions, taps)], [2, null]);
});

test("puts right what it counted, and never to none", () => {
  const rested = paced(READY_SECONDS + 32);
  assert.deepEqual(correct(repetitions, rested, -2).done, { "set-0": 6 });
  assert.deepEqual(correct(repetitions, finishSet(repetitions, paced(READY_SECONDS), 1, 0), -1).done, { "set-0": 1 });
});

test("gives time to change the place before the next exercise, for taps too", () => {
  const next = begin(repetitions, "id", 0, { lead: 60 });
  assert.deepEqual([next.phase, advance(repetitions, next, 59 * SECOND).phase, advance(repetitions, next, 60 * SECOND).phase], ["ready", "ready", "work"]);
  assert.equal(begin(repetitions, "id", 0).phase, "work");
});

test("tells the seconds left of a session that it counts", () => {
  assert.equal(secondsLeft(repetitions, paced(READY_SECONDS), READY_SECONDS * SECOND), 3 * 32 + 2 * 60);
  assert.equal(secondsLeft(repetitions, paced(READY_SECONDS), (READY_SECONDS + 12) * SECOND), 3 * 32 + 2 * 60 - 12);
});

test("logs apart what comes after its sets were logged, under an id of its own", () => {
  const begun = finishSet(holds, { ...begin(holds, "first", 0), phase: "work" }, 30, 0);
  const apart = goOnApart({ ...begun, handed: true }, "second");
  assert.deepEqual([apart.id, apart.handed, amounts(holds, apart, 0), setsDone(apart)], ["second", false, {}, 1]);
  const after = finishSet(holds, { ...apart, set: 1, phase: "work" }, 25, 0);
  assert.deepEqual(amounts(holds, after, 0), { "set-1": 25 });
});

test("has nothing new to log once all that was done is logged", () => {
  const over = [0, 1, 2].reduce((state, set) => finishSet(holds, { ...state, set, phase: "work" }, 30, 0), begin(holds, "a", 0));
  assert.deepEqual([isSpent(over), isSpent(goOnApart(over, "b")), isSpent(null)], [false, true, false]);
});
