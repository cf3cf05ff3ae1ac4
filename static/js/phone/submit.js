// A form marked data-outbox="title" is kept on this phone first and sent at once after it. With an answer the person
// goes on as without script; without one they read that it is saved here. start.js hears the press.
import { alsoSaved } from "../log-from-guide.js"; // the log form is whole only with what the guide counted
import { account } from "./account.js";
import { alarmsOf, ticksIn } from "./danger-words.js";
import { sendNow } from "./drain.js";
import { add, entriesOf, remove } from "./outbox.js";
import { sayRefused } from "./refused.js";
import { askOfTear } from "./severe.js";
import { sayStay, zonesOf } from "./stay.js";

const PATIENCE = 4000;

/** What pressing `submitter` in `form` leads to. */
export async function pressed(form, submitter) {
  const fields = fieldsOf(form, submitter);
  let entry;
  const others = [];
  try {
    entry = (await sameAlarm(form.action, fields)) ?? (await add(entryOf(form, fields)));
    for (const { told, fields: own } of form.id === "log" ? alsoSaved(fields) : []) {
      others.push(await add({ ...entryOf(form, own), title: told, danger: false }));
    }
  } catch {
    return withoutKeeping(form, submitter);
  }
  navigator.storage?.persist?.();
  const { status, next, errors } = await sendNow(entry, PATIENCE);
  if (status === "stored" || status === "duplicate") {
    for (const other of others) await sendNow(other, PATIENCE); // without an answer it waits, as any entry does
    return location.assign(next);
  }
  if (status) {
    for (const one of [entry, ...others]) await remove(one); // the person is here and corrects it, with the form still filled
    if (status === "rejected" && sayRefused(form, errors)) return;
    return plain(form, submitter); // in conflict, or to be asked: the page of the clinic does
  }
  await showSaved(form, entry);
}

// A form that stays open after an alarm was kept may be pressed again: that is the same alarm.
async function sameAlarm(url, fields) {
  const ticks = String(alarmsOf({ fields }));
  const waits = ticks ? await entriesOf(account) : [];
  return waits.find((entry) => entry.state === "waiting" && entry.url === url && String(alarmsOf(entry)) === ticks);
}

function entryOf(form, fields) {
  const danger = [...form.querySelectorAll("[data-words]")].some((field) => ticksIn(field).length);
  return { account, url: form.action, title: form.dataset.outbox, savedAt: Date.now(), fields, zones: zonesOf(form), danger };
}

// What the form would post, and the phone's time.
function fieldsOf(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.set(submitter.name, submitter.value);
  data.delete("csrfmiddlewaretoken");
  data.set("client_id", idOf(data));
  const now = new Date();
  data.set("captured_at", wallTime(now));
  data.set("utc_offset", -now.getTimezoneOffset());
  data.set("time_zone", Intl.DateTimeFormat().resolvedOptions().timeZone ?? "");
  const free = new Set([...form.querySelectorAll("textarea")].map((field) => field.name));
  return [...data].map(([name, value]) => [name, value, free.has(name)]);
}

// A kept page may have been sent before: it gets a new id, unless a guided session brought one in the address.
function idOf(data) {
  const brought = new URLSearchParams(location.hash.slice(1)).get("client_id");
  const own = data.get("client_id");
  const used = "kept" in document.documentElement.dataset && own !== brought;
  return own && !used ? own : crypto.randomUUID();
}

function wallTime(date) {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19);
}

// The browser refuses to keep anything (no room, private window): the plain post, or the plain truth.
function withoutKeeping(form, submitter) {
  if (navigator.onLine) return plain(form, submitter);
  reveal(document.getElementById("not-kept"));
}

function plain(form, submitter) {
  if (submitter?.name) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name });
    field.value = submitter.value;
    form.append(field);
  }
  form.submit();
}

async function showSaved(form, entry) {
  if (form.elements.client_id) form.elements.client_id.value = crypto.randomUUID(); // this one is taken now
  const own = form.dataset.unsent && document.getElementById(form.dataset.unsent);
  if (own) return reveal(own);
  const page = document.querySelector("a[data-queue-count]").href;
  if (navigator.onLine || (await caches.match(page, { ignoreVary: true }))) return location.assign(page);
  form.reset();
  if (alarmsOf(entry).length) return reveal(document.getElementById("alarm-waits"));
  askOfTear(document.querySelector("#kept-here [data-severe]"), entry.fields);
  sayStay(document.querySelector("#kept-here [data-stay]"), entry);
  reveal(document.getElementById("kept-here"));
}

function reveal(element) {
  element.hidden = false;
  element.tabIndex = -1;
  element.focus();
}
