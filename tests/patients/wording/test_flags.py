"""What the screen says at once to somebody who ticks something new or alarming."""

import pytest

from patients.models import FlagKind
from patients.wording import flag_text
from programs.progression import FLAG_KINDS
from programs.wording import flag_tick

NUMBERS = ("01632 960 142", "111", "999", "116 123")


@pytest.mark.parametrize(
    ("kind", "title", "text"),
    [
        (
            "pop",
            "Stop. Call us today: 01632 960 142.",
            "Do not stretch it and do not test it. Closed? Call 111.",
        ),
        (
            "nerve",
            "Stop. If your foot is weak or drops, call us today: 01632 960 142.",
            "If not, call within 2 days. Closed? Call 111.",
        ),
        ("saddle", "This can be an emergency. Go to A&E now or call 999.", "Do not wait for us."),
        (
            "bone",
            "Stop running and jumping. Call us this week: 01632 960 142.",
            "If you cannot put weight on the leg, call today. Closed? Call 111.",
        ),
        ("night", "Stop. Call us or your doctor today: 01632 960 142.", "Closed? Call 111."),
        ("calf", "Stop. You need a doctor today. Call 111.", "Chest pain or short of breath? Call 999."),
        (
            "distress",
            "You do not have to do this alone. Call us: 01632 960 142. To talk now: 116 123.",
            "In danger? Call 999. You need not do the exercises today.",
        ),
    ],
)
def test_says_at_once_what_to_do(kind, title, text):
    words = flag_text(kind, *NUMBERS)
    assert (words.title, words.text) == (title, text)


@pytest.mark.parametrize("kind", FLAG_KINDS)
def test_leaves_no_hole_for_a_number_that_is_not_known(kind):
    words = flag_text(kind, "", "", "", "")
    assert words.title
    assert not [hole for hole in (": .", ":.", " .", "Call .", "None", "  ") if hole in f"{words.title} {words.text}"]


def test_sends_a_swollen_calf_to_the_emergency_number_where_no_other_is_known():
    assert flag_text("calf", "01632", "", "999", "").title.endswith("Call 999.")


def test_repeats_the_ticks_of_the_form_word_for_word():
    assert {kind: flag_tick(kind) for kind in FlagKind.values} == {kind.value: kind.label for kind in FlagKind}
