// Leads through one exercise. What happens when is in guide-course.js; here it is shown, said and kept.
import * as course from "./guide-course.js";
import { allowSound, buzz, canBuzz, keepAwake, tone } from "./guide-cues.js";
import { load, save } from "./guide-store.js";

const TICK = 250;
const OUT_OF_SIGHT = 3000; // a tick that comes so late was slept through
const plan = JSON.parse(document.getElementById("guide-course").textContent);
const { words } = plan;
const main = document.getElementById("main");
const part = (name) => document.getElementById(`guide-${name}`);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let state = course.revive(plan, await load(plan), Date.now());
let seen = Date.now();
let ticking = null;

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

// What the patient does ------------------------------------------------------------------------------------------------

function start() {
  const now = Date.now();
  become(state ? course.goOn(plan, state, now) : course.begin(plan, newId(), now), now);
  goLive();
}

function startOver() {
  state = null;
  start();
}

// The id that the log will carry. randomUUID() is missing where a trial runs without TLS.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function press() {
  const now = Date.now();
  if (state.pausedAt !== null) become(course.goOn(plan, state, now), now);
  else if (isCounting()) become(course.finishSet(plan, state, state.count || plan.target, now), now);
  else become(course.pause(state, now), now);
}

const isCounting = () => state.phase === "work" && !plan.hold;

function act(change) {
  return () => {
    const now = Date.now();
    become(change(plan, state, now), now);
  };
}

/** The log form with what was done: in the fragment, which stays on this phone and out of every server's log. */
function logLink(link, stopped) {
  const done = course.amounts(plan, state, Date.now());
  const whole = plan.complete && plan.sets.every(({ name }) => done[name] === plan.target);
  const fields = { client_id: state.id, mode: whole ? "plan" : "sets", ...(stopped && { stopped_for_pain: "on" }), ...done };
  link.hash = new URLSearchParams(fields).toString();
}

// The clock ------------------------------------------------------------------------------------------------------------

function tick() {
  const now = Date.now();
  const missed = document.hidden || now - seen > OUT_OF_SIGHT;
  const next = course.advance(plan, state, now);
  const passed = course.setsDone(next) - course.setsDone(state);
  if (!missed) countDown(now);
  seen = now;
  become(missed && passed ? { ...next, unseen: next.unseen + passed } : next, now);
}

function become(next, now) {
  const before = state;
  state = next;
  if (!before || next.phase !== before.phase || next.set !== before.set) changed(now);
  if (!before || next.pausedAt !== before.pausedAt || next.phase === "over") keepAwake(isRunning());
  save(plan, state, now);
  show(now);
}

const isRunning = () => state.pausedAt === null && state.phase !== "over";

function changed(now) {
  if (now - state.began < OUT_OF_SIGHT) cue(state.phase === "work" ? [880, 200] : [440, 400]);
  say(state.phase === "over" ? words.allSets : `${phaseWord()}. ${whereabouts()}`);
}

// The last three seconds before a hold begins are heard, each once.
function countDown(now) {
  if (!["ready", "rest"].includes(state.phase) || state.pausedAt !== null) return;
  const left = (at) => Math.ceil(course.remaining(plan, state, at) / 1000);
  if (left(now) < left(seen) && left(now) > 0 && left(now) <= 3) cue([660, 60]);
}

function cue([hertz, milliseconds]) {
  if (part("sound").checked) tone(hertz, milliseconds / 1000);
  if (part("vibration").checked) buzz(milliseconds);
}

const say = (text) => (part("said").textContent = text);

// What is shown --------------------------------------------------------------------------------------------------------

function goLive() {
  main.classList.add("is-live");
  for (const name of ["steps", "begin", "over-again", "log"]) part(name).hidden = true;
  part("live").hidden = false;
  ticking ??= setInterval(tick, TICK);
  part("name").focus({ preventScroll: true });
  scrollTo(0, 0);
  show(Date.now());
}

function show(now) {
  showDial(now);
  showPlace();
  showLegs();
  showButtons();
  const minutes = Math.round(course.secondsLeft(plan, state, now) / 60);
  const left = words.minutes[Math.min(minutes, words.minutes.length - 1)];
  write("progress", state.phase === "over" ? words.allSets : `${plan.sets[course.upcoming(state)].nth}, ${left}`);
}

const phaseWord = () => (state.pausedAt === null ? words[state.phase] : words.paused);

function whereabouts() {
  const { where, next } = plan.sets[course.upcoming(state)];
  return state.phase === "rest" ? next : where;
}

