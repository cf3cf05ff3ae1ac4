import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { element, load, page, signal } from "../fakes/browser.js";

const kept = new Map();
globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };

beforeEach(() => kept.clear());

async function today({ standalone, display = false, installable, passkeys = true } = {}) {
  globalThis.matchMedia = () => ({ matches: display });
  globalThis.PublicKeyCredential = passkeys ? {} : undefined;
  globalThis.installable = installable ? Promise.resolve(installable) : new Promise(() => {});
  signal(true, { standalone });
  const ways = { add: element({ dataset: { way: "add" } }), share: element({ dataset: { way: "share" } }) };
  const [add, later, make] = [element(), element(), element()];
  const offer = (name, more) => element({ hidden: true, dataset: { offer: name }, parts: more });
  const install = offer("install", {
    "[data-settles]": [add, later], "[data-way]": Object.values(ways), "button[data-way]": add,
  });
  const passkey = offer("passkey", { "[data-settles]": [make] });
  page({ "[data-offer=install]": install, "[data-offer=passkey]": passkey });
  await load("phone/offer.js");
  await new Promise((done) => setTimeout(done));
  return { shown: [!install.hidden, !passkey.hidden], way: ways.share.hidden ? "add" : "share", add, later, make };
}

test("offers the home screen where the browser can do it, and asks at the press", async () => {
  let asked = 0;
  const { shown, way, add } = await today({ installable: { prompt: () => (asked += 1) } });
  assert.deepEqual([shown, way], [[true, false], "add"]);
  await add.happens("click");
  assert.equal(asked, 1);
  assert.deepEqual((await today({ installable: {} })).shown, [false, true]);
});

test("says where the button is on a phone that must be shown it", async () => {
  const { shown, way } = await today({ standalone: false });
  assert.deepEqual([shown, way], [[true, false], "share"]);
});

test("offers a passkey where the app is on the home screen, or cannot be", async () => {
  assert.deepEqual((await today({ display: true, installable: {} })).shown, [false, true]);
  assert.deepEqual((await today({ standalone: true })).shown, [false, true]);
  assert.deepEqual((await today({ passkeys: false })).shown, [false, false]);
});

test("offers nothing again that was taken or put away", async () => {
  await (await today({ installable: {} })).later.happens("click");
  await (await today({ installable: {} })).make.happens("click");
  assert.deepEqual((await today({ installable: {} })).shown, [false, false]);
});

test("offers nothing before the first session", async () => {
  page({});
  await load("phone/offer.js");
});
