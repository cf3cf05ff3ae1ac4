"""Several sessions a day, and an exercise of the affected leg alone: what is asked, and what it amounts to."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from patients.selectors import phone
from programs import clock
from programs.models import Prescription, Stage
from tests import make
from tests.html import words_of

pytestmark = pytest.mark.django_db


def with_stage(of, **changes):
    Stage.objects.filter(pk=of.standing.stage_id).update(**changes)
    of.standing.refresh_from_db()
    return of


def logs(client, of, **changes):
    client.force_login(of.patient.user)
    data = {"client_id": uuid.uuid4(), "prescription": make.main_prescription(of).pk, "mode": "plan", "pain_left": "1"}
    client.post(reverse("log-session"), {**data, "variation": "heels-close", **changes})
    return of.sessions.order_by("-pk").first()


def today(of):
    of.refresh_from_db()
    [card, *_more] = phone.todays_plan(of, clock.now()).cards
    return card


def ago(of, minutes):
    return f"{(clock.now() - dt.timedelta(minutes=minutes)).astimezone(of.patient.zone):%Y-%m-%dT%H:%M}"


def test_measures_a_session_against_all_of_its_day(client):
    of = with_stage(make.assignment(days=3), sessions_per_week=14, frequency="twice a day")
    first = logs(client, of, performed_at=ago(of, 30))
    assert (float(first.completion), first.all_sets, today(of).finished) == (0.5, False, False)
    assert "10 of 20 holds done today" in words_of(client.get(reverse("today")))
    [course] = phone.guided_session(of, phone.todays_plan(of, clock.now()), "").course["exercises"]
    assert (len(course["sets"]), course["complete"]) == (10, True)
    second = logs(client, of, performed_at=ago(of, 20))
    assert (second.asks_once_more, today(of).finished) == (False, True)
    assert logs(client, of, performed_at=ago(of, 10)).asks_once_more


def test_calls_a_day_done_once_all_of_its_sessions_are(client):
    of = with_stage(make.assignment(days=3), sessions_per_week=14, frequency="twice a day")
    said = []
    for minutes in (30, 20):
        logs(client, of, performed_at=ago(of, minutes))
        said.append(client.get(reverse("today")).context["week"].today.word)
    assert said == ["exercises", "done"]


def test_asks_once_more_of_the_second_where_a_day_has_one(client):
    of = make.assignment(days=3)
    logs(client, of, performed_at=ago(of, 30))
    assert logs(client, of, performed_at=ago(of, 20)).asks_once_more


@pytest.mark.parametrize(("side", "sides"), [("left", {"left"}), ("right", {"right"}), ("both", {"left", "right"})])
def test_asks_an_exercise_of_the_affected_leg_alone(client, side, sides):
    of = make.assignment(days=3, side=side)
    Prescription.objects.filter(pk=make.main_prescription(of).pk).update(each_leg=True, affected_leg=True)
    session = logs(client, of, pain_right="1")
    assert {one.side for one in session.sets.all()} == sides
    assert (float(session.completion), session.all_sets, session.sets_asked) == (1, True, 10 * len(sides))
    assert (session.symmetry is None) is (side != "both")
    assert "10 × 10 s, affected leg" in words_of(client.get(reverse("programme")))


def test_says_on_the_desk_that_a_zone_is_of_the_whole_day_where_it_has_several_sessions(client):
    of = make.assignment(days=9)
    for days_ago in (3, 3, 1):
        make.session(of, days_ago=days_ago, pain=7)
    client.force_login(of.patient.physio)
    said = words_of(client.get(reverse("patient-page", args=[of.patient.public_id])))
    assert said.count("Red, the whole day") == 1
