import assert from "node:assert/strict";
import test from "node:test";

import { element, load, page, until } from "./fakes/browser.js";

globalThis.FormData = class { *[Symbol.iterator]() { yield ["newest", "one"]; } };
const asked = [];
let answer = () => ({ ok: true });
globalThis.fetch = async (address, { method, body }) => {
  asked.push([address, method, String(body)]);
  return answer();
};
const form = () => element({ action: "/messages/seen/" });
const laid = (one, visibilityState) => {
  page({ "form[data-seen]": one });
  document.visibilityState = visibilityState;
  asked.length = 0;
};

test("says at once what a visible page shows, and takes the button away", async () => {
  const one = form();
  laid(one, "visible");
  await load("seen.js");
  await until(() => asked.length);
  assert.deepEqual(asked, [["/messages/seen/", "POST", "newest=one"]]);
  assert.equal(one.hidden, true);
});

test("says nothing of a page in the background until somebody looks, and then once", async () => {
  laid(form(), "hidden");
  await load("seen.js");
  assert.deepEqual(asked, []);
  document.visibilityState = "visible";
  await document.happens("visibilitychange");
  await document.happens("visibilitychange");
  assert.equal(asked.length, 1);
});

test("says that it is noted once it is, where the page has a word for that", async () => {
  const said = element({ hidden: true });
  said.hasAttribute = (name) => name === "data-seen-said";
  const one = Object.assign(form(), { nextElementSibling: said });
  answer = () => ({ ok: false, status: 500 });
  laid(one, "visible");
  await load("seen.js");
  await until(() => asked.length && !one.hidden);
  assert.equal(said.hidden, true);
  answer = () => ({ ok: true });
  laid(one, "visible");
  await load("seen.js");
  await until(() => !said.hidden);
  assert.equal(one.hidden, true);
});

test("leaves the button where it could not be said", async () => {
  const noSignal = () => { throw new TypeError("no signal"); };
  for (answer of [() => ({ ok: false, status: 403 }), noSignal]) {
    const one = form();
    laid(one, "visible");
    await load("seen.js");
    await until(() => asked.length && !one.hidden);
  }
});
