// Leads through the exercises of today. What happens when is in guide-course.js and guide-day.js; here it is heard and kept.
import { chosen, listen, paceOf, show as showChoices, wake } from "./guide-choices.js";
import * as course from "./guide-course.js";
import { buzz, keepAwake, tone } from "./guide-cues.js";
import { askedOf, following, forTheLog, pickUp } from "./guide-day.js";
import { beat, fill, lastCounted, number, sentence } from "./guide-say.js";
import { isTapped, namesOf, part, phaseWord, show as showDay, showExercise, whereabouts } from "./guide-show.js";
import { load, save } from "./guide-store.js";
import { hush, speak } from "./guide-voice.js";
import { idsWaiting } from "./phone/outbox.js";

const TICK = 250;
const OUT_OF_SIGHT = 3000; // a tick that comes so late was slept through
const TONES = { ready: [440, 400], work: [880, 200], rest: [440, 400], over: [440, 400], beat: [660, 60] }; // hertz, ms
const { exercises, logged, words } = JSON.parse(document.getElementById("guide-course").textContent);
// Without TLS nothing can be kept that would save several exercises with one log: each has its own then.
const plans = exercises.slice(0, isSecureContext ? undefined : 1).map((one) => ({ ...one, logged }));
const main = document.getElementById("main");

const [account] = plans[0].key.split(":");
const waiting = await idsWaiting(account).catch(() => []); // logged, and not heard of by the clinic
const states = await Promise.all(plans.map(async (plan) => {
  const kept = course.revive(plan, await load(plan), Date.now());
  return waiting.includes(kept?.id) ? course.goOnApart(kept, newId()) : kept;
}));
if (states.every(course.isSpent)) states.fill(null);
let at = pickUp(plans, states);
let lastAt = at; // the exercise of the set that was done last
let seen = Date.now();
let ticking = null;

const plan = () => plans[at];
const state = () => states[at];

// What the patient does ------------------------------------------------------------------------------------------------

function start() {
  const now = Date.now();
  wake();
  goLive();
  if (state()) become({ ...course.goOn(plan(), course.setPace(plan(), state(), paceOf(plan()), now), now), handed: false }, now);
  else become(course.begin(plan(), newId(), now, { pace: paceOf(plan()) }), now);
}

function startOver() {
  states[at] = null;
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
  wake(); // after a reload, this is the first tap
  if (state().pausedAt !== null) act(course.goOn)();
  else if (isTapped(plan(), state())) finish();
  else act((_plan, running, now) => course.pause(running, now))();
}

const finish = act((of, running, now) => course.finishSet(of, running, course.counted(of, running, now) || of.target, now));

function act(change) {
  return () => {
    const now = Date.now();
    become(change(plan(), state(), now), now);
  };
}

function tap() {
  const { set, phase } = state();
  act(course.countOne)();
  if (state().set === set && state().phase === phase) hear(number(state().count), TONES.beat);
}

const fix = (by) => () => {
  states[lastAt] = course.correct(plans[lastAt], states[lastAt], by);
  save(plans[lastAt], states[lastAt], Date.now());
  show(Date.now());
};

/** The log form with what was done: in the fragment, which stays on this phone and out of every server's log. */
function logLink(link, stopped) {
  const now = Date.now();
  const asked = askedOf(plans, states, at, now, stopped);
  link.search = `?exercise=${plans[asked].fields.prescription}`;
  link.hash = new URLSearchParams(forTheLog(plans, states, asked, now, { stopped, told: toldOf })).toString();
  hush();
  plans.forEach((one, place) => states[place] && save(one, { ...states[place], handed: true }, now));
}

function toldOf(place) {
  const { fields, sets } = plans[place];
  const values = { name: namesOf(place).name, done: course.setsDone(states[place]), wanted: sets.length, load: fields.load };
  return fill(fields.load ? words.togetherLoad : words.together, values);
}

// The clock ------------------------------------------------------------------------------------------------------------

function tick() {
  const now = Date.now();
  const missed = document.hidden || now - seen > OUT_OF_SIGHT;
  const next = course.advance(plan(), state(), now);
  const passed = course.setsDone(next) - course.setsDone(state());
  if (!missed && next === state()) hear(beat(plan(), words, next, seen, now), TONES.beat);
  seen = now;
  become(missed && passed ? { ...next, unseen: next.unseen + passed } : next, now);
}

