"""The gate's findings: what each check asks for, what it found, and on which days."""

import pytest

from programs.progression import Code
from programs.progression.criteria import gate_of
from programs.progression.reading import read

from .make import RULES, answer, check, day, days, history, in_stage, on, session


def finding(code, *records, **fields):
    """Met, required, observed and evidence of the first finding of a code."""
    found = answer(*records, **fields).finding(code)
    return found and (found.met, found.required, found.observed, found.evidence)


def dates(*numbers):
    return tuple(on(number) for number in numbers)


GREEN = days(1, 2, 4, 6, 8)


@pytest.mark.parametrize(
    ("code", "records", "fields", "expected"),
    [
        (Code.SESSIONS, (GREEN,), {}, (True, 5, 5, dates(1, 2, 4, 6, 8))),
        (Code.SESSIONS, (days(1, 2),), {}, (False, 5, 2, dates(1, 2))),
        (Code.SESSIONS, (days(1, 2, 4),), {"today": 15}, (False, 5, 2, dates(2, 4))),
        (Code.SESSIONS, (in_stage(3, 1, 2, 4),), {"stage": 3, "today": 18}, (False, 6, 3, dates(1, 2, 4))),
        (Code.SESSIONS, (in_stage(3, 1, 2, 4),), {"stage": 3, "today": 17}, (False, 6, 3, dates(1, 2, 4))),
        (Code.SESSIONS, (days(1), check(3, 6), days(3, 4)), {}, (False, 5, 1, dates(4))),
        (Code.DAYS_IN_STAGE, (), {"today": 6}, (False, 7, 6, ())),
        (Code.DAYS_IN_STAGE, (), {"today": 7}, (True, 7, 7, ())),
        (Code.EVERY_SET, (GREEN,), {}, (True, 2, 2, dates(6, 8))),
        (Code.EVERY_SET, (days(1), day(2, completion=0.9, all_sets=False)), {}, (False, 2, 1, dates(2))),
        (Code.EVERY_SET, (days(1), session(10, completion=0.9)), {}, (False, 2, 1, ())),
        (Code.EVERY_SET, (), {}, (False, 2, 0, ())),
        (Code.SYMMETRY, (GREEN,), {}, (True, 0.9, 1.0, dates(1, 2, 4, 6, 8))),
        (Code.SYMMETRY, (days(1, 2), day(4, symmetry=0.8), day(6, symmetry=None)), {}, (False, 0.9, 0.8, dates(4, 6))),
        (Code.SYMMETRY, (), {}, (False, 0.9, None, ())),
        (Code.SYMMETRY, (GREEN,), {"stage": 4}, None),
        (Code.TECHNIQUE, (GREEN, day(9, technique_ok=False)), {"stage": 4}, (False, 6, 5, dates(9))),
        (Code.TECHNIQUE, (days(1, 2),), {"stage": 4}, (True, 2, 2, dates(1, 2))),
        (Code.TECHNIQUE, (), {"stage": 4}, (False, 0, 0, ())),
        (Code.TECHNIQUE, (GREEN,), {}, None),
        (Code.VARIATION, (in_stage(1, 1, 2, 4, harder=1),), {"stage": 1}, (False, 2, 1, dates(2))),
        (Code.VARIATION, (in_stage(1, 1, 2, 4, harder=2),), {"stage": 1}, (True, 2, 2, dates(2, 4))),
        (Code.VARIATION, (), {"stage": 3}, (False, 3, 0, ())),
        (Code.VARIATION, (GREEN,), {}, None),
        (Code.MORNING_CHECKS, (GREEN,), {}, (True, 0.6, 1.0, dates(1, 2, 4, 6, 8))),
        (Code.MORNING_CHECKS, (days(1, 2), day(4, morning=None)), {}, (True, 0.6, 0.666667, dates(1, 2, 4))),
        (Code.MORNING_CHECKS, (days(1), days(2, 4, morning=None)), {}, (False, 0.6, 0.333333, dates(2, 4))),
        (Code.MORNING_CHECKS, (), {}, (True, 0.6, None, ())),
        (Code.PAIN_DURING, (days(1, 2), day(4, pain_during=4)), {}, (False, 3, 4, dates(4))),
        (Code.PAIN_DURING, (days(1, 2),), {"stage": 5}, (True, 2, 2, dates(1, 2))),
        (Code.PAIN_DURING, (days(1, 2),), {"pain_ceiling": 5}, (True, 5, 2, dates(1, 2))),
        (Code.PAIN_DURING, (days(1), day(2, pain_during=None)), {}, (True, 3, 2, dates(1))),
        (Code.PAIN_DURING, (days(1, pain_during=None),), {}, (False, 3, None, ())),
        (Code.NEXT_MORNING, (days(1), day(2, morning=3)), {}, (False, 2, 3, dates(2))),
        (Code.NEXT_MORNING, (days(1),), {"baseline_morning_pain": 2.5}, (True, 3, 1, dates(1))),
        (Code.COMPLETION, (days(1, 2, completion=0.85),), {}, (True, 0.8, 0.85, dates(1, 2))),
        (Code.COMPLETION, (days(1), days(2, completion=0.9)), {}, (True, 0.8, 0.9, dates(1, 2))),
        (Code.COMPLETION, (days(1, 2, completion=0.5),), {}, (False, 0.8, None, ())),
    ],
)
def test_leaves_a_finding(code, records, fields, expected):
    assert finding(code, *records, **fields) == expected


def test_carries_the_whole_gate_with_every_answer():
    gate = {
        *(Code.MORNING_CHECKS, Code.SESSIONS, Code.DAYS_IN_STAGE, Code.EVERY_SET, Code.SYMMETRY),
        *(Code.PAIN_DURING, Code.NEXT_MORNING, Code.COMPLETION, Code.BASELINE, Code.WINDOW),
    }
    for found in (answer(), answer(GREEN), answer(GREEN, clinician_hold=True), answer(day(8, pain_during=7))):
        assert gate <= {finding.code for finding in found.findings}


def test_names_the_check_that_stands_in_the_way_first():
    found = gate_of(read(RULES, history(days(1, 2, symmetry=0.5), today=3)))
    assert found.first_missed is Code.SESSIONS
    assert found.misses(Code.DAYS_IN_STAGE)
    assert not found.reached


def test_is_reached_when_every_check_is():
    found = gate_of(read(RULES, history(GREEN)))
    assert found.first_missed is None
    assert found.reached
