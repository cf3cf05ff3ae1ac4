import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { element, load, page, until } from "../fakes/browser.js";
import { anew, clinic } from "../fakes/clinic.js";

const account = { "meta[name=account]": { content: "ann" } };
page(account);
await import("../fakes/idb.js");
const outbox = await import("../../../static/js/phone/outbox.js");

const DAY = 24 * 60 * 60 * 1000;
const TEXTS = { waiting: "{n} wait", refused: "{n} need you", oldest: "oldest {n} days", oldestOne: "oldest {n} day" };
const ENTRY = { account: "ann", url: "/log/", title: "Session", fields: [["pain_left", "3", false]] };
const keep = (more = {}) => outbox.add({ ...ENTRY, savedAt: Date.now(), ...more });

beforeEach(async () => {
  anew();
  for (const entry of await outbox.entriesOf("ann")) await outbox.remove(entry);
});

async function line() {
  const span = element({ textContent: "…" });
  const count = element({ hidden: true, dataset: TEXTS, parts: { span } });
  page({ ...account, "[data-queue-count]": count });
  await load("phone/queue.js");
  await until(() => span.textContent !== "…");
  return { count, span };
}

test("shows no line while nothing waits", async () => {
  assert.equal((await line()).count.hidden, true);
});

test("counts what waits apart from what was refused", async () => {
  await keep();
  await keep();
  await outbox.mark(await keep(), "refused", []);
  const { count, span } = await line();
  assert.deepEqual([count.hidden, span.textContent], [false, "2 wait, 1 need you"]);
});

test("says how old the oldest is, once that is a day", async () => {
  await keep();
  await keep({ savedAt: Date.now() - DAY - 1000 });
  assert.equal((await line()).span.textContent, "2 wait, oldest 1 day");
  await keep({ savedAt: Date.now() - 3 * DAY - 1000 });
  assert.equal((await line()).span.textContent, "3 wait, oldest 3 days");
});

test("counts nothing of another account", async () => {
  await keep({ account: "bob" });
  assert.equal((await line()).count.hidden, true);
});

test("counts anew when something comes or goes", async () => {
  const { count, span } = await line();
  const entry = await keep();
  await until(() => span.textContent === "1 wait");
  await outbox.remove(entry);
  await until(() => count.hidden);
});

const TODAY = new Intl.DateTimeFormat("sv-SE").format(new Date());
const ANSWER = { url: "/morning/", zones: { sides: ["left"], stay: [4, 5], red: [6, 7, 8, 9, 10] } };
const answer = (pain, on = TODAY) => keep({ ...ANSWER, fields: [["on", on, false], ["pain_left", pain, false]] });

async function today() {
  const [question, rest, card] = [element(), element(), element()];
  const plan = element({ hidden: true, parts: { "[data-rest]": rest } });
  const count = element({ hidden: true, dataset: TEXTS, parts: { span: element() } });
  page({ ...account, "[data-queue-count]": count, "[data-not-in-plan]": plan, "[data-asks-morning]": question, "[data-while-calm]": card });
  rest.hidden = null;
  await load("phone/queue.js");
  await until(() => rest.hidden !== null);
  await until(() => question.hidden !== undefined);
  return { outside: !plan.hidden, rests: !rest.hidden, asks: !question.hidden, exercises: !card.hidden };
}

test("leaves Today as it is while nothing waits", async () => {
  assert.deepEqual(await today(), { outside: false, rests: false, asks: true, exercises: true });
});

test("asks no morning again that waits to be sent, and says that the plan does not know it", async () => {
  await answer("2");
  assert.deepEqual(await today(), { outside: true, rests: false, asks: false, exercises: true });
});

test("asks for rest where a red number waits", async () => {
  await answer("7");
  assert.deepEqual(await today(), { outside: true, rests: true, asks: false, exercises: false });
});

test("still asks for this morning where another one waits", async () => {
  await answer("2", "2026-01-01");
  assert.deepEqual(await today(), { outside: true, rests: false, asks: true, exercises: true });
});

async function card(performed_at, prescription = "7", state = "waiting") {
  const [waits, asks] = [element({ hidden: true }), element()];
  const found = element({ dataset: { card: "7" }, parts: { "[data-card-waits]": waits, "[data-card-asks]": asks } });
  const plan = element({ hidden: null, parts: { "[data-rest]": element() } });
  page({ ...account, "[data-not-in-plan]": plan, "[data-card]": [found] });
  const fields = [["prescription", prescription, false], ["performed_at", performed_at, false]];
  const entry = await keep({ url: "https://clinic.example/log/?exercise=7", fields });
  if (state !== "waiting") await outbox.mark(entry, state, []);
  await load("phone/queue.js");
  await until(() => plan.hidden !== null);
  return { waits: !waits.hidden, asks: !asks.hidden };
}

