"""What a review stores can be read back and run again."""

import json

import pytest
from hypothesis import given

from programs.progression import evaluate
from programs.progression.schema import NotValid
from programs.progression.stored import (
    history_from_json,
    history_to_json,
    recommendation_to_json,
    rules_from_json,
    rules_to_json,
)

from .make import RULES, answer, days, history, session
from .strategies import histories


@given(histories())
def test_reads_a_history_back_as_it_was(found):
    assert history_from_json(json.loads(json.dumps(history_to_json(found)))) == found


@given(histories())
def test_says_the_same_again_from_what_was_stored(found):
    stored = json.loads(json.dumps({"rules": rules_to_json(RULES), "history": history_to_json(found)}))
    again = evaluate(rules_from_json(stored["rules"]), history_from_json(stored["history"]))
    assert recommendation_to_json(again) == recommendation_to_json(evaluate(RULES, found))


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
