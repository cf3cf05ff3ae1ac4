import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { element, load as loadModule, page } from "./fakes/browser.js";

const { disk } = await import("./fakes/idb.js");
const plan = { key: "assignment-1" };
const state = { id: "a", set: 0, count: 3 };
let store;

beforeEach(async () => {
  disk.clear();
  page({});
  Object.assign(disk, { refuses: false, writes: [] });
  store = await loadModule("guide-store.js");
});

test("has nothing for a plan that was never guided", async () => {
  assert.equal(await store.load(plan), null);
});

test("gives back what was saved for this plan alone, with the moment in which it was seen", async () => {
  await store.save(plan, state, 5000);
  assert.deepEqual(await store.load(plan), { ...state, seen: 5000 });
  assert.equal(await store.load({ key: "assignment-2" }), null);
});

test("writes what is new at once, and a mere later moment once a second", async () => {
  await store.save(plan, state, 0);
  await store.save(plan, state, 999);
  assert.equal(disk.writes.length, 1);
  await store.save(plan, { ...state, count: 4 }, 999);
  assert.equal(disk.writes.length, 2);
  await store.save(plan, { ...state, count: 4 }, 1999);
  assert.equal(disk.writes.length, 3);
});

test("guides all the same on a phone that refuses to store", async () => {
  disk.refuses = true;
  await store.save(plan, state, 0);
  assert.equal(await store.load(plan), null);
});

test("stores nothing of an editor's preview, and takes up nothing there", async () => {
  await store.save(plan, state, 0);
  page({ "meta[name=preview]": element() });
  const preview = await loadModule("guide-store.js");
  await preview.save(plan, { ...state, count: 9 }, 0);
  assert.equal(disk.writes.length, 1);
  assert.equal(await preview.load(plan), null);
});
