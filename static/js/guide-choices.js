// How the guided session tells what to do: chosen before the start or while it runs, and remembered by this phone.
import { allowSound, canBuzz } from "./guide-cues.js";
import { part, write } from "./guide-show.js";
import { fill } from "./guide-say.js";
import { loadChoices, saveChoices } from "./guide-store.js";
import { bringWords, hasWords, hush, ownVoice } from "./guide-voice.js";

const WAYS = ["voice", "tones", "vibration"];
const [FASTEST, SLOWEST] = [2, 15]; // seconds a repetition
export const chosen = await loadChoices();

/** Seconds a repetition is counted at; null where the patient's taps count. */
export const paceOf = (plan) => (plan.hold || !counts() ? null : within(plan.pace + chosen.slower));

const isSilent = () => WAYS.every((way) => !chosen[way]);

// Who has not chosen counts by taps in silence, and is counted for once there is something to hear.
const counts = () => chosen.counts ?? !isSilent();

const within = (seconds) => Math.min(SLOWEST, Math.max(FASTEST, seconds));

/** From within a tap: what was chosen may sound from now on. */
export function wake() {
  if (chosen.voice || chosen.tones) allowSound();
  if (chosen.voice && !ownVoice()) bringWords(part("cues").dataset.words);
}

/** Listens to the choices. `planNow` answers the exercise that is up; `changed` is called after each choice. */
export function listen(words, planNow, changed) {
  const showAll = () => show(words, planNow());
  const choose = (news) => {
    Object.assign(chosen, news);
    saveChoices(chosen);
    if (!chosen.voice) hush();
    wake();
    showAll();
    changed();
  };
  for (const way of [...WAYS, "counts"]) part(way).addEventListener("change", ({ target }) => choose({ [way]: target.checked }));
  part("silent").addEventListener("change", ({ target }) => choose({ voice: !target.checked, tones: !target.checked, vibration: false }));
  for (const [name, by] of [["slower", 1], ["faster", -1]]) {
    part(name).addEventListener("click", () => choose({ slower: within(planNow().pace + chosen.slower + by) - planNow().pace }));
  }
  if (!canBuzz()) {
    chosen.vibration = false;
    part("vibration").nextElementSibling.hidden = part("vibration").hidden = true;
  }
  window.speechSynthesis?.addEventListener?.("voiceschanged", showAll);
  part("cues").classList.add("is-heard");
  showAll();
}

export function show(words, plan) {
  for (const way of WAYS) part(way).checked = chosen[way];
  part("silent").checked = isSilent();
  part("counts").checked = counts();
  part("pace").hidden = plan.hold;
  for (const name of ["slower", "paced", "faster"]) part(name).hidden = !counts();
  write("paced", fill(words.pace, { n: within(plan.pace + chosen.slower) }));
  const limits = [isSilent() && words.choose, chosen.voice && !ownVoice() && !hasWords() && words.noVoice, !canBuzz() && words.noBuzz];
  write("cues-help", limits.filter(Boolean).join(" "));
  part("cues-help").hidden = !part("cues-help").textContent;
}
