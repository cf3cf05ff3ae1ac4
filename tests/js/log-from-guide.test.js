import assert from "node:assert/strict";
import test from "node:test";

import { element, load, page } from "./fakes/browser.js";

async function opened(fragment, values = {}) {
  const elements = {
    client_id: { value: "of-the-page" }, mode: { value: "" }, "set-0-seconds": { value: "" }, pain_left: { value: "" },
    stopped_for_pain: { type: "checkbox", checked: false }, ...values,
  };
  page({ "#log": element({ elements }) });
  location.hash = fragment;
  await load("log-from-guide.js");
  return elements;
}

test("fills in what a guided session counted, under that session's id", async () => {
  const form = await opened("#client_id=guided&mode=guided&set-0-seconds=30&stopped_for_pain=on");
  assert.deepEqual([form.client_id.value, form.mode.value, form["set-0-seconds"].value], ["guided", "guided", "30"]);
  assert.equal(form.stopped_for_pain.checked, true);
});

test("never fills in a number of pain", async () => {
  assert.equal((await opened("#client_id=guided&pain_left=0")).pain_left.value, "");
});

test("overwrites nothing in a form that was sent and came back", async () => {
  const sent = { client_id: { value: "guided" }, "set-0-seconds": { value: "25" } };
  assert.equal((await opened("#client_id=guided&set-0-seconds=30", sent))["set-0-seconds"].value, "25");
});

test("leaves the form alone without a guided session", async () => {
  assert.equal((await opened("")).client_id.value, "of-the-page");
  assert.equal((await opened("#set-0-seconds=30"))["set-0-seconds"].value, "");
});

test("passes over a set that the form does not ask for", async () => {
  assert.equal((await opened("#client_id=guided&set-9-seconds=30")).client_id.value, "guided");
});
