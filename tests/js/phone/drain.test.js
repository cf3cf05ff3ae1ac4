import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { load, page, signal, until } from "../fakes/browser.js";
import { anew, clinic } from "../fakes/clinic.js";

page({ "meta[name=account]": { content: "ann" } });
const { disk } = await import("../fakes/idb.js");
const outbox = await import("../../../static/js/phone/outbox.js");
const { drain, drainWhenItMayWork, sendNow } = await load("phone/drain.js");

const keep = (title, account = "ann") =>
  outbox.add({ account, url: "/log/", title, savedAt: 1, fields: [["client_id", title, false], ["note", "sore", true]] });
const left = async () => (await outbox.entriesOf("ann")).map(({ title, state }) => `${title} ${state}`);

beforeEach(async () => {
  anew();
  signal(true);
  disk.refuses = false;
  for (const account of ["ann", "bob"]) for (const entry of await outbox.entriesOf(account)) await outbox.remove(entry);
});

test("sends what waits in its order, readable, with a fresh token and the time it is here", async () => {
  await keep("one");
  await keep("two");
  await drain();
  assert.deepEqual(clinic.received.map(({ fields }) => fields.client_id), ["one", "two"]);
  const [{ address, fields, headers }] = clinic.received;
  assert.deepEqual([address, fields.note, headers["X-CSRFToken"]], ["/log/", "sore", "fresh"]);
  assert.ok(Math.abs(Date.parse(fields.sent_at) - Date.now()) < 60_000);
});

for (const status of ["stored", "duplicate"]) {
  test(`forgets an entry once the clinic says ${status}`, async () => {
    clinic.answer = () => [200, { status }];
    await keep("one");
    await drain();
    assert.deepEqual(await left(), []);
    assert.ok(await outbox.lastSent("ann"));
  });
}

test("tells the pages once that something which waited is stored, and nothing where nothing is", async () => {
  const heard = [];
  outbox.watch(({ data }) => data === "sent" && heard.push(data));
  await keep("one");
  await keep("two");
  await drain();
  await until(() => heard.length === 1);
  clinic.answer = () => [422, { status: "rejected" }];
  await keep("three");
  await drain();
  await drain();
  assert.deepEqual(heard, ["sent"]);
});

test("keeps an entry that a page answered without saying that it is stored", async () => {
  await keep("one");
  for (const said of [undefined, {}, { status: "seen" }, { status: "refused" }]) {
    clinic.answer = () => [200, said];
    await drain();
    assert.deepEqual(await left(), ["one waiting"], JSON.stringify(said));
  }
});

for (const status of [401, 403, 408, 425, 429, 500, 502, 503]) {
  test(`keeps an entry waiting after ${status}`, async () => {
    clinic.answer = () => [status, { errors: { all: ["Later."] } }];
    await keep("one");
    await drain();
    assert.deepEqual(await left(), ["one waiting"]);
  });
}

test("keeps an entry waiting without a line", async () => {
  await keep("one");
  clinic.reachable = false;
  await drain();
  assert.deepEqual(await left(), ["one waiting"]);
});

for (const status of [400, 404, 409, 422]) {
  test(`keeps an entry that was refused with ${status}, and the reasons with it`, async () => {
    clinic.answer = () => [status, { errors: { performed_at: ["Too old."], pain_left: ["Choose a number."] } }];
    await keep("one");
    await drain();
    assert.deepEqual(await left(), ["one refused"]);
    assert.deepEqual((await outbox.entriesOf("ann"))[0].reasons, ["Too old.", "Choose a number."]);
  });
}

test("lets one bad entry hold nobody up", async () => {
  for (const title of ["one", "two", "three", "four"]) await keep(title);
  const answers = { one: [400, { errors: {} }], two: [500], three: [200, { status: "stored" }] };
  clinic.answer = ({ fields }) => {
    if (fields.client_id === "four") throw new TypeError("Failed to fetch");
    return answers[fields.client_id];
  };
  await drain();
  assert.deepEqual(await left(), ["one refused", "two waiting", "four waiting"]);
});

test("sends what was refused only when it is asked to try again", async () => {
  const entry = await keep("one");
  await outbox.mark(entry, "refused", []);
  await drain();
  assert.deepEqual(clinic.received, []);
  await drain({ again: true });
  assert.deepEqual(await left(), []);
});

test("sends nothing when another account is signed in, and nothing of another account", async () => {
  await keep("mine");
  await keep("of bob", "bob");
  clinic.account = "bob";
  await drain();
  assert.deepEqual(clinic.received, []);
  clinic.account = "ann";
  await drain();
  assert.deepEqual(clinic.received.map(({ fields }) => fields.client_id), ["mine"]);
  assert.equal((await outbox.entriesOf("bob")).length, 1);
});

test("asks the clinic nothing while nothing waits", async () => {
  await drain();
  assert.equal(clinic.tokens, 0);
});

test("waits for its turn where two tabs would send at once", async () => {
  const turns = [];
  signal(true, { locks: { request: (name, act) => (turns.push(name), act()) } });
  await keep("one");
  await drain();
  assert.deepEqual([turns, await left()], [["outbox"], []]);
});

test("answers what became of the entry for which a person waits", async () => {
  assert.deepEqual(await sendNow(await keep("one"), 1000), { status: "stored", next: "/today/" });
  clinic.answer = () => [400, { errors: { note: ["Too long."] } }];
  assert.equal((await sendNow(await keep("two"), 1000)).status, "refused");
});

test("answers nothing about an entry that stays here", async () => {
  const entry = await keep("one");
  clinic.answer = () => [503];
  assert.deepEqual(await sendNow(entry, 1000), {});
  clinic.account = "bob";
  assert.deepEqual(await sendNow(entry, 1000), {});
  clinic.reachable = false;
  assert.deepEqual(await sendNow(entry, 1000), {});
  assert.deepEqual(await left(), ["one waiting"]);
});

test("tries at once, when the signal comes back and when somebody looks again", async () => {
  const heard = {};
  globalThis.addEventListener = (name, act) => (heard[name] = act);
  const every = globalThis.setInterval;
  globalThis.setInterval = (act, milliseconds) => (heard[milliseconds] = act);
  clinic.reachable = false;
  await keep("one");
  drainWhenItMayWork();
  globalThis.setInterval = every;
  for (const wake of [heard.online, () => document.happens("visibilitychange"), heard[60_000]]) {
    clinic.reachable = true;
    wake();
    await until(async () => (await left()).length === 0);
    await keep("next");
  }
});
