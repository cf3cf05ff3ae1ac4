import assert from "node:assert/strict";
import test from "node:test";

import { clockAt, element, load, page } from "../fakes/browser.js";

const at = (moment) => Date.parse(`${moment}Z`) / 1000;
const MONDAY = [[at("2026-06-15T07:00"), at("2026-06-15T17:00")]];
globalThis.setInterval = () => {}; // a test ends, and a page would go on asking

async function opened(moment, { kept = false, ticked = [], bar = false } = {}) {
  clockAt(moment, "UTC");
  const parts = {
    "[data-openings]": element({ dataset: { openings: JSON.stringify(MONDAY) } }),
    "[data-while]": [element({ dataset: { while: "open" } }), element({ dataset: { while: "closed" }, hidden: true })],
    "[data-now]": element({ dataset: { now: "open" } }),
    "[data-ticked]": ["", "saddle", "bone"].map((kind) => element({ dataset: { ticked: kind }, hidden: true })),
  };
  if (bar) parts["[data-bar]"] = parts["[data-ticked]"];
  parts["[name=kinds]:checked"] = ticked.map((value) => element({ value }));
  page(parts, { dataset: kept ? { kept: "" } : {} });
  await load("phone/whom.js");
  const hidden = (selector) => [parts[selector]].flat().map((part) => part.hidden);
  return { buttons: hidden("[data-while]"), words: hidden("[data-now]"), ticked: hidden("[data-ticked]") };
}

test("calls the clinic first while it is open", async () => {
  const { buttons, words } = await opened("2026-06-15T07:00");
  assert.deepEqual([buttons, words], [[false, true], [false]]);
});

test("turns to the other number when the clinic has closed, and says its state no more", async () => {
  const { buttons, words } = await opened("2026-06-15T17:00");
  assert.deepEqual([buttons, words], [[true, false], [true]]);
});

test("counts the clinic as closed on a page that is older than the hours it knows", async () => {
  assert.deepEqual((await opened("2026-07-15T12:00")).buttons, [true, false]);
});

test("says no state on a kept page, and still puts the right number first", async () => {
  const { buttons, words } = await opened("2026-06-15T12:00", { kept: true });
  assert.deepEqual([buttons, words], [[false, true], [true]]);
});

test("shows the number of each tick beside the word that nobody was told", async () => {
  assert.deepEqual((await opened("2026-06-15T12:00", { ticked: ["saddle"] })).ticked, [true, false, true]);
  assert.deepEqual((await opened("2026-06-15T12:00")).ticked, [false, true, true]);
});

test("has one call in the bar, of the most urgent tick", async () => {
  const { ticked } = await opened("2026-06-15T12:00", { ticked: ["saddle", "bone"], bar: true });
  assert.deepEqual(ticked, [true, false, true]);
});

test("sets on a kept list the ticks that a link brought", async () => {
  const box = element({ checked: false });
  page({ "[data-openings]": element({ dataset: { openings: "[]" } }), "#kind_pop": box }, { dataset: { kept: "" } });
  location.search = "?tick=pop&tick=nothing";
  await load("phone/whom.js");
  assert.equal(box.checked, true);
});

test("leaves every other page alone", async () => {
  page({});
  await load("phone/whom.js");
});
