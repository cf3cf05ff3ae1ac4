"""What the screen says at once to somebody who ticks something new or alarming."""

import pytest

from patients.models import FlagKind
from patients.wording import flag_text
from patients.wording.flags import Numbers
from programs.progression import FLAG_KINDS
from programs.wording import flag_tick

NUMBERS = Numbers("01632 960 142", "111", "999", "116 123", "Samaritans", "A&E")


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
        ("chest", "This can be an emergency. Call 999 now.", "Do not wait for us."),
        (
            "drug",
            "Stop the exercises. Call us within 2 days: 01632 960 142.",
            "These medicines can harm tendons. Do not stop them on your own: ask who prescribed them. "
            "Closed? Call 111.",
        ),
        (
            "distress",
            "You do not have to do this alone. To talk now: Samaritans, 116 123.",
            "Or call us: 01632 960 142. In danger? Call 999. You need not do the exercises today.",
        ),
    ],
)
def test_says_at_once_what_to_do(kind, title, text):
    words = flag_text(kind, NUMBERS)
    assert (words.title, words.text) == (title, text)


@pytest.mark.parametrize("kind", FLAG_KINDS)
def test_leaves_no_hole_for_a_number_that_is_not_known(kind):
    words = flag_text(kind, Numbers())
    assert words.title
    assert not [hole for hole in (": .", ":.", " .", "Call .", "None", "  ") if hole in f"{words.title} {words.text}"]


def test_sends_a_swollen_calf_to_the_emergency_number_where_no_other_is_known():
    assert flag_text("calf", Numbers("01632", emergency="999")).title.endswith("Call 999.")


def test_says_a_number_once_that_is_for_both():
    for numbers in (Numbers("01632", emergency="112"), Numbers("01632", urgent="15", emergency="15")):
        assert flag_text("calf", numbers).text == "Chest pain or short of breath? Say so at once."


def test_does_not_say_that_a_line_with_hours_listens_now():
    italy = Numbers(crisis="02 2327 2327", crisis_name="Telefono Amico (10:00 to 24:00)")
    assert flag_text("distress", italy).title.endswith("To talk: Telefono Amico (10:00 to 24:00), 02 2327 2327.")


def test_sends_to_the_door_that_is_open_where_nobody_gives_advice_by_telephone():
    spain = Numbers("91 000 00 00", emergency="112", hospital="an emergency department (urgencias)")
    assert flag_text("pop", spain).text.endswith("Closed? Go to an emergency department (urgencias) or call 112.")
    assert "A&E" not in "".join(f"{flag_text(kind, spain)}" for kind in FLAG_KINDS)


def test_repeats_the_ticks_of_the_form_word_for_word():
    assert {kind: flag_tick(kind) for kind in FlagKind.values} == {kind.value: kind.label for kind in FlagKind}
