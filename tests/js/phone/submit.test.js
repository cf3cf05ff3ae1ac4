import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { element, load, page, signal, until } from "../fakes/browser.js";
import { anew, clinic } from "../fakes/clinic.js";

const account = { "meta[name=account]": { content: "ann" } };
page(account);
const { disk } = await import("../fakes/idb.js");
const outbox = await import("../../../static/js/phone/outbox.js");

globalThis.FormData = class extends FormData {
  constructor(form) {
    super();
    for (const [name, value] of form.fields) this.append(name, value);
  }
};
const FIELDS = [["csrfmiddlewaretoken", "secret"], ["client_id", "of-the-page"], ["pain_left", "3"], ["note", "sore"]];
let kept;

beforeEach(async () => {
  anew();
  signal(true);
  disk.refuses = false;
  globalThis.caches = { match: async () => undefined };
  for (const entry of await outbox.entriesOf("ann")) await outbox.remove(entry);
});

async function opened({ hash = "", isKept = false, more = {}, fields = FIELDS, words = [] } = {}) {
  const form = element({
    fields, id: "log", action: "/log/", dataset: { outbox: "Session", ...more }, elements: { client_id: { value: "of-the-page" } },
    parts: { textarea: [{ name: "note" }], "[data-words]": words }, matches: () => true, posted: [], added: [],
    append(field) { this.added.push([field.name, field.value]); },
    submit() { this.posted.push("plain"); },
    reset() { this.wasReset = true; },
  });
  const own = Object.fromEntries(["#not-kept", "#kept-here", "#unsent", "#alarm-waits"].map((id) => [id, element({ hidden: true })]));
  page({ ...account, ...own, "a[data-queue-count]": { href: "/outbox/" } }, { dataset: isKept ? { kept: "" } : {} });
  location.hash = hash;
  const { pressed } = await load("phone/submit.js");
  const press = (submitter) => void pressed(form, submitter);
  return { form, press, own };
}

const went = (address) => until(() => location.visited.includes(address));
const waiting = () => outbox.entriesOf("ann");

test("keeps the entry on the phone before anything is sent", async () => {
  const { press } = await opened();
  clinic.answer = () => ((kept = waiting()), [200, { status: "stored", next: "/today/" }]);
  press();
  await went("/today/");
  assert.equal((await kept).length, 1);
  assert.deepEqual(await waiting(), []);
});

