"""Situations of a caseload, each with the group, the words and, between them, the order that is expected.

Each is lived through the services on a calendar of its own: it is Wednesday 17 June 2026, noon in London, unless a
situation says otherwise; the clinic is closed at the weekend and has its defaults.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pytest

from patients import services
from patients.domain.triage import place_of
from patients.models import Review
from patients.selectors import desk
from patients.selectors.desk import Wanted
from patients.selectors.desk.caseload_row import GROUP_SLUG, CaseloadRow
from patients.views.desk.caseload import everybody_at
from tests import make

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
NOON = dt.datetime(2026, 6, 17, 12, tzinfo=LONDON)  # a Wednesday
MONDAY = NOON - dt.timedelta(days=2)


@dataclass
class Person:
    """A patient on the way: what they live through is told in days before `now`."""

    now: dt.datetime = NOON
    began: int = 10
    stage: int = 1
    zone: str = "Europe/London"
    options: dict = field(default_factory=dict)

    def starts(self):
        patient = make.patient(time_zone=self.zone)
        self.of = make.assignment(patient, days=self.began, stage=self.stage, now=self.now, **self.options)
        self.physio = patient.physio
        return self

    def ago(self, days, hour=18):
        """An instant that many days ago, in the patient's zone."""
        there = self.now.astimezone(ZoneInfo(self.zone)) - dt.timedelta(days=days)
        return there.replace(hour=hour, minute=0)

    def trains(self, *days, pain=1, morning=1, **changes):
        """A session on each of these days ago, and its morning; None for a morning that is never answered."""
        for day in days:
            at = self.ago(day)
            entry = make.entry(self.of, at=at, pain=pain, **changes)
            by = self.of.patient.user
            services.log_session(self.of, entry, by=by, now=at)
            if morning is not None and day:
                self.wakes(day - 1, morning)
        return self

    def wakes(self, day, pain):
        at = self.ago(day, hour=8)
        make.morning(self.of, now=at, pain=pain)
        return self

    def ticks(self, kind, day=0):
        at = self.ago(day, hour=7)
        services.raise_flags(self.of.patient, [kind], client_id=uuid.uuid4(), by=self.of.patient.user, now=at)
        return self

    def writes(self, at, text="May I swim?"):
        services.send_message(self.of.patient, text, client_id=uuid.uuid4(), by=self.of.patient.user, now=at)
        return self

    def is_away(self, first, last, said=None):
        today = self.of.patient.today(self.now)
        days = {"from_on": today - dt.timedelta(days=first), "to_on": today - dt.timedelta(days=last)}
        services.say_away(self.of, **days, by=self.of.patient.user, now=self.ago(first if said is None else said))
        return self

    def told(self, kind, value, day=0):
        services.give_directive(self.of, kind, value, reason="Agreed.", by=self.physio, now=self.ago(day, hour=9))
        return self

    def decided(self, decision, day=0):
        at = self.ago(day, hour=9)
        services.review_assignment(self.of, at)
        services.decide(self.of, self.of.standing.review, decision, by=self.physio, now=at, reason="Wait.")
        return self

    def marked(self, about="", day=0, hour=9, until=None, note=""):
        """The reason that speaks at that moment, set aside."""
        at = self.ago(day, hour=hour)
        self.fresh(at)
        place = place_of(self.of.standing, self.of.patient, at)
        assert place.reason and place.reason.about.startswith(about)
        until = None if until is None else self.of.patient.today(self.now) + dt.timedelta(days=until)
        services.mark_triage(self.of, place.reason.about, by=self.physio, now=at, until=until, note=note)
        return self

    def clinic(self, **settings):
        for name, value in settings.items():
            setattr(self.of.patient.clinic, name, value)
        self.of.patient.clinic.save()
        return self

    def fresh(self, at):
        """As the list finds it: what time has changed is brought up to date."""
        services.refresh_if_due(self.of, at)

    def row(self):
        """(group, why, since) on the physio's list now."""
        user = type(self.physio).objects.get(pk=self.physio.pk)
        [row] = desk.caseload(everybody_at(self.now, user, Wanted(), refresh=20)).rows
        return row.group, row.why, row.since


