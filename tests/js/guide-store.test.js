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

test("keeps two exercises that change in one moment, each under its own key", async () => {
  const other = { key: "assignment-1-second" };
  await Promise.all([store.save(plan, { ...state, set: 5 }, 0), store.save(other, { ...state, id: "b" }, 0)]);
  assert.equal((await store.load(plan)).set, 5);
  assert.equal((await store.load(other)).id, "b");
});

test("remembers how it tells what to do, for every exercise", async () => {
  assert.deepEqual(await store.loadChoices(), { voice: false, tones: false, vibration: false, counts: null, slower: 0 });
  await store.saveChoices({ voice: false, tones: true, vibration: true, counts: false, slower: 2 });
  assert.equal((await (await loadModule("guide-store.js")).loadChoices()).slower, 2);
});

test("takes a choice for this session alone where nothing may be stored", async () => {
  disk.refuses = true;
  await store.saveChoices({ voice: true });
  assert.equal((await store.loadChoices()).voice, false);
});
