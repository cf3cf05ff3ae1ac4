"""A session and a morning entered with the patient in the room, and the truth about what became of them."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from patients.models import Standing
from programs import clock
from tests import html, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(client):
    of = make.assignment(days=5)
    client.force_login(of.patient.physio)
    return of


def url(of, name):
    return reverse(name, args=[of.patient.public_id])


def log(client, of, client_id=None, **changes):
    data = {"client_id": client_id or uuid.uuid4(), "prescription": make.main_prescription(of).pk, "mode": "plan"}
    values = {**data, "variation": "heels-close", "pain_left": "2", **changes}
    return client.post(url(of, "log-in-clinic"), values, follow=True)


def morning(client, of, pain, **changes):
    on = of.patient.today(clock.now()) - dt.timedelta(days=1)
    data = {"client_id": uuid.uuid4(), "on": on.isoformat(), "pain_left": pain, **changes}
    return client.post(url(of, "morning-in-clinic"), data, follow=True)


def says(page, words):
    return words in html.words_of(page)


def test_says_that_a_session_is_logged_and_once_more_that_it_is(client, running):
    client_id = uuid.uuid4()
    for _again in range(2):
        assert says(log(client, running, client_id), "The session is logged for Hanna Whitcombe.")
    assert running.sessions.get().logged_by == running.patient.physio


def test_says_what_stands_where_the_same_session_was_saved_before_with_other_numbers(client, running):
    client_id = uuid.uuid4()
    log(client, running, client_id)
    page = log(client, running, client_id, pain_left="7")
    assert says(page, "The first entry stands: Double-leg bridge, 10 of 10 holds, pain left 2.")
    assert not says(page, "The session is logged")
    assert running.sessions.get().pain_left == 2


@pytest.mark.parametrize("page", ["log-in-clinic", "morning-in-clinic"])
def test_speaks_to_the_physio_of_the_patient(client, running, page):
    shown = client.get(url(running, page))
    assert says(shown, "the affected side")
    words = ("your affected side", "I took", "I stopped", "your physio", "Did your", "did you do it")
    assert [one for one in words if says(shown, one)] == []


def test_opens_on_the_exercise_that_the_patient_would_see(client, running):
    page = client.get(url(running, "log-in-clinic"))
    assert page.context["form"].prescription == make.main_prescription(running)


def test_says_that_a_morning_is_noted_and_once_more_that_it_is(client, running):
    for _again in range(2):
        assert says(morning(client, running, "3"), "The morning is noted for Hanna Whitcombe.")


def test_asks_why_where_a_morning_was_answered_before(client, running):
    first = make.morning(running, days_ago=1, pain=10)
    before = Standing.objects.filter(assignment=running).values().get()
    page = morning(client, running, "1")
    assert page.status_code == 409
    assert says(page, "Morning answer: left 10")
    assert says(page, "What you entered now is not saved yet")
    assert not says(page, "The morning is noted")
    assert running.morning_checks.get().pain_left == 10
    assert Standing.objects.filter(assignment=running).values().get() == before
    document, _faults = html.parse(page)
    to = reverse("correct-entry", args=[running.patient.public_id, "morning", first.pk])
    typed = html.values_of(html.form_to(document, to), document)
    assert typed["pain_left"] == ["1"]
    client.post(to, {**typed, "why": "Said in clinic."})
    assert [check.pain_left for check in running.morning_checks.valid()] == [1]


def test_names_both_sides_that_stand(client):
    both = make.assignment(days=5, side="both")
    client.force_login(both.patient.physio)
    make.morning(both, days_ago=1, pain=4)
    assert says(morning(client, both, "1", pain_right="2"), "Morning answer: left 4, right 4")
