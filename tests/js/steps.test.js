import assert from "node:assert/strict";
import test from "node:test";

import { stepped } from "../../static/js/steps.js";

const CASES = [
  ["", 1, "0.5"], ["", -1, "0"], ["4.5", 1, "5"], ["5", 1, "6"], ["5", -1, "4.5"], ["12,5", 1, "13"], ["12.5", -1, "12"],
  ["20", 1, "22.5"], ["20", -1, "19"], ["22.5", -1, "20"], ["500", 1, "500"], ["many", 1, "0.5"], ["١٢٫٥", 1, "13"],
];

test("goes up and down in steps that fit the weight, and never off its scale", () => {
  for (const [text, way, next] of CASES) assert.equal(stepped(text, way), next, `${text} ${way}`);
});
