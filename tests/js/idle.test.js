import assert from "node:assert/strict";
import test, { mock } from "node:test";

import { element, load, page } from "./fakes/browser.js";

const MINUTE = 60 * 1000;
globalThis.FormData = class { *[Symbol.iterator]() { yield ["csrfmiddlewaretoken", "now"]; } };
mock.timers.enable({ apis: ["setInterval", "Date"], now: 0 });
const settle = () => new Promise((done) => setImmediate(done));

/** A page of somebody who works here; `asks` are what it asked of the server, `answer` what it is told. */
async function opened(answer = { ok: true, status: 204 }) {
  const words = element(), button = element(), shown = new Set();
  const form = element({
    action: "/account/stay/", dataset: { idle: "1800", soon: "Soon.", over: "Over." },
    parts: { "[role=alert]": words, button },
  });
  form.classList = { toggle: (name, on) => (on ? shown.add(name) : shown.delete(name)) };
  page({ "form[data-idle]": form });
  const asks = [];
  globalThis.fetch = async (address) => { asks.push(address); return answer; };
  await load("idle.js");
  await settle();
  return { words, button, form, asks, shown };
}

const pass = async (minutes) => { mock.timers.tick(minutes * MINUTE); await settle(); };

test("warns five minutes before the end, and says when it is over", async () => {
  const { words, button, shown } = await opened();
  await pass(24.5);
  assert.deepEqual([words.textContent, shown.size, button.hidden], ["", 0, true]);
  await pass(0.5);
  assert.deepEqual([words.textContent, shown.size, button.hidden], ["Soon.", 1, false]);
  await pass(5);
  assert.deepEqual([words.textContent, shown.size, button.hidden], ["Over.", 1, true]);
});

test("stays by one press", async () => {
  const { words, form, asks } = await opened();
  await pass(26);
  let kept = true;
  await form.happens("submit", { preventDefault() { kept = false; } });
  assert.deepEqual([asks, words.textContent, kept], [["/account/stay/"], "", false]);
  await pass(24);
  assert.equal(words.textContent, "");
});

test("tells the server of typing, not more than every five minutes", async () => {
  const { words, asks } = await opened();
  for (let minute = 0; minute < 40; minute += 1) {
    await pass(1);
    await document.happens("input");
    await settle();
  }
  assert.equal(asks.length, 6);
  assert.equal(words.textContent, "");
});

test("says that it is over when the server says so", async () => {
  const { words, form } = await opened({ ok: false, status: 401 });
  await form.happens("submit", { preventDefault() {} });
  assert.equal(words.textContent, "Over.");
});

test("goes on warning where there is no signal", async () => {
  const { words, form } = await opened();
  globalThis.fetch = async () => { throw new TypeError("no signal"); };
  await pass(26);
  await form.happens("submit", { preventDefault() {} });
  assert.equal(words.textContent, "Soon.");
});

test("hears that another tab was used", async () => {
  const { words } = await opened();
  await pass(26);
  new BroadcastChannel("asked the server").postMessage("");
  await settle();
  assert.equal(words.textContent, "");
});