// A reader is not to be told the same text again and again.
function write(name, text) {
  if (part(name).textContent !== text) part(name).textContent = text;
}

function showDial(now) {
  const { share, number, of, told } = dial(now);
  write("phase", phaseWord());
  write("number", String(number));
  write("of", of);
  part("ring").setAttribute("stroke-dasharray", `${(share * 100).toFixed(1)} 100`);
  part("ring").setAttribute("visibility", share > 0 ? "visible" : "hidden"); // round ends would leave a dot
  part("dial").setAttribute("aria-label", fill(told, { what: phaseWord(), left: number }));
}

function dial(now) {
  if (state.phase === "over") return { share: 1, number: plan.sets.length, of: words.ofSets, told: words.allSets };
  if (isCounting()) return { share: state.count / course.mostOf(plan), number: state.count, of: words.ofCount, told: words.counted };
  const seconds = course.lengthOf(plan, state);
  const left = course.remaining(plan, state, now) / 1000;
  const number = Math.ceil(left);
  const values = { n: seconds, left: number, what: phaseWord() };
  const share = (calm.matches ? number : left) / seconds;
  return { share, number, of: fill(words.ofSeconds, values), told: fill(words.secondsLeft, values) };
}

function showPlace() {
  write("where", state.phase === "over" ? words.allSets : whereabouts());
  const after = plan.sets[state.set + 1];
  write("next", state.phase === "work" && after ? after.next : "");
  const working = state.phase === "work";
  if (!part("end-drawing") || !part("start-drawing")) return; // one picture, or none
  part("end-drawing").hidden = !working;
  part("start-drawing").hidden = working;
}

function showLegs() {
  for (const mark of document.querySelectorAll("[data-set]")) {
    if (mark.dataset.set in state.done) mark.className = "is-done";
    else if (plan.sets.some(({ name }) => name === mark.dataset.set)) mark.className = isNow(mark.dataset.set) ? "is-now" : "";
  }
  for (const sum of document.querySelectorAll("[data-leg]")) {
    const marks = [...sum.parentElement.querySelectorAll("[data-set]")];
    const text = fill(words.legDone, { n: marks.filter((mark) => mark.className === "is-done").length, total: marks.length });
    if (sum.textContent !== text) sum.textContent = text;
  }
}

const isNow = (name) => state.phase !== "over" && plan.sets[course.upcoming(state)].name === name;

function showButtons() {
  const over = state.phase === "over";
  const does = state.pausedAt !== null ? "goOn" : isCounting() ? "finish" : "pause";
  for (const label of part("main").children) label.hidden = label.dataset.does !== does;
  const finish = part("main").querySelector("[data-does=finish]");
  finish.textContent = fill(state.count ? words.finishWith : words.allDone, { n: state.count || plan.target });
  const hadFocus = document.activeElement === part("main");
  part("stop").hidden = part("main").hidden = over;
  part("finish").hidden = !over;
  if (over && hadFocus) part("finish").focus({ preventScroll: true });
  part("count").hidden = !isCounting() || state.pausedAt !== null;
  part("skip").hidden = state.phase !== "rest" || state.pausedAt !== null;
  part("cues").hidden = over || state.unseen > 0;
  part("unseen").hidden = !state.unseen;
  write("unseen-words", words.unseen[state.unseen - 1] ?? "");
}

// Before the start -----------------------------------------------------------------------------------------------------

function offer() {
  part("begin").hidden = false;
  if (!state) return;
  if (state.phase === "over") return goLive();
  part("log").hidden = true;
  part("over-again").hidden = false;
  part("begin").querySelector("span").textContent = plan.sets[course.upcoming(state)].goOn;
}

part("begin").addEventListener("click", start);
part("over-again").addEventListener("click", startOver);
part("main").addEventListener("click", press);
part("skip").addEventListener("click", act(course.skipRest));
part("count").addEventListener("click", act(course.countOne));
part("take-back").addEventListener("click", act(course.takeBack));
part("keep").addEventListener("click", act((_plan, kept) => ({ ...kept, unseen: 0 })));
part("stop").addEventListener("click", () => logLink(part("stop"), true));
part("finish").addEventListener("click", () => logLink(part("finish"), false));
part("sound").addEventListener("change", (event) => event.target.checked && allowSound());
document.addEventListener("visibilitychange", () => {
  if (!ticking) return;
  tick();
  if (!document.hidden) keepAwake(isRunning());
});
if (!canBuzz()) part("vibration").nextElementSibling.hidden = part("vibration").hidden = true;
offer();
