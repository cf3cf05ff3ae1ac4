import assert from "node:assert/strict";
import test from "node:test";

import { element, load, page } from "./fakes/browser.js";

const LINES = ["numb between my legs", "wits end", "cant pee", "big bruise"];

async function typed(...texts) {
  const sheet = element({ hidden: true, dataset: { words: JSON.stringify(LINES) } });
  const field = element({ value: "" });
  page({ "#danger-live": sheet, "#id_text": field });
  await load("danger.js");
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
  await load("danger.js");
});
