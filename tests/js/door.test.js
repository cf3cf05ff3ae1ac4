import assert from "node:assert/strict";
import test from "node:test";

import { element, load, page, until } from "./fakes/browser.js";

await import("./fakes/idb.js");
const frames = [];
globalThis.requestAnimationFrame = (act) => frames.push(act);
let loaded;
globalThis.addEventListener = (name, act) => { if (name === "load") loaded = act; };

test("brings what script adds only after the page was painted", async () => {
  const outbox = await import("../../static/js/phone/outbox.js");
  await outbox.add({ account: "ann", url: "/log/", title: "Session", savedAt: 1, fields: [] });
  const words = element();
  const said = element({ hidden: true, dataset: { one: "One." }, parts: { p: words } });
  page({ "[data-waiting-here]": said });
  await load("door.js");
  assert.equal(frames.length, 0);
  loaded();
  assert.equal(said.hidden, true);
  frames.pop()();
  await until(() => !said.hidden);
  assert.equal(words.textContent, "One.");
});