def person(**options):
    return lambda: Person(**options).starts()


def at(*when, zone=LONDON):
    return dt.datetime(*when, tzinfo=zone)


# What is lived, and what stands on the list: group, words in the reason, words in the line below. ---------------------

CALL, DECIDE, CHASE, ON_TRACK = "call", "decide", "chase", "on-track"
SITUATIONS = {
    # call
    "a flag outranks good days": (
        lambda: Person().starts().trains(5, 4, 3, 2, 1).ticks("calf"),
        CALL,
        "Ticked “hot or swollen calf”.",
        "today 07:00",
    ),
    "distress is called as such": (
        lambda: Person().starts().trains(2, 1).ticks("distress"),
        CALL,
        "Ticked “cannot cope”.",
        "today 07:00",
    ),
    "a flag of last week is still open": (
        lambda: Person().starts().trains(9, 8).ticks("bone", day=8),
        CALL,
        "Ticked “bone or groin pain”.",
        "9 June",
    ),
    "a flag beside a bad day stays a flag": (
        lambda: Person().starts().trains(2, pain=8).ticks("nerve"),
        CALL,
        "Ticked “weak foot or numb leg”.",
        "",
    ),
    "a flag while they are away": (
        lambda: Person().starts().trains(5).is_away(3, -3).ticks("night", day=1),
        CALL,
        "night pain",
        "yesterday 07:00",
    ),
    "a flag while the programme is paused": (
        lambda: Person().starts().trains(5).told("pause", 1, day=4).ticks("pop", day=1),
        CALL,
        "pop, tear",
        "",
    ),
    "a flag on a patient whose suggestion was declined": (
        lambda: Person().starts().trains(6, 5, 4, 3, 2).decided("declined", day=1).ticks("saddle"),
        CALL,
        "numb between the legs",
        "today 07:00",
    ),
    "a flag where suggestions are off": (
        lambda: Person().starts().trains(2).told("engine", 0, day=1).ticks("calf"),
        CALL,
        "hot or swollen calf",
        "",
    ),
    "the next morning opens a flare": (
        lambda: Person(stage=2).starts().trains(3, 2).trains(1, morning=6),
        CALL,
        "Flare: next morning 6, usual 2.",
        "today",
    ),
    "a red day opens a flare at once": (
        lambda: Person(stage=2).starts().trains(3, 2).trains(1, pain=7),
        CALL,
        "Flare: pain during 7.",
        "yesterday",
    ),
    "a flare after an amber day that follows a calm one": (
        lambda: Person(stage=2).starts().trains(7, 6).trains(5, pain=8).trains(3).trains(1, pain=5),
        CALL,
        "Flare",
        "",
    ),
    "a bad morning after a day without a session": (
        lambda: Person(stage=2, options={"intake": 2}).starts().trains(4, 3).wakes(0, 7),
        CALL,
        "rest-day morning 7",
        "",
    ),
    "a flare of somebody who is away": (
        lambda: Person(stage=2).starts().trains(3).trains(2, pain=8).is_away(1, -4),
        CALL,
        "Flare: pain during 8.",
        "",
    ),
    "a flare that was marked done, then a new red day": (
        lambda: (
            Person(stage=2, began=20)
            .starts()
            .trains(9, 8)
            .trains(5, pain=7)
            .marked("flare", day=4)
            .trains(1, pain=6, morning=2)
        ),
        DECIDE,
        "2 red days in 14 (7 and 6)",
        "",
    ),
    # decide
    "every point of the stage is met": (
        lambda: Person().starts().trains(5, 4, 3, 2, 1),
        DECIDE,
        "Suggests stage 2: 5 of 5 green days.",
        "Since today 08:00",
    ),
    "a suggestion in a plan older than a month": (
        lambda: Person(began=40).starts().trains(5, 4, 3, 2, 1),
        DECIDE,
        "Suggests stage 2: 5 of 5 green days.",
        "today",
    ),
    "two red days ask for a step back": (
        lambda: Person(stage=3, began=20).starts().trains(12, 10).trains(7, pain=6).trains(3, pain=7),
        DECIDE,
        "Suggests one step down: 2 red days in 14 (6 and 7).",
        "",
    ),
    "two red days in the first stage are looked at": (
        lambda: Person(began=20).starts().trains(12).trains(7, pain=6).trains(3, pain=7),
        DECIDE,
        "Review: 2 red days",
        "",
    ),
    "the last stage complete is looked at": (
        lambda: Person(stage=5, began=40, options={"intake": 3}).starts().trains(*range(19, 0, -2)),
        DECIDE,
        "Programme complete",
        "",
    ),
    "four weeks without a session": (
        lambda: Person(began=60).starts().trains(40, 39, 35),
        DECIDE,
        "No log for 35 days.",
        "",
    ),
    "a stage that has lasted six weeks": (
        lambda: Person(stage=2, began=44).starts().trains(*range(43, 0, -2), sets=3),
        DECIDE,
        "in stage 2",
        "",
    ),
    "a declined suggestion, then a new red day": (
        lambda: Person(began=20).starts().trains(10, 9, 8, 7, 6).decided("declined", day=5).trains(1, pain=7),
        CALL,
        "Flare: pain during 7.",
        "",
    ),
    "a suggestion that is to come back today": (
        lambda: Person().starts().trains(6, 5, 4, 3, 2).marked("criteria_met", day=1, until=0),
        DECIDE,
        "Suggests stage 2",
        "",
    ),
    # chase
    "no log for nine days": (
        lambda: Person(began=30, stage=3).starts().trains(12, 9),
        CHASE,
        "No log for 9 days, plan 3 a week.",
        "Last log 8 June",
    ),
    "a plan older than a month, silent": (
        lambda: Person(began=75, stage=3).starts().trains(40, 38, 36, 13, 12, 11, 10).told("engine", 0, day=9),
        CHASE,
        "No log for 10 days",
        "Last log 7 June",
    ),
    "no check-ins at all": (
        lambda: Person(began=8).starts(),
        CHASE,
        "No log for 8 days, plan 7 a week.",
        "Nothing logged yet",
    ),
    "sessions without one morning": (
        lambda: Person(began=9).starts().trains(8, 7, 6, 5, 4, 3, morning=None).trains(1),
        CHASE,
        "Mornings after",
        "",
    ),
    "three mornings missing of a week": (
        lambda: (
            Person(began=30)
            .starts()
            .trains(12, 11, 10, 9, 8)
            .trains(7, 5, 3, morning=None)
            .trains(6, 4, 2, 1)
            .told("hold", 1)
        ),
        CHASE,
        "3 mornings missing in 7 days.",
        "Latest Monday",
    ),
    "a message that has waited a working day": (
        lambda: Person().starts().trains(2, 1).writes(at(2026, 6, 16, 9)),
        CHASE,
        "Message not read for 1 working day.",
        "yesterday 09:00",
    ),
    "a message of Friday is late on Monday": (
        lambda: Person(now=MONDAY).starts().trains(2, 1).writes(at(2026, 6, 12, 17)),
        CHASE,
        "Message not read for 1 working day.",
        "Friday",
    ),
    "a message from somebody who is away": (
        lambda: Person().starts().trains(5).is_away(3, -3).writes(at(2026, 6, 15, 9)),
        CHASE,
        "2 working days",
        "",
    ),
    "long in a stage where the rules are off": (
        lambda: Person(began=50, stage=2).starts().told("engine", 0, day=4).trains(3, 2, 1),
        CHASE,
        "50 days in stage 2.",
        "28 April",
    ),
    "silent after coming back": (
        lambda: Person(began=40).starts().trains(30).is_away(29, 10, said=29),
        CHASE,
        "No log for 10 days",
        "18 May",
    ),
    "silent since a pause ended": (
        lambda: Person(began=40).starts().trains(13).told("pause", 1, day=12).told("pause", None, day=8),
        CHASE,
        "No log for 8 days",
        "Last log 4 June",
    ),
    "silent: set aside, to come back today": (
        lambda: Person(began=30).starts().trains(12).marked("silent", day=2, until=0),
        CHASE,
        "No log for 12 days",
        "",
    ),
    "silent in a zone where it is already tomorrow": (
        # 12:30 in London is half past midnight of the 18th in Auckland at UTC+12 plus one: the seventh day has come.
        lambda: Person(now=at(2026, 6, 17, 13, 30), zone="Pacific/Auckland", began=20).starts().trains(7),
        CHASE,
        "No log for 7 days",
        "",
    ),
    # on track
    "the same evening before midnight there": (
        lambda: Person(now=at(2026, 6, 17, 12, 30), zone="Pacific/Auckland", began=20).starts().trains(6),
        ON_TRACK,
        "",
        "Last log Thursday",
    ),
    "a weekend alone turns nobody silent": (
        lambda: Person(now=MONDAY, began=20).starts().trains(9, 8, 7),
        ON_TRACK,
        "",
        "Last log 8 June",
    ),
    "the Tuesday after that weekend": (
        lambda: Person(now=MONDAY + dt.timedelta(days=1), began=20).starts().trains(10, 9, 8),
        CHASE,
        "No log for 8 days",
        "",
    ),
    "every second day, with a threshold of three": (
        lambda: Person(now=MONDAY, began=20).starts().clinic(silent_days=3).trains(7, 5, 3),
        ON_TRACK,
        "",
        "Last log Friday",
    ),
    "a message of Friday on Sunday": (
        lambda: Person(now=MONDAY - dt.timedelta(days=1)).starts().trains(3, 2, 1).writes(at(2026, 6, 12, 17)),
        ON_TRACK,
        "",
        "",
    ),
    "a message that was read": (
        lambda: read(Person().starts().trains(2, 1).writes(at(2026, 6, 15, 9))),
        ON_TRACK,
        "",
        "",
    ),
    "a new patient": (lambda: Person(began=0).starts(), ON_TRACK, "0 of 5 green days", "Nothing logged yet"),
    "a programme that starts next week": (lambda: Person(began=-7).starts(), ON_TRACK, "", "Nothing logged yet"),
    "calm days": (lambda: Person().starts().trains(3, 2, 1), ON_TRACK, "3 of 5 green days", "Last log yesterday"),
    "an amber day": (lambda: Person(stage=2).starts().trains(3, 2).trains(1, pain=4), ON_TRACK, "Amber 16 June", ""),
    "a morning that is still open": (lambda: Person().starts().trains(3, 2).trains(0), ON_TRACK, "pending", ""),
    "away for three weeks": (
        lambda: Person(began=40).starts().trains(22).is_away(21, -2, said=21),
        ON_TRACK,
        "Away until 19 June.",
        "",
    ),
    "back from three weeks away": (
        lambda: Person(began=40).starts().trains(22).is_away(21, 1, said=21),
        ON_TRACK,
        "",
        "Last log 26 May",
    ),
    "away that was said long before": (
        lambda: Person(began=30).starts().trains(12).is_away(9, -1, said=15),
        ON_TRACK,
        "Away until 18 June.",
        "",
    ),
    "paused": (
        lambda: Person(began=40).starts().trains(30).told("pause", 1, day=29),
        ON_TRACK,
        "Programme paused, no end set.",
        "19 May",
    ),
    "a declined suggestion is quiet": (
        lambda: Person().starts().trains(6, 5, 4, 3, 2).decided("declined", day=1),
        ON_TRACK,
        "Suggests stage 2",
        "",
    ),
    "half the sets were decided": (
        lambda: (
            Person(stage=3, began=20)
            .starts()
            .trains(12, 10)
            .trains(7, pain=6)
            .trains(3, pain=7)
            .decided("halved", day=1)
        ),
        ON_TRACK,
        "",
        "",
    ),
    "held by a clinician": (
        lambda: Person().starts().trains(5, 4, 3, 2, 1).told("hold", 1),
        ON_TRACK,
        "Held by a clinician.",
        "",
    ),
    "silent and set aside": (
        lambda: Person(began=30).starts().trains(12).marked("silent", day=1, note="Called, on holiday."),
        ON_TRACK,
        "No log for 12 days",
        "Done by Jonas, yesterday: “Called, on holiday.”",
    ),
    "silent, to come back on Friday": (
        lambda: Person(began=30).starts().trains(12).marked("silent", day=1, until=2),
        ON_TRACK,
        "No log for 12 days",
        "Back 19 June, said Jonas yesterday",
    ),
    "a pain spike hidden in a good week": (
        lambda: Person(stage=2).starts().trains(7, 6, 5).trains(4, pain=8).trains(2, 1),
        ON_TRACK,
        "Flare settling: 2 of 3 green days.",
        "",
    ),
    "a flare that settles, the next morning still to come": (
        lambda: Person(stage=2).starts().trains(7, 6).trains(5, pain=8).trains(3).trains(1, morning=None),
        ON_TRACK,
        "Flare settling: 1 of 3 green days.",
        "",
    ),
    "a flare that somebody decided on": (
        lambda: Person(stage=2).starts().trains(4, 3).trains(2, pain=7).decided("halved", day=1),
        ON_TRACK,
        "Flare: pain during 7. Decided on: it stays as it is.",
        "",
    ),
    "a flare set aside after the call": (
        lambda: Person(stage=2).starts().trains(4, 3).trains(2, pain=7).marked("flare", day=1),
        ON_TRACK,
        "Flare",
        "Done by Jonas, yesterday",
    ),
    "a suggestion kept for Friday's visit": (
        lambda: Person().starts().trains(6, 5, 4, 3, 2).marked("criteria_met", day=1, until=2),
        ON_TRACK,
        "Suggests stage 2",
        "Back 19 June, said Jonas yesterday",
    ),
    # a mark is about one reason
    "silent set aside, then a message": (
        lambda: Person(began=30).starts().trains(12).marked("silent", day=2).writes(at(2026, 6, 15, 13)),
        CHASE,
        "Message not read for 2 working days.",
        "",
    ),
    "silent set aside, a session, silent again": (
        lambda: Person(began=35).starts().trains(30).marked("silent", day=22).trains(8),
        CHASE,
        "No log for 8 days",
        "Last log 9 June",
    ),
    "two reasons at once": (
        lambda: Person(began=30).starts().trains(12).writes(at(2026, 6, 15, 9)),
        CHASE,
        "Message not read for 2 working days.",
        "also: silent",
    ),
}


