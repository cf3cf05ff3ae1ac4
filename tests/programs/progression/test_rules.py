"""Every numbered rule: where it begins to answer, and where it leaves the word to the next."""

from dataclasses import replace

import pytest

from programs.progression import Because, CriterionRule, Outcome, evaluate
from programs.progression.rules import RULES as NUMBERED

from .make import RULES, answer, asking, at, away, check, day, days, flag, history, in_stage, on, said, session

CALM = days(1, 2, 4, 6, 8)

TABLE = [
    # 1
    ("an open flag stops everything", history(CALM, flag(9)), "stop_and_contact/open_flag"),
    ("a flag of tomorrow is not known yet", history(CALM, flag(11)), "suggest_next/criteria_met"),
    ("a flag outranks a long gap", history(flag(1), today=60), "stop_and_contact/open_flag"),
    ("a flag of this very moment is known", history(CALM, flag(9), as_of=at(9, 9)), "stop_and_contact/open_flag"),
    # 2
    ("28 days without a session are looked at", history(CALM, today=36), "review/gap"),
    ("27 days are a hold", history(CALM, today=35), "hold/gap"),
    ("28 days since the beginning without any session", history(today=28), "review/gap"),
    ("days away are no gap", history(CALM, away(9, 30), today=36), "hold/sessions"),
    ("overlapping days away count once", history(CALM, away(9, 20), away(15, 22), today=36), "hold/gap"),
    ("a gap outranks two reds", history(days(7, 8, pain_during=7), today=36), "review/gap"),
    # 3, two reds
    ("two reds in a fortnight", history(days(1, 8, pain_during=6), days(3, 4, 5)), "step_back/two_reds"),
    ("two reds in a stage of 6 days are a flare", history(days(1, 5, pain_during=6), today=6), "reduce/flare"),
    ("two reds in a stage of 7 days", history(days(1, 5, pain_during=6), today=7), "step_back/two_reds"),
    ("the first red is 13 days old", history(days(1, 8, pain_during=6), today=14), "step_back/two_reds"),
    ("the first red is 14 days old", history(days(1, 8, pain_during=6), today=15), "step_back/flare_unsettled"),
    ("two reds in stage 1 have nowhere to go", history(days(1, 8, pain_during=6), stage=1), "review/two_reds"),
    ("a rest-day morning is a red", history(day(2, pain_during=6), check(6, 6)), "step_back/two_reds"),
    ("two reds of one date are one", history(check(5, 6), day(5, pain_during=6)), "reduce/flare"),
    ("a pending red is a red", history(days(4), days(9, 10, morning=None, pain_during=6)), "step_back/two_reds"),
    # 3, strained run
    ("3 of 5 strained", history(days(1, 3, 5, pain_during=4), days(6, 8)), "step_back/strained_run"),
    ("3 of 6 with one before the last 5", history(days(1, 3, 5, pain_during=4), days(6, 7, 8)), "hold/amber"),
    ("3 of 3 strained", history(days(1, 3, 5, pain_during=4), today=7), "step_back/strained_run"),
    ("2 of 2 strained", history(days(1, 3, pain_during=4), today=7), "hold/amber"),
    ("3 stops", history(days(1, 3, 5, stopped_for_pain=True)), "step_back/strained_run"),
    ("3 strained in stage 1", history(days(1, 3, 5, pain_during=4), stage=1), "review/strained_run"),
    (
        "a pending strained day counts",
        history(days(1, 3, 9, pain_during=4), session(10, pain_during=4)),
        "step_back/strained_run",
    ),
    ("pain of 4 under a ceiling of 4", history(days(1, 3, 5, pain_during=4), pain_ceiling=4), "hold/sessions"),
    ("stage 5 pain of 3 is amber, not strained", history(days(1, 3, 5, pain_during=3), stage=5), "hold/amber"),
    # 3, flare unsettled
    (
        "3 days after the trigger, not calm",
        history(day(1, pain_during=6), days(3, 5), day(7, pain_during=4)),
        "step_back/flare_unsettled",
    ),
    (
        "4 days after the trigger, not calm",
        history(day(3, pain_during=6), days(4, 5), day(6, pain_during=4), day(7)),
        "step_back/flare_unsettled",
    ),
    ("2 days after the trigger", history(day(1, pain_during=6), day(5), day(7, pain_during=4)), "reduce/flare"),
    ("10 days after the trigger", history(day(1, pain_during=6), day(3), today=11), "step_back/flare_unsettled"),
    ("9 days after the trigger", history(day(1, pain_during=6), day(3), today=10), "reduce/flare"),
    ("10 days in which nothing was done", history(day(1, pain_during=6), today=11), "reduce/flare"),
    ("10 days, one of them away", history(day(1, pain_during=6), day(3), away(5, 5), today=11), "reduce/flare"),
    (
        "11 days, one of them away",
        history(day(1, pain_during=6), day(3), away(5, 5), today=12),
        "step_back/flare_unsettled",
    ),
    (
        "10 days with a session on the date of a red rest-day morning alone",
        history(check(1, 6), day(3), check(3, 6), today=14),
        "step_back/two_reds",
    ),
    (
        "a session on the date of another red rest-day morning is no day since the trigger",
        history(check(1, 6), days(2, 3), check(6, 6), day(6, pain_during=4), today=16),
        "step_back/flare_unsettled",
    ),
    (
        "nothing done since the trigger but on the date of a red rest-day morning",
        history(check(1, 6), check(6, 6), day(6), today=18),
        "reduce/flare",
    ),
    (
        "unsettled, the latest day pending",
        history(day(1, pain_during=6), day(3), session(11), today=11),
        "reduce/flare",
    ),
    (
        "the day after the trigger is the first of the 3",
        history(day(1, pain_during=6), days(2, 3), day(4, pain_during=4)),
        "step_back/flare_unsettled",
    ),
    (
        "after a red rest-day morning the next logged day is the first",
        history(check(1, 6), days(1, 2, 3), day(4, pain_during=4)),
        "step_back/flare_unsettled",
    ),
    (
        "the date of a red rest-day morning is none of the 3",
        history(check(1, 6), days(1, 2, 3)),
        "reduce/flare",
    ),
    ("pending days are not the 3", history(day(1, pain_during=6), days(3, 5), session(10)), "reduce/flare"),
    ("unsettled in stage 1", history(day(1, pain_during=6), day(3), today=11, stage=1), "review/flare_unsettled"),
    # 4
    (
        "two flares within 28 days",
        history(day(1, pain_during=6), days(3, 5, 7), day(18, pain_during=6), today=19),
        "review/second_flare",
    ),
    ("a flare in the stage before", history(day(-5, pain_during=6), day(8, pain_during=6)), "review/second_flare"),
    ("28 days after the earlier flare", history(day(-20, pain_during=6), day(8, pain_during=6)), "review/second_flare"),
    ("29 days after the earlier flare", history(day(-21, pain_during=6), day(8, pain_during=6)), "reduce/flare"),
    (
        "a second flare is never stepped back as unsettled",
        history(day(-5, pain_during=6), day(1, pain_during=6), day(3), today=12),
        "review/second_flare",
    ),
    ("a red rest-day morning before the stage", history(check(-1, 7), day(8, pain_during=6)), "review/second_flare"),
    ("a red rest-day morning on the first day is of this stage", history(check(0, 7), today=5), "reduce/flare"),
    (
        "a red rest-day morning on the first day is one of two",
        history(check(0, 7), day(8, pain_during=6)),
        "step_back/two_reds",
    ),
    ("an earlier flare alone opens nothing", history(day(-1, pain_during=9), CALM), "suggest_next/criteria_met"),
    (
        "a red morning of the first day is of this stage, whatever was done the day before",
        history(day(-1, morning=6), day(8, pain_during=6)),
        "step_back/two_reds",
    ),
    (
        "and leaves the day before without one",
        history(day(-2, morning=3), day(-1, morning=4), day(8, pain_during=6), today=20),
        "step_back/flare_unsettled",
    ),
    (
        "a sore morning of the first day belongs to the day before",
        history(days(-3, -1, morning=3), day(8, pain_during=6)),
        "review/second_flare",
    ),
    # 5
    ("a red day", history(days(1, 3, 5), day(8, pain_during=6)), "reduce/flare"),
    ("two ambers with a risen morning", history(days(2, 5, morning=3), day(1)), "reduce/flare"),
    ("two ambers, one of them by pain alone", history(day(2, morning=3), day(5, pain_during=4)), "hold/amber"),
    ("two ambers with a green day between", history(days(2, 7, morning=3), day(5)), "hold/amber"),
    ("a flare settled by 3 green days", history(day(1, pain_during=6), days(3, 5, 8)), "hold/amber"),
    (
        "too little volume settles as well",
        history(day(1, pain_during=6), days(3, 5, 8, completion=0.2, all_sets=False)),
        "hold/amber",
    ),
    ("a flare outranks the clinician's hold", history(day(8, pain_during=6), clinician_hold=True), "reduce/flare"),
    ("3 strained days in a stage of 6 days", history(days(1, 3, 5, pain_during=4), today=6), "review/strained_run"),
    ("2 strained days in a stage of 6 days", history(days(1, 3, pain_during=4), day(5), today=6), "hold/amber"),
    (
        "3 strained days of 6, all of them looked at",
        history(days(0, 1, 2, pain_during=4), days(3, 4, 5), today=6),
        "review/strained_run",
    ),
    (
        "3 strained days before the last 5 in a stage of 7 days",
        history(days(0, 1, 2, pain_during=4), days(3, 4, 5), today=7),
        "hold/amber",
    ),
    (
        "a flare comes before the strained days of a first week",
        history(days(1, 3, pain_during=4), day(5, pain_during=6), today=6),
        "reduce/flare",
    ),
    (
        "strained days of a first week come before the clinician's hold",
        history(days(1, 3, 5, pain_during=4), today=6, clinician_hold=True),
        "review/strained_run",
    ),
    # 6
    ("the clinician's hold", history(CALM, clinician_hold=True), "hold/clinician_hold"),
    ("the clinician's hold outranks a gap", history(CALM, clinician_hold=True, today=25), "hold/clinician_hold"),
    # 7
    ("43 days in the stage", history(days(20, 30, 38), today=43), "review/long_in_stage"),
    ("42 days in the stage", history(days(20, 30, 38), today=42), "hold/sessions"),
    ("43 days, one of them away", history(days(20, 30, 38), away(2, 2), today=43), "hold/sessions"),
    ("43 days and one good day short", history(days(20, 29, 34, 36, 38, 40), today=43), "review/long_in_stage"),
    ("43 days, met in the window", history(days(30, 34, 36, 38, 40, 41), today=43), "suggest_next/criteria_met"),
    ("43 days, the last 14 without a session", history(days(20, 25, 29), today=43), "review/long_in_stage"),
    (
        "43 days, met before a gap of 14",
        history(in_stage(3, 23, 24, 25, 26, 27, 29), stage=3, today=43),
        "hold/gap",
    ),
    ("43 days and a hold", history(days(20, 30, 38), today=43, clinician_hold=True), "hold/clinician_hold"),
    # 8
    ("14 days without a session", history(CALM, today=22), "hold/gap"),
    ("13 days without a session", history(CALM, today=21), "hold/sessions"),
    ("14 days without any session", history(today=14), "hold/gap"),
    # 9
    ("2 of 5 mornings", history(days(1, 2, 4, morning=None), days(6, 8)), "cannot_evaluate/morning_checks"),
    ("3 of 5 mornings", history(days(1, 2, morning=None), days(4, 6, 8)), "hold/sessions"),
    (
        "only the last 5 days are asked",
        history(days(1, 2, 3, morning=None), days(4, 5, 6, 7, 8)),
        "suggest_next/criteria_met",
    ),
    ("a pending morning is not asked", history(days(4, 6), day(8), session(10)), "hold/morning_pending"),
    ("no day at all", history(), "hold/sessions"),
    ("calm mornings answered late", history(days(1, 2, 4, late=True), days(6, 8)), "cannot_evaluate/morning_checks"),
    ("mornings answered late and sore", history(days(1, 2, 4, 6, 8, morning=3, late=True)), "step_back/strained_run"),
    (
        "a morning answered late and red",
        history(days(1, 2, 4, 6), day(8, morning=6, late=True)),
        "reduce/flare",
    ),
    ("a rest-day morning answered late and red", history(days(1, 2), check(8, 6, late=True)), "reduce/flare"),
    (
        "in time and late on one date",
        history(CALM, check(9, 2, late=True)),
        "suggest_next/criteria_met",
    ),
    (
        "in time and late on one date, the late one above the edge",
        history(CALM, check(9, 3, late=True)),
        "hold/amber",
    ),
    ("an empty answer is no morning", history(days(1, morning=None), check(2, None)), "cannot_evaluate/morning_checks"),
    # 10
    (
        "3 good days on the easier variation",
        history(in_stage(1, 1, 2, 4, harder=0), stage=1, today=6),
        "suggest_level_up/variation",
    ),
    ("2 good days on the easier variation", history(in_stage(1, 1, 2, harder=0), stage=1, today=6), "hold/sessions"),
    ("the last of 3 on the harder one", history(in_stage(1, 1, 2, 4, harder=1), stage=1, today=6), "hold/sessions"),
    (
        "not every set on the last",
        history(
            in_stage(1, 1, 2, harder=0),
            day(4, variation="heels-close", completion=0.9, all_sets=False),
            stage=1,
            today=6,
        ),
        "hold/sessions",
    ),
    (
        "levels switched off",
        history(in_stage(1, 1, 2, 4, harder=0), stage=1, today=6, self_paced=False),
        "hold/variation",
    ),
    (
        "5 good days on the easier variation",
        history(in_stage(1, 0, 1, 2, 3, 4, harder=0), stage=1, today=6),
        "suggest_level_up/variation",
    ),
    (
        "a level up comes before a pending morning",
        history(in_stage(1, 1, 2, 4, harder=0), session(6, variation="heels-close"), stage=1, today=6),
        "suggest_level_up/variation",
    ),
    ("a stage of one variation", history(days(1, 2, 4), today=6), "hold/sessions"),
    # 11
    ("the latest morning is pending", history(days(1, 2, 4), session(10)), "hold/morning_pending"),
    ("pending and red earlier is not reached", history(days(1, 2, 4, 6), session(10)), "hold/morning_pending"),
    ("reached before the pending one", history(CALM, session(10)), "suggest_next/criteria_met"),
    ("36 hours later it is missing", history(days(1, 2, 4), session(8, hour=8), hour=20, today=9), "hold/sessions"),
    ("a moment before", history(days(1, 2, 4), session(8, hour=8.01), hour=20, today=9), "hold/morning_pending"),
    # 12
    ("4 good days", history(days(1, 2, 4, 6)), "hold/sessions"),
    ("an amber day breaks the run", history(days(1, 2, 3), day(4, pain_during=4), days(5, 6, 7, 8)), "hold/amber"),
    (
        "an amber before the last 5 is not named",
        history(day(1, pain_during=4), days(2, 4, 6, 8, completion=0.7), day(9, completion=0.7)),
        "hold/sessions",
    ),
    ("too little volume does not count", history(days(1, 2, 4, 6), day(8, completion=0.79)), "hold/sessions"),
    ("80 % counts", history(days(1, 2), days(4, completion=0.8), days(6, 8)), "suggest_next/criteria_met"),
    ("no volume recorded is none", history(days(1, 2, 4, 6), day(8, completion=None)), "hold/sessions"),
    (
        "a red rest-day morning breaks the run on its date",
        history(check(3, 6), days(3, 4, 5, 6, 7), today=8),
        "hold/amber",
    ),
    (
        "a red rest-day morning before the last days is not named",
        history(check(3, 6), days(4, 5, 6), days(7, 8, 9, 10, completion=0.5), today=11),
        "hold/sessions",
    ),
    (
        "a sore rest-day morning breaks nothing",
        history(CALM, check(4, 3), check(8, 3)),
        "suggest_next/criteria_met",
    ),
    ("13 days old is in the window of 14", history(days(0, 9, 10, 11, 12), today=13), "suggest_next/criteria_met"),
    ("14 days old is not", history(days(0, 9, 10, 11, 12), today=14), "hold/sessions"),
    (
        "days before a gap do not count",
        history(in_stage(5, 1, 2, 3, 17, 18, 19, 20, 21, 22), stage=5, today=23),
        "hold/sessions",
    ),
    ("the day a gap ends with counts", history(days(1, 15, 16, 17, 18, 19), today=20), "suggest_next/criteria_met"),
    # 13
    ("6 days in the stage", history(days(0, 1, 2, 3, 4), today=6), "hold/min_days"),
    ("7 days in the stage", history(days(0, 1, 2, 3, 4), today=7), "suggest_next/criteria_met"),
    ("the last day not full", history(days(1, 2, 4, 6), day(8, completion=0.9, all_sets=False)), "hold/completion"),
    ("a short day later does not help", history(CALM, day(9, completion=0.5, all_sets=False)), "hold/completion"),
    ("uneven on a counted day", history(days(1, 2, 4), day(6, symmetry=0.89), day(8)), "hold/symmetry"),
    ("uneven before the counted days", history(day(0, symmetry=0.5), CALM), "suggest_next/criteria_met"),
    ("90 % is even", history(days(1, 2, 4), day(6, symmetry=0.9), day(8)), "suggest_next/criteria_met"),
    ("symmetry not recorded", history(days(1, 2, 4, 6), day(8, symmetry=None)), "hold/symmetry"),
    (
        "symmetry is not asked in stage 4",
        history(in_stage(4, 1, 3, 5, 8, 10, 12, symmetry=0.5), stage=4, today=14),
        "suggest_next/criteria_met",
    ),
    (
        "technique not confirmed",
        history(in_stage(4, 1, 3, 5, 8, 10), in_stage(4, 12, technique_ok=None), stage=4, today=14),
        "hold/technique",
    ),
    (
        "technique is not asked in stage 2",
        history(days(1, 2, 4, 6, 8, technique_ok=False)),
        "suggest_next/criteria_met",
    ),
    (
        "symmetry of a day that does not count is asked",
        history(days(1, 2, 4, 6), day(7, morning=None, symmetry=0.5), day(8)),
        "hold/symmetry",
    ),
    # 14
    (
        "the harder variation on the last 2",
        history(in_stage(1, 1, 2, 4, 6, 8, harder=2), stage=1),
        "suggest_next/criteria_met",
    ),
    ("on the last only", history(in_stage(1, 1, 2, 4, 6, 8, harder=1), stage=1), "suggest_level_up/variation"),
    (
        "left out on the last",
        history(in_stage(1, 1, 2, 4, 6, harder=1), day(8, variation=None), stage=1),
        "hold/variation",
    ),
    (
        "left out on one, easier on the other",
        history(in_stage(1, 1, 2, 4, 6, harder=0), day(8, variation=None), stage=1),
        "hold/variation",
    ),
    (
        "both on one day",
        history(in_stage(1, 1, 2, 4, 6), in_stage(1, 8), session(8, hour=9, variation="heels-close"), stage=1),
        "hold/variation",
    ),
    ("switched off", history(in_stage(1, 1, 2, 4, 6, 8, harder=1), stage=1, self_paced=False), "hold/variation"),
    (
        "stage 3 asks for 3",
        history(in_stage(3, 1, 3, 5, 8, 10, 12, harder=2), stage=3, today=14),
        "suggest_level_up/variation",
    ),
    # 15
    (
        "stage 3 complete",
        history(in_stage(3, 1, 3, 5, 8, 10, 12, harder=3), stage=3, today=14),
        "suggest_next/criteria_met",
    ),
    ("everything met after one step back", history(CALM, steps_back=(on(-20),)), "suggest_next/criteria_met"),
    ("everything met after two steps back", history(CALM, steps_back=(on(-20), on(0))), "review/tried_before"),
    (
        "everything met on the day of the second step back",
        history(CALM, steps_back=(on(-20), on(10))),
        "review/tried_before",
    ),
    (
        "everything met after three steps back",
        history(CALM, steps_back=(on(-40), on(-20), on(0))),
        "review/tried_before",
    ),
    ("the same step back twice", history(CALM, steps_back=(on(0), on(0))), "suggest_next/criteria_met"),
    ("a step back that is still to come", history(CALM, steps_back=(on(0), on(11))), "suggest_next/criteria_met"),
    ("two steps back, and a run too short", history(days(1, 2), steps_back=(on(-20), on(0))), "hold/sessions"),
    (
        "the last stage ends in a review",
        history(in_stage(5, 1, 3, 5, 8, 10, 12, 15, 17, 19), stage=5, today=21),
        "review/programme_complete",
    ),
]


