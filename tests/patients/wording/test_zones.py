import pytest

from patients.wording.zones import stay_words, zones_during, zones_of_morning
from programs import library
from programs.progression.zones import Limits

RULES = library.rules("high-hamstring-tendinopathy")


def limits(stage=1, baseline=1, ceiling=None):
    return Limits.of(RULES.safety, RULES.stage(stage), baseline, ceiling)


def said(lines):
    return [f"{line.numbers} {line.word}" for line in lines]


@pytest.mark.parametrize(
    ("stage", "ceiling", "found"),
    [
        (1, None, ["0–3 Calm", "4–5 Stay", "6–10 Ease off"]),
        (5, None, ["0–2 Calm", "3–5 Stay", "6–10 Ease off"]),
        (1, 5, ["0–5 Calm", "6–10 Ease off"]),
        (1, 4, ["0–4 Calm", "5 Stay", "6–10 Ease off"]),
    ],
)
def test_names_the_zones_of_a_session_with_the_numbers_that_hold(stage, ceiling, found):
    assert said(zones_during(limits(stage, ceiling=ceiling))) == found


@pytest.mark.parametrize(
    ("baseline", "found"),
    [
        (1, ["0–2 Calm", "3 Stay", "4–10 Ease off"]),
        (3, ["0–3 Calm", "4 Stay", "5–10 Ease off"]),
        (7, ["0–3 Calm", "4–7 Stay", "8–10 Ease off"]),
    ],
)
def test_moves_the_zones_of_the_morning_with_the_usual_one(baseline, found):
    assert said(zones_of_morning(limits(baseline=baseline))) == found


@pytest.mark.parametrize("pain", range(11))
def test_says_at_once_what_an_answer_between_calm_and_red_means(pain):
    words = stay_words(zones_during(limits()), pain)
    assert words == (
        f"{pain} means “Stay”: do what your plan asks, not more. A bad day ends the row of good days."
        if pain in (4, 5)
        else ""
    )


def test_says_nothing_of_a_pain_that_was_not_recorded():
    assert stay_words(zones_during(limits()), None) == ""


def test_says_of_every_zone_what_it_leads_to():
    lines = zones_during(limits())
    assert all(line.text for line in lines)
    assert [line.zone for line in lines] == ["green", "amber", "red"]
