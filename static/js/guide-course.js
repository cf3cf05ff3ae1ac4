// The course of one guided exercise: pure functions over a plan (what the page brought) and a state. `now` is
// milliseconds by the wall clock: a monotonic clock stands still on some phones while they sleep, and this one must not.
// Repetitions are counted by the patient's taps, or by themselves: one in every `pace` seconds of the state.

export const READY_SECONDS = 5;
export const FIRST_READY_SECONDS = 10; // to put the phone down and lie down
export const FORGOTTEN_AFTER = 6 * 60 * 60 * 1000;

/** The state of an exercise that begins now. `lead`: seconds until its first set. */
export const begin = (plan, id, now, { pace = null, lead = FIRST_READY_SECONDS } = {}) => ({
  id, shape: shapeOf(plan), set: 0, phase: plan.hold || pace || lead > FIRST_READY_SECONDS ? "ready" : "work", began: now,
  pausedAt: null, count: 0, unseen: 0, done: {}, pace, lead,
});

// A saved state fits its own plan alone: after a change of dose, or a log of some sets, it is let go.
const shapeOf = (plan) => `${plan.sets.map((one) => one.name).join()} ${plan.target} ${plan.rest}`;

/** The saved state, paused where it was last seen; null when it is another plan's, logged, forgotten or unreadable. */
export function revive(plan, saved, now) {
  if (!saved || saved.shape !== shapeOf(plan) || plan.logged.includes(saved.id)) return null;
  if (!plan.sets[saved.set] || !(now - saved.seen < FORGOTTEN_AFTER)) return null;
  return { ...saved, pausedAt: saved.pausedAt ?? saved.seen };
}

/** What goes on after its sets were logged and the clinic has not heard of them yet: what comes is a log of its own. */
export const goOnApart = (state, id) => ({ ...state, id, handed: false, sent: Object.keys(state.done) });

/** Whether a log would hold nothing new. */
export const isSpent = (state) => state?.phase === "over" && Object.keys(state.done).every((name) => state.sent?.includes(name));

/** Seconds that the present phase lasts; null while only the patient can end it. */
export function lengthOf(plan, { phase, lead, pace, count }) {
  const work = plan.hold ? plan.target : pace ? Math.max(0, plan.target - count) * pace : null;
  return { ready: lead ?? READY_SECONDS, work, rest: plan.rest, over: null }[phase];
}

export const elapsed = (state, now) => Math.max(0, (state.pausedAt ?? now) - state.began);

export const remaining = (plan, state, now) => Math.max(0, lengthOf(plan, state) * 1000 - elapsed(state, now));

/** The state at `now`: every phase that ran out in the meantime is followed by the next, however long nobody looked. */
export function advance(plan, state, now) {
  let next = state;
  while (isTimed(plan, next) && now >= endOf(plan, next)) next = follow(plan, next, endOf(plan, next));
  return next;
}

const isTimed = (plan, state) => state.pausedAt === null && lengthOf(plan, state) !== null;

const endOf = (plan, state) => state.began + lengthOf(plan, state) * 1000;

function follow(plan, state, at) {
  if (state.phase === "work") return finishSet(plan, state, plan.target, at);
  return { ...state, set: upcoming(state), phase: "work", began: at };
}

/** The place of the set that is on, or during a rest of the one that comes. */
export const upcoming = (state) => (state.phase === "rest" ? state.set + 1 : state.set);

export function finishSet(plan, state, amount, now) {
  const done = { ...state.done, [plan.sets[state.set].name]: amount };
  const phase = state.set === plan.sets.length - 1 ? "over" : "rest";
  return { ...state, done, phase, began: now, count: 0 };
}

/** Where a set ends by itself: at the most of a range. A page that was kept from before knows the target alone. */
export const mostOf = (plan) => plan.most ?? plan.target;

/** The repetitions of the set that is on. */
export function counted(plan, state, now) {
  if (plan.hold || !state.pace || state.phase !== "work") return state.count;
  return Math.min(plan.target, state.count + Math.floor(elapsed(state, now) / (state.pace * 1000)));
}

/** A tap. Where the phone counts as well, the next one of its own comes a whole pace later. */
export function countOne(plan, state, now) {
  const count = counted(plan, state, now) + 1;
  const last = state.pace ? plan.target : mostOf(plan);
  return count >= last ? finishSet(plan, state, count, now) : { ...state, count, began: state.pace ? now : state.began };
}

/** Counts at another pace from now on; null: by taps alone. */
export function setPace(plan, state, pace, now) {
  if (plan.hold || state.phase !== "work") return { ...state, pace };
  return { ...state, pace, count: counted(plan, state, now), began: state.pausedAt ?? now };
}

/** One repetition more or fewer in the set that was done last. */
export function correct(plan, state, by) {
  const { name } = plan.sets[state.set];
  return { ...state, done: { ...state.done, [name]: Math.max(1, state.done[name] + by) } };
}

export const pause = (state, now) => ({ ...state, pausedAt: now });

/** Goes on after a pause. A hold begins anew: whoever paused has put the hips down. What was counted stays. */
export function goOn(plan, state, now) {
  if (state.phase === "work" && (plan.hold || state.pace)) {
    return { ...getReady(plan, state, state.set, now), count: counted(plan, state, now) };
  }
  return { ...state, began: state.began + now - state.pausedAt, pausedAt: null };
}

export const skipRest = (plan, state, now) => getReady(plan, state, upcoming(state), now);

const getReady = (plan, state, set, now) => ({
  ...state, set, phase: plan.hold || state.pace ? "ready" : "work", began: now, pausedAt: null, count: 0, lead: READY_SECONDS,
});

/** Takes back the sets that went by unseen and begins at the first of them. */
export function takeBack(plan, state, now) {
  const set = setsDone(state) - state.unseen;
  const done = Object.fromEntries(plan.sets.slice(0, set).map(({ name }) => [name, state.done[name]]));
  return { ...getReady(plan, state, set, now), done, unseen: 0 };
}

export const setsDone = (state) => Object.keys(state.done).length;

/** What was done and not logged before, by field name; a set broken off included: its whole seconds, or the repetitions. */
export function amounts(plan, state, now) {
  const begun = plan.hold && state.phase === "work" ? Math.floor(elapsed(state, now) / 1000) : counted(plan, state, now);
  const done = { ...state.done };
  for (const name of state.sent ?? []) delete done[name];
  if (["ready", "work"].includes(state.phase) && begun) done[plan.sets[state.set].name] = begun;
  return done;
}

/** Seconds until the end, as far as one can tell. */
export function secondsLeft(plan, state, now) {
  if (state.phase === "over") return 0;
  const sets = plan.sets.length - setsDone(state);
  const aSet = state.pace ? plan.target * state.pace : plan.secondsASet;
  const work = state.phase === "work" && lengthOf(plan, state) !== null ? -elapsed(state, now) / 1000 : 0;
  const before = state.phase === "work" ? work : remaining(plan, state, now) / 1000;
  return Math.max(0, sets * aSet + (sets - 1) * plan.rest + before);
}