def read(someone):
    services.mark_seen(someone.of.patient, by=someone.physio, now=someone.now)
    return someone


@pytest.mark.parametrize(("lived", "group", "why", "since"), SITUATIONS.values(), ids=SITUATIONS)
def test_puts(lived, group, why, since):
    found = lived().row()
    assert (found[0], why in found[1], since in found[2]) == (group, True, True), found


def test_is_a_table_of_sixty_situations():
    assert len(SITUATIONS) >= 60
    assert {group for _lived, group, *_words in SITUATIONS.values()} == {CALL, DECIDE, CHASE, ON_TRACK}


def test_names_every_group_beside_a_row():
    rows = [CaseloadRow(patient=None, group=group, why="", since="") for group in (*GROUP_SLUG.values(), "new")]
    assert [row.tag for row in rows] == ["Call", "Decide", "Chase", "On track", "New"]


# Order ----------------------------------------------------------------------------------------------------------------

ORDER = (
    "distress is called as such",
    "a flag outranks good days",
    "a flag of last week is still open",
    "a red day opens a flare at once",
    "two red days ask for a step back",
    "four weeks without a session",
    "every point of the stage is met",
    "a message that has waited a working day",
    "no log for nine days",
    "no check-ins at all",
    "three mornings missing of a week",
    "long in a stage where the rules are off",
    "a new patient",
)


