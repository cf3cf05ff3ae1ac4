import assert from "node:assert/strict";
import test from "node:test";

import { load, page } from "../fakes/browser.js";

globalThis.matchMedia = () => ({ matches: false });
globalThis.IntersectionObserver = class {};
page({});
const { at, phases, placed } = await load("phone/moves.js");

const BRIDGE = [1.2, 1.5, 1.5];

test("plays as the figure says where the plan has no tempo", () => {
  assert.deepEqual(phases(BRIDGE), { faster: false, asked: [1200, 1500, 1500] });
});

test("takes the tempo of the plan, whose first number lowers", () => {
  assert.deepEqual(phases(BRIDGE, "2 0 1", "bend").asked, [1000, 0, 2000]);
  assert.deepEqual(phases(BRIDGE, "2 0 1", "lower").asked, [2000, 0, 1000]);
});

test("shows a slow tempo faster, in the same proportions and within five seconds", () => {
  const { asked, faster } = phases(BRIDGE, "3 2 3", "bend");
  assert.equal(faster, true);
  assert.ok(Math.abs(asked.reduce((sum, one) => sum + one) - 4300) < 1e-6);
  assert.equal(asked[0] / asked[1], 1.5);
});

test("starts, goes, holds, returns, stands and is over", () => {
  const asked = [1000, 500, 1000];
  assert.deepEqual(at(0, asked), [0, "start"]);
  assert.deepEqual(at(900, asked), [0.5, "way"]);
  assert.deepEqual(at(1600, asked), [1, "hold"]);
  assert.deepEqual(at(2400, asked), [0.5, "back"]);
  assert.deepEqual(at(3000, asked), [0, "start"]);
  assert.equal(at(3201, asked), null);
});

test("begins and ends each way gently", () => {
  const [first] = at(450, [1000, 0, 1000]);
  assert.ok(first > 0 && first < 0.01);
});

test("turns a part evenly between its steps, and leaves what has one value", () => {
  assert.equal(placed([5, 7, [0, 10, 30]], 0.75), "translate(5 7)rotate(20)");
  assert.equal(placed([[1, 3], 0, -4], 1), "translate(3 0)rotate(-4)");
});
