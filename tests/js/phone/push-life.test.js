import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { clockAt, load, page, signal } from "../fakes/browser.js";
import { anew, clinic } from "../fakes/clinic.js";

const NOON = Date.UTC(2026, 5, 3, 12);
const DAY = 24 * 60 * 60 * 1000;
let subscription;

page({ "meta[name=account]": { content: "ann" } });
const { renew, leave } = await load("phone/push-life.js");

beforeEach(() => {
  anew();
  clockAt(NOON);
  const kept = new Map();
  globalThis.localStorage = {
    getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text), removeItem: (key) => kept.delete(key),
  };
  subscription = browser("https://push/one");
  const worker = { pushManager: { getSubscription: async () => subscription } };
  signal(true, { serviceWorker: { getRegistration: async () => worker } });
  clinic.answer = () => [200, { on: true }];
});

function browser(endpoint) {
  return { given: true, toJSON: () => ({ endpoint, keys: { p256dh: "p", auth: "a" } }), async unsubscribe() { this.given = false; } };
}

const said = () => clinic.received.map(({ address, fields }) => [address, fields.endpoint]);

test("says at a visit what it is, and no more that day", async () => {
  await renew();
  await renew();
  assert.deepEqual(said(), [["/reminders/push/renew/", "https://push/one"]]);
  clockAt(NOON + DAY);
  await renew();
  assert.equal(said().length, 2);
});

test("says at once that it has another address", async () => {
  await renew();
  subscription = browser("https://push/two");
  await renew();
  assert.deepEqual(said().map(([, endpoint]) => endpoint), ["https://push/one", "https://push/two"]);
});

test("says it again at the next page when nobody heard it", async () => {
  clinic.reachable = false;
  await renew();
  clinic.reachable = true;
  await renew();
  assert.equal(said().length, 1);
  assert.ok(subscription.given);
});

test("gives back what takes part no longer, so that turning on begins anew", async () => {
  clinic.answer = () => [200, { on: false }];
  await renew();
  assert.ok(!subscription.given);
});

test("ends with the session of this phone, with signal or without", async () => {
  await leave();
  assert.deepEqual(said(), [["/reminders/push/leave/", "https://push/one"]]);
  assert.ok(!subscription.given);
  clinic.reachable = false;
  subscription = browser("https://push/one");
  await leave();
  assert.ok(!subscription.given);
});

test("does nothing where there are no notifications", async () => {
  subscription = null;
  await renew();
  await leave();
  signal(true);
  await renew();
  await leave();
  assert.deepEqual(said(), []);
});
