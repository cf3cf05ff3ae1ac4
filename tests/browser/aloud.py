"""What a guided session would be heard as: stand-ins for the phone's voice, tones and motor write down what they are
given, with the time of the page's clock. A headless browser has no voice of its own."""

import re

STAND_INS = """
    window.heard = [];
    const note = (kind, what) => heard.push([Date.now(), kind, what]);
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    const voice = { name: "Kate", lang: "en-GB", localService: true, default: true };
    Object.defineProperty(window, "speechSynthesis", { value: {
        speaking: false, pending: false, getVoices: () => VOICES, cancel() {}, addEventListener() {},
        speak: one => note("voice", one.text),
    } });
    navigator.vibrate = length => note("motor", length);
    const mute = { connect: other => other, setValueAtTime() {}, exponentialRampToValueAtTime() {} };
    window.AudioContext = class {
        currentTime = 0;
        destination = mute;
        resume() {}
        decodeAudioData() { return Promise.resolve("words"); }
        createGain() { return { gain: mute, connect: other => other }; }
        createOscillator() {
            const one = { frequency: {}, connect: other => other, stop() {} };
            return Object.assign(one, { start: () => note("tone", one.frequency.value) });
        }
        createBufferSource() { return { connect() {}, stop() {}, start: (_when, from) => note("clip", from) }; }
    };"""
WITH_VOICE, WITHOUT = STAND_INS.replace("VOICES", "[voice]"), STAND_INS.replace("VOICES", "[]")


def heard(page, kind):
    """(seconds since the first thing that was heard, what) of one kind."""
    notes = page.evaluate("heard")
    return [(round((at - notes[0][0]) / 1000), what) for at, one, what in notes if one == kind]


def transcript(notes):
    """Lines for a reader: the minute, and what is heard then. Numbers that follow each other stand in one line."""
    lines = []
    for at, kind, what in notes:
        text = f"“{what}”" if kind == "voice" else f"tone {what} Hz"
        is_count = kind == "voice" and re.fullmatch(r"\d+", what)
        if kind == "tone" and what == 660 and lines and lines[-1][2]:
            continue  # the beat beside a number
        if is_count and lines and lines[-1][2]:
            lines[-1][1].append(what)
        else:
            lines.append((at, [what] if is_count else [text], bool(is_count)))
    return [f"{at // 60:02}:{at % 60:02} {_words(words) if count else words[0]}" for at, words, count in lines]


def _words(numbers):
    return f"“{', '.join(numbers)}”" if len(numbers) <= 3 else f"“{numbers[0]}, {numbers[1]} … {numbers[-1]}”"
