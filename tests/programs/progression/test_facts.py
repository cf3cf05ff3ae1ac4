"""The facts beside an answer: every number that a sentence about it needs."""

from dataclasses import replace

import pytest

from programs.progression import Ceiling, Code, evaluate
from programs.progression.facts import row_ended, trend
from programs.progression.reading import read

from .make import RULES, answer, at, away, check, day, days, flag, history, in_stage, on, session
from .test_criteria import dates, finding

RED = {"pain_during": 7}


def codes(found):
    return [each.code for each in found.findings]


@pytest.mark.parametrize(
    ("code", "records", "fields", "expected"),
    [
        (Code.WINDOW, (days(1, 2, 4),), {"today": 15}, (None, 14, 2, dates(2, 4))),
        (Code.VOLUME_SHORT, (days(1), days(2, completion=0.7)), {}, (None, 0.8, 1, dates(2))),
        (Code.VOLUME_SHORT, (days(1, completion=0.8),), {}, (None, 0.8, 0, ())),
        (Code.PAIN_MISSING, (days(1), days(2, pain_during=None)), {}, (None, None, 1, dates(2))),
        (Code.MORNINGS_MISSING, (days(1), days(2, morning=None), session(10)), {}, (None, None, 1, dates(2))),
        (Code.MORNINGS_GIVEN, (days(1), days(2, 4, morning=None)), {}, (None, 3, 1, dates(2, 4))),
        (Code.MORNINGS_TO_GO, (days(1), days(2, 4, morning=None)), {}, (None, None, 2, ())),
        (Code.MORNINGS_TO_GO, (days(1, 2, 4, 5, 6, morning=None),), {}, (None, None, 3, ())),
        (Code.MORNINGS_TO_GO, (), {}, (None, None, 0, ())),
        (Code.LAST_COMPLETIONS, (days(1, 2), day(4, completion=0.9)), {}, (None, None, [1.0, 0.9], dates(2, 4))),
        (Code.EASIER_DAYS, (in_stage(1, 1, 2, 4, harder=0),), {"stage": 1}, (None, 3, 3, dates(1, 2, 4))),
        (Code.EASIER_DAYS, (in_stage(1, 1, 2, 4, harder=1),), {"stage": 1}, (None, 3, 0, ())),
        (Code.EASIER_DAYS, (), {}, None),
        (Code.NEXT_VARIATION, (), {"stage": 3}, (None, "resisted", "unloaded", ())),
        (Code.NEXT_VARIATION, (days(1),), {}, None),
        (Code.BASELINE, (), {"baseline_morning_pain": 0}, (None, None, 1, ())),
        (Code.BASELINE, (), {"baseline_morning_pain": 2.5}, (None, None, 2.5, ())),
        (Code.PAIN_CEILING, (), {"pain_ceiling": 4}, (None, None, 4, ())),
        (Code.PAIN_CEILING, (), {}, None),
    ],
)
def test_stands_beside_every_answer(code, records, fields, expected):
    assert finding(code, *records, **fields) == expected


def test_names_the_flags_distress_first():
    found = answer(flag(8), flag(9, "distress"), flag(7, "nerve"), flag(6, "bone"))
    ticked = [each.observed for each in found.findings if each.code is Code.OPEN_FLAG]
    assert ticked == [
        {"kind": "distress", "at": at(9, 9).isoformat()},
        {"kind": "bone", "at": at(6, 9).isoformat()},
        {"kind": "nerve", "at": at(7, 9).isoformat()},
        {"kind": "pop", "at": at(8, 9).isoformat()},
    ]


def test_counts_a_gap_from_the_last_session():
    assert finding(Code.GAP, days(1, 2), away(3, 4), today=18) == (False, 14, 14, dates(2))
    assert finding(Code.GAP, today=30) == (False, 28, 30, dates(0))


