"""What a review stores can be read back and run again."""

import json

import pytest
from hypothesis import given

from programs.progression import Code, CriterionRule, evaluate
from programs.progression.schema import NotValid
from programs.progression.stored import (
    finding_to_json,
    findings_from_json,
    history_from_json,
    history_to_json,
    recommendation_to_json,
    rules_from_json,
    rules_to_json,
    without_criteria,
)

from .make import RULES, answer, asking, days, history, session
from .strategies import histories


@given(histories())
def test_reads_a_history_back_as_it_was(found):
    assert history_from_json(json.loads(json.dumps(history_to_json(found)))) == found


@given(histories())
def test_says_the_same_again_from_what_was_stored(found):
    stored = json.loads(json.dumps({"rules": rules_to_json(RULES), "history": history_to_json(found)}))
    again = evaluate(rules_from_json(stored["rules"]), history_from_json(stored["history"]))
    assert recommendation_to_json(again) == recommendation_to_json(evaluate(RULES, found))


@given(histories())
def test_reads_findings_back_as_they_were(found):
    findings = evaluate(RULES, found).findings
    assert findings_from_json(json.loads(json.dumps([finding_to_json(one) for one in findings]))) == findings


def test_stores_what_a_criterion_requires_by_its_names():
    asked = CriterionRule("pain", "at_most", 2, 3, "sitting", "median", 1)
    missed = evaluate(asking(asked), history(days(1, 2, 4, 6, 8))).finding(Code.CRITERION)
    document = json.loads(json.dumps(finding_to_json(missed)))
    assert document["required"] == {
        **{"metric": "pain", "operator": "at_most", "value": 2, "last_n": 3},
        **{"context": "sitting", "statistic": "median", "group": 1},
    }
    assert findings_from_json([document]) == (missed,)


def test_leaves_out_a_finding_whose_code_it_does_not_know():
    document = finding_to_json(answer(days(1)).findings[0])
    assert findings_from_json([document | {"code": "of_another_version"}]) == ()


def test_keeps_ids_and_captured_dates():
    found = history(session(3, id="a"), self_paced=False)
    document = history_to_json(found)
    assert document["sessions"][0] | {"id": "a", "day": "2026-03-04"} == document["sessions"][0]
    assert history_from_json(document) == found


def test_stores_only_what_was_recorded():
    assert "pain_during" not in history_to_json(history(session(3, pain_during=None)))["sessions"][0]


def test_writes_an_answer_as_plain_json():
    document = recommendation_to_json(answer(days(1, 2, 4, 6, 8)))
    assert json.loads(json.dumps(document)) == document
    assert (document["outcome"], document["target"], document["valid_until"]) == (
        "suggest_next",
        3,
        "2026-03-16T00:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda rules: rules["safety"].pop("red_during"), "safety.red_during"),
        (lambda rules: rules["safety"].update(red_during=6.5), "safety.red_during"),
        (lambda rules: rules["safety"].update(kindness=1), "safety.kindness"),
        (lambda rules: rules["stages"][1].update(run_length=None), "stages[1].run_length"),
        (lambda rules: rules["stages"][1].update(completion_min=80), "stages[1].completion_min"),
        (lambda rules: rules["stages"][0].update(variations=[1]), "stages[0].variations[0]"),
        (lambda rules: rules.update(program=""), "program"),
    ],
)
def test_refuses_rules_that_are_none(change, field):
    document = json.loads(json.dumps(rules_to_json(RULES)))
    change(document)
    with pytest.raises(NotValid) as refused:
        rules_from_json(document)
    assert refused.value.field == field


def test_refuses_a_stored_session_without_its_date():
    document = history_to_json(history(session(3)))
    del document["sessions"][0]["day"]
    with pytest.raises(NotValid, match=r"sessions\[0\].day: is missing"):
        history_from_json(document)


LISTED = {"metric": "pain", "operator": "at_most", "value": 2, "context": "during", "last_n": 3, "group": 1}


def with_criterion(**changes):
    document = json.loads(json.dumps(rules_to_json(RULES)))
    document["stages"][0]["criteria"] = [LISTED | changes]
    return document


