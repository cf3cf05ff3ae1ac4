"""How long somebody stays signed in, and that the end of it costs nothing that they wrote."""

import datetime as dt

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from patients import services
from patients.models import Message
from programs import clock
from tests import make
from tests.html import parse, words_of

pytestmark = pytest.mark.django_db
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.fixture
def patient():
    return make.assignment(days=3).patient


@pytest.fixture
def desk(patient):
    client = Client(enforce_csrf_checks=True)
    client.force_login(patient.physio)
    return client


def token_on(client, page):
    document, _faults = parse(client.get(page))
    return next(one.get("value") for one in document.iter("input") if one.get("name") == "csrfmiddlewaretoken")


def sign_in(client, user):
    """By the form that a page sends to, with the address it leads back to."""
    door = client.get(reverse("account_login"))
    document, _faults = parse(door)
    token = next(one.get("value") for one in document.iter("input") if one.get("name") == "csrfmiddlewaretoken")
    user.set_password(make.PASSWORD)
    user.save()
    sent = {"login": user.email, "password": make.PASSWORD, "csrfmiddlewaretoken": token}
    return lambda back: client.post(reverse("account_login"), sent | {"next": back})


def words(answer):
    return " ".join(words_of(answer).split())


def fields(answer):
    """What the page would send."""
    document, faults = parse(answer)
    assert faults == []
    form = next(
        one for one in document.iter("form") if any("csrf" in field.get("name", "") for field in one.iter("input"))
    )
    return form.get("action"), {one.get("name"): one.get("value") for one in form.iter("input")}


def test_leads_back_to_where_somebody_was_and_says_why(desk, patient, stop_clock):
    page = reverse("thread", args=[patient.public_id])
    desk.get(page)
    stop_clock(clock.now() + 31 * MINUTE)
    door = desk.get(page)
    assert door.url == f"{reverse('account_login')}?next={page}"
    assert "You were signed out: nothing was pressed for 30 minutes." in words(desk.get(door.url))


def test_ends_after_twelve_hours_of_work(desk, stop_clock):
    began = clock.now()
    for quarters in range(48):
        stop_clock(began + quarters * 15 * MINUTE)
        assert desk.get(reverse("caseload")).status_code == 200
    stop_clock(began + 12 * 60 * MINUTE + MINUTE)
    door = desk.get(reverse("caseload"))
    assert "everybody who works here signs in again after 12 hours" in words(desk.get(door.url))


def write(desk, patient, token, text="Please rest tomorrow."):
    page = reverse("thread", args=[patient.public_id])
    sent = {"text": text, "client_id": "7a3c8a52-6e0c-4b7f-9a43-0d6b7d5a1c11", "csrfmiddlewaretoken": token}
    return desk.post(page, sent, headers={"origin": "http://testserver"})


def test_keeps_what_was_sent_after_the_end_until_its_writer_sends_it(desk, patient, stop_clock):
    token = token_on(desk, reverse("thread", args=[patient.public_id]))
    stop_clock(clock.now() + 31 * MINUTE)
    door = write(desk, patient, token)
    assert door.url == f"{reverse('account_login')}?next={reverse('kept-form')}"
    assert "What you sent is still here: sign in" in words(desk.get(door.url))
    assert "rest tomorrow" not in str([one.get_decoded() for one in Session.objects.all()])
    kept = sign_in(desk, patient.physio)(reverse("kept-form"))
    shown = desk.get(kept.url)
    assert "Please rest tomorrow." in words(shown)
    assert not Message.objects.exists()
    action, sent = fields(shown)
    again = desk.post(action, sent)
    assert (again.status_code, again["Location"]) == (307, reverse("thread", args=[patient.public_id]))
    assert desk.post(again["Location"], sent).status_code == 302
    assert Message.objects.get().text == "Please rest tomorrow."
    assert desk.get(action).url == reverse("home")


def test_shows_what_was_kept_to_nobody_else(desk, patient, stop_clock):
    token = token_on(desk, reverse("thread", args=[patient.public_id]))
    stop_clock(clock.now() + 31 * MINUTE)
    write(desk, patient, token)
    kept = sign_in(desk, make.physio(of=patient.clinic, name="Kim Colleague"))(reverse("kept-form"))
    assert desk.get(kept.url).url == reverse("home")


