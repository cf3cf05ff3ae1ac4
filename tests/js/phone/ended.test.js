import assert from "node:assert/strict";
import test from "node:test";

import { load, page } from "../fakes/browser.js";

const acts = {};
globalThis.addEventListener = (name, act) => (acts[name] = act);
const out = () => Response.json({ status: "signed out" }, { status: 401 });
const settle = () => new Promise((done) => setTimeout(done, 5));

/** A page of Ann's that lies open; where it led to, and how often the clinic was asked. */
async function opened(answer, { kept = false } = {}) {
  page({ "meta[name=account]": { content: "ann" } }, { dataset: kept ? { kept: "" } : {} });
  const seen = { left: [], asked: 0 };
  Object.assign(location, { pathname: "/progress/", replace: (address) => seen.left.push(address) });
  globalThis.fetch = async () => { seen.asked += 1; return answer(); };
  await load("phone/ended.js");
  await settle();
  return seen;
}

const lookAgain = async () => { await document.happens("visibilitychange"); await settle(); };

test("closes a kept page at once where its account is signed out", async () => {
  assert.deepEqual((await opened(out, { kept: true })).left, ["/account/login/?next=/progress/"]);
});

test("asks nothing of a page that came from the clinic until somebody looks at it again", async () => {
  const seen = await opened(out);
  assert.equal(seen.asked, 0);
  document.visibilityState = "hidden";
  await lookAgain();
  assert.equal(seen.asked, 0);
  document.visibilityState = "visible";
  await lookAgain();
  assert.deepEqual(seen.left, ["/account/login/?next=/progress/"]);
});

test("closes where somebody else is signed in, and stays where nobody can tell", async () => {
  assert.deepEqual((await opened(() => Response.json({ account: "bob" }), { kept: true })).left, ["/"]);
  assert.deepEqual((await opened(() => Response.json({ account: "ann" }), { kept: true })).left, []);
  assert.deepEqual((await opened(() => new Response("", { status: 503 }), { kept: true })).left, []);
  assert.deepEqual((await opened(() => { throw new TypeError("no signal"); }, { kept: true })).left, []);
});

test("leaves a page on which something was typed", async () => {
  const seen = await opened(out);
  await document.happens("input");
  await lookAgain();
  assert.deepEqual([seen.left, seen.asked], [[], 0]);
});
