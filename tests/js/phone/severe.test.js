import assert from "node:assert/strict";
import test from "node:test";

import { load } from "../fakes/browser.js";

const { askOfTear } = await load("phone/severe.js");
const asks = (given) => {
  const line = { hidden: true };
  askOfTear(line, Object.entries(given));
  return !line.hidden;
};

test("asks of pain of 8 on any side, of 6 where it stopped the session", () => {
  assert.ok(asks({ pain_left: "8" }));
  assert.ok(asks({ pain_left: "1", pain_right: "10" }));
  assert.ok(asks({ pain_left: "6", stopped_for_pain: "on" }));
});

test("asks of nothing else", () => {
  for (const given of [{ pain_left: "7" }, { pain_left: "5", stopped_for_pain: "on" }, { note: { iv: 1 } }, {}]) {
    assert.ok(!asks(given), JSON.stringify(given));
  }
});

test("leaves a page alone that has no line for it", () => askOfTear(null, [["pain_left", "9"]]));
