// The voice of the guided session: the phone's own where it has one, else short words of ours. A voice that lives in the
// network is none: it needs a signal, and stops after a quarter of a minute.
import { audio } from "./guide-cues.js";

// static/audio/words-en.mp3 has these one after the other, a second each; words-en.txt says how they sound.
export const CLIPS = [
  ...Array.from({ length: 30 }, (_none, place) => String(place + 1)),
  ..."ready hold begin rest left right half next paused done".split(" "),
];
const PLACE = 1; // second
const language = () => document.documentElement.lang.slice(0, 2);

let spoken = null; // kept, or some browsers forget it while it speaks
let words = null;
let playing = [];

/** The phone's own voice for the language of the page; undefined without one. */
export function ownVoice() {
  const voices = window.speechSynthesis?.getVoices() ?? [];
  const fitting = voices.filter((voice) => voice.localService && voice.lang.slice(0, 2) === language());
  return fitting.find((voice) => voice.default) ?? fitting[0];
}

export const hasWords = () => words !== null;

/** Brings our short words, from this phone where it keeps them. */
export async function bringWords(address) {
  if (language() !== "en" || words || !audio()) return;
  try {
    words = await audio().decodeAudioData(await (await fetch(address)).arrayBuffer());
  } catch { /* no signal, or not allowed: tones do it */ }
}

/** Says it at once, in place of what is being said. Whether anything is heard. */
export function speak({ text, clips }) {
  const voice = ownVoice();
  if (!voice) return play(clips);
  if (speechSynthesis.speaking || speechSynthesis.pending) speechSynthesis.cancel();
  spoken = Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang });
  speechSynthesis.speak(spoken);
  return true;
}

export function hush() {
  window.speechSynthesis?.cancel();
  for (const one of playing) one.stop();
  playing = [];
}

function play(clips) {
  const places = clips.map((clip) => CLIPS.indexOf(clip));
  if (!words || places.includes(-1)) return false;
  hush();
  places.forEach((place, nth) => {
    const source = Object.assign(audio().createBufferSource(), { buffer: words });
    source.connect(audio().destination);
    source.start(audio().currentTime + nth * PLACE, place * PLACE, PLACE);
    playing.push(source);
  });
  return true;
}
