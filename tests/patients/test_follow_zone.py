"""Days and reminders follow the phone's time zone where the patient says so."""

import datetime as dt

import pytest
from django.urls import reverse

from patients import selectors
from patients.models import AuditEntry
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient(client):
    made = make.assignment(days=5).patient
    client.force_login(made.user)
    return made


def post(client, patient, zone, **more):
    page = client.post(reverse("follow-zone"), {"zone": zone, **more}, follow=True).content.decode()
    patient.refresh_from_db()
    return page


def test_is_offered_by_the_phone_alone(client, patient):
    page = client.get(reverse("today")).content.decode()
    assert 'data-zone="Europe/London"' in page
    offer = page[page.index(f'action="{reverse("follow-zone")}"') :]
    assert " hidden>" in offer[: offer.index("csrf")]


def test_moves_the_days_with_one_tap(client, patient):
    page = post(client, patient, "Pacific/Kiritimati")
    assert patient.time_zone == "Pacific/Kiritimati"
    assert "in the time of Kiritimati" in page
    assert patient.today(clock.now()) == (clock.now() + dt.timedelta(hours=14)).date()
    assert AuditEntry.objects.filter(verb="zone.set", patient=patient).exists()


def test_goes_back_and_is_not_offered_at_once_again(client, patient):
    post(client, patient, "America/Argentina/Buenos_Aires")
    page = client.get(reverse("reminders")).content.decode()
    assert "in the time of Buenos Aires" in page and "Use the time of London again" in page
    page = post(client, patient, "America/Argentina/Buenos_Aires", keep="")
    assert (patient.time_zone, patient.zone_before) == ("Europe/London", "")
    assert 'data-kept-from="America/Argentina/Buenos_Aires"' in page
    assert "Use the time of" not in client.get(reverse("reminders")).content.decode()


def test_keeps_the_time_of_home_where_the_patient_says_no(client, patient):
    page = post(client, patient, "Pacific/Auckland", keep="")
    assert patient.time_zone == "Europe/London"
    assert 'data-kept-from="Pacific/Auckland"' in page


@pytest.mark.parametrize("zone", ["Etc/Unknown", "+01:00", "", "Mars/Olympus", "\x00", "x" * 5000])
@pytest.mark.parametrize("more", [{}, {"keep": ""}])
def test_changes_nothing_for_a_zone_that_is_not_known(client, patient, zone, more):
    assert "We do not know this time zone." in post(client, patient, zone, **more)
    assert (patient.time_zone, patient.zone_before, patient.zone_kept_from) == ("Europe/London", "", "")


def test_leaves_what_was_logged_on_its_day(client, patient):
    of = patient.assignments.get()
    row = make.session(of, days_ago=2)
    post(client, patient, "Pacific/Kiritimati")
    assert of.sessions.get().training_day == row.training_day
    assert selectors.exercise_days(of, clock.now())