def test_names_both_reds_and_what_made_them_red():
    found = answer(day(1, **RED), day(3, pain_other_side=8), day(5, morning=4), check(8, 6), today=9)
    reds = [(each.observed, each.required, each.evidence) for each in found.findings if each.code is Code.RED_DAY]
    assert reds == [
        ({"cause": "pain_during", "pain": 7}, 6, dates(1)),
        ({"cause": "other_side", "pain": 8}, 6, dates(3)),
        ({"cause": "next_morning", "pain": 4}, 4, dates(5)),
        ({"cause": "rest_day_morning", "pain": 6}, 4, dates(8)),
    ]
    assert found.finding(Code.TWO_REDS).observed == 4


@pytest.mark.parametrize(
    ("baseline", "edge"), [(0, 4), (1, 4), (2, 4), (2.5, 4.5), (3, 5), (4, 6), (5.5, 6), (6, 7), (9, 10)]
)
def test_says_from_which_morning_on_it_is_red(baseline, edge):
    assert answer(check(8, 10), baseline_morning_pain=baseline).finding(Code.RED_DAY).required == edge


def test_lists_the_strained_days_and_where_the_pain_goes():
    found = answer(days(1, 3, 5, pain_during=4), day(6, pain_during=None), day(8, pain_during=1))
    assert found.finding(Code.STRAINED_RUN).observed == 3
    assert found.finding(Code.STRAINED_RUN).evidence == dates(1, 3, 5)
    assert found.finding(Code.RECENT_PAINS).observed == [4, 4, 4, None, 1]
    assert found.finding(Code.TREND).observed == "falling"


@pytest.mark.parametrize(
    ("pains", "expected"),
    [
        ([], "flat"),
        ([4], "flat"),
        ([4, 4, 4], "flat"),
        ([2, 3, 4, 5], "rising"),
        ([5, 4, 4, 2], "falling"),
        ([4, 4, 5, 5], "rising"),
        ([5, 5, 4, 4], "falling"),
        ([3, 4], "flat"),
        ([4, 4, 4, 5], "flat"),
        ([5, 4, 4, 4], "flat"),
    ],
)
def test_reads_a_trend(pains, expected):
    assert trend(pains) == expected


SAYS_WHY = {
    *(Code.OPEN_FLAG, Code.TWO_REDS, Code.STRAINED_RUN, Code.FLARE, Code.EARLIER_FLARE, Code.MORNING_PENDING),
    *(Code.RED_DAY, Code.AMBER_DAY),
}


@pytest.mark.parametrize(
    "records",
    [
        (flag(3),),
        (day(1, **RED), day(3, **RED)),
        (days(1, 3, 5, pain_during=4),),
        (day(4, **RED), days(6, 8)),
        (days(5, 8, morning=3),),
        (day(-5, **RED), day(8, **RED)),
        (days(1, 2), session(10)),
        (day(4, stopped_for_pain=True), days(6, 8)),
        (day(4, pain_during=4), days(6, 8)),
        (day(4, morning=3), days(6, 8)),
    ],
)
def test_calls_nothing_met_that_a_rule_answered_with(records):
    why = [found for found in answer(*records).findings if found.code in SAYS_WHY]
    assert why
    assert {found.met for found in why} == {False}


def test_names_the_step_after_the_hardest_variation_of_the_latest_day():
    ladder = ("sitting", "standing", "hopping")
    rules = replace(RULES, stages=tuple(replace(each, variations=ladder) for each in RULES.stages))
    latest = (session(3, 8, variation="standing"), session(3, variation="sitting"))
    found = evaluate(rules, history(days(1, variation="sitting"), *latest, stage=3)).finding(Code.NEXT_VARIATION)
    assert (found.observed, found.required) == ("standing", "hopping")


def test_counts_the_calm_days_of_a_flare():
    found = answer(day(4, **RED), days(6, 8))
    assert (found.because, found.findings[0].evidence) == ("flare", dates(4))
    assert (found.findings[0].required, found.findings[0].observed) == (3, 2)
    assert found.finding(Code.RED_DAY).observed == {"cause": "pain_during", "pain": 7}


