"""An open alarm is seen in every list: no order, filter, page or colleague hides it, and it says who knows."""

import datetime as dt
import uuid
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from patients import services
from patients.domain.entries import IntakeEntry
from patients.domain.phone_clock import Capture
from patients.models import Patient
from patients.notices import rounds
from patients.notices.digest import digest_counts
from tests import make
from tests.html import revision_on, words_of

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
NOON = dt.datetime(2026, 3, 11, 12, tzinfo=ZoneInfo("Europe/London"))  # a Wednesday


@pytest.fixture(autouse=True)
def noon(stop_clock):
    stop_clock(NOON)


@pytest.fixture
def physio():
    return make.physio(name="Jonas Adeyemi")


@pytest.fixture
def calm(physio):
    return make.assignment(of=make.patient(by=physio, name="Ann Calm"), days=3, now=NOON)


@pytest.fixture
def ticked(physio):
    return make.assignment(of=make.patient(by=physio, name="Zoe Ticked"), days=3, now=NOON)


def tick(patient, *kinds, at=NOON):
    return services.raise_flags(patient, kinds or ["calf"], client_id=uuid.uuid4(), by=patient.user, now=at)[0]


def answer(of, **given):
    entry = IntakeEntry(uuid.uuid4(), **given)
    return services.answer_intake(of, entry, by=of.patient.user, now=NOON)[0]


def shown(client, user, **asked):
    client.force_login(user)
    page = client.get(reverse("caseload"), asked).context["page"]
    return [row.patient.name for row in page.alarms], [row.patient.name for row in page.rows]


@pytest.mark.parametrize("sort", ["urgency", "name", "last-log", "stage"])
def test_stands_first_in_every_order(client, physio, calm, ticked, sort):
    make.session(ticked, now=NOON)
    tick(ticked.patient)
    assert shown(client, physio, sort=sort) == ([], ["Zoe Ticked", "Ann Calm"])


@pytest.mark.parametrize(
    "asked", [{"q": "ann"}, {"group": "on-track"}, {"stage": "5"}, {"physio": "0"}, {"unread": "1"}, {"page": "2"}]
)
def test_stands_above_a_list_that_leaves_it_out(client, physio, calm, ticked, monkeypatch, asked):
    monkeypatch.setattr(import_module("patients.selectors.desk.caseload"), "PAGE", 1)
    tick(ticked.patient)
    above, _rows = shown(client, physio, **asked)
    assert above == ["Zoe Ticked"]
    page = words_of(client.get(reverse("caseload"), asked))
    assert "1 to call, 0 to decide, 0 to chase, 1 on track." in page and "Nobody to call." not in page


def test_stands_above_the_list_of_a_colleague(client, physio, ticked):
    colleague = make.physio(ticked.patient.clinic, "Ruth Lindqvist")
    tick(ticked.patient)
    assert shown(client, colleague) == (["Zoe Ticked"], [])
    assert "Physio: Jonas Adeyemi" in words_of(client.get(reverse("caseload")))
    assert shown(client, make.physio()) == ([], [])


def test_counts_in_the_side_bar_of_every_page(client, physio, calm, ticked):
    client.force_login(physio)
    assert "Alarms" not in words_of(client.get(reverse("clinic-numbers")))
    tick(ticked.patient, "calf", "chest")
    answer(calm, cancer=True)
    client.force_login(make.physio(ticked.patient.clinic, "Ruth Lindqvist"))
    assert "Alarms 2 " in words_of(client.get(reverse("clinic-numbers")))


# Answers of the start after the programme -----------------------------------------------------------------------------


def test_waits_with_red_answers_that_nobody_saw_before_the_programme_ended(client, physio, ticked):
    row, patient = answer(ticked, cancer=True), ticked.patient
    services.end_assignment(ticked, by=physio, now=NOON)
    assert shown(client, physio) == ([], ["Zoe Ticked"])
    assert "Nobody has marked them as seen. No letter has gone yet to Jonas" in words_of(
        client.get(reverse("caseload"))
    )
    assert "1 to call" in words_of(client.get(reverse("caseload"))) and digest_counts(physio, NOON).call == 1
    address = reverse("patient-page", args=[patient.public_id])
    assert "Ever had cancer: Yes." in words_of(client.get(address))
    client.post(reverse("see-intake", args=[patient.public_id]), {"newest": row.client_id})
    row.refresh_from_db()
    assert row.seen_by == physio
    assert "Ever had cancer: Yes." not in words_of(client.get(address))
    assert "0 to call" in words_of(client.get(reverse("caseload")))


