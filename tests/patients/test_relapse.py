"""A year after the end the pain is back: a new programme begins, the record goes on, and no rule reads across."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from patients import engine, paper, services
from patients.models import Assignment
from patients.selectors import desk, phone
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    return make.physio(name="Ruth Lindqvist")


@pytest.fixture
def bartholomew(ruth, stop_clock):
    """Nine days of a programme, a note, a measure; discharged, and back three months later, which is now."""
    noon = clock.now()
    stop_clock(noon - dt.timedelta(days=100))
    of = make.assignment(make.patient(by=ruth, name="Bartholomew Quill"), days=9)
    make.good_days(of, 3)
    make.session(of, days_ago=0, pain=9)
    services.write_note(of, "Has a pacemaker.", by=ruth, now=clock.now())
    services.record_measure(of, kind="pain_sitting", value=4, on=clock.now().date(), by=ruth, now=clock.now())
    services.discharge(of.patient, reason="recovered", note="Runs again.", by=ruth, now=clock.now())
    stop_clock(noon)
    return of.patient


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def words(answer):
    return " ".join(answer.content.decode().split())


def take_on(bartholomew, ruth):
    version = bartholomew.assignments.first().version
    start = {"version": version.pk, "side": "left", "started_on": clock.now().date(), "intake_morning_pain": "2"}
    return signed_in(ruth).post(reverse("take-on-again", args=[bartholomew.public_id]), start, follow=True)


def test_begins_a_new_episode_of_the_same_record(bartholomew, ruth):
    page = words(take_on(bartholomew, ruth))
    assert "is in care again" in page and "Stage 1" in page
    assert bartholomew.assignments.count() == 2 and bartholomew.assignments.active().count() == 1
    assert "Bartholomew Quill" in words(signed_in(ruth).get(reverse("caseload")))


def test_shows_the_physio_what_was_before_on_the_same_page(bartholomew, ruth):
    alone = words(signed_in(ruth).get(reverse("patient-page", args=[bartholomew.public_id])))
    again = words(take_on(bartholomew, ruth))
    for page in (alone, again):
        assert "Before: " in page and "Discharged: recovered." in page
        assert "Has a pacemaker." in page
        assert "left 9" in page
        assert "itting" in page
        assert reverse("correct-entry", args=[bartholomew.public_id, "session", 1]) not in page
    assert "Taken on again." in again


def test_spans_it_on_paper_in_the_letter_and_in_the_copied_text(bartholomew, ruth):
    take_on(bartholomew, ruth)
    running, now = Assignment.objects.active().with_its_page().get(), clock.now()
    [before] = paper.history_paper(running, now)[0]["earlier"]
    assert before["stretches"][0].days and before["heading"] in paper.letter_text(running, now)
    page = desk.patient_page(running, now)
    text = desk.summary_of(running, page)
    assert "Programmes before" in text and "Has a pacemaker." in text and before["heading"] in text
    assert len({line for line in desk.sets_lines(bartholomew)}) > 1
    assert signed_in(ruth).get(reverse("patient-history-paper", args=[bartholomew.public_id])).status_code == 200


def test_shows_the_patient_the_own_entries_of_before(bartholomew, ruth):
    phone_of = signed_in(bartholomew.user)
    assert "left 9" in words(phone_of.get(reverse("progress")))
    take_on(bartholomew, ruth)
    page = words(phone_of.get(reverse("progress")))
    assert "Before: " in page and "left 9" in page
    assert "Has a pacemaker." not in page and "Runs again." not in page and "Discharged" not in page


def test_no_rule_reads_across(bartholomew, ruth):
    """The same start with no past at all: what the engine reads and answers is equal, to the last day."""
    take_on(bartholomew, ruth)
    fresh = make.assignment(make.patient(by=ruth, name="Fiona Fresh"))
    now, again = clock.now(), Assignment.objects.active().with_its_page().get(patient=bartholomew)
    fresh = Assignment.objects.with_its_page().get(pk=fresh.pk)
    mine, theirs = engine.read(again, now), engine.read(fresh, now)
    assert mine.days == theirs.days and mine.zones == theirs.zones
    assert (again.standing.outcome, again.standing.baseline) == (fresh.standing.outcome, fresh.standing.baseline)
    assert engine.plan(again, now) == engine.plan(fresh, now)


def test_asks_as_much_of_the_database_for_six_episodes_as_for_three(bartholomew, ruth):
    take_on(bartholomew, ruth)
    counts = []
    for number in range(6):
        running = bartholomew.assignments.active().with_its_page().get()
        services.end_assignment(running, reason="Enough.", by=ruth, now=clock.now())
        if number in (2, 5):
            with CaptureQueriesContext(connection) as asked:
                desk.page_without_programme(bartholomew, clock.now())
                phone.earlier_programmes(bartholomew, clock.now())
            counts.append(len(asked))
        make.assignment(bartholomew, side="right")
    assert counts[0] == counts[1]
