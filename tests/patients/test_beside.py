"""What stands beside the suggestion on its card: what its numbers do not show."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from patients import engine, services
from patients.domain.entries import MorningEntry, ReasonEntry
from programs import clock
from programs.progression.schema import NotValid
from tests import make
from tests.html import words_of

pytestmark = pytest.mark.django_db


DAY = dt.timedelta(days=1)


def page_of(client, of):
    client.force_login(of.patient.physio)
    return client.get(reverse("patient-page", args=[of.patient.public_id]))


def lines(client, of):
    return page_of(client, of).context["page"].beside


def raised(of, *kinds):
    services.raise_flags(of.patient, kinds, client_id=uuid.uuid4(), by=of.patient.user, now=clock.now())


def morning_with_painkiller(of):
    on = of.patient.today(clock.now())
    entry = MorningEntry(uuid.uuid4(), on, answered_at=clock.now(), pain_left=1, painkiller=True)
    services.record_morning(of, entry, by=of.patient.user, now=clock.now())


def test_shows_eight_days_of_painkillers_and_of_full_effort(client):
    """Every criterion is met, and nobody would know."""
    of = make.assignment(days=9)
    for days_ago in range(8, 0, -1):
        make.session(of, days_ago=days_ago, painkiller=True, effort=10)
        make.morning(of, days_ago=days_ago - 1)
    assert lines(client, of)[:2] == [
        "Effort on the qualifying days: 10 to 10 of 10, median 10, said in 8 of 8.",
        "8 of 8 days with a painkiller: 8 of 8 sessions, 0 of 8 mornings.",
    ]
    assert "8 of 8 days with a painkiller" in words_of(page_of(client, of))


def test_counts_a_painkiller_of_the_morning_or_of_the_reasons_as_its_day(client):
    of = make.assignment(days=9)
    for days_ago in (4, 3, 2, 1):
        make.session(of, days_ago=days_ago)
    morning_with_painkiller(of)
    reason = ReasonEntry(uuid.uuid4(), of.patient.today(clock.now()) - 3 * DAY, "painkiller")
    services.note_day_reason(of, reason, by=of.patient.user, now=clock.now())
    assert "2 of 4 days with a painkiller: 0 of 4 sessions, 1 of 1 morning." in lines(client, of)


def test_says_that_no_effort_was_given(client):
    of = make.assignment(days=9)
    make.good_days(of, 3)
    assert "Effort on the qualifying days: not given." in lines(client, of)


def test_names_the_match_before_a_red_day(client):
    of = make.assignment(days=9)
    make.session(of, days_ago=2, pain=7)
    make.activity(of, days_ago=3, kind="sport", minutes=90)
    (line,) = [one for one in lines(client, of) if one.startswith("Beside the red day")]
    assert "day before: " in line and "90 minutes" in line


def test_names_rest_day_mornings_above_the_edge_whatever_the_rules_say(client):
    of = make.assignment(days=9, intake=3)
    make.good_days(of, 2)
    make.morning(of, days_ago=5, pain=4)
    page = page_of(client, of).context["page"]
    assert " ".join([page.words.text, *page.beside]).count("Rest-day mornings above") == 1


def test_counts_what_came_later_and_what_was_taken_out(client):
    of = make.assignment(days=9)
    at = clock.now() - 3 * DAY
    services.log_session(of, make.entry(of, at=at), by=of.patient.user, now=clock.now())
    wrong = make.session(of, days_ago=1, pain=9)
    services.take_out(wrong, by=of.patient.user, now=clock.now())
    make.morning(of, days_ago=2, late=True)
    found = lines(client, of)
    assert "1 session reached us on a later day than it was done." in found
    assert "1 session or morning of this stage was taken out or corrected." in found
    assert "1 morning was entered on a later day; no green day rests on it." in found


def test_shows_what_the_rules_would_say_without_distress(client):
    of = make.assignment(days=9)
    make.good_days(of, 8)
    raised(of, "distress")
    (line,) = [one for one in lines(client, of) if one.startswith("Without the open distress tick")]
    assert "Every criterion is met" in line
    assert engine.ask(of, clock.now()).recommendation.because == "open_flag"


def test_shows_no_answer_of_the_rules_while_another_alarm_is_open(client):
    of = make.assignment(days=9)
    make.good_days(of, 8)
    raised(of, "distress", "saddle")
    assert not [one for one in lines(client, of) if "distress" in one]
    assert engine.without_distress(of, clock.now()).because == "open_flag"


def test_says_nothing_of_rules_that_cannot_be_read(client, monkeypatch):
    def unreadable(assignment, now):
        raise NotValid("criteria", "cannot be read")

    of = make.assignment(days=9)
    raised(of, "distress")
    monkeypatch.setattr(engine, "without_distress", unreadable)
    assert not [one for one in lines(client, of) if "distress" in one]


def test_shows_a_mornings_painkiller_on_the_timeline(client):
    of = make.assignment(days=3)
    make.session(of, days_ago=1)
    morning_with_painkiller(of)
    page = page_of(client, of).context["page"]
    assert [one.text for one in page.entries if one.text.startswith("Morning answer")] == [
        "Morning answer: left 1, painkiller taken"
    ]
