import assert from "node:assert/strict";
import test from "node:test";

import { element, load, page } from "../fakes/browser.js";

const LINES = { saddle: ["numb between my legs", "cant pee"], distress: ["wits end"], pop: ["big bruise"] };

function laid({ asked = "", kept = false } = {}) {
  const sheet = element({
    hidden: true, dataset: { field: "q" },
    parts: { "[data-list]": element({ dataset: { list: "/alarm/" } }),
      "[data-said]": ["saddle", "distress"].map((said) => element({ hidden: true, dataset: { said } })) },
  });
  const field = element({ value: "", name: "q", dataset: { words: JSON.stringify(LINES) } });
  const unanswered = element({ hidden: true });
  page({ "#danger-live": sheet, "#q": field, "[data-unanswered]": unanswered }, { dataset: kept ? { kept: "" } : {} });
  location.search = asked && `?${new URLSearchParams({ q: asked })}`;
  return { sheet, field, unanswered };
}

async function typed(...texts) {
  const { sheet, field } = laid();
  await load("phone/danger.js");
  const shown = [];
  for (const text of texts) {
    field.value = text;
    await field.happens("input");
    shown.push(!sheet.hidden);
  }
  return shown;
}

test("leads to the alarm list while the words stand there", async () => {
  assert.deepEqual(await typed("May I swim?", "I am NUMB, between my legs!", "May I swim?"), [false, true, false]);
});

test("reads words as the clinic's side does", async () => {
  assert.deepEqual(await typed("at my wits’ end", "I can't pee", "a bíg bruise", "numb between", "bigbruise"), [
    true, true, true, false, false,
  ]);
});

test("does nothing on a page without the list", async () => {
  page({});
  await load("phone/danger.js");
});

test("shows whom to call for what was typed, and leads to the list with its ticks", async () => {
  const { sheet, field } = laid();
  await load("phone/danger.js");
  field.value = "at my wits end, a big bruise";
  await field.happens("input");
  assert.deepEqual(sheet.querySelectorAll("[data-said]").map((part) => part.hidden), [true, false]);
  assert.equal(sheet.querySelector("[data-list]").href, "/alarm/?tick=distress&tick=pop");
});

test("looks at what was searched for without signal, and says that it was not answered", async () => {
  const { sheet, field, unanswered } = laid({ asked: "I can't pee", kept: true });
  await load("phone/danger.js");
  assert.deepEqual([field.value, sheet.hidden, unanswered.hidden], ["I can't pee", false, false]);
});

test("leaves a search alone that the clinic answered", async () => {
  const { sheet, unanswered } = laid({ asked: "stretching" });
  await load("phone/danger.js");
  assert.deepEqual([sheet.hidden, unanswered.hidden], [true, true]);
});
