// Today's way back into a guided session that was left: a link with data-guide-key says the set it goes on with. The key is
// that of the plan (patients/selectors/phone/guide.py); what was handed to the log, finished or left long ago says nothing.
import { fill } from "./guide-say.js";
import { FORGOTTEN_AFTER, upcoming } from "./guide-course.js";
import { load } from "./guide-store.js";

const isOn = (state) => state && !state.handed && state.phase !== "over" && Date.now() - state.seen < FORGOTTEN_AFTER;

for (const link of document.querySelectorAll("a[data-guide-key]")) {
  const state = await load({ key: link.dataset.guideKey });
  if (!isOn(state)) continue;
  const [names] = state.shape.split(" "); // "set-1-left,set-1-right 10 20"
  const [, number] = names.split(",")[upcoming(state)].split("-");
  link.querySelector("[data-goes-on]").textContent = fill(link.dataset.guideGoesOn, { n: number });
}
