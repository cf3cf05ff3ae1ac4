"""One stage under two sets of rules, by hand: a session at 18:00 every day, the morning after at 7:30, all calm."""

import datetime as dt
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from patients.domain.engine_input import GivenDirective, Known
from patients.what_if.compare import Kind, compare, judge_alike
from patients.what_if.counts import Counts, count_patient, count_patients
from patients.what_if.replay import LoggedStage, answers, replay
from programs.progression import Away, Flag, MorningCheck, Rules, Safety, Session, StageRules, evaluate

MONDAY = dt.date(2026, 3, 2)
GATE = {"run_length": 5, "window_days": 14, "pain_max": 3, "morning_max": 3, "rise_max": 1}
STAGES = tuple(StageRules(position, min_days=7, **GATE) for position in (1, 2))
PUBLISHED = Rules("bridges", 1, Safety(), STAGES)


def draft(safety=None, **changes):
    """The published rules with another gate in stage 1."""
    return replace(PUBLISHED, version=2, safety=safety or Safety(), stages=(replace(STAGES[0], **changes), STAGES[1]))


def at(day, hour, minute=0):
    """An instant of the day that is so many days after the Monday the stage began on; London is on UTC."""
    return dt.datetime.combine(MONDAY + dt.timedelta(days=day), dt.time(hour, minute), dt.UTC)


def session(day, pain=1, *, received=None, voided=None, **more):
    done = {"completion": 1.0, "all_sets": True, "symmetry": 1.0, "technique_ok": True, "id": f"day {day}", **more}
    what = Session(at=at(day, 18), day=MONDAY + dt.timedelta(days=day), pain_during=pain, **done)
    return Known(what, received or at(day, 18, 5), voided)


def morning(day, pain=1, *, received=None):
    return Known(MorningCheck(MONDAY + dt.timedelta(days=day), pain), received or at(day, 7, 30))


def given(kind, value, day):
    return GivenDirective(kind, value, at(day, 9), MONDAY + dt.timedelta(days=day))


def logged_stage(days, *, ends=None, pains=None, stage=1, **more):
    """Sessions on the first so many days, each with its morning; `pains` says which day hurt how much."""
    pains = pains or {}
    values = {
        "stage": stage,
        "stage_started": MONDAY,
        "begins": at(0, 9),
        "ends": ends or at(days, 12),
        "followed_until": at(60, 12),
        "time_zone": "Europe/London",
        "affected_side": "left",
        "baseline": 1.0,
        "sessions": tuple(session(day, pains.get(day, 1)) for day in range(days)),
        "mornings": tuple(morning(day + 1) for day in range(days)),
    }
    return LoggedStage(**values | more)


def suggested(rules, lived):
    return replay(rules, lived).suggested_at


# When a rule would have said it -----------------------------------------------------------------------------------


def test_suggests_when_the_fifth_morning_arrives():
    assert suggested(draft(min_days=3), logged_stage(9)) == at(5, 7, 30)


def test_asks_a_clinician_where_the_stage_above_was_left_twice():
    back = tuple((position, MONDAY - dt.timedelta(days=ago)) for position, ago in ((2, 40), (1, 30), (2, 20), (1, 0)))
    said = [answer.because for _since, _until, answer in answers(PUBLISHED, logged_stage(9, stages=back))]
    assert said[-1] == "tried_before"
    assert suggested(PUBLISHED, logged_stage(9, stages=back)) == suggested(PUBLISHED, logged_stage(9))


def test_suggests_at_midnight_when_the_week_is_over():
    assert suggested(PUBLISHED, logged_stage(9)) == at(7, 0)


def test_reads_midnight_in_the_zone_of_the_patient():
    assert suggested(PUBLISHED, logged_stage(9, time_zone="Australia/Sydney")) == at(6, 13)


def test_counts_a_late_morning_from_when_it_was_received():
    late = [morning(day + 1) for day in range(9) if day != 4] + [morning(5, received=at(8, 9))]
    lived = logged_stage(9, mornings=tuple(late), sessions=tuple(session(day) for day in range(5)))
    assert suggested(draft(min_days=3), lived) == at(8, 9)


def test_counts_a_session_from_when_it_was_received():
    sessions = (*(session(day) for day in range(4)), session(4, received=at(6, 20)))
    assert suggested(draft(min_days=3), logged_stage(9, sessions=sessions)) == at(6, 20)


def test_knows_a_voided_session_until_it_was_voided():
    hurt = session(3, 7, received=at(3, 19), voided=at(8, 12))
    lived = logged_stage(
        9, sessions=(*(session(day) for day in range(3)), hurt, *(session(day) for day in range(4, 9)))
    )
    assert suggested(draft(min_days=3), lived) == at(8, 12)


