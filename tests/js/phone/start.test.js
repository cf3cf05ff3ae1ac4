import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { element, load, page, until } from "../fakes/browser.js";
import { anew, clinic } from "../fakes/clinic.js";

page({ "meta[name=account]": { content: "ann" } });
await import("../fakes/idb.js");
globalThis.isSecureContext = true;
globalThis.addEventListener = () => {}; // the page never becomes complete
globalThis.PerformanceObserver = class { static supportedEntryTypes = []; };
globalThis.FormData = class extends FormData { constructor() { super(); } };

const press = (form) => {
  const event = { target: form, submitter: null, prevented: false, preventDefault() { this.prevented = true; } };
  document.happens("submit", event);
  return event;
};
const formOf = (outbox) => element({
  action: "/log/", dataset: { outbox }, elements: {}, parts: { textarea: [] }, matches: () => Boolean(outbox),
});

beforeEach(async () => {
  anew();
  page({ "meta[name=account]": { content: "ann" } });
  await load("phone/start.js");
});

test("keeps what is pressed before the page is complete", async () => {
  clinic.answer = () => [200, { status: "stored", next: "/today/" }];
  assert.ok(press(formOf("Session")).prevented);
  await until(() => location.visited.includes("/today/"));
  assert.equal(clinic.received.length, 1);
});

test("leaves every other form alone", () => {
  assert.ok(!press(formOf("")).prevented);
});
