// What the guided session shows: the day that is passed in, and nothing of its own.
import * as course from "./guide-course.js";
import { fill } from "./guide-say.js";

export const part = (name) => document.getElementById(`guide-${name}`);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const isNext = (state) => state.phase === "ready" && state.lead > course.FIRST_READY_SECONDS;

/** Of the exercise at `at` alone: its name, pictures and rows. */
export function showExercise(at) {
  for (const own of document.querySelectorAll("[data-of]")) {
    if (!own.classList.contains("guide__steps")) own.hidden = Number(own.dataset.of) !== at;
  }
}

const own = (at, selector) => document.querySelector(`.hold [data-of="${at}"] ${selector}, h1 [data-of="${at}"]${selector}`);
const textOf = (element) => element?.textContent.trim() ?? "";

/** The words of an exercise as the page has them, in whatever language. */
export const namesOf = (at) => ({ name: textOf(own(at, "")), cue: textOf(own(at, "[data-cue]")) });

export function show({ plan, words, at, state, now, fixed }) {
  showDial(plan, words, state, now);
  showPlace(plan, words, at, state);
  showLegs(plan, words, at, state);
  showButtons(plan, words, state, now, fixed);
  const { minutes } = plan.words;
  const left = minutes[Math.min(Math.round(course.secondsLeft(plan, state, now) / 60), minutes.length - 1)];
  write("progress", state.phase === "over" ? words.allSets : `${plan.sets[course.upcoming(state)].nth}, ${left}`);
}

export function phaseWord(plan, words, state) {
  if (state.pausedAt !== null) return words.paused;
  if (isNext(state)) return words.change;
  return state.phase === "work" ? plan.words.work : words[state.phase];
}

export function whereabouts(plan, words, state) {
  if (state.phase === "over") return words.allSets;
  const { where, next } = plan.sets[course.upcoming(state)];
  return state.phase === "rest" ? next : where;
}

/** Repetitions that end when the patient says so. */
export const isTapped = (plan, state) => state.phase === "work" && !plan.hold && !state.pace;

// A reader is not to be told the same text again and again.
export function write(name, text) {
  if (part(name).textContent !== text) part(name).textContent = text;
}

function showDial(plan, words, state, now) {
  const { share, number, of, told } = dial(plan, words, state, now);
  const what = phaseWord(plan, words, state);
  write("phase", what);
  write("number", String(number));
  write("of", of);
  part("ring").setAttribute("stroke-dasharray", `${(share * 100).toFixed(1)} 100`);
  part("ring").setAttribute("visibility", share > 0 ? "visible" : "hidden"); // round ends would leave a dot
  part("dial").setAttribute("aria-label", fill(told, { what, left: number, n: course.lengthOf(plan, state) }));
}

function dial(plan, words, state, now) {
  if (state.phase === "over") return { share: 1, number: plan.sets.length, of: plan.words.ofSets, told: words.allSets };
  if (state.phase === "work" && !plan.hold) {
    const number = course.counted(plan, state, now);
    return { share: number / course.mostOf(plan), number, of: plan.words.ofCount, told: plan.words.counted };
  }
  const seconds = course.lengthOf(plan, state);
  const left = course.remaining(plan, state, now) / 1000;
  const number = Math.ceil(left);
  return { share: (calm.matches ? number : left) / seconds, number, of: fill(words.ofSeconds, { n: seconds }), told: words.secondsLeft };
}

function showPlace(plan, words, at, state) {
  write("where", whereabouts(plan, words, state));
  const after = plan.sets[state.set + 1];
  write("next", state.phase === "work" && after ? after.next : "");
  for (const steps of document.querySelectorAll(".guide__steps")) {
    steps.hidden = !(isNext(state) && Number(steps.dataset.of) === at);
  }
  const [start, end] = ["start", "end"].map((name) => own(at, `[data-drawing=${name}]`));
  if (!start || !end) return; // one picture, or none
  end.hidden = state.phase !== "work";
  start.hidden = !end.hidden;
}

function showLegs(plan, words, at, state) {
  const rows = document.querySelector(`.guide__legs [data-of="${at}"]`);
  const isNow = (name) => state.phase !== "over" && plan.sets[course.upcoming(state)].name === name;
  for (const mark of rows.querySelectorAll("[data-set]")) {
    if (mark.dataset.set in state.done) mark.className = "is-done";
    else if (plan.sets.some(({ name }) => name === mark.dataset.set)) mark.className = isNow(mark.dataset.set) ? "is-now" : "";
  }
  for (const sum of rows.querySelectorAll("[data-leg]")) {
    const marks = [...sum.parentElement.querySelectorAll("[data-set]")];
    const text = fill(words.legDone, { n: marks.filter((mark) => mark.className === "is-done").length, total: marks.length });
    if (sum.textContent !== text) sum.textContent = text;
  }
}

function showButtons(plan, words, state, now, fixed) {
  const over = state.phase === "over";
  const paused = state.pausedAt !== null;
  const does = paused ? "goOn" : isTapped(plan, state) ? "finish" : "pause";
  const n = course.counted(plan, state, now);
  for (const label of part("main").children) label.hidden = label.dataset.does !== does;
  const finish = part("main").querySelector("[data-does=finish]");
  finish.textContent = fill(n ? words.finishWith : words.allDone, { n: n || plan.target });
  const hadFocus = document.activeElement === part("main");
  part("stop").hidden = part("main").hidden = over;
  part("finish").hidden = !over;
  if (over && hadFocus) part("finish").focus({ preventScroll: true });
  part("count").hidden = plan.hold || state.phase !== "work" || paused;
  part("skip").hidden = paused || !(state.phase === "rest" || isNext(state));
  part("enough").hidden = paused || plan.hold || !state.pace || state.phase !== "work" || !n;
  write("enough", fill(words.finishWith, { n }));
  part("so-far").hidden = !paused || over;
  part("fix").hidden = fixed === null || paused;
  write("fixed", fill(words.didCount, { n: fixed }));
  showUnseen(plan, words, state);
}

function showUnseen(plan, words, { unseen }) {
  part("unseen").hidden = !unseen;
  write("unseen-words", plan.words.unseen[unseen - 1] ?? "");
  write("keep", words.keepOne[unseen > 1 ? 1 : 0]);
  write("take-back", words.takeBackOne[unseen > 1 ? 1 : 0]);
}