def test_suggests_nothing_while_a_flag_is_open():
    lived = logged_stage(9, flags=(Known(Flag("calf", at(4, 10)), at(4, 10), at(8, 15)),))
    assert suggested(PUBLISHED, lived) == at(8, 15)


def test_keeps_a_held_patient_held_under_either():
    lived = logged_stage(20, directives=(given("hold", 1, 1),))
    comparison = compare(PUBLISHED, draft(run_length=1, min_days=1), lived)
    assert comparison.kind == Kind.NEITHER


def test_lets_go_when_the_hold_is_lifted():
    lived = logged_stage(20, directives=(given("hold", 1, 1), given("hold", None, 12)))
    assert suggested(PUBLISHED, lived) == at(12, 9)


def test_suggests_nothing_while_the_engine_is_off():
    lived = logged_stage(20, directives=(given("engine", 0, 1), given("engine", 1, 15)))
    assert suggested(PUBLISHED, lived) == at(15, 9)


def test_knows_days_away_from_when_they_were_said():
    """The break of 15 days is one until somebody says on the last evening that they were away."""
    said = Known(Away(MONDAY + dt.timedelta(days=9), MONDAY + dt.timedelta(days=22)), at(24, 20))
    lived = logged_stage(9, ends=at(25, 0), aways=(said,))
    spoken = [(answer.because, since) for since, _until, answer in answers(draft(min_days=30), lived)]
    assert spoken[-2:] == [("gap", at(22, 0)), ("sessions", at(24, 20))]


def test_ends_where_the_stage_was_left():
    assert suggested(PUBLISHED, logged_stage(9, ends=at(7, 0))) is None
    assert suggested(PUBLISHED, logged_stage(9, ends=at(7, 0, 1))) == at(7, 0)


def test_says_at_every_moment_what_the_engine_says():
    """However the replay saves work, each answer is the engine's own, and holds until the next."""
    lived = logged_stage(14, pains={3: 7, 8: 4, 9: 5}, flags=(Known(Flag("calf", at(5, 10)), at(5, 10), at(6, 9)),))
    spoken = list(answers(PUBLISHED, lived))
    assert [since for since, _until, _answer in spoken[1:]] == [until for _since, until, _answer in spoken[:-1]]
    for since, until, answer in spoken:
        for instant in (since, since + (until - since) / 2, until - dt.timedelta(seconds=1)):
            beside = lived.circumstances(instant)
            assert evaluate(PUBLISHED, lived.history(instant, beside)).says == answer.says, instant


def test_needs_no_database_and_nothing_that_reads_one():
    """A process that replays histories starts without Django."""
    asked = "import sys, patients.what_if.counts; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], cwd=Path(__file__).parents[2]).returncode == 0


# Old rules against new ------------------------------------------------------------------------------------------------


def test_finds_a_looser_draft_earlier_by_the_days_that_were_counted_by_hand():
    """Three days and three green ones: with Thursday's morning instead of on Monday at midnight."""
    comparison = compare(PUBLISHED, draft(run_length=3, min_days=3), logged_stage(9))
    assert comparison.draft.course.suggested_at == at(3, 7, 30)
    assert (comparison.kind, comparison.days) == (Kind.EARLIER, -4)


def test_finds_a_stricter_draft_later():
    comparison = compare(PUBLISHED, draft(min_days=10), logged_stage(12))
    assert (comparison.kind, comparison.days) == (Kind.LATER, 3)


def test_finds_the_same_day_when_hours_differ():
    comparison = compare(draft(min_days=5), draft(min_days=4), logged_stage(9))
    published, tried = comparison.published.course.suggested_at, comparison.draft.course.suggested_at
    assert (published, tried) == (at(5, 7, 30), at(5, 7, 30))
    assert comparison.kind == Kind.SAME_DAY


def test_finds_what_the_draft_alone_suggests():
    assert compare(PUBLISHED, draft(run_length=3, min_days=3), logged_stage(4)).kind == Kind.DRAFT_ONLY


def test_finds_what_is_no_longer_suggested_before_the_stage_ended():
    assert compare(PUBLISHED, draft(min_days=10), logged_stage(9)).kind == Kind.PUBLISHED_ONLY


def test_counts_the_end_of_the_programme_as_a_suggestion():
    assert suggested(PUBLISHED, logged_stage(9, stage=2)) == at(7, 0)


def test_says_that_a_stage_is_in_one_version_only():
    with pytest.raises(ValueError, match="no stage 2"):
        compare(PUBLISHED, replace(PUBLISHED, stages=STAGES[:1]), logged_stage(9, stage=2))


