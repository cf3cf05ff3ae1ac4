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

const BRIDGE = new URLSearchParams({
  client_id: "b", mode: "plan", prescription: "5", dose_sets: "3", "set-1-both": "10", told: "Bridge: 3 of 3 sets", csrfmiddlewaretoken: "x",
});

async function withBridge(hash) {
  const list = element({ shown: [], append(line) { this.shown.push(line.textContent); } });
  const also = element({ hidden: true, parts: { ul: list } });
  page({ "#log": element({ elements: { client_id: { value: "a" } } }), "#log-also": also });
  location.hash = hash;
  return { also, list, ...(await load("log-from-guide.js")) };
}

test("says which other exercises are saved with this one", async () => {
  const { also, list } = await withBridge(`#client_id=a&also=${encodeURIComponent(BRIDGE)}`);
  assert.deepEqual([also.hidden, list.shown], [false, ["Bridge: 3 of 3 sets"]]);
  assert.equal((await withBridge("#client_id=a")).also.hidden, true);
});

test("gives each the pain that was said once, and neither note nor stop of this one", async () => {
  const { alsoSaved } = await withBridge(`#client_id=a&also=${encodeURIComponent(BRIDGE)}`);
  const sent = [["client_id", "a", false], ["pain_left", "2", false], ["note", "sore", true], ["stopped_for_pain", "on", false], ["utc_offset", 60, false]];
  assert.deepEqual(alsoSaved(sent), [{ told: "Bridge: 3 of 3 sets", fields: [
    ["client_id", "b", false], ["mode", "plan", false], ["prescription", "5", false], ["dose_sets", "3", false], ["set-1-both", "10", false],
    ["pain_left", "2", false], ["utc_offset", 60, false],
  ] }]);
});