def test_names_the_red_rest_day_morning_that_broke_the_run():
    found = answer(check(3, 6), days(3, 4, 5, 6, 7), today=8)
    assert (found.because, found.findings[0].code, found.findings[0].evidence) == ("amber", Code.RED_DAY, dates(3))
    assert found.findings[0].observed == {"cause": "rest_day_morning", "pain": 6}


def test_shows_sore_rest_day_mornings_of_the_window_beside_every_answer():
    found = answer(days(1, 2, 4, 6, 8), check(4, 3), check(8, 3)).finding(Code.REST_MORNINGS)
    assert (found.met, found.required, found.observed, found.evidence) == (None, 2, 3, dates(4, 8))
    assert answer(days(1, 2, 4, 6, 8), check(4, 2)).finding(Code.REST_MORNINGS) is None
    assert answer(check(4, 3), day(16), today=18).finding(Code.REST_MORNINGS) is None
    assert answer(check(-1, 3), check(0, 3)).finding(Code.REST_MORNINGS).evidence == dates(0)
    worst = answer(check(4, 3), check(6, 4), check(8, 3), baseline_morning_pain=2.5, pain_ceiling=2)
    assert worst.finding(Code.REST_MORNINGS).observed == 4


@pytest.mark.parametrize(
    ("records", "number", "cause"),
    [
        ([day(2, **RED), days(4), day(6, pain_during=5), days(8)], 6, {"cause": "pain_during", "pain": 5}),
        ([day(2, pain_during=5), days(4), check(8, 6)], 8, {"cause": "rest_day_morning", "pain": 6}),
        ([check(2, 6), days(4), day(8, stopped_for_pain=True)], 8, {"cause": "stopped", "pain": None}),
    ],
)
def test_says_what_ended_the_row_of_good_days(records, number, cause):
    ended = row_ended(read(RULES, history(*records)))
    assert (ended.code, ended.met, ended.observed, ended.evidence) == (Code.ROW_ENDED, None, cause, dates(number))


def test_says_of_no_row_that_it_ended_where_nothing_bad_lies_in_the_window():
    assert row_ended(read(RULES, history(days(1, 2, 4)))) is None
    assert row_ended(read(RULES, history(day(1, **RED), days(16, 18), today=20))) is None


def test_reads_each_day_by_its_own_edge_and_requires_that_of_today():
    found = answer(day(3, pain_during=4), days(5, 6, pain_during=4), pain_ceiling=4, pain_ceiling_from=on(5))
    during = found.finding(Code.PAIN_DURING)
    assert (during.met, during.required, during.observed, during.evidence) == (False, 4, 4, dates(3))
    assert found.finding(Code.PAIN_CEILING).evidence == dates(5)
    assert found.finding(Code.AMBER_DAY).required == 3


def test_names_no_ceiling_that_was_lifted():
    lifted = {"pain_ceiling": None, "pain_ceiling_from": on(5), "ceilings_before": (Ceiling(4, on(1)),)}
    assert answer(days(3, 6), **lifted).finding(Code.PAIN_CEILING) is None


def test_names_both_days_of_a_pair():
    found = answer(days(5, 8, morning=3))
    assert [(each.observed, each.evidence) for each in found.findings if each.code is Code.AMBER_DAY] == [
        ({"cause": "next_morning", "pain": 3}, dates(5)),
        ({"cause": "next_morning", "pain": 3}, dates(8)),
    ]


def test_says_how_long_a_flare_does_not_settle():
    found = answer(day(1, **RED), days(3, 5), day(7, pain_during=4))
    assert (found.finding(Code.FLARE_SESSIONS).observed, found.finding(Code.FLARE_DAYS).observed) == (3, 9)
    assert found.finding(Code.FLARE).observed == 0


def test_names_the_earlier_flare():
    found = answer(day(-5, **RED), day(8, **RED))
    earlier = found.finding(Code.EARLIER_FLARE)
    assert (earlier.required, earlier.observed, earlier.evidence) == (28, 13, dates(-5))


