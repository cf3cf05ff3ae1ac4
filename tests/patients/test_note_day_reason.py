"""The reason behind a bad day: one tap each, offered where the day was bad and nowhere else."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from programs import clock
from tests import make

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def running(client):
    made = make.assignment(days=5, intake=1)
    client.force_login(made.patient.user)
    return made


def asked(client):
    beside = client.get(reverse("today")).context["beside"].bad_day
    return beside and (beside.on, beside.question)


def tap(client, of, kind, days_ago=0, headers=None, **changes):
    on = of.patient.today(clock.now()) - dt.timedelta(days=days_ago)
    data = {"client_id": uuid.uuid4(), "on": on.isoformat(), "kind": kind, **changes}
    return client.post(reverse("note-day-reason"), data, headers=headers)


@pytest.mark.parametrize(("pain", "is_asked"), [(3, False), (4, True)])
def test_is_offered_after_a_session_that_hurt(client, running, pain, is_asked):
    session = make.session(running, pain=pain)
    saved = client.get(reverse("session-saved", args=[session.client_id])).content.decode()
    assert ("Was today different?" in saved) == is_asked
    assert bool(asked(client)) == is_asked


@pytest.mark.parametrize(("morning", "is_asked"), [(2, False), (3, True), (4, True)])
def test_is_offered_after_a_morning_of_4_or_2_above_usual(client, running, morning, is_asked):
    make.morning(running, pain=morning)
    yesterday = running.patient.today(clock.now()) - dt.timedelta(days=1)
    assert asked(client) == ((yesterday, "Was yesterday different?") if is_asked else None)


def test_takes_several_and_each_once(client, running):
    make.session(running, pain=6)
    one = uuid.uuid4()
    answers = [
        tap(client, running, kind, headers=JSON, client_id=one).json()["status"] for kind in ("sport", "sleep", "sport")
    ]
    assert answers == ["stored", "stored", "duplicate"]
    assert sorted(running.day_reasons.values_list("kind", flat=True)) == ["sleep", "sport"]
    page = client.get(reverse("today")).content.decode()
    assert "Tap more if there was more." in page and 'value="sport"' not in page


def test_asks_of_a_painkiller_only_where_no_log_of_the_day_did(client, running):
    make.morning(running, pain=6)
    reasons = client.get(reverse("today")).context["beside"].bad_day.reasons
    assert "painkiller" in [kind for kind, _words, _chosen in reasons]
    make.session(running, days_ago=1, pain=1)
    page = client.get(reverse("today")).content.decode()
    assert 'value="sleep"' in page and 'value="painkiller"' not in page


def test_shows_a_painkiller_that_was_given_as_a_reason_before(client, running):
    make.session(running, pain=6)
    tap(client, running, "painkiller")
    page = client.get(reverse("today")).content.decode()
    assert "Took a painkiller" in page and 'value="painkiller"' not in page


def test_asks_no_more_after_nothing_special(client, running):
    make.session(running, pain=6)
    tap(client, running, "nothing")
    assert asked(client) is None


@pytest.mark.parametrize(("kind", "days_ago"), [("x", 0), ("", 0), ("sport", -1), ("sport", 30)])
def test_refuses_what_is_no_reason_of_a_day_of_the_programme(client, running, kind, days_ago):
    assert tap(client, running, kind, days_ago, headers=JSON).status_code == 422
    assert tap(client, running, kind, days_ago).url == reverse("today")
    assert not running.day_reasons.exists()


def test_gates_nothing(client, running):
    make.session(running, pain=6)
    before = running.reviews.count()
    tap(client, running, "sport")
    assert running.reviews.count() == before
