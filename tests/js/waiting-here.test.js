import assert from "node:assert/strict";
import test from "node:test";

import { element, load, page } from "./fakes/browser.js";

await import("./fakes/idb.js");
const outbox = await import("../../static/js/phone/outbox.js");

async function door() {
  const words = element();
  const said = element({ hidden: true, dataset: { one: "One.", many: "{n} wait." }, parts: { p: words } });
  page({ "[data-waiting-here]": said });
  await load("waiting-here.js");
  return [said.hidden, words.textContent];
}

test("says at the door what still waits on this phone, and nothing where nothing does", async () => {
  assert.deepEqual(await door(), [true, ""]);
  await outbox.add({ account: "ann", url: "/log/", title: "Session", savedAt: 1, fields: [] });
  assert.deepEqual(await door(), [false, "One."]);
  await outbox.add({ account: "bob", url: "/log/", title: "Session", savedAt: 1, fields: [] });
  assert.deepEqual(await door(), [false, "2 wait."]);
});
