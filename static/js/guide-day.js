// The exercises of a day in one flow: pure functions over their plans and states. An exercise that was not begun has none.
import { amounts } from "./guide-course.js";

const places = (plans) => plans.map((_plan, place) => place);
const isOpen = (states) => (at) => states[at]?.phase !== "over";

/** The exercise that comes after the one at `at`: the first that is open; null after the last. */
export const following = (plans, states, at) => places(plans).filter((place) => place !== at).find(isOpen(states)) ?? null;

/** The exercise to go on with, where the link named the first. */
export const pickUp = (plans, states) => (isOpen(states)(0) ? 0 : following(plans, states, 0) ?? 0);

const done = (plans, states, at, now) => (states[at] ? amounts(plans[at], states[at], now) : {});
const begun = (plans, states, now) => places(plans).filter((at) => Object.keys(done(plans, states, at, now)).length);

/** The exercise that the log asks of: the one that hurt, if it was begun, or the one before it; else the first. */
export function askedOf(plans, states, at, now, stopped) {
  const some = begun(plans, states, now);
  if (!stopped) return some[0] ?? at;
  return some.includes(at) ? at : some.at(-1) ?? at;
}

/**
 * What the log form is opened with, [name, value] each: the sets of the exercise at `asked`, and of every other one that
 * has some a query string of its own in `also`. `told` says in words what that one is.
 */
export function forTheLog(plans, states, asked, now, { stopped, told }) {
  const others = begun(plans, states, now).filter((at) => at !== asked);
  const fields = (at) => sets(plans[at], states[at].id, done(plans, states, at, now));
  const also = (at) => new URLSearchParams([...fields(at), ...Object.entries(plans[at].fields), ["told", told(at)]]).toString();
  return [...fields(asked), ...(stopped ? [["stopped_for_pain", "on"]] : []), ...others.map((at) => ["also", also(at)])];
}

function sets(plan, id, amount) {
  const whole = plan.complete && plan.sets.every(({ name }) => amount[name] === plan.target);
  return [["client_id", id], ["mode", whole ? "plan" : "sets"], ...Object.entries(amount)];
}
