import assert from "node:assert/strict";
import test from "node:test";

import { clockAt, element, load, page } from "../fakes/browser.js";

async function opened({ day, kept = true, zone }) {
  const text = element();
  const parts = {
    "meta[name=day]": { content: day, dataset: { zone } },
    "#old-page": element({ hidden: true, dataset: { text: "This page is from {day}." }, parts: { p: text } }),
    "[data-this-morning]": { value: day },
    "[data-of-the-day]": element(),
  };
  page(parts, { lang: "en-GB", dataset: kept ? { kept: "" } : {} });
  await load("phone/age.js");
  return { line: parts["#old-page"], text, asked: parts["[data-this-morning]"].value, words: parts["[data-of-the-day]"] };
}

test("says of which day a kept page is, and asks about this morning", async () => {
  clockAt("2026-03-05T08:00");
  const { line, text, asked, words } = await opened({ day: "2026-03-03" });
  assert.equal(line.hidden, false);
  assert.match(text.textContent, /^This page is from Tuesday,? 3 March\.$/);
  assert.equal(asked, "2026-03-05");
  assert.equal(words.hidden, true);
});

test("says nothing on a kept page of today", async () => {
  clockAt("2026-03-05T08:00");
  const { line, words } = await opened({ day: "2026-03-05" });
  assert.deepEqual([line.hidden, words.hidden], [true, false]);
});

test("asks about this morning where the clinic's page is of another time zone", async () => {
  clockAt("2026-03-07T08:00+13:00", "Pacific/Auckland");
  const { line, asked, words } = await opened({ day: "2026-03-06", kept: false, zone: "Europe/London" });
  assert.deepEqual([line.hidden, asked, words.hidden], [true, "2026-03-07", true]);
});

test("leaves the day of a page alone where the phone's clock is wrong", async () => {
  clockAt("2027-03-07T08:00+13:00", "Pacific/Auckland");
  assert.equal((await opened({ day: "2026-03-06", kept: false, zone: "Europe/London" })).asked, "2026-03-06");
});

test("says nothing on a page that the clinic has just sent", async () => {
  clockAt("2026-03-05T08:00");
  const { line, asked } = await opened({ day: "2026-03-04", kept: false });
  assert.deepEqual([line.hidden, asked], [true, "2026-03-04"]);
});

for (const [zone, moment] of [["Pacific/Auckland", "2026-03-05T00:30"], ["America/Los_Angeles", "2026-03-05T23:30"]]) {
  test(`means the phone's own day in ${zone}, late and early`, async () => {
    clockAt(`${moment}${zone === "Pacific/Auckland" ? "+13:00" : "-08:00"}`, zone);
    assert.equal((await opened({ day: "2026-03-05" })).line.hidden, true);
    assert.equal((await opened({ day: "2026-03-04" })).asked, "2026-03-05");
  });
}