for (const [what, waits, ...given] of [
  ["was done today", true, `${TODAY}T08:00`],
  ["says no time, and was kept today", true, ""],
  ["was done on another day", false, "2026-01-01T08:00"],
  ["is another exercise", false, "", "8"],
  ["was refused", false, "", "7", "refused"],
]) {
  test(`says on its card of Today whether a session waits that ${what}`, async () => {
    assert.deepEqual(await card(...given), { waits, asks: !waits });
  });
}

async function alarms(parts = {}) {
  const waits = element({ hidden: true });
  const ticks = ["saddle", "calf", "words"].map((kind) => element({ hidden: true, dataset: { tickWaits: kind } }));
  const span = element({ textContent: "…" });
  const count = element({ hidden: true, dataset: TEXTS, parts: { span } });
  page({ ...account, "[data-queue-count]": count, "[data-alarm-waits]": waits, "[data-tick-waits]": ticks, ...parts });
  await load("phone/queue.js");
  await until(() => span.textContent !== "…");
  return [waits.hidden, ...ticks.map((part) => part.hidden)];
}
const LONG_AGO = { savedAt: Date.now() - 60_000 };

test("says of an alarm that waits that nobody was told, with its ticks", async () => {
  await keep(LONG_AGO);
  assert.deepEqual(await alarms(), [true, true, true, true]);
  await keep({ ...LONG_AGO, url: "/alarm/", fields: [["kinds", "saddle", false], ["kinds", "pop", false]] });
  assert.deepEqual(await alarms(), [false, false, true, true]);
  await keep({ ...LONG_AGO, url: "/messages/", fields: [], danger: true });
  assert.deepEqual(await alarms(), [false, false, true, false]);
});

test("does not say it of an alarm that is just being sent", async () => {
  await keep({ url: "/alarm/", fields: [["kinds", "saddle", false]] });
  assert.deepEqual(await alarms(), [true, true, true, true]);
});

const NAMES = ["title", "detail", "waits", "refused", "reasons", "reason", "remove", "severe", "stay", "undo"];
const row = () => element({ parts: Object.fromEntries(NAMES.map((name) => [`[data-${name}]`, element()])) });

async function list() {
  const texts = { left: "left {n}", right: "right {n}", sure: "Sure?" };
  const rows = element({ dataset: texts, replaceChildren(...all) { this.all = all; } });
  const parts = {
    ...account, "[data-queue]": rows, "#queue-row": { content: { cloneNode: row } },
    "[data-queue-number]": element(), "[data-queue-empty]": element(), "[data-queue-full]": element(),
    "[data-queue-waits]": element(), "[data-last-sent]": element({ dataset: { lastSent: "Sent {when}" } }),
  };
  page(parts);
  const { pressed } = await load("phone/queue.js");
  await until(() => rows.all && parts["[data-queue-number]"].textContent !== "");
  return { rows, parts, pressed, said: (place, name) => rows.all[place].querySelector(`[data-${name}]`) };
}

test("lists the newest first, with the pain of each side that was given", async () => {
  await keep();
  await keep({ title: "Morning", fields: [["pain_left", "0", false], ["pain_right", "5", false]] });
  const { rows, said } = await list();
  assert.deepEqual(rows.all.map((_row, place) => said(place, "title").textContent), ["Morning", "Session"]);
  assert.match(said(0, "detail").textContent, /, left 0, right 5$/);
  assert.match(said(1, "detail").textContent, /, left 3$/);
});

test("says why an entry was refused, and that the others wait", async () => {
  await keep();
  await outbox.mark(await keep(), "refused", ["Too old.", "No number."]);
  const { said, parts } = await list();
  assert.deepEqual(["waits", "refused", "reasons"].map((name) => said(0, name).hidden), [true, false, false]);
  assert.equal(said(0, "reason").textContent, "Too old. No number.");
  assert.deepEqual(["waits", "refused", "reasons"].map((name) => said(1, name).hidden), [false, true, true]);
  assert.equal(parts["[data-queue-number]"].textContent, 1);
});

test("removes an entry only from somebody who is sure", async () => {
  await keep();
  const { said } = await list();
  globalThis.confirm = () => false;
  await said(0, "remove").happens("click");
  assert.equal((await outbox.entriesOf("ann")).length, 1);
  globalThis.confirm = () => true;
  await said(0, "remove").happens("click");
  assert.equal((await outbox.entriesOf("ann")).length, 0);
});

test("sends at a press what waits and what was refused", async () => {
  await keep();
  await outbox.mark(await keep(), "refused", []);
  const { parts, pressed } = await list();
  await pressed();
  assert.deepEqual([clinic.received.length, parts["[data-queue-empty]"].hidden], [2, false]);
  assert.match(parts["[data-last-sent]"].textContent, /^Sent \w+/);
});

test("does not say that the app can be closed while an alarm waits", async () => {
  await keep();
  assert.equal((await list()).parts["[data-queue-waits]"].hidden, false);
  await keep({ url: "/alarm/", fields: [["kinds", "saddle", false]] });
  assert.equal((await list()).parts["[data-queue-waits]"].hidden, true);
});
