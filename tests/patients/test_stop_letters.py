"""Reminders go to a patient who said yes, and whoever holds one of the letters stops them with one press."""

import datetime as dt
import re
import uuid
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from patients import services
from patients.models import AuditEntry, Letter, Notice, Reminders
from patients.notices import rounds
from patients.notices.invitation import send_invitation
from patients.services.letter import queue_account
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def running():
    made = make.assignment(make.patient(name="Greta Zander"), days=5)
    services.set_reminders(made.patient.physio, {"digest": "never", "news": False}, by=made.patient.physio)
    return made


def writes(running):
    """A message that the patient has not read, from an hour ago."""
    said = {"client_id": uuid.uuid4(), "by": running.patient.physio, "now": clock.now() - HOUR}
    services.send_message(running.patient, "Your pain worries me.", **said)
    services.set_reminders(running.patient.user, {"quiet_from": "03:00", "quiet_to": "03:00"}, by=running.patient.user)


def letter(running):
    make.reminded(running.patient)
    writes(running)
    rounds.work(clock.now())
    [sent] = mail.outbox
    return sent


def link_in(sent):
    return sent.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)


def chosen(running):
    return Reminders.objects.get(user=running.patient.user)


# Consent --------------------------------------------------------------------------------------------------------------


def test_tells_a_patient_nothing_who_never_said_yes(running):
    everything = {"exercise": True, "morning": True, "by_email": True, "by_push": True}
    services.set_reminders(running.patient.user, everything, by=running.patient.user)  # as the version before did
    writes(running)
    now = clock.now()
    for hours in range(24):
        rounds.work(now + hours * HOUR)
    assert mail.outbox == []
    assert set(Notice.objects.values_list("kind", "outcome")) == {("message", "not agreed")}


def test_keeps_when_the_patient_said_yes_and_to_what(running, client, stop_clock):
    client.force_login(running.patient.user)
    asked = {
        "exercise": "on",
        "exercise_at": "17:00",
        "morning_at": "07:30",
        "quiet_from": "21:00",
        "quiet_to": "07:00",
    }
    said = client.post(reverse("reminders"), asked, follow=True).content.decode()
    assert "Nothing is sent yet" in said and (chosen(running).agreed_at, chosen(running).agreed_to) == (None, "")
    monday = clock.now()
    client.post(reverse("reminders"), asked | {"by_email": "on"})
    assert (chosen(running).agreed_at, chosen(running).agreed_to) == (monday, "exercise by_email")
    stop_clock(monday + 24 * HOUR)
    client.post(reverse("reminders"), asked | {"exercise": "", "by_email": "on"})
    assert (chosen(running).agreed_at, chosen(running).agreed_to) == (monday, "by_email")
    made = client.post(reverse("make-calendar"))
    assert made.context["form"]["by_email"].value() and "in your calendar" in made.content.decode()
    assert (chosen(running).agreed_at, chosen(running).agreed_to) == (monday + 24 * HOUR, "by_email calendar_hash")
    page = client.get(reverse("reminders")).content.decode()
    assert re.search(r"You agreed on \d+ \w+ \d{4}: by e-mail, in your calendar\.", page)
    client.post(reverse("withdraw-calendar"))
    client.post(reverse("reminders"), asked)
    assert (chosen(running).agreed_at, chosen(running).agreed_to) == (None, "")


def test_asks_the_physio_to_call_whom_no_reminder_reaches(running, client):
    client.force_login(running.patient.physio)
    page = reverse("thread", args=[running.patient.public_id])
    assert "No reminder reaches Greta Zander" in client.get(page).content.decode()
    make.reminded(running.patient)
    assert "No reminder reaches" not in client.get(page).content.decode()


BEFORE = {
    "who set a reminder, by e-mail": ({"exercise": True, "by_email": True}, "exercise by_email"),
    "who set one and unticked e-mail": ({"morning": True, "by_email": False}, ""),
    "a box that had been ticked for them": ({"by_email": True}, ""),
    "a phone that takes part": ({"by_push": True, "by_email": True}, "by_push"),
    "a calendar's link": ({"calendar_hash": "a" * 64, "by_email": True}, "calendar_hash"),
}


