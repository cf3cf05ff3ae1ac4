"""A phone is lost: the clinic signs its owner out everywhere, and nothing that is on it opens anything any more."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from patients import services
from patients.models import AuditEntry, Letter
from patients.services.seal import unseal
from programs import clock
from tests import make
from tests.html import words_of

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
OTHER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36"


@pytest.fixture
def hanna():
    return make.assignment(days=3).patient


@pytest.fixture
def desk(hanna):
    client = Client()
    client.force_login(hanna.physio)
    return client


def by_link(patient, browser=PHONE):
    """A phone that opened a link of the clinic."""
    client = Client(HTTP_USER_AGENT=browser)
    token = services.invite(patient, by=patient.physio, now=clock.now())
    assert client.post(reverse("join", args=[token])).status_code == 302
    return client


def is_in(client, page="today"):
    return client.get(reverse(page)).status_code == 200


def lose(desk, patient):
    return desk.post(reverse("close-lost-phone", args=[patient.public_id]), follow=True)


def words(answer):
    return " ".join(words_of(answer).split())


def test_signs_the_lost_phone_out_and_every_other_one(hanna, desk):
    lost, tablet = by_link(hanna), by_link(hanna, OTHER)
    assert is_in(lost)
    assert is_in(tablet)
    said = words(lose(desk, hanna))
    assert "Hanna Whitcombe is signed out everywhere. Make a new link for the next phone." in said
    assert not is_in(lost)
    assert not is_in(tablet, "progress")
    assert not Session.objects.filter(session_key=lost.cookies["sessionid"].value).exists()


def test_ends_a_sign_in_that_no_list_holds(hanna, desk):
    lost = Client()
    lost.force_login(hanna.user)
    assert is_in(lost)
    lose(desk, hanna)
    assert not is_in(lost)


def test_ends_what_waits_in_letters_and_calendars(hanna, desk):
    calendar = services.make_calendar_link(hanna.user, by=hanna.user, now=clock.now())
    waiting = services.invite(hanna, by=hanna.physio, now=clock.now())
    rings = {"endpoint": "https://fcm.googleapis.com/x", "p256dh": "p", "auth": "a", "made_at": clock.now()}
    hanna.user.push_subscriptions.create(**rings)
    lose(desk, hanna)
    assert Client().post(reverse("join", args=[waiting])).status_code == 410
    assert Client().get(reverse("calendar-feed", args=[calendar])).status_code == 404
    assert not hanna.user.push_subscriptions.filter(dropped_at=None).exists()


def test_lets_the_owner_in_again_by_a_new_link(hanna, desk):
    by_link(hanna)
    lose(desk, hanna)
    assert is_in(by_link(hanna, OTHER))


def test_leaves_everybody_else_signed_in(hanna, desk):
    neighbour = make.assignment(make.patient(by=hanna.physio, name="Zoe Adamou"), days=3).patient
    hers = by_link(neighbour)
    lose(desk, hanna)
    assert is_in(hers)
    assert is_in(desk, "caseload")


def test_can_be_read_who_did_it(hanna, desk):
    lose(desk, hanna)
    entry = AuditEntry.objects.get(verb="sign_ins.ended")
    assert (entry.by, entry.patient, entry.subject) == (hanna.physio, hanna, str(hanna.user_id))


def test_is_nobody_elses_to_press(hanna):
    lost = by_link(hanna)
    for stranger in (make.physio(name="Mara Elsewhere"), hanna.user):
        client = Client()
        client.force_login(stranger)
        assert client.post(reverse("close-lost-phone", args=[hanna.public_id])).status_code == 404
    assert is_in(lost)


# The owner's own list -------------------------------------------------------------------------------------------------


def test_shows_each_sign_in_by_the_name_of_its_browser_and_keeps_no_address(hanna):
    phone = by_link(hanna)
    by_link(hanna, OTHER)
    said = words(phone.get(reverse("sign-ins")))
    assert "Chrome, Windows" in said
    assert "Safari, iPhone" not in said  # it is "Here"
    kept = list(hanna.user.usersession_set.values_list("ip", "user_agent"))
    assert sorted(kept) == [("0.0.0.0", "Chrome, Windows"), ("0.0.0.0", "Safari, iPhone")]


def test_ends_one_and_leaves_the_others(hanna):
    phone, tablet, laptop = by_link(hanna), by_link(hanna, OTHER), by_link(hanna, OTHER)
    [_first, there, _third] = hanna.user.usersession_set.order_by("pk")
    said = words(phone.post(reverse("end-sign-in", args=[there.pk]), follow=True))
    assert "Signed out there." in said
    assert [is_in(one) for one in (phone, tablet, laptop)] == [True, False, True]


def test_ends_nobody_elses(hanna):
    theirs, mine = by_link(make.assignment(days=1).patient), by_link(hanna)
    other = hanna.user.usersession_set.model.objects.exclude(user=hanna.user).get()
    said = words(mine.post(reverse("end-sign-in", args=[other.pk]), follow=True))
    assert "That one was signed out already." in said
    assert is_in(theirs)


def test_ends_all_but_the_one_it_is_pressed_on(hanna):
    phone, tablet = by_link(hanna), by_link(hanna, OTHER)
    unlisted = Client()
    unlisted.force_login(hanna.user)
    assert "Here you are still signed in." in words(phone.post(reverse("end-other-sign-ins"), follow=True))
    assert [is_in(one) for one in (phone, tablet, unlisted)] == [True, False, False]
    assert is_in(phone)


# A new sign-in --------------------------------------------------------------------------------------------------------


def letters(patient):
    return [unseal(one.body) for one in Letter.objects.filter(user=patient.user, subject__contains="sign-in on a new")]


def test_tells_of_a_new_phone_on_the_one_before_and_by_letter(hanna, stop_clock):
    phone = by_link(hanna)
    assert (letters(hanna), "new phone" in words(phone.get(reverse("today")))) == ([], False)
    stop_clock(clock.now() + dt.timedelta(minutes=1))
    other = by_link(hanna, OTHER)
    [letter] = letters(hanna)
    assert date_format(clock.now().astimezone(hanna.zone), "l j F Y, H:i") in letter
    assert "http://localhost:8000/account/sessions/" in letter
    assert hanna.name not in letter
    assert "Your account was opened on a new phone or computer on" in words(phone.get(reverse("today")))
    assert "Not you?" not in words(other.get(reverse("today")))
    phone.get(reverse("sign-ins"))
    assert "Not you?" not in words(phone.get(reverse("today")))


def test_tells_nothing_of_a_phone_that_is_known(hanna):
    phone = by_link(hanna)
    phone.get(reverse("today"))
    phone.post(reverse("account_logout"))
    token = services.invite(hanna, by=hanna.physio, now=clock.now())
    phone.post(reverse("join", args=[token]))
    assert is_in(phone)
    assert letters(hanna) == []


def test_stops_telling_after_a_week(hanna, stop_clock):
    phone = by_link(hanna)
    by_link(hanna, OTHER)
    stop_clock(clock.now() + dt.timedelta(days=8))
    assert "Not you?" not in words(phone.get(reverse("today")))


def test_knows_no_browser_any_more_that_the_lost_phone_was(hanna, desk):
    lost = by_link(hanna)
    lost.get(reverse("today"))
    lose(desk, hanna)
    token = services.invite(hanna, by=hanna.physio, now=clock.now())
    lost.post(reverse("join", args=[token]))
    assert len(letters(hanna)) == 1