# Every number of a stored document, with its ends: inside they are read, one step outside they are refused.
ENDS = [
    ("version", 0, 10_000, lambda n: rules_to_json(RULES) | {"version": n}, rules_from_json),
    ("stages[0].criteria[0].group", 0, 100, lambda n: with_criterion(group=n), rules_from_json),
    ("stages[0].criteria[0].last_n", 1, 1_000, lambda n: with_criterion(last_n=n), rules_from_json),
    ("safety.red_during", 0, 10_000, lambda n: with_number("safety", "red_during", n), rules_from_json),
    ("safety.morning_share", 0, 1, lambda n: with_number("safety", "morning_share", n), rules_from_json),
    ("stages[0].window_days", 0, 10_000, lambda n: with_number("stages", "window_days", n), rules_from_json),
    ("stages[0].completion_min", 0, 1, lambda n: with_number("stages", "completion_min", n), rules_from_json),
    ("stages[0].symmetry_min", 0, 1, lambda n: with_number("stages", "symmetry_min", n), rules_from_json),
    ("stage", 1, 1_000, lambda n: history_to_json(history()) | {"stage": n}, history_from_json),
    ("pain_ceiling", 0, 5, lambda n: history_to_json(history()) | {"pain_ceiling": n}, history_from_json),
    (
        "baseline_morning_pain",
        0,
        10,
        lambda n: history_to_json(history()) | {"baseline_morning_pain": n},
        history_from_json,
    ),
    *(
        (f"sessions[0].{name}", 0, most, lambda n, name=name: with_session(name, n), history_from_json)
        for name, most in (("pain_during", 10), ("pain_other_side", 10), ("effort", 10))
    ),
    *(
        (f"sessions[0].{name}", 0, 1, lambda n, name=name: with_session(name, n), history_from_json)
        for name in ("completion", "symmetry")
    ),
    ("morning_checks[0].pain", 0, 10, lambda n: with_record("morning_checks", pain=n), history_from_json),
    (
        "measures[0].value",
        -1_000,
        10_000,
        lambda n: with_record("measures", kind="outcome:visa-h", value=n),
        history_from_json,
    ),
    ("measures[0].value", 0, 10, lambda n: with_record("measures", kind="pain_rest", value=n), history_from_json),
]


def with_number(place, name, value):
    document = json.loads(json.dumps(rules_to_json(RULES)))
    (document[place][0] if place == "stages" else document[place])[name] = value
    return document


def with_session(name, value):
    document = history_to_json(history(session(3)))
    document["sessions"][0][name] = value
    return document


def with_record(name, **values):
    return history_to_json(history()) | {name: [{"on": "2026-03-03", **values}]}


@pytest.mark.parametrize(("field", "lowest", "highest", "document", "read"), ENDS)
def test_reads_a_number_up_to_its_ends_and_no_further(field, lowest, highest, document, read):
    for value in (lowest, highest):
        read(document(value))
    for value in (lowest - 1, highest + 1):
        with pytest.raises(NotValid) as refused:
            read(document(value))
        assert refused.value.field == field


@pytest.mark.parametrize("value", [-10_000, 10_000])
def test_reads_no_criterion_that_its_metric_cannot_read(value):
    """The document allows what no metric does, so that the metric has the word."""
    with pytest.raises(NotValid, match="cannot be read by the metric pain"):
        rules_from_json(with_criterion(value=value))
    for beyond in (value * 2, value + 1 if value > 0 else value - 1):
        with pytest.raises(NotValid, match="must be a number from -10000 to 10000"):
            rules_from_json(with_criterion(value=beyond))


@pytest.mark.parametrize("name", ["last_n", "context", "statistic", "group"])
def test_lets_a_criterion_leave_out_what_its_metric_does_without(name):
    document = with_criterion(metric="schedule", value=2, context="", last_n=None)
    document["stages"][0]["criteria"][0].pop(name, None)
    assert rules_from_json(document).stages[0].criteria[0].metric == "schedule"


@pytest.mark.parametrize(
    "kind", ["mood", "performance", "performance:", "performance:Two Words", "pain_rest:x", "rest"]
)
def test_refuses_a_measure_of_a_kind_nobody_knows(kind):
    with pytest.raises(NotValid, match=r"measures\[0\].kind: is no kind of measure"):
        history_from_json(with_record("measures", kind=kind, value=1))


def test_refuses_days_away_that_end_before_they_begin():
    document = history_to_json(history())
    document["away"] = [{"from": "2026-03-03", "to": "2026-03-03"}, {"from": "2026-03-04", "to": "2026-03-03"}]
    with pytest.raises(NotValid, match=r"away\[1\].to: must not lie before"):
        history_from_json(document)
    document["away"].pop()
    assert len(history_from_json(document).away) == 1


def test_reads_rules_less_what_is_asked_beside_the_gate():
    asked = asking(CriterionRule("schedule", "at_least", 2))
    assert rules_from_json(without_criteria(rules_to_json(asked))) == asking()
