// Today's cards know a guided session that was left in the middle: their "Guide me" goes on where it stopped.
import { account } from "./account.js";
import { FORGOTTEN_AFTER } from "../guide-course.js";
import { begun } from "../guide-store.js";

const sessions = await begun();
for (const card of document.querySelectorAll("[data-card]")) {
  const words = card.querySelector("[data-go-on]");
  const left = sessions.find(({ key, state }) => key === `${account}:${card.dataset.card}:${card.dataset.dose}` && isOpen(state));
  const number = left && nextSet(left.state);
  if (words && number) words.textContent = words.dataset.goOn.replace("{n}", number);
}

// What another version of the guide kept may be no state at all.
function isOpen(state) {
  return state && !state.handed && state.phase !== "over" && Date.now() - state.seen < FORGOTTEN_AFTER;
}

// A state names its sets in order, as in "set-1-left,set-1-right … 10 30"; during a rest it is at the set before.
function nextSet({ shape, set, phase }) {
  const name = String(shape).split(" ")[0].split(",")[phase === "rest" ? set + 1 : set];
  return /^set-(\d+)-/.exec(name)?.[1];
}
