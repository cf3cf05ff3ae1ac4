import assert from "node:assert/strict";
import test from "node:test";

import { element, load, page } from "./fakes/browser.js";

/** A page with one form of these values; `leaving` says whether the browser would ask. */
async function opened(values, unsaved = "") {
  const form = element({ dataset: { unsaved }, values: { csrfmiddlewaretoken: "a", ...values } });
  page({ "form[data-unsaved]": form });
  globalThis.window = element();
  globalThis.FormData = class {
    constructor({ values: now }) { this.now = Object.entries(now); }
    [Symbol.iterator]() { return this.now.values(); }
  };
  await load("unsaved.js");
  const leaving = async () => {
    let asked = false;
    await window.happens("beforeunload", { preventDefault() { asked = true; } });
    return asked;
  };
  return { form, leaving };
}

test("lets go of a page on which nothing was typed", async () => {
  const { form, leaving } = await opened({ name: "Bridge" });
  form.values.csrfmiddlewaretoken = "b";
  assert.equal(await leaving(), false);
});

test("asks where something was typed, and no longer once it is taken back", async () => {
  const { form, leaving } = await opened({ name: "Bridge" });
  form.values.name = "Curl";
  assert.equal(await leaving(), true);
  form.values.name = "Bridge";
  assert.equal(await leaving(), false);
});

test("does not ask when the form itself is sent, and does again after coming back", async () => {
  const { form, leaving } = await opened({ name: "Bridge" });
  form.values.name = "Curl";
  await form.happens("submit");
  assert.equal(await leaving(), false);
  await window.happens("pageshow");
  assert.equal(await leaving(), true);
});

test("asks on a page that came back unsaved, whether or not more was typed", async () => {
  const { leaving } = await opened({ name: "Curl" }, "typed");
  assert.equal(await leaving(), true);
});

test("asks where a file was chosen", async () => {
  const { form, leaving } = await opened({ upload: { name: "" } });
  form.values.upload = { name: "bridge.jpg" };
  assert.equal(await leaving(), true);
});
