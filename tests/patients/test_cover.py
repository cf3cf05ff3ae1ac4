"""A colleague is on holiday, and somebody by name stands in: what would reach the one reaches the other, and never
nobody."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from patients import access, services
from patients.models import Membership, Notice, Role
from patients.notices import planning, rounds
from patients.notices.digest import digest_counts
from tests import make

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
DAY = dt.timedelta(days=1)
NOON = dt.datetime(2026, 3, 16, 12, tzinfo=LONDON)  # a Monday, the first day of the holiday
FRIDAY = NOON + 4 * DAY  # the last
BEFORE, AFTER = NOON - DAY, FRIDAY + 3 * DAY


@pytest.fixture(autouse=True)
def noon(stop_clock):
    stop_clock(NOON)


@pytest.fixture
def ruth():
    """She goes on holiday."""
    return make.physio(name="Ruth Lindqvist")


@pytest.fixture
def clinic(ruth):
    return ruth.memberships.get().clinic


@pytest.fixture
def jonas(clinic):
    """By id he is next."""
    return make.physio(clinic, "Jonas Adeyemi")


@pytest.fixture
def kim(clinic, jonas):
    """She stands in."""
    return make.physio(clinic, "Kim Halloran")


@pytest.fixture
def patient(ruth):
    return make.patient(by=ruth, name="Tobias Ek")


@pytest.fixture
def holiday(ruth, kim):
    services.set_absence(ruth, away_from=NOON.date(), away_to=FRIDAY.date(), cover=kim, by=ruth)


def seen_anew(user):
    """As at the next request: what a user works at is read once in each."""
    return type(user).objects.get(pk=user.pk)


def page(user, name="caseload", query=""):
    client = Client()
    client.force_login(user)
    return " ".join(client.get(reverse(name) + query).content.decode().split())


def told_of_alarm(patient, at):
    """Who gets a letter of a tick at that instant, at once."""
    services.raise_flags(patient, ["calf"], client_id=uuid.uuid4(), by=patient.user, now=at)
    rounds.post(at)
    return [letter.to[0].split("-")[0] for letter in mail.outbox]


def test_says_whom_and_until_when_and_shows_the_patients_among_the_own(holiday, patient, ruth, kim, stop_clock):
    make.assignment(patient, days=3, now=NOON)
    there = page(kim)
    assert "You cover for Ruth Lindqvist until 20 March." in there
    assert "Tobias Ek" in there and "Physio: Ruth Lindqvist" in there
    assert "Tobias Ek" in page(ruth)
    for at in (BEFORE, AFTER):
        stop_clock(at)
        assert "You cover" not in page(kim) and "Tobias Ek" not in page(kim)


def test_tells_the_cover_of_an_alarm_first(holiday, patient, kim, jonas):
    assert told_of_alarm(patient, NOON) == ["kim"]
    rounds.post(NOON + dt.timedelta(minutes=30))
    assert [letter.to[0].split("-")[0] for letter in mail.outbox] == ["kim", "jonas"]


def test_tells_the_own_physio_before_and_after(holiday, patient):
    assert told_of_alarm(patient, AFTER) == ["ruth"]


def test_counts_in_the_digest_of_whoever_stands_in(holiday, patient, ruth, kim):
    services.raise_flags(patient, ["calf"], client_id=uuid.uuid4(), by=patient.user, now=NOON)
    assert [digest_counts(seen_anew(one), NOON).call for one in (ruth, kim)] == [0, 1]
    assert [digest_counts(seen_anew(one), AFTER).call for one in (ruth, kim)] == [1, 0]


def test_brings_the_messages_to_whoever_stands_in(holiday, patient, kim):
    services.send_message(patient, "May I run?", client_id=uuid.uuid4(), by=patient.user, now=NOON)
    planning.plan(NOON)
    assert [notice.user for notice in Notice.objects.filter(kind="inbox")] == [kim]


def test_names_whoever_stands_in_to_the_patient(holiday, patient, kim, stop_clock):
    running = make.assignment(patient, days=3, now=NOON)
    make.session(running, now=NOON, days_ago=1, pain=7)
    shown = page(patient.user, "today")
    assert "Kim" in shown and "Ruth" not in shown


def runs_the_clinic_instead(kim):
    kim.memberships.update(left_at=NOON)
    Membership.objects.create(user=kim, clinic=kim.memberships.get().clinic, role=Role.ADMINISTRATOR)


FAILS = {
    "away as well": lambda kim: services.set_absence(kim, away_from=NOON.date(), away_to=NOON.date(), by=kim),
    "has left": lambda kim: kim.memberships.update(left_at=NOON),
    "no physio any more": runs_the_clinic_instead,
    "the account is closed": lambda kim: type(kim).objects.filter(pk=kim.pk).update(is_active=False),
}


@pytest.mark.parametrize("fail", FAILS.values(), ids=FAILS)
def test_goes_round_as_ever_where_the_cover_cannot(fail, holiday, patient, ruth, kim, jonas):
    fail(kim)
    assert "Kim Halloran cannot stand in on all of these days" in page(ruth, "absence")
    assert access.covered_by(seen_anew(kim), NOON) == []
    assert told_of_alarm(patient, NOON) == ["jonas"]


def test_stands_in_in_each_of_several_absences_by_another_one(holiday, patient, ruth, kim, jonas):
    later = NOON + 30 * DAY
    services.set_absence(ruth, away_from=later.date(), away_to=later.date(), cover=jonas, by=ruth)
    assert [len(access.covered_by(seen_anew(one), NOON)) for one in (kim, jonas)] == [1, 0]
    assert [len(access.covered_by(seen_anew(one), later)) for one in (kim, jonas)] == [0, 1]
    services.take_out_absence(ruth, NOON.date(), by=ruth)
    assert access.covered_by(seen_anew(kim), NOON) == []
    assert [len(access.covered_by(seen_anew(one), later)) for one in (kim, jonas)] == [0, 1]


def test_takes_the_cover_where_they_work_alone(ruth, kim, patient):
    second = make.clinic("Second")
    Membership.objects.create(user=ruth, clinic=second)
    services.set_absence(ruth, away_from=NOON.date(), away_to=FRIDAY.date(), cover=kim, by=ruth)
    assert [bool(one.covers) for one in ruth.memberships.order_by("pk")] == [True, False]


def test_refuses_a_cover_who_cannot(ruth, kim, jonas, clinic):
    services.set_absence(kim, away_from=FRIDAY.date(), away_to=FRIDAY.date(), by=kim)
    for cover in (ruth, kim, make.physio(name="Mara Elsewhere"), make.administrator(clinic)):
        with pytest.raises(services.Refused):
            services.set_absence(ruth, away_from=NOON.date(), away_to=FRIDAY.date(), cover=cover, by=ruth)
    assert ruth.memberships.get().aways == []


def test_is_named_on_the_page_by_the_physio_and_by_the_administrator(ruth, kim, jonas, clinic):
    dates = {"away_from": "2026-03-16", "away_to": "2026-03-20", "cover": kim.pk}
    client = Client()
    client.force_login(ruth)
    assert "Kim Halloran stands in." in client.post(reverse("absence"), dates, follow=True).content.decode()
    client.force_login(make.administrator(clinic))
    address = reverse("absence-of", args=[jonas.memberships.get().pk])
    said = client.post(address, {**dates, "cover": ruth.pk}, follow=True)
    assert "Ruth Lindqvist is away on some of these days too." in said.content.decode()
    assert "Kim Halloran stands in." in client.post(address, dates, follow=True).content.decode()
    assert "Away until 20 March; Kim Halloran stands in." in page(make.administrator(clinic), "team")
