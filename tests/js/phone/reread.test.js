import assert from "node:assert/strict";
import test from "node:test";

import { load, page } from "../fakes/browser.js";

const line = { hidden: true };
const found = { "#was-sent": line };
page({ "meta[name=account]": { content: "ann" }, ...found });
let reloads = 0;
location.reload = () => reloads++;
const channel = new BroadcastChannel("outbox");
await load("phone/reread.js");
const said = async (word) => {
  channel.postMessage(word);
  await new Promise((done) => setTimeout(done, 20));
};

test("says on a page where somebody may be typing that Today has changed", async () => {
  await said("entries");
  assert.equal(line.hidden, true);
  await said("sent");
  assert.deepEqual([line.hidden, reloads], [false, 0]);
});

test("stays where somebody is signing out", async () => {
  page({ "meta[name=account]": { content: "ann" }, "[data-rereads]": {}, "[data-leaves]": {} });
  location.reload = () => reloads++;
  await said("sent");
  assert.equal(reloads, 0);
});

test("reads a page again that says what holds now", async () => {
  page({ "meta[name=account]": { content: "ann" }, "[data-rereads]": {} });
  location.reload = () => reloads++;
  await said("entries");
  assert.equal(reloads, 0);
  await said("sent");
  assert.equal(reloads, 1);
});