def test_sees_a_step_back_and_the_days_of_easing_off():
    """Red on day 2 eases off from its evening until three calm days have settled it on the morning of day 6."""
    course = replay(PUBLISHED, logged_stage(9, pains={2: 7}))
    assert (course.easing_days, course.stepped_back) == (5, False)
    strict = replace(PUBLISHED, safety=Safety(two_reds_count=1))
    assert replay(strict, logged_stage(9, pains={2: 7})).stepped_back


# What followed --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "published", "tried"), [(10, True, True), (11, True, False), (14, True, False), (15, False, False)]
)
def test_counts_a_red_day_within_seven_days_of_either_suggestion(day, published, tried):
    """The published rules suggest on day 7, the draft on day 3."""
    comparison = compare(PUBLISHED, draft(run_length=3, min_days=3), logged_stage(16, pains={day: 7}))
    assert (comparison.published.red_after, comparison.draft.red_after) == (published, tried)


def test_counts_a_red_evening_on_the_day_of_the_suggestion():
    quick, lived = draft(run_length=2, min_days=1), logged_stage(12, pains={2: 7})
    assert suggested(quick, lived) == at(2, 7, 30)
    assert compare(quick, quick, lived).draft.red_after


def test_counts_a_red_morning_after_a_day_of_rest():
    lived = logged_stage(8, ends=at(9, 0), mornings=(*(morning(day) for day in range(1, 9)), morning(11, 7)))
    assert compare(PUBLISHED, PUBLISHED, lived).published.red_after


def test_calls_red_what_the_published_version_calls_red():
    """A draft that calls nothing red would otherwise look harmless."""
    blind = draft(safety=Safety(red_during=10), run_length=3, min_days=3)
    assert compare(PUBLISHED, blind, logged_stage(16, pains={8: 7})).draft.red_after


def test_knows_nothing_of_a_week_that_is_not_over():
    assert compare(PUBLISHED, PUBLISHED, logged_stage(9, followed_until=at(12, 12))).published.red_after is None


def test_knows_nothing_of_a_week_in_which_nothing_was_logged():
    lived = logged_stage(7, ends=at(8, 12), mornings=tuple(morning(day) for day in range(1, 7)))
    assert suggested(PUBLISHED, lived) == at(7, 0)
    assert compare(PUBLISHED, PUBLISHED, lived).published.red_after is None


# Adding up ------------------------------------------------------------------------------------------------------------

LOOSER = draft(run_length=3, min_days=3)


def test_counts_patients_once_however_many_stages_they_went_through():
    counts = count_patients(PUBLISHED, LOOSER, [[logged_stage(9), logged_stage(9, stage=2)], [logged_stage(9)], []])
    assert (counts.patients([1]), counts.patients([2]), counts.patients([1, 2])) == (2, 1, 2)
    assert counts.of([1, 2])["histories"] == 3
    assert (counts.of([1])["days:-4"], counts.of([2])["days:0"]) == (2, 1)


def test_adds_up_to_the_same_whatever_the_slices():
    patients = [[logged_stage(9)], [logged_stage(9, stage=2)], [logged_stage(4)], [logged_stage(12, pains={2: 7})]]
    pieces = Counts()
    for patient in patients:
        pieces.add(count_patient(PUBLISHED, LOOSER, patient))
        pieces = Counts.from_json(pieces.to_json())
    assert pieces == count_patients(PUBLISHED, LOOSER, patients)


def test_leaves_out_a_stage_that_is_not_in_both():
    counts = count_patient(replace(PUBLISHED, stages=STAGES[:1]), LOOSER, [logged_stage(9), logged_stage(9, stage=2)])
    assert (counts.left_out, sorted(counts.stages)) == (1, [1])


def test_keeps_numbers_alone():
    """What is stored has no room for a name, an id or a date."""
    document = count_patients(PUBLISHED, LOOSER, [[logged_stage(12, pains={2: 7})]]).to_json()
    numbers = [n for counter in document["stages"].values() for n in counter.values()]
    assert {type(n) for n in (*numbers, *document["routes"].values(), document["left_out"])} == {int}
    assert "day 3" not in str(document)
    assert "2026" not in str(document)


def test_knows_which_stages_both_versions_judge_alike():
    """They are replayed once."""
    assert judge_alike(PUBLISHED, LOOSER, 2)
    assert not judge_alike(PUBLISHED, LOOSER, 1)
    assert not judge_alike(PUBLISHED, replace(PUBLISHED, safety=Safety(gap_hold_days=10)), 2)
