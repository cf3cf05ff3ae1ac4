"""Reviews as an engine stored them, one file an engine version: each can be read for ever, and says what it said.

A line is never rewritten. An engine that answers one of them otherwise names it in `OTHERWISE`, with its own answer.
"""

import json
from pathlib import Path

import pytest

from programs.progression import Because, Outcome, evaluate, stored

FOLDER = Path(__file__).parent / "stored_reviews"
# (engine version, name): (outcome, because, target) of today's engine, and beside it the reason why.
OTHERWISE = {
    # 4: ten days in which nothing was done say nothing of a flare.
    ("3", "unsettled in stage 1"): ("reduce", "flare", None),
    ("3", "10 days after the trigger"): ("reduce", "flare", None),
}


def reviews():
    for file in sorted(FOLDER.glob("*.json")):
        kept = json.loads(file.read_text())
        for review in kept["reviews"]:
            yield review | {"rules": kept["rules"][review["rules"]]}


def named(review):
    return review["engine_version"], review["name"]


REVIEWS = [pytest.param(review, id="-".join(named(review))) for review in reviews()]


def again(review):
    answer = evaluate(stored.rules_from_json(review["rules"]), stored.history_from_json(review["inputs"]))
    return stored.recommendation_to_json(answer)


@pytest.mark.parametrize("review", REVIEWS)
def test_says_today_what_it_said_then(review):
    said = again(review)
    if named(review) in OTHERWISE:
        assert (said["outcome"], said["because"], said["target"]) == OTHERWISE[named(review)]
    else:
        kept = {key: review[key] for key in ("outcome", "because", "target", "findings")}
        assert {key: said[key] for key in kept} == kept


@pytest.mark.parametrize("review", REVIEWS)
def test_is_read_without_loss(review):
    history, rules = stored.history_from_json(review["inputs"]), stored.rules_from_json(review["rules"])
    findings = stored.findings_from_json(review["findings"])
    assert stored.history_to_json(history) == review["inputs"]
    assert json.loads(json.dumps(stored.rules_to_json(rules))) == review["rules"]
    assert [stored.finding_to_json(finding) for finding in findings] == review["findings"]


def test_there_is_one_of_every_outcome_and_of_every_reason():
    found = list(reviews())
    assert {review["outcome"] for review in found} == set(Outcome)
    assert {review["because"] for review in found} == set(Because)
    assert len({(review["outcome"], review["because"]) for review in found}) >= 27


def test_names_no_review_that_is_not_kept():
    assert set(OTHERWISE) <= {named(review) for review in reviews()}