@pytest.mark.parametrize(("found", "expected"), [pytest.param(h, e, id=name) for name, h, e in TABLE])
def test_answers(found, expected):
    assert said(found) == expected


def test_gives_every_outcome_and_every_reason_somewhere_in_the_table():
    given = [evaluate(RULES, found) for _, found, _ in TABLE]
    given.append(evaluate(asking(CriterionRule("effort", "at_most", 4, 1)), history(CALM)))
    assert {answer.outcome for answer in given} == set(Outcome)
    assert {answer.because for answer in given} == set(Because)


def test_has_fifteen_rules_and_the_last_always_answers():
    assert len(NUMBERED) == 15
    assert said(history(CALM), replace(RULES, stages=RULES.stages[:2])) == "review/programme_complete"


@pytest.mark.parametrize(
    ("found", "target"),
    [
        (answer(days(1, 8, pain_during=6), stage=3), 2),
        (answer(days(1, 8, pain_during=6), stage=1), None),
        (answer(CALM), 3),
        (answer(CALM, steps_back=(on(-20), on(0))), 3),
        (answer(CALM, clinician_hold=True), None),
        (answer(in_stage(5, 1, 3, 5, 8, 10, 12, 15, 17, 19), stage=5, today=21), None),
    ],
)
def test_points_to_the_stage_below_or_above(found, target):
    assert found.target == target


def test_reads_pain_over_a_threshold_that_was_edited():
    bolder = replace(RULES, safety=replace(RULES.safety, red_during=8))
    assert said(history(day(8, pain_during=7)), bolder) == "hold/amber"


def test_refuses_a_stage_the_programme_does_not_have():
    with pytest.raises(ValueError, match="no stage 9"):
        evaluate(RULES, history(stage=9))


def test_takes_the_session_at_this_very_moment_as_known():
    assert said(history(days(1, 2, 4), session(8), as_of=at(8))) == "hold/morning_pending"
