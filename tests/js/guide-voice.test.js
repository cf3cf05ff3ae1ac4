import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test, { beforeEach } from "node:test";

import { load, page } from "./fakes/browser.js";

const spoken = [];
const played = [];
let voices;
let voice;

globalThis.window = globalThis;
globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
globalThis.speechSynthesis = {
  speaking: false, getVoices: () => voices, cancel() { spoken.push("cancelled"); }, speak: ({ text, voice: { name } }) => spoken.push([name, text]),
};
globalThis.AudioContext = class {
  currentTime = 100;
  destination = {};
  resume() {}
  async decodeAudioData() { return "words"; }
  createBufferSource() { return { connect() {}, stop: () => played.push("stopped"), start: (...how) => played.push(how) }; }
};

beforeEach(async () => {
  spoken.length = played.length = 0;
  voices = [];
  page({});
  globalThis.fetch = async () => ({ arrayBuffer: async () => new ArrayBuffer(1) });
  voice = await load("guide-voice.js");
  (await import("../../static/js/guide-cues.js")).allowSound();
});

test("speaks with a voice of the phone, in the language of the page", () => {
  voices = [{ name: "Anna", lang: "de-DE", localService: true }, { name: "Kate", lang: "en-GB", localService: true }];
  assert.equal(voice.speak({ text: "Hold.", clips: ["hold"] }), true);
  assert.deepEqual(spoken, [["Kate", "Hold."]]);
});

test("never speaks with a voice that lives in the network", () => {
  voices = [{ name: "Cloud", lang: "en-GB", localService: false }];
  assert.equal(voice.speak({ text: "Hold.", clips: ["hold"] }), false);
  assert.deepEqual(spoken, []);
});

test("breaks off what is being said, so that a count is never late", () => {
  voices = [{ name: "Kate", lang: "en-GB", localService: true }];
  speechSynthesis.speaking = true;
  voice.speak({ text: "3", clips: ["3"] });
  speechSynthesis.speaking = false;
  assert.deepEqual(spoken, ["cancelled", ["Kate", "3"]]);
});

test("plays our short words one after the other where the phone has no voice", async () => {
  await voice.bringWords("/static/audio/words-en.mp3");
  assert.equal(voice.speak({ text: "Left leg. Get ready.", clips: ["left", "ready"] }), true);
  assert.deepEqual(played, [[100, 34, 1], [101, 30, 1]]);
});

test("plays nothing for a sentence that has no short words, nor in another language", async () => {
  await voice.bringWords("/static/audio/words-en.mp3");
  assert.equal(voice.speak({ text: "31", clips: ["31"] }), false);
  document.documentElement.lang = "de";
  const german = await load("guide-voice.js");
  await german.bringWords("/static/audio/words-en.mp3");
  assert.equal(german.hasWords(), false);
});

test("goes without words that cannot be brought", async () => {
  globalThis.fetch = async () => { throw new TypeError("Failed to fetch"); };
  await voice.bringWords("/static/audio/words-en.mp3");
  assert.equal(voice.speak({ text: "Hold.", clips: ["hold"] }), false);
});

test("has the words of the file in their order", async () => {
  const lines = await readFile(new URL("../../static/audio/words-en.txt", import.meta.url), "utf8");
  assert.deepEqual(lines.trim().split("\n").map((line) => line.split(" ")[0]), voice.CLIPS);
});