@pytest.mark.parametrize(("kept", "agreed"), BEFORE.values(), ids=BEFORE)
def test_counts_what_a_patient_had_set_as_a_yes(kept, agreed, running):
    services.set_reminders(running.patient.user, kept, by=running.patient.user)
    said_at = AuditEntry.objects.filter(verb="reminders.set").latest("pk").at
    import_module("patients.migrations.0045_agreed_by_what_was_set").count_what_was_set(apps, None)
    row = chosen(running)
    assert (row.agreed_to, row.agreed_at) == (agreed, said_at if agreed else None)
    assert row.by_email == ("by_email" in agreed)
    assert chosen_by_the_physio(running) == (None, "")


def chosen_by_the_physio(running):
    return Reminders.objects.values_list("agreed_at", "agreed_to").get(user=running.patient.physio)


# The link -------------------------------------------------------------------------------------------------------------


def test_stands_in_the_headers_and_the_text_of_each_reminder_and_names_nobody(running):
    sent = letter(running)
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"{settings.SITE_URL}{link_in(sent)}" in sent.body
    whole = sent.message().as_string().lower()
    assert not re.search(r"zander|pain|tend|stage|physio|hamstring", whole.replace(running.patient.email, ""))


def test_changes_nothing_when_it_is_opened(running):
    link = link_in(letter(running))
    page = Client().get(link)
    assert page.status_code == 200 and "Stop these e-mails?" in page.content.decode()
    assert chosen(running).goes_by("by_email")


def test_stops_by_one_press_of_a_mail_programme_that_is_signed_in_nowhere(running):
    link, programme = link_in(letter(running)), Client(enforce_csrf_checks=True)
    for _press in range(2):
        answer = programme.post(link, ONE_CLICK)
        assert answer.status_code == 200 and "These e-mails have stopped" in answer.content.decode()
    assert AuditEntry.objects.filter(verb="reminders.stopped", patient=running.patient, by=None).count() == 1
    assert (chosen(running).agreed_at, chosen(running).agreed_to) == (None, "")
    assert written_to_again(running) == 1
    make.reminded(running.patient)
    assert written_to_again(running) == 2


def written_to_again(running):
    """How many letters have gone out after one more message."""
    services.mark_seen(running.patient, by=running.patient.user, now=clock.now())
    writes(running)
    rounds.work(clock.now())
    return len(mail.outbox)


def test_stops_a_letter_that_waits_already_and_leaves_notifications_on(running):
    make.reminded(running.patient, by_push=True)
    writes(running)
    rounds.plan(clock.now())
    rounds.send(clock.now())
    assert Letter.objects.waiting().count() == 1
    services.stop_letters(services.remind.stop_secret(running.patient))
    rounds.work(clock.now())
    assert mail.outbox == [] and Letter.objects.get().outcome == "not agreed"
    assert chosen(running).agreed_to == "by_push"


def test_stops_no_letter_of_the_door(running):
    services.stop_letters(services.remind.stop_secret(running.patient))
    services.invite(running.patient, by=running.patient.physio, now=clock.now())
    send_invitation(running.patient.invitations.get(), by=running.patient.physio, now=clock.now())
    queue_account(running.patient.email, "Code", "1", to=None, expires_at=clock.now() + HOUR, now=clock.now())
    rounds.work(clock.now())
    assert len(mail.outbox) == 2
    assert not any("List-Unsubscribe" in sent.extra_headers for sent in mail.outbox)


@pytest.mark.parametrize("secret", ["no-such-letter", "{}.forged", "{}"])
def test_stops_nothing_by_a_secret_of_somebody_elses_making(secret, running):
    make.reminded(running.patient)
    answer = Client().post(reverse("stop-letters", args=[secret.format(running.patient.public_id)]))
    assert answer.status_code == 410 and "Nothing was stopped" in answer.content.decode()
    assert chosen(running).goes_by("by_email")
