"""What was entered stands under its day on the phone, and the zone on the day."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from patients import engine
from patients.selectors.log_entries import entries_of
from patients.selectors.phone.entry_days import entry_days
from programs import clock
from tests import make
from tests.html import parse, text_of

pytestmark = pytest.mark.django_db
SUNDAY = dt.datetime(2026, 6, 7, 12, tzinfo=ZoneInfo("Europe/London"))


def days_of(of, now):
    reading = engine.read(of, now)
    return entry_days(of, reading, entries_of(of, reading, "patient"))


def test_puts_the_zone_on_the_day_whatever_was_done_last(client):
    of = make.assignment(days=9)
    make.session(of, days_ago=1, pain=5)
    make.activity(of)
    make.session(of, pain=1)
    client.force_login(of.patient.user)
    document, _errors = parse(client.get(reverse("progress")))
    heads = [text_of(head) for head in document.iter("h3") if head.get("class") == "entry-day__head"]
    assert len(heads) == 2 and heads[0].startswith("Today") and heads[1] == "Yesterday Stay"
    entries = next(part for part in document.iter("ul") if part.get("class") == "entry-day__list")
    assert len(entries) == 2
    assert not [part for part in entries.iter("span") if "zone-chip" in (part.get("class") or "")]


def test_gives_no_zone_to_a_day_without_a_session():
    of = make.assignment(days=9)
    make.activity(of)
    [day] = days_of(of, clock.now())
    assert (day.when, day.zone, day.zone_word) == ("today", "", "")


def test_puts_a_session_after_midnight_under_the_day_that_it_belongs_to():
    of = make.assignment(days=20, stage=2, now=SUNDAY)
    night = SUNDAY.replace(day=8, hour=0, minute=30)
    make.session(of, now=SUNDAY.replace(hour=20), pain=5)
    make.session(of, now=night, pain=1)
    [day] = days_of(of, night)
    assert (day.on, day.zone, [entry.when for entry in day.entries]) == (SUNDAY.date(), "amber", ["today", "yesterday"])