def test_orders_a_whole_list(monkeypatch):
    """In one clinic, with one physio: who may be in danger first, by the tick, and of equals who has waited longest."""
    physio = make.physio()
    plain = make.patient
    monkeypatch.setattr(make, "patient", lambda time_zone: plain(by=physio, name=naming, time_zone=time_zone))
    for naming in reversed(ORDER):
        SITUATIONS[naming][0]()
    page = desk.caseload(everybody_at(NOON, physio, Wanted(), refresh=20))
    assert [row.patient.name for row in page.rows] == list(ORDER)
    assert page.summary == "4 to call, 3 to decide, 5 to chase, 1 on track."


def test_calls_for_a_new_bad_day_before_one_since_which_the_clinic_was_in_touch():
    new = Person(stage=2).starts().trains(3, 2).trains(1, pain=7)
    seen = Person(stage=2).starts().trains(4, 3).trains(2, pain=7)
    services.send_message(seen.of.patient, "Rest today.", client_id=uuid.uuid4(), by=seen.physio, now=NOON)
    ranks = []
    for someone in (new, seen):
        someone.of.standing.refresh_from_db()
        ranks.append(place_of(someone.of.standing, someone.of.patient, NOON))
    assert [place.group.name for place in ranks] == ["CALL", "CALL"]
    assert ranks[0].rank < ranks[1].rank


