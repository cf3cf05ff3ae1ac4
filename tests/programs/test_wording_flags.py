"""Something new or alarming, the pain scale and the zones in words."""

import pytest

from patients.models import FlagKind
from programs.progression import FLAG_KINDS
from programs.progression.zones import Zone
from programs.wording import flag_short, flag_text, flag_tick, pain_words, zone_word

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


@pytest.mark.parametrize("kind", FLAG_KINDS)
def test_has_a_short_form_that_fits_a_list(kind):
    assert 0 < len(flag_short(kind)) <= 30


def test_repeats_the_ticks_of_the_form_word_for_word():
    assert {kind: flag_tick(kind) for kind in FlagKind.values} == {kind.value: kind.label for kind in FlagKind}


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((0,), "no pain"),
        ((1, 2, 3), "I notice it, but it does not bother me"),
        ((4, 5), "It bothers me, but I can finish"),
        ((6, 7), "It is hard to go on"),
        ((8, 9), "I cannot go on"),
        ((10,), "the worst pain I can imagine"),
    ],
)
def test_puts_words_under_a_number(numbers, words):
    assert {pain_words(number) for number in numbers} == {words}


@pytest.mark.parametrize("number", [-1, 11])
def test_refuses_a_pain_outside_the_scale(number):
    with pytest.raises(ValueError, match="0 to 10"):
        pain_words(number)


@pytest.mark.parametrize(
    ("zone", "patient", "clinician"),
    [
        (Zone.GREEN, "Calm", "Green"),
        (Zone.AMBER, "Stay", "Amber"),
        (Zone.RED, "Ease off", "Red"),
        (Zone.UNKNOWN, "not known", "not known"),
        (Zone.PENDING, "waiting", "pending"),
    ],
)
def test_calls_a_zone_what_its_reader_calls_it(zone, patient, clinician):
    assert (zone_word(zone, "patient"), zone_word(zone, "clinician")) == (patient, clinician)