@pytest.mark.parametrize("forged", [{"csrfmiddlewaretoken": "x" * 64}, {}])
def test_keeps_nothing_that_another_site_sent(desk, patient, stop_clock, forged):
    page = reverse("thread", args=[patient.public_id])
    token_on(desk, page)
    stop_clock(clock.now() + 31 * MINUTE)
    answer = desk.post(page, {"text": "Stop all of it.", **forged}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "Stop all of it." not in words(answer)
    assert "kept_form" not in desk.session


def test_shows_again_what_came_with_an_old_token(desk, patient):
    token_on(desk, reverse("thread", args=[patient.public_id]))
    answer = write(desk, patient, "x" * 64)
    assert answer.status_code == 403
    assert "Please rest tomorrow." in words(answer)
    action, sent = fields(answer)
    assert desk.post(action, sent, headers={"origin": "http://testserver"}).status_code == 302
    assert Message.objects.get().text == "Please rest tomorrow."


def test_says_so_where_a_script_asks(desk, stop_clock):
    desk.get(reverse("caseload"))
    stop_clock(clock.now() + 31 * MINUTE)
    assert desk.get(reverse("caseload"), headers={"accept": "application/json"}).status_code == 401


def test_warns_whoever_works_here_and_no_patient(desk, patient):
    assert b'data-idle="1800"' in desk.get(reverse("caseload")).content
    phone = Client()
    phone.force_login(patient.user)
    assert b"data-idle" not in phone.get(reverse("today")).content


def test_goes_on_while_somebody_says_that_they_are_there(desk, stop_clock):
    token, began = token_on(desk, reverse("caseload")), clock.now()
    for times in range(1, 5):
        stop_clock(began + times * 25 * MINUTE)
        assert desk.post(reverse("stay-signed-in"), {"csrfmiddlewaretoken": token}).status_code == 204
    assert desk.get(reverse("caseload")).status_code == 200


# Whose rules they are -------------------------------------------------------------------------------------------------


@pytest.fixture
def plain(patient):
    """Somebody who works here and may not open the administration."""
    patient.physio.is_staff = False
    patient.physio.save()
    client = Client()
    client.force_login(patient.physio)
    return client


def test_holds_for_whoever_works_in_a_clinic_whatever_their_account_says(plain, stop_clock):
    assert plain.get(reverse("caseload")).status_code == 200
    stop_clock(clock.now() + 31 * MINUTE)
    assert plain.get(reverse("caseload")).url.startswith(reverse("account_login"))


def test_asks_a_second_factor_of_whoever_works_in_a_clinic(plain, patient, settings):
    settings.STAFF_SECOND_FACTOR = True
    assert plain.get(reverse("caseload")).url == reverse("second-factor")
    totp.TOTP.activate(patient.physio, "JBSWY3DPEHPK3PXP")
    assert plain.get(reverse("caseload")).status_code == 200


@pytest.mark.parametrize(
    ("page", "is_shown"),
    [("mfa_index", True), ("account_logout", True), ("account_email", False), ("account_change_password", False)],
)
def test_lets_nobody_without_a_factor_do_more_than_enrol_one(plain, settings, page, is_shown):
    settings.STAFF_SECOND_FACTOR = True
    answer = plain.get(reverse(page))
    assert (answer.status_code == 200, answer.get("Location")) == (
        is_shown,
        None if is_shown else reverse("second-factor"),
    )


# Patients -------------------------------------------------------------------------------------------------------------


def test_lasts_for_thirty_days_after_the_last_visit(patient, stop_clock, monkeypatch):
    """Django asks the machine's clock when a session is over: it is moved along."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now())
    phone = Client()
    phone.post(reverse("join", args=[services.invite(patient, by=patient.physio, now=clock.now())]))
    for _visit in range(3):
        stop_clock(clock.now() + 29 * DAY)
        assert phone.get(reverse("progress")).status_code == 200
    stop_clock(clock.now() + 31 * DAY)
    assert phone.get(reverse("progress")).status_code == 302


def test_writes_once_a_day(patient, stop_clock):
    phone = Client()
    phone.force_login(patient.user)
    writes = []
    for hours in (0, 1, 23, 25, 26):
        stop_clock(clock.now() + dt.timedelta(hours=hours))
        before = dict(phone.session)
        phone.get(reverse("messages"))
        writes.append(before != dict(phone.session))
        stop_clock()
    assert writes == [True, False, False, True, False]


def test_asks_a_patient_who_has_a_second_factor_for_it_after_a_link(patient):
    totp.TOTP.activate(patient.user, "JBSWY3DPEHPK3PXP")
    phone = Client()
    token = services.invite(patient, by=patient.physio, now=clock.now())
    assert phone.post(reverse("join", args=[token])).url == reverse("mfa_authenticate")
    assert phone.get(reverse("today")).status_code == 302
    [counter] = list(totp.yield_hotp_counters_from_time())[:1]
    code = totp.format_hotp_value(totp.hotp_value("JBSWY3DPEHPK3PXP", counter))
    assert phone.post(reverse("mfa_authenticate"), {"code": code}).url == reverse("first-minute")
    assert phone.get(reverse("today")).status_code == 200


def test_leaves_nobody_else_signed_in_where_a_second_factor_is_asked(patient):
    totp.TOTP.activate(patient.user, "JBSWY3DPEHPK3PXP")
    shared = Client()
    shared.force_login(make.assignment(days=1).patient.user)
    token = services.invite(patient, by=patient.physio, now=clock.now())
    shared.post(reverse("join", args=[token]))
    assert shared.get(reverse("today")).status_code == 302
