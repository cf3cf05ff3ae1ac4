import assert from "node:assert/strict";
import test from "node:test";

import { clockAt, element, load, page } from "../fakes/browser.js";

async function opened({ here, zone = "Europe/London", keptFrom = "" }) {
  clockAt("2026-03-07T12:00Z", "UTC");
  const { resolvedOptions } = Intl.DateTimeFormat.prototype;
  Intl.DateTimeFormat.prototype.resolvedOptions = () => ({ timeZone: here });
  const words = element({ dataset: { text: "You seem to be in {place}, this page in {home}." } });
  const field = element();
  const offer = element({ hidden: true, dataset: { zone, keptFrom }, parts: { "[data-text]": words, "[name=zone]": field } });
  page({ "form[data-zone]": offer });
  await load("phone/zone.js");
  Intl.DateTimeFormat.prototype.resolvedOptions = resolvedOptions;
  return { shown: !offer.hidden, words: words.textContent, zone: field.value };
}

test("offers the time of the place where the phone is", async () => {
  const offered = await opened({ here: "America/Argentina/Buenos_Aires" });
  assert.deepEqual(offered, {
    shown: true, words: "You seem to be in Buenos Aires, this page in London.", zone: "America/Argentina/Buenos_Aires",
  });
});

for (const [why, where] of [
  ["the clocks show the same", { here: "Europe/Lisbon" }],
  ["the patient said no", { here: "Pacific/Auckland", keptFrom: "Pacific/Auckland" }],
  ["the browser knows no name", { here: "Etc/Unknown" }],
  ["the browser says an offset", { here: "+13:00" }],
  ["the browser says nothing", { here: undefined }],
]) {
  test(`offers nothing where ${why}`, async () => assert.equal((await opened(where)).shown, false));
}
