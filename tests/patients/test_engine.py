"""One door to the rules: who may ask them, and what the door answers."""

import ast
from dataclasses import replace

import pytest

from patients import engine, services
from programs import clock
from programs.progression import evaluate, stored
from programs.progression.reading import read
from tests import make
from tests.house import imported, modules

# What asks the rules, and who may: the door, and those who ask about no row.
ASKING = {
    "programs.progression.evaluate": {
        "patients.engine",
        "patients.management.commands.replay_review",  # a stored review, from its own inputs
        "programs.workshop.virtual.crowd",  # invented patients
    },
    "programs.progression.engine.evaluate": set(),
    "programs.progression.engine.answers_until": {"patients.what_if.replay"},  # records, as they were known
    "programs.progression.engine.first_answer": {"programs.workshop.virtual.watch"},
    "programs.progression.reading.read": {"patients.domain.engine_input", "programs.workshop.virtual.watch"},
    "programs.progression.cases.replay": {"programs.management.commands.replay_case"},
    # whole modules, from which any of these could be called
    "programs.progression.engine": set(),
    "programs.progression.reading": {"patients.engine"},
    # from rows to what the engine reads
    "patients.engine.records_of": {"patients.what_if.logged_stages"},
    "patients.engine.with_position": {"patients.what_if.logged_stages"},
    "patients.domain.engine_input.history": {"patients.engine"},
}
WHOLE = {"programs.progression", "patients.engine", "patients.domain.engine_input"}


def asked_by(name, path):
    """What of `ASKING` a module imports, or calls as an attribute of a package or module that it imports."""
    names = set(imported(name, path))
    found = names & set(ASKING)
    known = {one.rpartition(".")[2]: one for one in names & WHOLE}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            found |= {f"{known[node.value.id]}.{node.attr}"} & set(ASKING)
    return found


def private_of_the_door(name, path):
    return [one for one in imported(name, path) if one.startswith("patients.engine._")]


def house():
    return [
        (name, path)
        for package in ("patients", "programs", "hhtclinic")
        for name, path in modules(package)
        if not name.startswith("programs.progression")
    ]


def test_lets_only_these_ask_the_rules():
    found = {(name, asked) for name, path in house() for asked in asked_by(name, path)}
    assert found == {(name, asked) for asked, callers in ASKING.items() for name in callers}


def test_lends_nobody_what_turns_a_row_into_a_record():
    assert [one for name, path in house() for one in private_of_the_door(name, path)] == []


@pytest.mark.parametrize(
    "text",
    [
        "from programs.progression import evaluate",
        "from programs import progression\nanswer = progression.evaluate(rules, history)",
        "from programs.progression.reading import Reading, read",
        "from programs.progression import reading",
        "from programs.progression.engine import first_answer",
        "def late():\n    from programs.progression.engine import evaluate",
        "from patients.engine import records_of",
        "from patients import engine\nrows = engine.with_position(sessions)",
        "from patients.domain.engine_input import Circumstances, history",
    ],
)
def test_sees_a_further_caller(text, tmp_path):
    path = tmp_path / "again.py"
    path.write_text(text)
    assert asked_by("patients.services.again", path)


@pytest.mark.parametrize(
    "text",
    ["from programs.progression import Outcome, stored", "from patients import engine\nsaid = engine.ask(of, now)"],
)
def test_lets_others_speak_of_what_it_said(text, tmp_path):
    path = tmp_path / "again.py"
    path.write_text(text)
    assert not asked_by("patients.services.again", path)


def test_sees_a_row_turned_into_a_record_elsewhere(tmp_path):
    path = tmp_path / "again.py"
    path.write_text("from patients.engine import _session")
    assert private_of_the_door("patients.services.again", path)


# What it answers ------------------------------------------------------------------------------------------------------


@pytest.fixture
def running(db):
    of = make.assignment(days=9)
    make.good_days(of, 5)
    return of


def test_answers_with_all_that_was_read(running):
    answered = engine.ask(running, clock.now())
    rules = stored.rules_from_json(running.version.rules)
    assert answered.recommendation == evaluate(rules, answered.history)
    assert answered.reading == read(rules, answered.history)
    assert len(answered.reading.days) == len(answered.days) == 5
    assert [day.on for day in answered.days] == sorted(day.on for day in answered.days)


def test_writes_nothing(running, django_assert_num_queries):
    with django_assert_num_queries(3):
        engine.ask(running, clock.now())


def test_reads_for_a_page_what_no_criterion_can_spoil(running):
    running.version.rules["stages"][0]["criteria"] = [{"metric": "gone_metric", "operator": "gte", "value": 1}]
    with pytest.raises(stored.NotValid):
        engine.ask(running, clock.now())
    assert len(engine.read(running, clock.now()).days) == 5


def test_reads_a_stored_review_as_it_was(running):
    review = running.standing.review
    before = engine.ask(running, review.created_at).reading
    services.void_session(running.sessions.first(), by=running.patient.user, now=clock.now())
    assert replace(engine.read_again(review), history=before.history) == before
