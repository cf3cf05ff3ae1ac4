import assert from "node:assert/strict";
import test from "node:test";

import { element, load, page } from "./fakes/browser.js";

page({});
const { save } = await import("../../static/js/guide-store.js");
const state = { id: "a", shape: "set-1-left,set-1-right,set-2-left 10 20", set: 1, phase: "rest", seen: Date.now() };
let keys = 0;

async function said(kept) {
  const key = `ann:${(keys += 1)}:2x10`;
  if (kept) await save({ key }, kept, kept.seen);
  const words = { textContent: "Guide me" };
  const link = element({ dataset: { guideKey: key, guideGoesOn: "Go on with set {n}" }, parts: { "[data-goes-on]": words } });
  page({ "a[data-guide-key]": link });
  await load("guide-thread.js");
  return words.textContent;
}

test("says on Today the set that a session which was left goes on with", async () => {
  assert.equal(await said(state), "Go on with set 2");
});

test("says nothing new without a session, or of one that is done, handed to the log or long ago", async () => {
  assert.equal(await said(null), "Guide me");
  for (const other of [{ phase: "over" }, { handed: true }, { seen: 0 }]) assert.equal(await said({ ...state, ...other }), "Guide me");
});