def test_keeps_red_answers_of_an_earlier_programme_in_the_next(client, physio, ticked):
    row, patient = answer(ticked, cancer=True), ticked.patient
    services.end_assignment(ticked, by=physio, now=NOON)
    make.assignment(of=patient, days=1, now=NOON)
    assert shown(client, physio)[0] == ["Zoe Ticked"]
    assert "Ever had cancer: Yes." in words_of(client.get(reverse("patient-page", args=[patient.public_id])))
    client.post(reverse("see-intake", args=[patient.public_id]), {"newest": row.client_id})
    assert shown(client, physio)[0] == []


# Who has heard of it --------------------------------------------------------------------------------------------------


def heard(patient, at, stop_clock):
    """What the list and the patient's page say of it at an instant: the page says whom it was told also later."""
    stop_clock(at)
    client = Client()  # with a session of its own: a desk's ends while nobody does anything
    client.force_login(patient.physio)
    row = next(row for row in client.get(reverse("caseload"), {"whose": "clinic"}).context["page"].rows if row.alarmed)
    page = words_of(client.get(reverse("patient-page", args=[patient.public_id])))
    assert row.heard in page
    return row.heard if row.unopened else page


def test_says_who_was_told_and_who_is_next(ticked, stop_clock):
    colleague = make.physio(ticked.patient.clinic, "Ruth Lindqvist")
    [flag] = tick(ticked.patient)
    said = lambda minutes: heard(ticked.patient, NOON + minutes * MINUTE, stop_clock)  # noqa: E731
    assert said(0) == ("Nobody has opened it. No letter has gone yet to Jonas Adeyemi. Then: Ruth Lindqvist, at 12:30.")
    rounds.post(NOON)
    assert said(1) == "Nobody has opened it. Told: Jonas Adeyemi 12:00. Then: Ruth Lindqvist, at 12:30."
    rounds.post(NOON + 30 * MINUTE)
    told = "Told: Jonas Adeyemi 12:00, Ruth Lindqvist 12:30."
    assert said(31) == f"Nobody has opened it. {told} Then: the administrator, at 13:00."
    services.see_flag(flag, by=colleague, now=NOON + 40 * MINUTE)
    assert f"Opened by Ruth Lindqvist, 12:40. {told}" in said(41)
    assert "Opened by Ruth Lindqvist, yesterday 12:40. Told: Jonas Adeyemi yesterday 12:00, " in said(60 * 24)


def test_counts_what_somebody_opened_of_a_colleagues_patients(client, physio, ticked):
    colleague, [flag] = make.physio(ticked.patient.clinic, "Ruth Lindqvist"), tick(ticked.patient)
    services.see_flag(flag, by=physio, now=NOON)
    assert shown(client, colleague) == ([], [])
    assert "1 more alarm is open at the clinic" in words_of(client.get(reverse("caseload")))
    assert shown(client, colleague, whose="clinic", q="nobody") == (["Zoe Ticked"], [])
    assert shown(client, physio, q="nobody") == (["Zoe Ticked"], [])


def test_says_that_nobody_opened_one_of_two(physio, ticked, stop_clock):
    seen, _unseen = tick(ticked.patient, "chest"), tick(ticked.patient, "calf", at=NOON + MINUTE)
    services.see_flag(seen[0], by=physio, now=NOON)
    assert heard(ticked.patient, NOON + MINUTE, stop_clock).startswith("Nobody has opened it.")


def test_says_while_mail_is_down_that_nobody_may_have_been_told(client, physio, ticked, settings):
    said = "it may be that nobody has been told of an alarm"
    tick(ticked.patient)
    client.force_login(physio)
    assert said not in words_of(client.get(reverse("caseload")))
    settings.EMAIL_BACKEND = "tests.patients.test_told_words.Down"
    rounds.work(NOON)
    page = words_of(client.get(reverse("caseload")))
    assert said in page and "No letter has gone yet to Jonas Adeyemi." in page


def test_leads_from_the_letter_to_the_row_of_a_colleagues_patient(client, ticked, mailoutbox):
    colleague = make.physio(ticked.patient.clinic, "Ruth Lindqvist")
    services.set_absence(ticked.patient.physio, away_from=NOON.date(), away_to=NOON.date(), by=ticked.patient.physio)
    tick(ticked.patient)
    rounds.post(NOON)
    [letter] = mailoutbox
    assert letter.to == [colleague.email] and "in your caseload" not in letter.body
    assert f"{reverse('caseload')}\n" in letter.body and ticked.patient.name not in letter.body
    assert shown(client, colleague)[0] == ["Zoe Ticked"]


