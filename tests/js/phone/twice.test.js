import assert from "node:assert/strict";
import test from "node:test";

import { load } from "../fakes/browser.js";

const { sayTwice } = await load("phone/twice.js");
const LOG = "https://clinic.example/log/?mode=sets";
const PLAN = { prescription: "7", mode: "plan", dose_sets: "10", captured_at: "2026-06-10T18:02:00", "set-1-both": "" };
const SETS = { ...PLAN, mode: "sets", "set-1-both": "10" };

function says(given, before, url = LOG) {
  const line = { hidden: true };
  const kept = [before, given].map((fields) => ({ url, fields: Object.entries(fields) }));
  sayTwice(line, kept[1], [kept[0]]);
  return !line.hidden;
}

test("says so of the same sets in the same minute and of a second whole dose of the day", () => {
  assert.ok(says({ ...SETS, captured_at: "2026-06-10T18:02:59", pain_left: "5" }, SETS));
  assert.ok(says({ ...PLAN, captured_at: "2026-06-11T00:30:00" }, PLAN));
  assert.ok(says({ ...PLAN, captured_at: "2026-06-11T18:02:00", performed_at: "2026-06-10T20:00" }, PLAN));
});

test("says it of nothing else", () => {
  assert.ok(!says({ ...SETS, captured_at: "2026-06-10T18:03:00" }, SETS));
  assert.ok(!says({ ...SETS, "set-1-both": "9" }, SETS));
  assert.ok(!says({ ...SETS, captured_at: "2026-06-10T20:00:00" }, PLAN));
  assert.ok(!says({ ...PLAN, captured_at: "2026-06-11T18:02:00" }, PLAN));
  assert.ok(!says({ ...PLAN, prescription: "8" }, PLAN));
  assert.ok(!says(PLAN, PLAN, "https://clinic.example/morning/"));
});

test("leaves a page alone that has no line for it", () => sayTwice(null, { url: LOG, fields: [] }, []));