def test_calls_the_most_urgent_tick_first_whenever_it_came():
    ticks = {"bone": 6, "nerve": 5, "night": 4, "chest": 1, "distress": 0}
    people = {kind: Person(began=30).starts().ticks("bone", day=7).ticks(kind, day=day) for kind, day in ticks.items()}
    standings = {kind: someone.of.standing for kind, someone in people.items()}
    for standing in standings.values():
        standing.refresh_from_db()
    places = {kind: place_of(standings[kind], someone.of.patient, NOON) for kind, someone in people.items()}
    assert sorted(places, key=lambda kind: places[kind].rank) == ["distress", "chest", "night", "nerve", "bone"]
    assert [standings[kind].flag_kind for kind in ticks] == list(ticks)


WRITES = {"saddle": "I am numb between my legs", "calf": "My calf is hot and swollen", "distress": "I cannot go on"}


def test_calls_for_words_in_a_message_right_after_the_same_tick():
    people = {kind: Person(began=30).starts().ticks(kind) for kind in WRITES}
    for kind, text in WRITES.items():
        people[f"wrote {kind}"] = Person(began=30).starts().writes(NOON - dt.timedelta(days=3), text)
    places = {}
    for kind, someone in people.items():
        someone.of.standing.refresh_from_db()
        places[kind] = place_of(someone.of.standing, someone.of.patient, NOON)
    order = ["distress", "wrote distress", "saddle", "wrote saddle", "calf", "wrote calf"]
    assert sorted(places, key=lambda kind: places[kind].rank) == order
    assert {place.is_alarm for place in places.values()} == {True}


def test_reads_nothing_but_the_line():
    """The group follows from the stored line alone: no query, whatever the situation."""
    of = Person(began=30).starts().trains(12).of
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        place = place_of(of.standing, of.patient, NOON)
    assert (place.reason.code, len(asked)) == ("silent", 0)


def test_keeps_one_open_review_whatever_happened():
    of = SITUATIONS["a flare that was marked done, then a new red day"][0]().of
    assert Review.objects.open().filter(assignment=of).count() == 1
