"""Half for now: it has an end, its days let the tendon settle and do not qualify, and the patient reads just that."""

import datetime as dt

import pytest
from django.urls import reverse

from patients import services
from patients.models import AuditEntry, Easing
from patients.selectors import phone
from programs import clock
from tests import html, make

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
AS_PLANNED = "These days let the tendon settle. They do not count as good days, and that is as planned."


@pytest.fixture
def running():
    """Calm days of the whole dose until the day before yesterday."""
    of = make.assignment(days=12, stage=2)
    for ago in (6, 5, 4, 3):
        make.session(of, days_ago=ago)
        make.morning(of, days_ago=ago - 1)
    return of


def eases(client, of, **data):
    client.force_login(of.patient.physio)
    return client.post(reverse("ease-dose", args=[of.patient.public_id]), {"reason": "Sore.", **data})


def plan(of, now=None):
    of = type(of).objects.with_its_page().get(pk=of.pk)
    return phone.todays_plan(of, now or clock.now())


@pytest.mark.by_day
def test_asks_for_half_up_to_and_including_a_date(client, running):
    today = running.patient.today(clock.now())
    assert eases(client, running, until_on=today + DAY).status_code == 302
    doses = [plan(running, clock.now() + number * DAY).cards[0].dose.words for number in range(3)]
    assert doses == ["5 × 10 s, each leg", "5 × 10 s, each leg", "10 × 10 s, each leg"]
    assert AuditEntry.objects.filter(verb="dose.eased").count() == 1


def test_asks_for_half_for_a_number_of_sessions(client, running):
    eases(client, running, sessions=2)
    assert "for 2 sessions. Done before today: 0 of 2." in plan(running).words.text
    make.session(running, now=clock.now() + DAY, sets=5)
    assert "for 2 sessions. Done before today: 1 of 2." in plan(running, clock.now() + 2 * DAY).words.text
    make.session(running, now=clock.now() + 2 * DAY, sets=5)
    assert not plan(running, clock.now() + 3 * DAY).is_less


def test_tells_the_patient_exactly_that_and_blames_nobody(client, running):
    for _day in range(4):
        services.take_out(running.sessions.valid().first(), by=running.patient.user, now=clock.now())
    eases(client, running, sessions=9)
    for number in (1, 2, 3):
        make.session(running, now=clock.now() + number * DAY, sets=5)
        make.morning(running, now=clock.now() + (number + 1) * DAY)
    words = plan(running, clock.now() + 4 * DAY).words
    assert words.text.endswith(AS_PLANNED) and words.title == "Half for now"
    services.ease_dose(running, reason="Well.", by=running.patient.physio, now=clock.now() + 4 * DAY)
    after = plan(running, clock.now() + 4 * DAY).words.text
    assert "They let the tendon settle." in after and "enough sets" not in after


def test_its_days_settle_a_flare_and_do_not_qualify(client):
    of = make.assignment(days=12, stage=2)
    make.session(of, days_ago=9, pain=7)
    services.ease_dose(of, reason="Sore.", by=of.patient.physio, now=clock.now() - 8 * DAY, sessions=9)
    for ago in (7, 5, 3):
        make.session(of, days_ago=ago, sets=5)
        make.morning(of, days_ago=ago - 1)
    assert [reason.why for reason in plan(of).asked.plan.reasons] == ["for_now"]
    assert [found["observed"] for found in of.standing.review.findings if found["code"] == "sessions"] == [0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"reason": " ", "sessions": 2}, "reason"),
        ({}, "Please say until when, or for how many sessions."),
        ({"sessions": 2, "until_on": "2099-01-01"}, "not both"),
        ({"sessions": 0}, "from 1 to 30"),
        ({"until_on": "2001-01-01"}, "This day is past."),
    ],
)
def test_refuses_an_easing_without_a_clear_end(client, running, data, said):
    answer = eases(client, running, **data)
    assert answer.status_code == 422
    assert said in html.words_of(answer)
    assert not Easing.objects.exists()


def test_ends_sooner_with_a_reason_and_stands_in_the_timeline(client, running):
    eases(client, running, sessions=3)
    eases(client, running, reason="Well again.")
    shown = html.words_of(client.get(reverse("patient-page", args=[running.patient.public_id])))
    assert "Half for now, for 3 sessions. “Sore.”" in shown
    assert "Half for now has ended. “Well again.”" in shown
    assert not plan(running).is_less
