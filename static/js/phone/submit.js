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
  const asked = toSave(form, fields);
  const kept = await keep(asked).catch(() => null);
  if (!kept && (asked.length === 1 || !navigator.onLine)) return withoutKeeping(form, submitter);
  const [entry, ...others] = kept ?? asked; // what was said to be saved together is sent so, kept or not
  if (kept) navigator.storage?.persist?.();
  const { status, next, errors } = await sendNow(entry, PATIENCE);
  if (isTaken(status) || status === "conflict") {
    let whole = true;
    for (const other of others) whole = isTaken((await sendNow(other, PATIENCE)).status) && whole;
    if (isTaken(status)) return kept || whole ? location.assign(next) : sayNotKept(); // what was kept waits, as any entry does
    if (kept) await remove(entry);
    return plain(form, submitter); // the page of the clinic says what stands
  }
  if (status) {
    for (const one of kept ?? []) await remove(one); // the person is here and corrects it, with the form still filled
    if (status === "rejected" && sayRefused(form, errors)) return;
    return plain(form, submitter); // to be asked: the page of the clinic does
  }
  if (!kept) return sayNotKept();
  await showSaved(form, entry);
}

const isTaken = (status) => status === "stored" || status === "duplicate";

/** The entry of `form`, and those of the other exercises that a guided session saves with it. */
function toSave(form, fields) {
  const others = form.id === "log" ? alsoSaved(fields) : [];
  return [
    entryOf(form, fields),
    ...others.map(({ told, fields: own }) => ({ ...entryOf(form, own), title: told, danger: false })),
  ];
}

async function keep([first, ...others]) {
  const kept = [(await sameAlarm(first.url, first.fields)) ?? (await add(first))];
  for (const other of others) kept.push(await add(other));
  return kept;
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
  sayNotKept();
}

const sayNotKept = () => reveal(document.getElementById("not-kept"));

function plain(form, submitter) {
  if (submitter?.name) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name });
    field.value = submitter.value;
    form.append(field);
  }
  form.action = form.action.split("#")[0] + location.hash; // what a guided session saves with it stays in the address
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