@pytest.mark.parametrize(
    ("fields", "observed", "required"),
    [
        ({"pain_during": 5, "morning": 3}, {"cause": "pain_during", "pain": 5}, 3),
        ({"morning": 3}, {"cause": "next_morning", "pain": 3}, 2),
        ({"pain_during": 3, "morning": 3}, {"cause": "next_morning", "pain": 3}, 2),
        ({"stopped_for_pain": True}, {"cause": "stopped", "pain": None}, None),
        ({"morning": 2, "stopped_for_pain": True}, {"cause": "stopped", "pain": None}, None),
    ],
)
def test_says_why_a_day_is_amber(fields, observed, required):
    found = answer(day(4, **fields), days(6, 8))
    amber = found.finding(Code.AMBER_DAY)
    assert (found.because, amber.observed, amber.required, amber.evidence) == ("amber", observed, required, dates(4))
    assert found.finding(Code.DAY_PAIN).observed == fields.get("pain_during", 2)
    assert found.finding(Code.DAY_MORNING).observed == fields.get("morning", 1)


def test_says_until_when_a_morning_may_come():
    found = answer(days(1, 2), session(10)).finding(Code.MORNING_PENDING)
    assert (found.required, found.evidence) == (at(12, 6).isoformat(), dates(10))


@pytest.mark.parametrize(
    ("records", "met", "reason"),
    [
        ((days(1, 2, 4, 6), session(10)), True, None),
        ((days(1, 2), session(10)), False, "sessions"),
        ((days(1, 2), day(4, pain_during=4), days(6, 8), session(10)), False, "amber"),
        ((days(1, 2, 4, 6, symmetry=0.5), session(10)), False, "symmetry"),
    ],
)
def test_says_whether_a_calm_morning_would_open_the_gate(records, met, reason):
    gate = answer(*records).finding(Code.GATE)
    assert (gate.met, gate.observed) == (met, reason)


def test_calls_a_morning_calm_if_it_is_under_any_ceiling():
    painless = days(1, 2, 4, 6, pain_during=0, morning=0), session(10, pain_during=0)
    assert answer(*painless, pain_ceiling=0).finding(Code.GATE).met


def test_says_what_a_long_stage_waits_for():
    found = answer(days(20, 30, 38), today=43)
    assert (found.finding(Code.LONG_IN_STAGE).required, found.finding(Code.LONG_IN_STAGE).observed) == (42, 43)
    assert found.finding(Code.LONG_IN_STAGE).met is False
    assert found.finding(Code.GATE).observed == "sessions"


def test_calls_a_clinicians_hold_missed_and_true():
    held = answer(days(1), clinician_hold=True).finding(Code.CLINICIAN_HOLD)
    assert (held.met, held.observed) == (False, True)


def test_says_when_a_stage_was_left_for_this_one_and_calls_nothing_missed():
    found = answer(days(1, 2, 4, 6, 8), steps_back=(*dates(0), *dates(-20)))
    back = found.findings[0]
    assert (back.code, back.met, back.required, back.observed) == (Code.STEPS_BACK, None, 2, 2)
    assert back.evidence == dates(-20, 0)


def test_names_the_rule_first_and_the_gate_after_it():
    assert codes(answer(days(1), clinician_hold=True))[:2] == [Code.CLINICIAN_HOLD, Code.MORNING_CHECKS]


def test_finds_the_next_step_of_three_variations():
    ladder = ("bent", "half", "long")
    stage = replace(RULES.stages[0], variations=ladder)
    rules = replace(RULES, stages=(stage, *RULES.stages[1:]))
    found = evaluate(rules, history(days(1, 2, 4, variation="half"), stage=1, today=6))
    step = found.finding(Code.NEXT_VARIATION)
    assert (found.outcome, step.observed, step.required) == ("suggest_level_up", "half", "long")


def test_dates_a_flag_in_the_patients_zone():
    found = answer(flag(9), time_zone="Pacific/Auckland").finding(Code.OPEN_FLAG)
    assert found.evidence == (on(9),)
