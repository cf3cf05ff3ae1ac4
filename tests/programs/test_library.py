"""The built-in programme as data: complete, consistent, and worded for a patient."""

import re
from dataclasses import asdict

import pytest

from programs import library
from programs.progression import Safety
from programs.workshop.drawing.poses import all_poses

SLUG = "high-hamstring-tendinopathy"
DOCUMENT = library.read(SLUG)
EXERCISES = {exercise["slug"]: exercise for exercise in DOCUMENT["exercises"]}


def gate(position):
    return asdict(library.rules(SLUG).stage(position))


def test_offers_the_built_in_programme():
    assert SLUG in library.available()


@pytest.mark.parametrize("slug", ["knee", "../library/high-hamstring-tendinopathy", ""])
def test_has_no_other(slug):
    with pytest.raises(KeyError):
        library.read(slug)


def test_states_every_safety_threshold_and_keeps_to_the_defaults():
    assert DOCUMENT["safety"] == asdict(Safety())


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (1, {"run_length": 5, "window_days": 14, "min_days": 7, "harder_days": 2, "pain_max": 3, "rise_max": 1}),
        (2, {"run_length": 5, "window_days": 14, "min_days": 7, "symmetry_min": 0.9, "harder_days": 0}),
        (3, {"run_length": 6, "window_days": 21, "min_days": 14, "technique_required": True, "harder_days": 3}),
        (4, {"run_length": 6, "window_days": 21, "min_days": 14, "technique_required": True, "symmetry_min": None}),
        (5, {"run_length": 9, "window_days": 28, "min_days": 21, "pain_max": 2, "morning_max": 2, "rise_max": 0}),
    ],
)
def test_gives_each_stage_its_gate(position, expected):
    assert gate(position) | expected == gate(position)


@pytest.mark.parametrize(
    ("position", "sets", "amount", "each_leg"),
    [(1, 10, 10, False), (2, 10, 10, True), (3, 3, 20, True), (4, 3, 20, False), (5, 3, 20, True)],
)
def test_prescribes_the_dose_of_the_source(position, sets, amount, each_leg):
    (main,) = [dose for dose in DOCUMENT["stages"][position - 1]["prescriptions"] if dose["role"] == "main"]
    assert (main["sets"], main.get("seconds") or main["repetitions"], main["each_leg"]) == (sets, amount, each_leg)


def test_prescribes_exercises_it_describes_and_in_their_own_unit():
    for stage in DOCUMENT["stages"]:
        for dose in stage["prescriptions"]:
            assert ("seconds" in dose) == (EXERCISES[dose["exercise"]]["kind"] == "hold")
            assert ("repetitions" in dose) == (EXERCISES[dose["exercise"]]["kind"] == "repetitions")


def test_gates_on_the_variations_of_the_main_exercise():
    for stage in DOCUMENT["stages"]:
        main = EXERCISES[stage["prescriptions"][0]["exercise"]]
        assert [variation["slug"] for variation in main["variations"]] == stage["gate"]["variations"]


def test_maintains_one_exercise_of_an_earlier_stage():
    done = []
    for stage in DOCUMENT["stages"]:
        main, *others = stage["prescriptions"]
        assert [dose["exercise"] for dose in others] == done[-1:]
        assert all(dose["role"] == "maintenance" for dose in others)
        done.append(main["exercise"])


def test_describes_every_variation_that_is_drawn():
    described = {(slug, each["slug"]) for slug, exercise in EXERCISES.items() for each in exercise["variations"]}
    assert described == {(slug, variation) for slug, variation, _ in all_poses()}


def test_says_of_each_source_whether_it_was_read():
    assert {source["standing"] for source in DOCUMENT["citations"]} == {"to verify", "ours"}  # "read" names who read it
    assert all(source["reference"] and source["supports"] for source in DOCUMENT["citations"])


def texts():
    """Everything a patient reads."""
    yield DOCUMENT["summary"]
    for stage in DOCUMENT["stages"]:
        yield from (stage["summary"], stage["opens_next"])
    for exercise in DOCUMENT["exercises"]:
        yield from (exercise["summary"], exercise["cue"], exercise.get("equipment_alternative", ""))
        for many in ("instructions", "cues", "faults", "equipment_guide"):
            yield from exercise.get(many, ())
        yield from (variation["cue"] for variation in exercise["variations"])


def test_speaks_in_sentences_of_fifteen_words_at_most():
    sentences = [sentence for text in texts() for sentence in re.split(r"(?<=[.!?])\s+", text.strip()) if sentence]
    assert len(sentences) > 60
    assert [sentence for sentence in sentences if len(sentence.split()) > 15] == []


@pytest.mark.parametrize("word", ["failed", "restart", "safe", "recovered", "fit to run", "non-compliant"])
def test_promises_and_blames_nothing(word):
    assert not [text for text in texts() if re.search(rf"\b{word}\b", text, re.I)]