# What the patient's page says of it -----------------------------------------------------------------------------------


def page_of(client, patient):
    client.force_login(patient.physio)
    return words_of(client.get(reverse("patient-page", args=[patient.public_id])))


@pytest.mark.parametrize(
    ("kinds", "shown_first", "says", "never"),
    [
        (["saddle"], "This can be an emergency.", "Exercises stopped, rules paused.", "half of the plan"),
        (["distress"], "You do not have to do this alone.", "Exercises go on, half of the plan", "Rules are paused"),
        (["distress", "calf"], "Stop. You need a doctor today.", "Rules are paused.", "Exercises go on"),
    ],
)
def test_says_what_the_patient_was_shown_and_what_is_stopped(client, ticked, kinds, shown_first, says, never):
    tick(ticked.patient, *kinds)
    page = page_of(client, ticked.patient)
    assert f"The patient was shown “{shown_first}" in page and says in page and never not in page


def test_speaks_of_no_rules_without_a_programme(client, physio, ticked):
    services.end_assignment(ticked, by=physio, now=NOON)
    tick(ticked.patient)
    page = page_of(client, ticked.patient)
    assert "Something new or alarming. Call." in page and "rules" not in page.lower()


def test_says_when_it_was_ticked_that_came_in_late(client, ticked):
    capture = Capture(at=NOON - 180 * MINUTE)
    ticks = {"client_id": uuid.uuid4(), "by": ticked.patient.user, "now": NOON}
    services.raise_flags(ticked.patient, ["pop"], capture=capture, **ticks)
    said = "Ticked Wednesday 11 March, 09:00, without signal. It came in Wednesday 11 March, 12:00."
    assert said in page_of(client, ticked.patient)
    assert ", without signal. It came in" not in page_of(client, make.assignment(days=1, now=NOON).patient)


def test_calls_the_most_urgent_first_and_dates_each_step(client, physio, ticked):
    [first, *_rest] = tick(ticked.patient, "bone") + tick(ticked.patient, "chest", at=NOON + MINUTE)
    services.see_flag(first, by=physio, now=NOON + MINUTE)
    page = page_of(client, ticked.patient)
    assert page.index("“Chest pain, or I am short of breath”") < page.index("“New groin, hip or bone pain")
    assert "Today 12:00 Ticked “bone or groin pain”." in page and "Today 12:01 Saw “bone or groin pain”." in page


# How to call ----------------------------------------------------------------------------------------------------------


def test_dials_the_patient_where_the_page_says_to_call(client, physio, ticked, calm):
    Patient.objects.filter(pk=ticked.patient_id).update(phone="07700 900 123")
    tick(ticked.patient)
    answer(calm, cancer=True)
    client.force_login(physio)
    for patient, says in ((ticked.patient, 'href="tel:07700900123"'), (calm.patient, "No phone number of the patient")):
        page = client.get(reverse("patient-page", args=[patient.public_id])).content.decode()
        assert says in page and "07700 900" not in client.get(reverse("caseload-csv")).getvalue().decode()
    services.end_assignment(ticked, by=physio, now=NOON)
    page = client.get(reverse("patient-page", args=[ticked.patient.public_id]))
    assert "Call Zoe Ticked: 07700 900 123" in words_of(page)


@pytest.mark.parametrize(("typed", "kept"), [("07700 900 123", "07700 900 123"), ("", ""), ("call mum", None)])
def test_keeps_a_number_that_can_be_dialled(client, physio, calm, typed, kept):
    client.force_login(physio)
    address = reverse("admin:patients_patient_change", args=[calm.patient.pk])
    form = {"name": "Ann Calm", "phone": typed, "physio": physio.pk, "time_zone": "Europe/London"}
    answered = client.post(address, form | revision_on(client, address))
    calm.patient.refresh_from_db()
    assert calm.patient.phone == (kept or "")
    assert (answered.status_code == 302) == (kept is not None)


@pytest.mark.parametrize("asked", [{}, {"q": "nobody of this name"}])
def test_stands_before_an_equally_urgent_one_that_somebody_has_opened(client, physio, calm, ticked, asked):
    opened, closed = tick(calm.patient, at=NOON - MINUTE)[0], tick(ticked.patient, at=NOON)[0]
    services.see_flag(opened, by=physio, now=NOON)
    assert shown(client, physio, **asked)[bool(not asked)] == ["Zoe Ticked", "Ann Calm"]
    services.see_flag(closed, by=physio, now=NOON)
    assert shown(client, physio, **asked)[bool(not asked)] == ["Ann Calm", "Zoe Ticked"]
