"""This week's plan: exercise days, rest days, what is done. A missed day is never to be made up."""

import datetime as dt

import pytest
from django.urls import reverse

from patients import engine, services
from patients.models import LineKind, PlanLine
from patients.selectors.adherence import adherence_of
from patients.selectors.phone import week_of
from programs import clock
from tests import html, make

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


def on(weekday):
    """Noon of a day of the week that begins at MONDAY; 0 is Monday."""
    return MONDAY + dt.timedelta(days=weekday)


def kinds(of, now):
    return " ".join(day.kind for day in week_of(of, now).days)


def running(stage, days=10, now=MONDAY):
    return make.assignment(days=days, stage=stage, now=now)


def test_plans_every_day_where_the_stage_does():
    assert kinds(running(1), MONDAY) == " ".join(["exercise"] * 7)


def test_plans_three_days_with_rest_between():
    assert kinds(running(3), MONDAY) == "exercise rest exercise rest exercise rest rest"


def test_marks_what_is_done_and_counts_on_from_there():
    of = running(3, now=on(2))
    make.session(of, days_ago=1, now=on(2))
    week = week_of(of, on(2))
    assert [day.kind for day in week.days] == ["past", "done", "rest", "exercise", "rest", "exercise", "rest"]
    assert week.has_rest


def test_moves_on_after_a_missed_day_and_makes_nothing_up():
    of = running(3, now=on(4))
    assert kinds(of, on(4)) == "past past past past exercise rest exercise"


def test_remembers_the_session_of_last_week():
    of = running(3)
    make.session(of, days_ago=1, now=MONDAY)
    assert kinds(of, MONDAY).startswith("rest exercise rest")


def test_asks_for_no_more_than_the_plan_has():
    of = running(3, now=on(5))
    for days_ago in (5, 3, 1):
        make.session(of, days_ago=days_ago, now=on(5))
    assert kinds(of, on(5)) == "done past done past done rest rest"


def test_shows_days_away_as_away():
    of = running(1)
    services.say_away(of, from_on=dt.date(2026, 6, 2), to_on=dt.date(2026, 6, 3), by=of.patient.user, now=MONDAY)
    assert kinds(of, MONDAY) == "exercise away away exercise exercise exercise exercise"


def test_shows_days_of_a_pause_as_paused():
    of = running(1)
    for day, value in ((1, 1), (3, None)):
        services.give_directive(of, "pause", value, reason="Ill.", by=of.patient.physio, now=on(day))
    assert kinds(of, on(4)).startswith("past paused paused past")
    assert adherence_of(of, engine.read(of, on(4))).due == 13  # of 15 days


def test_plans_nothing_ahead_in_a_flare():
    of = running(3, now=on(1))
    make.session(of, days_ago=0, now=on(1), pain=8)
    of.refresh_from_db()
    assert kinds(of, on(1)) == "past done open open open open open"


def test_plans_nothing_ahead_of_the_physios_own_words():
    of = running(3)
    said = {"text": "Mondays and Fridays", "at": clock.now(), "by": of.patient.physio}
    PlanLine.objects.create(assignment=of, kind=LineKind.FREQUENCY, **said)
    week = week_of(of, MONDAY)
    assert {day.kind for day in week.days} == {"open"}
    assert (week.frequency, week.own, week.has_rest) == ("Mondays and Fridays", True, False)


@pytest.mark.parametrize("name", ["today", "programme"])
def test_stands_on_the_page_in_words(name, client):
    of = make.assignment(days=3, stage=3)
    make.session(of, days_ago=0)
    client.force_login(of.patient.user)
    document, _errors = html.parse(client.get(f"/{name}/"))
    [day] = [one for one in document.iter("li") if one.get("aria-current") == "date"]
    assert "This week" in html.text_of(document.find("body"))
    assert html.text_of(day) == f"{of.patient.today(clock.now()):%a}: done"


def test_names_the_next_exercise_day_of_this_week_if_there_is_one():
    of = running(3, now=on(2))
    make.session(of, days_ago=1, now=on(2))
    assert week_of(of, on(2)).next_exercises.on == on(3).date()
    assert week_of(running(3, now=on(6)), on(6)).next_exercises is None


def test_says_on_today_that_it_is_a_rest_day(client):
    of = make.assignment(days=10, stage=3)
    client.force_login(of.patient.user)
    assert "A rest day today" not in client.get(reverse("today")).content.decode()
    make.session(of, days_ago=1)
    page = client.get(reverse("today")).content.decode()
    assert "A rest day today" in page
    assert "btn-primary" not in page


def said_of_the_rhythm(client, of):
    client.force_login(of.patient.user)
    return html.words_of(client.get(reverse("today")))


@pytest.mark.parametrize(
    ("stage", "says"),
    [(1, None), (2, "Your plan has up to 5 exercise days a week."), (3, "Your plan has up to 3 exercise days a week.")],
)
def test_speaks_of_rest_days_where_the_days_of_the_plan_have_some(client, stage, says):
    said = said_of_the_rhythm(client, make.assignment(days=10, stage=stage))
    assert "More sessions do not make it faster." in said
    assert (says in said) if says else ("rest days, and part of it" not in said)


def test_reads_no_rest_days_into_the_words_of_the_physio(client):
    of = make.assignment(days=10, stage=3)
    PlanLine.objects.create(
        assignment=of, kind=LineKind.FREQUENCY, text="every day", by=of.patient.physio, at=clock.now()
    )
    said = said_of_the_rhythm(client, of)
    assert "Every day" in said and "rest days" not in said


@pytest.mark.parametrize(("stage", "ahead"), [(2, False), (3, True), (4, False)])
def test_names_what_the_next_stage_needs_one_stage_before(client, stage, ahead):
    said = said_of_the_rhythm(client, make.assignment(days=10, stage=stage))
    assert ("The stage after this one uses: Swiss ball" in said) == ahead
    assert ("75 cm ball: over 188 cm tall" in said) == (stage in (3, 4))