function become(next, now, more = {}) {
  const before = state();
  states[at] = next;
  if (before && course.setsDone(next) > course.setsDone(before)) lastAt = at;
  const after = next.phase === "over" && !next.unseen ? following(plans, states, at) : null;
  if (after !== null) return goTo(after, now, lastCounted(plan(), before, next));
  if (isStep(before, next)) changed(before, now, more);
  if (!before || next.pausedAt !== before.pausedAt || next.phase === "over") keepAwake(isRunning());
  save(plan(), next, now);
  show(now);
}

const isStep = (before, next) =>
  !before || ["phase", "set"].some((name) => next[name] !== before[name]) || (next.pausedAt === null) !== (before.pausedAt === null);

/** The next exercise: time to change the place, then its first set. */
function goTo(next, now, last) {
  save(plan(), state(), now);
  at = next;
  const { change } = plan();
  const begun = state() ?? course.begin(plan(), newId(), now, { lead: change });
  states[at] = null;
  showExercise(at);
  showChoices(words, plan());
  const ready = { phase: "ready", set: course.upcoming(begun), lead: change, pace: paceOf(plan()), began: now, pausedAt: null };
  become({ ...begun, ...ready }, now, { isNew: true, last });
}

const isRunning = () => state().pausedAt === null && state().phase !== "over";

function changed(before, now, more) {
  const told = sentence(plan(), words, namesOf(at), before, state(), more);
  const isPause = state().pausedAt !== null;
  if (isPause || now - state().began < OUT_OF_SIGHT) hear(told, isPause ? null : TONES[state().phase]);
  say(state().phase === "over" ? words.allSets : `${phaseWord(plan(), words, state())}. ${whereabouts(plan(), words, state())}`);
}

/** A voice that was chosen and cannot be had leaves nobody in silence. */
function hear(told, sound) {
  if (!told) return;
  const spoken = chosen.voice && speak(told);
  if (sound && (chosen.tones || (chosen.voice && !spoken))) tone(sound[0], sound[1] / 1000);
  if (sound && chosen.vibration) buzz(sound[1]);
}

const say = (text) => (part("said").textContent = text);

// What is shown --------------------------------------------------------------------------------------------------------

function goLive() {
  main.classList.add("is-live");
  for (const name of ["begin", "over-again", "log"]) part(name).hidden = true;
  part("live").hidden = false;
  showExercise(at);
  ticking ??= setInterval(tick, TICK);
  part("name").focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** What the phone counted of the last set, which the patient may put right; null where there is nothing to. */
function fixed() {
  const [of, done] = [plans[lastAt], states[lastAt]];
  const rests = ["rest", "over"].includes(done?.phase) && ["ready", "rest", "over"].includes(state().phase);
  return rests && !of.hold && done.pace ? done.done[of.sets[done.set].name] : null;
}

const show = (now) => showDay({ plan: plan(), words, at, state: state(), now, fixed: fixed() });

// Before the start -----------------------------------------------------------------------------------------------------

function offer() {
  part("begin").hidden = false;
  showExercise(at);
  if (!state()) return;
  if (state().phase === "over") {
    goLive();
    return show(Date.now());
  }
  part("log").hidden = true;
  part("over-again").hidden = false;
  part("begin").querySelector("span").textContent = plan().sets[course.upcoming(state())].goOn;
}

part("begin").addEventListener("click", start);
part("over-again").addEventListener("click", startOver);
part("main").addEventListener("click", press);
part("skip").addEventListener("click", act(course.skipRest));
part("count").addEventListener("click", tap);
part("enough").addEventListener("click", finish);
part("fewer").addEventListener("click", fix(-1));
part("more").addEventListener("click", fix(1));
part("take-back").addEventListener("click", act(course.takeBack));
part("keep").addEventListener("click", act((_plan, kept) => ({ ...kept, unseen: 0 })));
for (const name of ["stop", "finish", "so-far"]) part(name).addEventListener("click", () => logLink(part(name), name === "stop"));
document.addEventListener("visibilitychange", () => {
  if (!ticking) return;
  tick();
  if (!document.hidden) keepAwake(isRunning());
});
listen(words, plan, () => ticking && act((of, running, now) => course.setPace(of, running, paceOf(of), now))());
offer();
