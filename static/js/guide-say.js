// What is heard of a guided session: pure functions that answer { text, clips }, the sentence and the short words that
// stand for it on a phone without a voice, or null. All sentences come with the page.
import { counted, lengthOf, READY_SECONDS, remaining, setsDone, upcoming } from "./guide-course.js";

const LAST_SECONDS = 3;
const LONG_HOLD = 20;

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

/** What a step to `state` says. `before` is the state until then, `names` the exercise's own words, `isNew`: it comes after
 * another one, whose last set is said first as `counted`. */
export function sentence(plan, words, names, before, state, { isNew = false, last = lastCounted(plan, before, state) } = {}) {
  const { text, clips } = told(plan, words, state, isNew);
  const values = { ...plan.sets[upcoming(state)], ...names, dose: plan.words.dose, n: state.lead };
  const said = fill(text, values).replace(/\s+/g, " ").trim();
  return last ? { text: `${last}. ${said}`, clips: [String(last), ...clips] } : { text: said, clips };
}

function told(plan, { say }, state, isNew) {
  const leg = plan.sets[upcoming(state)].clips;
  if (state.pausedAt !== null) return { text: say.paused, clips: ["paused"] };
  if (isNew) return { text: say.change, clips: ["next"] };
  return {
    ready: { text: isFirst(state) ? say.first : say.ready, clips: [...leg, "ready"] },
    work: plan.hold ? { text: say.hold, clips: ["hold"] } : { text: say.count, clips: ["begin"] },
    rest: { text: say.rest, clips: ["rest", ...leg] },
    over: { text: say.over, clips: ["done"] },
  }[state.phase];
}

const isFirst = (state) => state.lead > READY_SECONDS && setsDone(state) === 0;

/** The repetitions of the set that just ended, where the phone counted them; 0 otherwise. */
export function lastCounted(plan, before, state) {
  const ended = before?.phase === "work" && state.phase !== "work" && before.set === state.set && state.pausedAt === null;
  return ended && before.pace && !plan.hold ? state.done[plan.sets[before.set].name] : 0;
}

/** What is heard within a phase between two moments: a repetition, half of a long hold, the last three seconds. */
export function beat(plan, words, state, from, to) {
  if (state.pausedAt !== null || state.phase === "over") return null;
  if (state.phase === "work" && !plan.hold) {
    const n = counted(plan, state, to);
    return n > counted(plan, state, from) && n < plan.target ? number(n) : null;
  }
  const left = (at) => Math.ceil(remaining(plan, state, at) / 1000);
  const now = left(to);
  if (now >= left(from) || now <= 0) return null;
  if (now <= LAST_SECONDS) return number(now);
  const half = state.phase === "work" && plan.target >= LONG_HOLD && now === Math.floor(lengthOf(plan, state) / 2);
  return half ? { text: words.say.half, clips: ["half"] } : null;
}

export const number = (n) => ({ text: String(n), clips: [String(n)] });
