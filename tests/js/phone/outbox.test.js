import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { load } from "../fakes/browser.js";

const { disk } = await import("../fakes/idb.js");
const FIELDS = [["pain_left", "3", false], ["note", "sore after the stairs", true], ["other", "", true]];
const entry = (more = {}) => ({ account: "ann", url: "/log/", title: "Session", savedAt: 1, fields: FIELDS, ...more });
let outbox;

beforeEach(async () => {
  disk.clear();
  Object.assign(disk, { refuses: false, writes: [] });
  outbox = await load("phone/outbox.js");
});

test("keeps an entry as waiting, in the order in which they came", async () => {
  await outbox.add(entry());
  await outbox.add(entry({ title: "Morning" }));
  const kept = await outbox.entriesOf("ann");
  assert.deepEqual(kept.map(({ title, state, shape, sequence }) => [title, state, shape, sequence]),
    [["Session", "waiting", outbox.SHAPE, 1], ["Morning", "waiting", outbox.SHAPE, 2]]);
});

test("has written to the disk when it says so", async () => {
  await outbox.add(entry());
  assert.deepEqual(disk.writes.at(-1), { store: "entries", durability: "strict" });
});

test("says that it could not keep an entry, and keeps nothing of it", async () => {
  disk.refuses = true;
  await assert.rejects(outbox.add(entry({ fields: [["pain_left", "3", false]] })));
  assert.deepEqual(await outbox.entriesOf("ann"), []);
});

test("shows an entry to its own account alone", async () => {
  await outbox.add(entry());
  assert.deepEqual(await outbox.entriesOf("bob"), []);
});

test("seals free text on the phone and reads it again; numbers lie open", async () => {
  await outbox.add(entry());
  const [kept] = await outbox.entriesOf("ann");
  const [number, note, empty] = kept.fields.map(([, value]) => value);
  assert.deepEqual([number, empty], ["3", ""]);
  assert.ok(note.iv && !new TextDecoder().decode(note.data).includes("stairs"));
  assert.deepEqual(await outbox.readable(kept), FIELDS.map(([name, value]) => [name, value]));
});

test("seals the same words differently each time", async () => {
  const [one, two] = [await outbox.add(entry()), await outbox.add(entry())].map((kept) => kept.fields[1][1]);
  assert.notDeepEqual(new Uint8Array(one.data), new Uint8Array(two.data));
});

test("reads in another tab what this one has sealed", async () => {
  const kept = await outbox.add(entry());
  const other = await load("phone/outbox.js");
  assert.equal((await other.readable(kept))[1][1], "sore after the stairs");
});

test("forgets what is removed and nothing beside it", async () => {
  const first = await outbox.add(entry());
  await outbox.add(entry({ title: "Morning" }));
  await outbox.remove(first);
  assert.deepEqual((await outbox.entriesOf("ann")).map(({ title }) => title), ["Morning"]);
});

test("marks an entry as refused, with the reasons", async () => {
  await outbox.mark(await outbox.add(entry()), "refused", ["Too old."]);
  const [{ state, reasons }] = await outbox.entriesOf("ann");
  assert.deepEqual([state, reasons], ["refused", ["Too old."]]);
});

test("brings nothing back that another tab has removed in the meantime", async () => {
  const kept = await outbox.add(entry());
  await outbox.remove(kept);
  await outbox.mark(kept, "refused", []);
  assert.deepEqual(await outbox.entriesOf("ann"), []);
});

test("remembers for each account when something was last sent", async () => {
  await outbox.noteSent("ann");
  assert.ok(Math.abs((await outbox.lastSent("ann")) - Date.now()) < 60_000);
  assert.equal(await outbox.lastSent("bob"), undefined);
});

test("tells every tab of a change", async () => {
  const heard = new Promise((done) => outbox.watch(done));
  await outbox.add(entry());
  assert.ok(["keys", "entries"].includes((await heard).data));
});
