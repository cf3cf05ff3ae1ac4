// What is found is offered as text, whatever it is called.
import assert from "node:assert/strict";
import { test } from "node:test";

const made = [];
const field = {
  dataset: { suggest: "/find/" },
  closest: () => ({ dataset: { suggestWords: "{}" } }),
  getAttribute: () => null,
  replaceWith: () => {},
};
globalThis.self = globalThis.window = globalThis;
globalThis.document = {
  querySelectorAll: () => [field],
  createElement: () => ({ style: {} }),
  getElementById: () => ({ setAttribute: () => {}, focus: () => {} }),
};

test("offers a name as text", async () => {
  await import("../../static/vendor/accessible-autocomplete/accessible-autocomplete.min.js");
  Object.defineProperty(globalThis, "accessibleAutocomplete", { value: (options) => made.push(options) });
  await import("../../static/js/suggest.js");
  const { inputValue, suggestion } = made[0].templates;
  assert.equal(suggestion(`<svg onload=run()>"'&`), "&#60;svg onload=run()&#62;&#34;&#39;&#38;");
  assert.equal(inputValue("Bridge & <curl>"), "Bridge & <curl>");
  assert.equal(suggestion(undefined), "");
});
