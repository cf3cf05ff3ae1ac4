import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { element, load, page, until } from "../fakes/browser.js";
import { anew, clinic } from "../fakes/clinic.js";

const account = { "meta[name=account]": { content: "ann" } };
page(account);
await import("../fakes/idb.js");
globalThis.isSecureContext = true;
globalThis.addEventListener = () => {}; // the page never becomes complete
globalThis.PerformanceObserver = class { static supportedEntryTypes = []; };
globalThis.FormData = class extends FormData { constructor() { super(); } };

const happens = (kind, target) => {
  const event = { target, submitter: null, prevented: false, preventDefault() { this.prevented = true; } };
  document.happens(kind, event);
  return event;
};
const pressable = (is, more) => element({ closest: (what) => (what === is ? pressed : null), ...more });
let pressed;
const press = (kind, is, more = {}) => happens(kind, (pressed = pressable(is, more)));
const formOf = { action: "/log/", dataset: { outbox: "Session" }, elements: {}, parts: { textarea: [] } };

beforeEach(async () => {
  anew();
  page(account);
  await load("phone/start.js");
});

test("keeps what is pressed before the page is complete", async () => {
  assert.ok(press("submit", "form[data-outbox]", formOf).prevented);
  await until(() => location.visited.includes("/today/"));
  assert.equal(clinic.received.length, 1);
});

test("stores once what was pressed twice", async () => {
  press("submit", "form[data-outbox]", formOf);
  assert.ok(happens("submit", pressed).prevented);
  await until(() => location.visited.includes("/today/"));
  assert.equal(clinic.received.length, 1);
});

test("sends what was refused when that is asked for before the list is there", async () => {
  const { add, mark } = await import("../../../static/js/phone/outbox.js");
  await mark(await add({ account: "ann", url: "/log/", title: "Session", savedAt: 1, fields: [] }), "refused", []);
  press("click", "button[data-send-now]");
  await until(() => clinic.received.length && !pressed.ariaBusy);
});

test("signs out as with everything there: what waits goes first", async () => {
  const { add } = await import("../../../static/js/phone/outbox.js");
  globalThis.caches = { keys: async () => [] };
  await add({ account: "ann", url: "/log/", title: "Session", savedAt: 1, fields: [] });
  let after = null;
  press("submit", "form[data-sign-out]", { submit: () => (after = clinic.received.length) });
  await until(() => after !== null);
  assert.equal(after, 1);
});

test("leaves every other form and button alone", () => {
  assert.ok(!press("submit", "form").prevented);
  assert.ok(!press("click", "button").prevented);
});
