"""One door to the rules: who may ask them, and what the door answers."""

import ast
import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from patients import engine, services
from programs import clock, progression
from programs.progression import evaluate, stored
from programs.progression.reading import read
from tests import make
from tests.house import imported, modules

# What asks the rules, and who may: the door, and those who ask about no row.
ASKING = {
    "programs.progression.answer_of": {"patients.engine"},
    "programs.progression.evaluate": {
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
    "patients.rows.with_key": {"patients.what_if.logged_stages"},
    "patients.domain.engine_input.history": {"patients.engine"},
}
WHOLE = {"programs.progression", "patients.engine", "patients.rows", "patients.domain.engine_input"}


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
        "from patients import rows\nfound = rows.with_key(sessions)",
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
    with django_assert_num_queries(1):
        engine.ask(running, clock.now())


def test_reads_for_a_page_what_no_criterion_can_spoil(running):
    running.version.rules["stages"][0]["criteria"] = [{"metric": "gone_metric", "operator": "gte", "value": 1}]
    with pytest.raises(stored.NotValid):
        engine.ask(running, clock.now())
    assert len(engine.read(running, clock.now()).days) == 5


def test_reads_a_stored_review_as_it_was(running):
    review = running.standing.review
    before = engine.ask(running, review.created_at).reading
    services.take_out(running.sessions.first(), by=running.patient.user, now=clock.now())
    assert replace(engine.read_again(review), history=before.history) == before


def at_home(of, *, days_ago, hour, minute=0):
    """An instant by the clock on the patient's wall."""
    on = of.patient.today(clock.now()) - dt.timedelta(days=days_ago)
    return dt.datetime.combine(on, dt.time(hour, minute), tzinfo=of.patient.zone)


@pytest.mark.parametrize(("hour", "minute", "back"), [(0, 30, 1), (3, 59, 1), (4, 0, 0), (23, 0, 0)])
def test_tells_the_training_day_of_a_session_by_the_clock_of_the_phone(running, hour, minute, back):
    at = at_home(running, days_ago=2, hour=hour, minute=minute)
    visit = make.entry(running, at=at, pain=4)
    services.log_session(running, visit, by=running.patient.user, now=clock.now())
    told = next(s for s in engine.ask(running, clock.now()).history.sessions if s.pain_during == 4)
    assert told.day == at.date() - dt.timedelta(days=back)


def test_takes_the_training_day_from_the_zone_of_the_phone_not_of_the_patient(running):
    """Half past three in London, where the patient lives, is half past five in Athens, where the phone was."""
    at = at_home(running, days_ago=2, hour=3, minute=30)
    visit = make.entry(running, at=at, pain=4, zone=ZoneInfo("Europe/Athens"))
    services.log_session(running, visit, by=running.patient.user, now=clock.now())
    told = next(s for s in engine.ask(running, clock.now()).history.sessions if s.pain_during == 4)
    assert told.day == at.date()


def test_tells_which_mornings_were_answered_late(db):
    of = make.assignment(days=9)
    for days_ago in (5, 4):
        make.session(of, days_ago=days_ago)
    make.morning(of, days_ago=4, late=True)
    make.morning(of, days_ago=3)
    answered = engine.ask(of, clock.now())
    assert [check.late for check in answered.history.morning_checks] == [True, False]
    assert [day.morning for day in answered.reading.days] == [None, 1]


def test_tells_every_ceiling_with_the_day_it_was_agreed_on(db):
    of = make.assignment(days=9, intake=4, ceiling=4, reason="Usual mornings are 4.")
    began = of.started_on
    assert engine.ask(of, clock.now()).history.pain_ceiling_from == began
    services.give_directive(of, "ceiling", 5, reason="Agreed on the phone.", by=of.patient.physio, now=clock.now())
    told = engine.ask(of, clock.now()).history
    today = of.patient.today(clock.now())
    assert (told.pain_ceiling, told.pain_ceiling_from) == (5, today)
    assert told.ceilings_before == (progression.Ceiling(4, began),)
    assert [told.ceiling_on(on) for on in (began, today - dt.timedelta(days=1), today)] == [4, 4, 5]


def test_lets_a_ceiling_of_today_leave_the_days_before_it_as_they_were(db):
    """Five days that were too much are no five good days a second later."""
    of = make.assignment(days=9, stage=2)
    for days_ago in (8, 7, 5, 3, 2):
        make.session(of, days_ago=days_ago, pain=4)
        make.morning(of, days_ago=days_ago - 1)
    before = engine.ask(of, clock.now()).recommendation.says
    services.give_directive(of, "ceiling", 5, reason="Agreed.", by=of.patient.physio, now=clock.now())
    assert engine.ask(of, clock.now()).recommendation.says == before == ("step_back", "strained_run", 1)


def test_makes_every_set_of_three_visits_with_a_set_each(db):
    of = make.assignment(days=9, stage=4)
    for hour in (9, 13, 18):
        visit = make.entry(of, at=at_home(of, days_ago=2, hour=hour), sets=3)
        one = [done for done in visit.sets if done.number == (9, 13, 18).index(hour) + 1]
        services.log_session(of, replace(visit, sets=tuple(one)), by=of.patient.user, now=clock.now())
    (day,) = engine.ask(of, clock.now()).reading.days
    assert (day.completion, day.all_sets) == (1, True)
