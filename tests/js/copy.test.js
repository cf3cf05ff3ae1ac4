import assert from "node:assert/strict";
import test from "node:test";

import { element, load, page, signal } from "./fakes/browser.js";

async function pressed(clipboard) {
  const [label, said] = [element({ textContent: "Copy" }), element()];
  const box = { value: "https://clinic.example/join", select() { this.selected = true; } };
  const button = element({
    hidden: true, dataset: { copy: "address", copied: "Copied" }, parts: { span: label },
    parentElement: element({ parts: { "[data-copy-said]": said } }),
  });
  signal(true, { clipboard });
  page({ "[data-copy]": button, "#address": box });
  document.execCommand = (command) => { box.commanded = command; };
  await load("copy.js");
  await button.happens("click");
  return { box, button, label, said };
}

test("takes the text to the clipboard and says so", async () => {
  let taken;
  const { button, label, said } = await pressed({ writeText: async (text) => { taken = text; } });
  assert.deepEqual([taken, button.hidden], ["https://clinic.example/join", false]);
  assert.deepEqual([label.textContent, said.textContent], ["Copied", "Copied"]);
});

test("copies on a page without https too, which has no clipboard of its own", async () => {
  const { box, label } = await pressed(undefined);
  assert.deepEqual([box.selected, box.commanded, label.textContent], [true, "copy", "Copied"]);
});
