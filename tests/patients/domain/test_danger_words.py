"""Which words lead to the alarm list, and to which tick."""

import pytest

from patients.domain.alarm import URGENCY
from patients.domain.danger_words import danger_words, plain_words, ticks_of

SAID = {
    "I feel numb between my legs": ["saddle", "nerve"],
    "Numbness": ["saddle", "nerve"],
    "bladder": ["saddle"],
    "I can’t pee since this morning": ["saddle"],
    "NUMB, AND TINGLING": ["saddle", "nerve"],
    "pins-and-needles in my toes": ["nerve"],
    "My foot is weak.": ["nerve"],
    "I am at my wits' end": ["distress"],
    "at my wits end": ["distress"],
    "hopeless": ["distress"],
    "I don't want to live like this": ["distress"],
    "suicidal": ["distress"],
    "depressed": ["distress"],
    "something popped in my leg": ["pop"],
    "there is a big bruise": ["pop"],
    "I heard a pop and cannot walk": ["pop"],
    "fever": ["night"],
    "I lost weight": ["night"],
    "my calf is hot and my chest hurts": ["chest", "calf"],
    "short of breath": ["chest"],
    "They gave me ciprofloxacin": ["drug"],
    "pain in the groin": ["bone"],
    "I cannot cope, and I am numb": ["saddle", "distress", "nerve"],
}
NOT_SAID = (
    "May I swim?",
    "The bridge was hard, pain 4, calm this morning",
    "It is a popular exercise",
    "How do I wear the band",
    "Can I sit at my desk all day",
    "my calves are strong",
    "clothes",
    "steady progress",
    "",
    "…",
)


@pytest.mark.parametrize(("text", "ticks"), SAID.items(), ids=list(SAID))
def test_leads_to_the_tick_it_belongs_to(text, ticks):
    assert ticks_of(text) == ticks


@pytest.mark.parametrize("text", NOT_SAID)
def test_leads_nowhere_where_nothing_is_said(text):
    assert ticks_of(text) == []


def test_has_words_for_every_tick_as_they_are_compared():
    words = danger_words()
    assert words.keys() == URGENCY.keys()
    assert [line for lines in words.values() for line in lines if not line or line != plain_words(line)] == []


@pytest.mark.parametrize("tick", URGENCY)
def test_finds_every_line_of_the_file(tick):
    assert [line for line in danger_words()[tick] if tick not in ticks_of(f"Since Monday: {line}!")] == []
