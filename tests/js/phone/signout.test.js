import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { element, load, page, signal } from "../fakes/browser.js";
import { anew, clinic } from "../fakes/clinic.js";

const account = { "meta[name=account]": { content: "ann" } };
page(account);
const outbox = await import("../../../static/js/phone/outbox.js");
const keep = (owner = "ann") => outbox.add({ account: owner, url: "/log/", title: "Session", savedAt: 1, fields: [] });
let caches;
globalThis.addEventListener = () => {};
let leaving; // who is to be signed out later

beforeEach(async () => {
  anew();
  for (const entry of await outbox.entriesOf("ann")) await outbox.remove(entry);
  caches = new Set(["files-1", "pages-ann"]);
  globalThis.caches = {
    keys: async () => [...caches], delete: async (name) => caches.delete(name),
    open: async (name) => (caches.add(name), { put: async (_url, who) => (leaving = await who.text()) }),
  };
  leaving = null;
  signal(true, { serviceWorker: { controller: {} } });
});

const parts = { yes: element({ dataset: { later: "yes" } }), no: element({ dataset: { later: "no" } }) };
const sheet = element({ parts: { "[data-later]": Object.values(parts) } });
const main = element({ replaceChildren(said) { this.shows = said; } });

async function signOut(sure) {
  main.shows = null;
  const form = element({ dataset: { signOut: "{n} wait" }, left: false, submit() { this.left = true; } });
  let asked = null;
  globalThis.confirm = (text) => ((asked = text), sure);
  page({ ...account, main, "#signs-out-later": { content: { cloneNode: () => sheet } } });
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

test("removes the pages without signal, says that the sign-in goes on, and notes who is to be signed out", async () => {
  clinic.reachable = false;
  await keep();
  assert.deepEqual(await signOut(true), { left: false, asked: "1 wait" });
  assert.deepEqual([...caches], ["files-1", "leaving"]);
  assert.deepEqual([main.shows, leaving, parts.yes.hidden, parts.no.hidden], [sheet, "ann", false, true]);
  assert.equal((await outbox.entriesOf("ann")).length, 1);
});

test("promises nothing where no service worker would keep it", async () => {
  signal(true, { serviceWorker: { controller: null } });
  clinic.reachable = false;
  await signOut(true);
  assert.deepEqual([main.shows, leaving, parts.yes.hidden, parts.no.hidden], [sheet, null, true, false]);
});

test("asks nothing about what another account left", async () => {
  clinic.reachable = false;
  await keep("bob");
  assert.deepEqual(await signOut(false), { left: false, asked: null });
});
