"""A patient has died. Whoever hears of it says so once, and from then on nothing of the clinic reaches the family."""

import uuid

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from patients import services
from patients.models import Discharge, Letter, LetterKind, Message, Notice, NoticeKind
from patients.notices import planning, rounds
from patients.services.letter import queue_account
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    return make.physio(name="Ruth Lindqvist")


@pytest.fixture
def chidi(ruth):
    """In the middle of a programme, with reminders, a calendar, a link in a letter, and an alarm that nobody closed."""
    of = make.assignment(make.patient(by=ruth, name="Chidi Obi"), days=9)
    make.good_days(of, 5)
    chidi = of.patient
    make.reminded(chidi, exercise=True, morning=True)
    services.raise_flags(chidi, ["calf"], client_id=uuid.uuid4(), by=chidi.user, now=clock.now())
    services.send_message(chidi, "My calf hurts.", client_id=uuid.uuid4(), by=chidi.user, now=clock.now())
    services.send_message(chidi, "Please call us.", client_id=uuid.uuid4(), by=ruth, now=clock.now())
    return chidi


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def words(answer):
    return " ".join(answer.content.decode().split())


def died(chidi, ruth):
    address = reverse("discharge", args=[chidi.public_id])
    return signed_in(ruth).post(address, {"reason": "died", "note": "His daughter called."}, follow=True)


def test_is_said_once_and_closes_the_alarm_with_that_reason(chidi, ruth):
    page = words(died(chidi, ruth))
    assert "Discharged: died" in page and "His daughter called." in page and "The account is closed" in page
    [flag] = chidi.flags.all()
    assert flag.closed_by == ruth and "has died" in flag.closing_words
    assert not Message.objects.filter(from_patient=True, seen_at=None).exists()
    caseload = words(signed_in(ruth).get(reverse("caseload")))
    assert "Chidi" not in caseload and "Nobody is assigned yet" in caseload


def test_sends_nothing_to_that_address_ever_again(chidi, ruth):
    now = clock.now()
    planning.plan(now)
    queue_account(chidi.user.email, "Your code", "123456", to=chidi.user, expires_at=now.replace(year=2030), now=now)
    died(chidi, ruth)
    queue_account(chidi.user.email.upper(), "No account", "Nobody", to=None, expires_at=now.replace(year=2030), now=now)
    Notice.objects.create(user=chidi.user, kind=NoticeKind.MESSAGE, key="message:1", due_at=now)
    Client().post(reverse("account_request_login_code"), {"email": chidi.user.email})
    for _round in range(2):
        rounds.post(clock.now())
    planning.plan(now)
    rounds.post(clock.now())
    assert [letter for letter in mail.outbox if chidi.user.email in [one.lower() for one in letter.to]] == []
    assert not Letter.objects.waiting().filter(kind=LetterKind.ACCOUNT).exists()


def test_closes_the_account_on_every_phone(chidi, ruth):
    phone, now = signed_in(chidi.user), clock.now()
    token = services.invite(chidi, by=ruth, now=now)
    calendar = services.make_calendar_link(chidi.user, by=chidi.user, now=clock.now())
    assert phone.get(reverse("today")).status_code == 200
    died(chidi, ruth)
    assert phone.get(reverse("today")).url.startswith("/account/login/")
    assert Client().post(reverse("join", args=[token])).status_code == 410
    assert Client().get(reverse("calendar-feed", args=[calendar])).status_code == 404
    chidi.user.refresh_from_db()
    assert not chidi.user.is_active


def test_stays_readable_and_can_be_undone_where_it_was_the_wrong_patient(chidi, ruth):
    died(chidi, ruth)
    assert signed_in(ruth).get(reverse("patient-history-paper", args=[chidi.public_id])).status_code == 200
    page = words(signed_in(ruth).post(reverse("undo-discharge", args=[chidi.public_id]), follow=True))
    assert "is in care as before" in page
    chidi.user.refresh_from_db()
    assert chidi.user.is_active and chidi.assignments.active().exists()
    assert not Discharge.objects.in_force().exists()
    assert chidi.flags.get().closed_at  # what was closed stays closed, and can be read


def test_opens_no_account_that_was_closed_before(chidi, ruth):
    type(chidi.user).objects.filter(pk=chidi.user.pk).update(is_active=False)
    died(chidi, ruth)
    services.undo_discharge(chidi, by=ruth, now=clock.now())
    chidi.user.refresh_from_db()
    assert not chidi.user.is_active
