"""Why today asks for less, in sentences: one a reason, to the patient and to the clinician."""

import datetime as dt

import pytest

from patients.domain.todays_plan import Exercise, Plan, Reason, Volume, Why
from patients.wording import plan_amount, plan_reasons, plan_words, settled_words
from programs.wording import Names

TODAY = dt.date(2026, 6, 10)
DAY = dt.timedelta(days=1)
NAMES = Names(
    physio="Jonas", hears="Jonas sees it when the clinic is open.", today=TODAY, exercise_before="Double-leg bridge"
)


def plan(*reasons, volume=Volume.HALF, exercise=Exercise.THIS):
    return Plan(TODAY, volume, exercise, reasons)


def reason(why, ago=1, **fields):
    return Reason(why, TODAY - ago * DAY, **fields)


@pytest.mark.parametrize(
    ("volume", "exercise", "title", "amount"),
    [
        (Volume.NOTHING, Exercise.THIS, "No exercises today", "nothing that loads the tendon"),
        (Volume.HALF, Exercise.BEFORE, "Half of the easier exercise for now", "half of the stage before"),
        (Volume.HALF, Exercise.THIS, "Half for now", "half of this stage"),
        (Volume.WHOLE, Exercise.BEFORE, "The easier exercise for now", "the whole stage before"),
        (Volume.WHOLE, Exercise.THIS, "", "the whole stage"),
    ],
)
def test_names_the_amount(volume, exercise, title, amount):
    asked = plan(volume=volume, exercise=exercise)
    assert (plan_words(asked, NAMES).title, plan_amount(asked)) == (title, amount)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (reason(Why.FELT, 0, until=TODAY + DAY), "It hurt too much today. Today and tomorrow no exercises"),
        (reason(Why.FELT, 1, until=TODAY), "It hurt too much yesterday. Today no exercises that load the tendon."),
        (reason(Why.DAY_BETWEEN, until=TODAY), "Yesterday was a session. A day without exercises lies between"),
        (reason(Why.EASED, 3, got=1, needed=3), "It was too much on Sunday. Half until 3 calm"),
        (reason(Why.NOT_SETTLED, 9), "Since the bad day on 1 June there were no 3 calm sessions in a row yet."),
        (reason(Why.AFTER_PAUSE, got=1, needed=2), "half in your first 2 sessions. Done before today: 1 of 2."),
        (reason(Why.AFTER_BREAK, got=0, needed=2), "half in your first 2 sessions. Done before today: 0 of 2."),
        (reason(Why.STOPPED), "You stopped because of pain yesterday. Half this time."),
    ],
)
def test_says_why_to_the_patient(one, said):
    assert said in plan_words(plan(one), NAMES).text


def test_says_one_reason_where_several_mean_the_same():
    """The evening of a bad morning after a session: what happened, what is asked, what comes then."""
    reasons = [
        reason(Why.FELT, 0, until=TODAY + DAY),
        reason(Why.DAY_BETWEEN, until=TODAY),
        reason(Why.EASED, got=0, needed=3),
        reason(Why.HARD_DAY),
    ]
    assert plan_words(plan(*reasons, volume=Volume.NOTHING), NAMES).text == (
        "It hurt too much today. Today and tomorrow no exercises that load the tendon. "
        "Then half until 3 calm sessions in a row: 0 of 3 so far. Walking is fine if it does not hurt more. "
        "Jonas sees it when the clinic is open."
    )


def test_counts_half_sessions_once_where_somebody_comes_back_with_an_irritated_tendon():
    said = plan_words(plan(reason(Why.EASED, 9, got=1, needed=3), reason(Why.AFTER_BREAK, got=1, needed=2)), NAMES).text
    assert "1 of 3 so far" in said and "of 2" not in said


def test_names_the_easier_exercise_on_the_days_of_rest_before_it():
    reasons = [reason(Why.FELT, 0, until=TODAY + DAY), reason(Why.EASED, 0, got=0, needed=3), reason(Why.TWO_REDS, 0)]
    said = plan_words(plan(*reasons, volume=Volume.NOTHING, exercise=Exercise.BEFORE), NAMES).text
    assert "That is with the easier exercise: Double-leg bridge." in said
    assert "easier" not in plan_words(plan(*reasons, volume=Volume.NOTHING), NAMES).text


@pytest.mark.parametrize("decides", [True, False])
def test_says_that_a_clinician_decides_only_where_one_is_asked(decides):
    said = plan_words(plan(reason(Why.TWO_REDS)), NAMES, decides=decides).text
    assert ("Jonas looks at it and tells you." in said) == decides


@pytest.mark.parametrize("why", list(Why))
def test_says_every_reason_to_the_clinician(why):
    [said] = plan_reasons(plan(reason(why, until=TODAY)), TODAY)
    assert said.endswith(".") and "%" not in said


def test_says_that_calm_days_ended_the_easing_where_the_whole_plan_is_asked():
    settled = tuple(TODAY - ago * DAY for ago in (8, 3, 1))
    said = "3 calm days in a row (2 June, Sunday, yesterday): the whole plan again."
    assert settled_words(Plan(TODAY, Volume.WHOLE, Exercise.THIS, settled=settled), TODAY) == said
    assert settled_words(Plan(TODAY, Volume.HALF, Exercise.THIS, settled=settled), TODAY) == ""


def test_says_the_same_thing_once():
    asked = plan(reason(Why.AFTER_AWAY, needed=2), reason(Why.AFTER_BREAK, needed=2))
    said = "You come back after a time without exercises: half in your first 2 sessions. Done before today: 0 of 2."
    assert plan_words(asked, NAMES).text == said
