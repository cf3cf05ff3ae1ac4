"""Numbers the patient is asked for: one tap, once, and how long sitting is possible at most once a week."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.urls import reverse

from patients.domain.instruments import ACTIVITY, GLOBAL_CHANGE, LOAD_TEST, PAIN_AT_REST, SITTING, VISA_H
from patients.models import MeasureAsked
from patients.selectors import desk, phone
from patients.selectors.entry_words import name_of
from programs import clock
from programs.models import Criterion
from programs.progression import stored
from tests import html, make

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def running(client):
    made = make.assignment(days=3)
    client.force_login(made.patient.user)
    return made


def ask(of, kind, label=""):
    MeasureAsked.objects.create(assignment=of, kind=kind, label=label, at=clock.now(), by=of.patient.physio)


def wanted(of):
    return [(one.instrument.kind, one.label) for one in phone.measures_wanted(of, of.patient.today(clock.now()))]


def post(client, kind, value, headers=None, **changes):
    data = {"client_id": uuid.uuid4(), "kind": kind, "value": value, **changes}
    return client.post(reverse("give-measure"), data, headers=headers)


def test_stays_open_at_the_desk_behind_whatever_was_asked_and_answered_since(client, running):
    ask(running, PAIN_AT_REST)
    for number in range(13):
        ask(running, ACTIVITY, f"Step {number}")
        post(client, ACTIVITY, "7", label=f"Step {number}")
    page = desk.measures_of_page(running, running.patient.today(clock.now()))
    assert [name for name, _at in page.asked] == [name_of(PAIN_AT_REST)]
    assert wanted(running) == [(PAIN_AT_REST, "")]


def test_asks_what_the_physio_asked_until_it_is_answered(client, running):
    ask(running, ACTIVITY, "Climb the stairs")
    ask(running, GLOBAL_CHANGE)
    assert "2 questions are waiting" in client.get(reverse("today")).content.decode()
    page = client.get(reverse("give-measure")).content.decode()
    assert "How well can you do this: Climb the stairs?" in page and "Very much better" in page
    assert post(client, ACTIVITY, "7", label="Climb the stairs").url == reverse("give-measure")
    assert wanted(running) == [(GLOBAL_CHANGE, "")]
    assert post(client, GLOBAL_CHANGE, "6").url == reverse("today")
    assert [(one.value, one.label) for one in running.measures.order_by("pk")] == [(7, "Climb the stairs"), (6, "")]


def test_asks_again_when_the_physio_asks_again(client, running, stop_clock):
    ask(running, PAIN_AT_REST)
    post(client, PAIN_AT_REST, "2")
    assert wanted(running) == []
    stop_clock(clock.now() + dt.timedelta(minutes=1))
    ask(running, PAIN_AT_REST)
    assert wanted(running) == [(PAIN_AT_REST, "")]


@pytest.mark.parametrize(("days", "asked"), [(6, []), (7, [(SITTING, "")])])
def test_asks_how_long_sitting_is_possible_after_a_week(days, asked):
    assert wanted(make.assignment(days=days)) == asked


def test_asks_about_sitting_once_a_week(client):
    running = make.assignment(days=30)
    client.force_login(running.patient.user)
    post(client, SITTING, "25")
    assert wanted(running) == []
    running.measures.update(on=running.patient.today(clock.now()) - phone.day.SITTING_EVERY)
    assert wanted(running) == [(SITTING, "")]


@pytest.mark.parametrize("minutes", ["an hour", "700"])
def test_gives_back_what_was_typed_and_cannot_be(client, minutes):
    client.force_login(make.assignment(days=30).patient.user)
    answer = post(client, SITTING, minutes)
    document, _faults = html.parse(answer)
    assert answer.status_code == 422
    assert html.values_of(html.form_to(document, reverse("give-measure")), document)["value"] == [minutes]


def test_arrives_once(client, running):
    one = uuid.uuid4()
    answers = [post(client, PAIN_AT_REST, value, JSON, client_id=one).json()["status"] for value in ("2", "2", "3")]
    assert answers == ["stored", "duplicate", "conflict"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (PAIN_AT_REST, "11"),
        (PAIN_AT_REST, "2.5"),
        (GLOBAL_CHANGE, "0"),
        (SITTING, "601"),
        (SITTING, ""),
        (VISA_H, "5"),
        ("x", "5"),
        ("", "5"),
        (ACTIVITY, "5"),  # which one?
    ],
)
def test_refuses_what_is_off_its_scale_or_not_asked_on_the_phone(client, running, kind, value):
    assert post(client, kind, value).status_code == 422
    assert post(client, kind, value, JSON).json()["status"] == "rejected"
    assert not running.measures.exists()


def test_asks_for_the_load_test_once_a_day_with_exercises_where_it_opens_the_stage(client, running):
    today = running.patient.today(clock.now())
    assert wanted(running) == asked_today(running) == []
    add_criterion(running, metric="pain", operator="at_most", value=3, last_n=1, context="load_test")
    assert asked_today(running) == [LOAD_TEST]
    client.force_login(running.patient.user)
    assert b"load test" in client.get(reverse("give-measure")).content
    post(client, LOAD_TEST, "2")
    assert running.measures.get().kind == LOAD_TEST and asked_today(running) == []
    running.measures.update(on=today - dt.timedelta(days=1))
    assert asked_today(running) == [LOAD_TEST]
    make.session(running, pain=8)  # the day asks for rest, and the test is a load
    assert asked_today(running) == []


def add_criterion(of, **values):
    """To the rules of the patient's stage, as they were published."""
    version = of.version
    row = Criterion(stage=of.standing.stage, **values)
    rules = stored.rules_from_json(version.rules)
    stages = [
        replace(one, criteria=(*one.criteria, row.as_rule)) if one.position == row.stage.position else one
        for one in rules.stages
    ]
    version.rules = stored.rules_to_json(replace(rules, stages=tuple(stages)))
    version.save()


def asked_today(of):
    of.refresh_from_db()
    now = clock.now()
    asked = phone.measures_wanted(of, of.patient.today(now), phone.stage_tested(of, now))
    return [one.instrument.kind for one in asked]
