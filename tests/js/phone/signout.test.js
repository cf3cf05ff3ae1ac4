import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { element, load, page } from "../fakes/browser.js";
import { anew, clinic } from "../fakes/clinic.js";

const account = { "meta[name=account]": { content: "ann" } };
page(account);
const outbox = await import("../../../static/js/phone/outbox.js");
const keep = (owner = "ann") => outbox.add({ account: owner, url: "/log/", title: "Session", savedAt: 1, fields: [] });
let caches;

beforeEach(async () => {
  anew();
  for (const entry of await outbox.entriesOf("ann")) await outbox.remove(entry);
  caches = new Set(["files-1", "pages-ann"]);
  globalThis.caches = { keys: async () => [...caches], delete: async (name) => caches.delete(name) };
});

async function signOut(sure) {
  const form = element({ dataset: { signOut: "{n} wait" }, left: false, submit() { this.left = true; } });
  let asked = null;
  globalThis.confirm = (text) => ((asked = text), sure);
  page(account);
  await (await load("phone/signout.js")).pressed(form);
  return { left: form.left, asked };
}

test("sends what waits and leaves no page behind, without a question", async () => {
  await keep();
  assert.deepEqual(await signOut(false), { left: true, asked: null });
  assert.equal(clinic.received.length, 1);
  assert.deepEqual([...caches], ["files-1"]);
});

test("asks before it leaves something unsent, and stays at a no", async () => {
  clinic.reachable = false;
  await keep();
  assert.deepEqual(await signOut(false), { left: false, asked: "1 wait" });
  assert.deepEqual([...caches], ["files-1", "pages-ann"]);
});

test("leaves at a yes, and what waits stays for the next sign-in", async () => {
  clinic.reachable = false;
  await keep();
  assert.equal((await signOut(true)).left, true);
  assert.equal((await outbox.entriesOf("ann")).length, 1);
});

test("asks nothing about what another account left", async () => {
  clinic.reachable = false;
  await keep("bob");
  assert.deepEqual(await signOut(false), { left: true, asked: null });
});
