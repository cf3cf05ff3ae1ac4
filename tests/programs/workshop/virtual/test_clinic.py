"""The simulated clinician: in time, on the answer of the day, and never more load than was suggested."""

from dataclasses import replace

from programs.progression import Because, Outcome
from programs.workshop.virtual import assumptions as a
from tests.programs.workshop.virtual.make import STEADY, TOUCHY, WEAK, drawn, walk

MET = Outcome.SUGGEST_NEXT, Because.CRITERIA_MET


def test_answers_after_the_days_it_takes():
    assert [stay.reached_after for stay in walk().stays] == [7, 7, 14, 14, 21]
    slow = walk(person=replace(STEADY, clinic_days=(3, 3)))
    assert slow.finished == 63 + 4 * 3


def test_counts_a_message_for_every_answer_that_concerns_a_clinician_and_each_decision():
    course = walk()
    assert course.messages == {"suggest_next/criteria_met": 4, "review/programme_complete": 1}
    assert course.decisions == {"criteria_met": 4, "programme_complete": 1}


def test_lifts_a_hold_after_a_while(monkeypatch):
    monkeypatch.setattr(a, "HOLD_A_DAY", 0.1)
    spells = [days for said, days in drawn(1, days=90).spells if said[1] is Because.CLINICIAN_HOLD]
    assert spells
    assert max(spells) <= a.HOLD_DAYS[1]


def test_closes_a_flag_within_three_days(monkeypatch):
    monkeypatch.setattr(a, "FLAG_A_DAY", 0.05)
    spells = [days for said, days in drawn(1, days=90).spells if said[0] is Outcome.STOP_AND_CONTACT]
    assert spells
    assert max(spells) <= a.ANSWER_DAYS[1] + 1


def test_says_good_bye_to_who_stays_away(monkeypatch):
    monkeypatch.setattr(a, "QUITS_A_DAY", 0.1)
    monkeypatch.setattr(a, "COMES_BACK", 0)
    gone = drawn(1, days=90)
    assert gone.discharged
    assert gone.finished is None
    assert (Outcome.HOLD, Because.GAP) in gone.days


def test_begins_one_stage_down_with_who_comes_back(monkeypatch):
    monkeypatch.setattr(a, "QUITS_A_DAY", 0.03)
    monkeypatch.setattr(a, "COMES_BACK", 1)
    assert any(1 in course.path[1:] for course in (drawn(number, days=180) for number in range(4)))


def test_takes_nobody_to_a_stage_that_the_rules_no_longer_suggest():
    walked = drawn(0, TOUCHY, 180, **WEAK)
    assert [stay.position for stay in walked.stays] == [1, 2, 1, 2, 1]
    assert walked.messages["review/tried_before"] >= 1
    assert walked.decisions["tried_before"] >= 1


def test_begins_the_first_stage_anew_where_there_is_none_before():
    again = [drawn(number, days=90, capacity=0.55, irritability=2.0) for number in range(6)]
    assert any(course.path[:2] == (1, 1) for course in again)
