import assert from "node:assert/strict";
import test from "node:test";

import { element, load, page, signal } from "../fakes/browser.js";

const acts = {};
globalThis.addEventListener = (name, act) => (acts[name] = act);

async function opened({ onLine, kept }) {
  signal(onLine);
  const parts = { "[data-when-offline]": element({ hidden: true }), "[data-while-signal]": element() };
  page(parts, { dataset: kept ? { kept: "" } : {} });
  await load("phone/signal.js");
  return parts;
}

const hidden = (parts) => Object.values(parts).map((part) => part.hidden);

test("says what may have changed only while there is signal, on a page that is fresh", async () => {
  assert.deepEqual(hidden(await opened({ onLine: true })), [true, false]);
  assert.deepEqual(hidden(await opened({ onLine: false })), [false, true]);
  assert.deepEqual(hidden(await opened({ onLine: true, kept: true })), [true, true]);
});

test("turns when the signal goes", async () => {
  const parts = await opened({ onLine: true });
  signal(false);
  acts.offline();
  assert.deepEqual(hidden(parts), [false, true]);
});
