import assert from "node:assert/strict";
import test from "node:test";

import { load } from "../fakes/browser.js";

const { isRed, sayStay, zonesOf } = await load("phone/stay.js");
const ZONES = { sides: ["left"], stay: [4, 5] };
const says = (given, zones = ZONES) => {
  const line = { hidden: true };
  sayStay(line, { fields: Object.entries(given), zones });
  return !line.hidden;
};

test("says of a number between calm and red what it means", () => {
  for (const pain of ["4", "5"]) assert.ok(says({ pain_left: pain }), pain);
  for (const pain of ["0", "3", "6", "10"]) assert.ok(!says({ pain_left: pain }), pain);
});

test("reads the worse of the sides that count, and no other", () => {
  assert.ok(!says({ pain_left: "1", pain_right: "5" }));
  assert.ok(says({ pain_left: "1", pain_right: "5" }, { sides: ["left", "right"], stay: [4, 5] }));
  assert.ok(!says({ pain_left: "4", pain_right: "7" }, { sides: ["left", "right"], stay: [4, 5] }));
});

test("knows which numbers ask for rest", () => {
  const red = (pain, zones) => isRed({ fields: [["pain_left", pain, false]], zones });
  assert.deepEqual(["5", "6", "10"].map((pain) => red(pain, { ...ZONES, red: [6, 7, 8, 9, 10] })), [false, true, true]);
  assert.ok(!red("9", ZONES) && !red("9", null)); // kept by an earlier version
});

test("says nothing of an entry without pain, nor of one that an earlier version kept", () => {
  assert.ok(!says({ minutes: "20" }));
  assert.ok(!says({ pain_left: "4" }, null));
});

test("takes the zones from the form", () => {
  assert.deepEqual(zonesOf({ dataset: { zones: '{"sides":["left"],"stay":[4]}' } }), { sides: ["left"], stay: [4] });
  assert.equal(zonesOf({ dataset: {} }), null);
});

test("leaves a page alone that has no line for it", () => sayStay(null, { fields: [["pain_left", "4"]], zones: ZONES }));
