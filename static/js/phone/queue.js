// Shows what waits: the line with the count on every page, and the list on the page of the outbox.
import { account } from "./account.js";
import { alarmsOf } from "./danger-words.js";
import { drain, takeBack } from "./drain.js";
import { entriesOf, lastSent, remove, watch } from "./outbox.js";
import { askOfTear } from "./severe.js";
import { isRed, sayStay } from "./stay.js";
import { sayTwice } from "./twice.js";

const UNDO = 10_000; // as long as the page of Today offers it
const SOON = 5_000; // an alarm that is just being sent does not wait yet
const DAY = 24 * 60 * 60 * 1000;
const language = document.documentElement.lang;
const count = document.querySelector("[data-queue-count]");
const list = document.querySelector("[data-queue]");

watch(show);
show();

/** "Try to send now", which start.js hears: over when the page shows what became of it. */
export async function pressed() {
  await drain({ again: true });
  await show();
}

async function show() {
  const entries = await entriesOf(account);
  showAlarms(entries);
  if (list) await showList(entries);
  else if (count) showCount(entries);
  showPlan(entries.filter((entry) => entry.state === "waiting"));
}

// Today was made without what waits here: it does not ask for a morning again that is answered, and says so. A red number
// asks for rest before the clinic has it.
function showPlan(waiting) {
  const line = document.querySelector("[data-not-in-plan]");
  if (!line) return;
  line.hidden = !waiting.length;
  const rests = waiting.some((entry) => isRed(entry) && isOfToday(entry.savedAt));
  line.querySelector("[data-rest]").hidden = !rests;
  for (const card of document.querySelectorAll("[data-while-calm]")) card.hidden = rests;
  for (const card of document.querySelectorAll("[data-card]")) showCard(card, waiting.some((entry) => isOf(card, entry)));
  const question = document.querySelector("[data-asks-morning]");
  if (question) question.hidden = waiting.some(isOfThisMorning);
}

// What of today waits is said on its own card, which then asks for it no more; what is missing can still be logged.
function showCard(card, waits) {
  card.querySelector("[data-card-waits]").hidden = !waits;
  const asks = card.querySelector("[data-card-asks]");
  if (asks) asks.hidden = waits;
}

function isOf(card, { url, savedAt, fields }) {
  const given = Object.fromEntries(fields);
  const isToday = given.performed_at ? given.performed_at.startsWith(dayOf(Date.now())) : isOfToday(savedAt);
  return /\/log\/(\?|$)/.test(url) && given.prescription === card.dataset.card && isToday;
}

const dayOf = (time) => new Intl.DateTimeFormat("sv-SE").format(time);
const isOfToday = (time) => dayOf(time) === dayOf(Date.now());
const isMorning = (entry) => entry.url.endsWith("/morning/");
const isOfThisMorning = (entry) => isMorning(entry) && Object.fromEntries(entry.fields).on === dayOf(Date.now());

// What should not wait, and waits: nobody has been told of it, whatever else the page says.
function showAlarms(entries) {
  const alarms = entries.filter((entry) => alarmsOf(entry).length);
  const waiting = alarms.filter((entry) => list || !navigator.onLine || Date.now() - entry.savedAt >= SOON);
  if (waiting.length < alarms.length) setTimeout(show, SOON);
  const said = new Set(waiting.flatMap(alarmsOf));
  for (const part of document.querySelectorAll("[data-alarm-waits]")) part.hidden = !said.size;
  for (const part of document.querySelectorAll("[data-tick-waits]")) part.hidden = !said.has(part.dataset.tickWaits);
}

function showCount(entries) {
  const refused = entries.filter((entry) => entry.state === "refused").length;
  const words = [waiting(entries.length - refused), refused ? filled(count.dataset.refused, refused) : ""];
  const days = Math.floor((Date.now() - Math.min(...entries.map((entry) => entry.savedAt))) / DAY);
  if (entries.length && days > 0) words.push(plural(count.dataset, "oldest", days));
  count.querySelector("span").textContent = words.filter(Boolean).join(", ");
  count.hidden = !entries.length;
}

const waiting = (number) => (number ? filled(count.dataset.waiting, number) : "");
const filled = (text, number) => text.replace("{n}", number);
const plural = (texts, name, number) => filled(texts[number === 1 ? `${name}One` : name], number);

async function showList(entries) {
  const waits = entries.filter((entry) => entry.state === "waiting").length;
  list.replaceChildren(...entries.map((entry, n) => row(entry, entries.slice(0, n))).toReversed());
  document.querySelector("[data-queue-number]").textContent = waits;
  for (const part of document.querySelectorAll("[data-queue-empty]")) part.hidden = entries.length > 0;
  for (const part of document.querySelectorAll("[data-queue-full]")) part.hidden = !entries.length;
  document.querySelector("[data-queue-waits]").hidden = !waits || entries.some((entry) => alarmsOf(entry).length);
  const sent = await lastSent(account);
  const line = document.querySelector("[data-last-sent]");
  line.hidden = !sent;
  if (sent) line.textContent = line.dataset.lastSent.replace("{when}", when(sent));
}

function row(entry, before) {
  const item = document.getElementById("queue-row").content.cloneNode(true);
  const part = (name) => item.querySelector(`[data-${name}]`);
  const refused = entry.state === "refused";
  part("title").textContent = entry.title;
  part("detail").textContent = [when(entry.savedAt), ...pains(entry)].join(", ");
  askOfTear(part("severe"), entry.fields);
  sayStay(part("stay"), entry);
  sayTwice(part("twice"), entry, before);
  part("waits").hidden = refused;
  part("refused").hidden = !refused;
  part("reasons").hidden = !refused;
  if (refused && entry.reasons.length) part("reason").textContent = entry.reasons.join(" ");
  const left = isMorning(entry) && !refused ? entry.savedAt + UNDO - Date.now() : 0;
  part("undo").hidden = left <= 0;
  if (left > 0) setTimeout(show, left);
  part("undo").addEventListener("click", () => takeBack(entry, list.dataset.undone));
  part("remove").addEventListener("click", () => confirm(list.dataset.sure) && remove(entry));
  return item;
}

function pains(entry) {
  const given = Object.fromEntries(entry.fields);
  return ["left", "right"]
    .filter((side) => given[`pain_${side}`])
    .map((side) => filled(list.dataset[side], given[`pain_${side}`]));
}

function when(milliseconds) {
  const format = { weekday: "long", hour: "2-digit", minute: "2-digit" };
  if (Date.now() - milliseconds > 6 * DAY) Object.assign(format, { day: "numeric", month: "long" });
  return new Intl.DateTimeFormat(language, format).format(milliseconds);
}
