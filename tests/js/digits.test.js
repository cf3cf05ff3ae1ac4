import assert from "node:assert/strict";
import test from "node:test";

import { plainDigits } from "../../static/js/digits.js";

test("reads the digits of every script, and leaves what is none", () => {
  const read = { "10": "10", "٠١٢٣٤٥٦٧٨٩": "0123456789", "१०": "10", "０９": "09", "𝟘𝟡𝟬": "090", "ten": "ten", "²": "²", "": "" };
  for (const [typed, plain] of Object.entries(read)) assert.equal(plainDigits(typed), plain);
});