test("posts what the form would, the button and the phone's time with it, and keeps no token", async () => {
  const { press } = await opened();
  clinic.reachable = false;
  press({ name: "how", value: "as prescribed" });
  await went("/outbox/");
  const [entry] = await waiting();
  const fields = Object.fromEntries(await outbox.readable(entry));
  const { captured_at, time_zone, utc_offset, ...rest } = fields;
  assert.deepEqual(rest, { client_id: "of-the-page", pain_left: "3", note: "sore", how: "as prescribed" });
  assert.match(captured_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  assert.ok(time_zone);
  assert.equal(utc_offset, String(-new Date().getTimezoneOffset()));
  assert.ok(entry.fields.find(([name]) => name === "note")[1].iv, "a note lies open");
});

test("posts a refused form as without script, so that the person can correct it", async () => {
  const { form, press } = await opened();
  clinic.answer = () => [400, { errors: { pain_left: ["Choose a number."] } }];
  press({ name: "how", value: "as prescribed" });
  await until(() => form.posted.length);
  assert.deepEqual([form.added, await waiting(), location.visited], [[["how", "as prescribed"]], [], []]);
});

test("leads to the list of what waits when there is no answer, and gives the form a new id", async () => {
  const { form, press } = await opened();
  clinic.reachable = false;
  press();
  await went("/outbox/");
  assert.equal((await waiting()).length, 1);
  assert.notEqual(form.elements.client_id.value, "of-the-page");
});

test("says in the page that it is saved here when even that list was not kept", async () => {
  const { form, press, own } = await opened();
  clinic.reachable = false;
  signal(false);
  press();
  await until(() => own["#kept-here"].focused);
  assert.deepEqual([own["#kept-here"].hidden, form.wasReset, (await waiting()).length], [false, true, 1]);
});

test("says what a form has of its own to say when it was not told yet", async () => {
  const { press, own } = await opened({ more: { unsent: "unsent" } });
  clinic.reachable = false;
  press();
  await until(() => own["#unsent"].focused);
  assert.deepEqual([own["#unsent"].hidden, location.visited], [false, []]);
});

test("keeps an alarm once that was pressed again", async () => {
  const alarm = (...kinds) => opened({ more: { unsent: "unsent" }, fields: kinds.map((kind) => ["kinds", kind]) });
  clinic.reachable = false;
  for (const kinds of [["saddle"], ["saddle"], ["saddle", "calf"]]) {
    const { press, own } = await alarm(...kinds);
    press();
    await until(() => own["#unsent"].focused);
  }
  const kept = (await waiting()).map(({ fields }) => fields.filter(([name]) => name === "kinds").map(([, kind]) => kind));
  assert.deepEqual(kept, [["saddle"], ["saddle", "calf"]]);
});

test("says of danger words that nobody was told, not that they are saved here", async () => {
  const words = { value: "I can't pee", dataset: { words: '{"saddle": ["cant pee"]}' } };
  const { press, own } = await opened({ words });
  clinic.reachable = false;
  signal(false);
  press();
  await until(() => own["#alarm-waits"].focused);
  assert.deepEqual([own["#kept-here"].hidden, (await waiting())[0].danger], [true, true]);
});

test("posts at once where the browser keeps nothing, and without a line says that it is not saved", async () => {
  const online = await opened();
  disk.refuses = true;
  online.press();
  await until(() => online.form.posted.length);
  signal(false);
  const offline = await opened();
  offline.press();
  await until(() => offline.own["#not-kept"].focused);
  assert.deepEqual([offline.form.posted, offline.own["#not-kept"].hidden, offline.own["#kept-here"].hidden], [[], false, true]);
});

const idSent = async (how) => {
  (await opened(how)).press();
  await went("/today/");
  return clinic.received.at(-1).fields.client_id;
};

test("gives a kept page a new id, for it may have been sent before", async () => {
  assert.match(await idSent({ isKept: true }), /^[0-9a-f-]{36}$/);
});

test("keeps the id that a guided session brought, on a kept page too", async () => {
  assert.equal(await idSent({ isKept: true, hash: "#client_id=of-the-page" }), "of-the-page");
});

const GUIDED = `#client_id=of-the-page&also=${encodeURIComponent("client_id=second&prescription=5&told=Bridge")}`;

test("sends each exercise of a guided session after the first, with the pain that was said once", async () => {
  const { press } = await opened({ hash: GUIDED });
  press();
  await went("/today/");
  assert.deepEqual(clinic.received.map(({ fields }) => [fields.client_id, fields.pain_left]), [["of-the-page", "3"], ["second", "3"]]);
});

test("keeps each exercise of a guided session where there is no line", async () => {
  const { press } = await opened({ hash: GUIDED });
  clinic.reachable = false;
  press();
  await went("/outbox/");
  assert.deepEqual((await waiting()).map(({ title }) => title), ["Session", "Bridge"]);
});

test("sends no exercise of a guided session while the first is refused", async () => {
  const { form, press } = await opened({ hash: GUIDED });
  clinic.answer = () => [422, { errors: { pain_left: ["Choose a number."] } }];
  press();
  await until(() => form.posted.length);
  assert.deepEqual([clinic.received.length, await waiting()], [1, []]);
});

test("sends the other exercises of a guided session though the first was saved before and says something else", async () => {
  const { form, press } = await opened({ hash: GUIDED });
  clinic.answer = ({ fields }) => (fields.prescription ? [200, { status: "stored" }] : [409, { status: "conflict" }]);
  press();
  await until(() => form.posted.length);
  assert.deepEqual([clinic.received.map(({ fields }) => fields.client_id), await waiting()], [["of-the-page", "second"], []]);
});

test("keeps what a guided session saves together in the address of a form that is posted as without script", async () => {
  const { form, press } = await opened({ hash: GUIDED });
  clinic.answer = () => [422, {}];
  press();
  await until(() => form.posted.length);
  assert.equal(form.action, `/log/${GUIDED}`);
});

test("sends all exercises of a guided session where the browser keeps nothing", async () => {
  const { form, press } = await opened({ hash: GUIDED });
  disk.refuses = true;
  press();
  await went("/today/");
  assert.deepEqual(clinic.received.map(({ fields }) => fields.client_id), ["of-the-page", "second"]);
  assert.deepEqual(form.posted, []);
});

test("says that it is not saved where one of them got no answer and nothing is kept", async () => {
  const { press, own } = await opened({ hash: GUIDED });
  disk.refuses = true;
  clinic.answer = ({ fields }) => (fields.prescription ? [503] : [200, { status: "stored", next: "/today/" }]);
  press();
  await until(() => own["#not-kept"].focused);
  assert.deepEqual(location.visited, []);
});
