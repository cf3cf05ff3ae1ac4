"""A message that nobody has read is seen at once, on either side; and words of the alarm list lead there."""

import re
import uuid

import pytest
from django.urls import reverse

from patients import services
from patients.models import Message
from programs import clock
from tests import make
from tests.html import parse, words_of

pytestmark = pytest.mark.django_db
DANGER, ASKS = "Numb between my legs since this morning", "Send it as a message too"


@pytest.fixture
def patient():
    return make.assignment(days=5).patient


def write(patient, *, by=None, text="May I swim?"):
    services.send_message(patient, text, client_id=uuid.uuid4(), by=by or patient.user, now=clock.now())


def opened(client, user, name, *ids, **query):
    client.force_login(user)
    return words_of(client.get(reverse(name, args=ids), query))


# At the desk ----------------------------------------------------------------------------------------------------------


def test_stands_on_the_row_and_in_the_side_bar_at_once_until_somebody_looks(client, patient):
    assert "not read" not in opened(client, patient.physio, "caseload").lower()
    write(patient)
    write(patient)
    page = opened(client, patient.physio, "caseload")
    assert "2 messages not read" in page and "Not read 2" in page
    assert "Not read 2" in opened(client, patient.physio, "clinic-numbers")
    services.mark_seen(patient, by=patient.physio, now=clock.now())
    assert "not read" not in opened(client, patient.physio, "caseload").lower()


@pytest.mark.parametrize("has_programme", [True, False])
@pytest.mark.parametrize("query", [{}, {"q": "nobody of this name"}, {"sort": "name"}])
def test_calls_who_wrote_words_of_danger_until_somebody_has_read_them(client, patient, has_programme, query):
    if not has_programme:
        services.end_assignment(patient.assignments.get(), by=patient.physio, now=clock.now())
    write(patient, text=DANGER)
    page = opened(client, patient.physio, "caseload", **query)
    assert "Wrote words of “numb between the legs”." in page and "Nobody has read it." in page
    services.mark_seen(patient, by=patient.physio, now=clock.now())
    page = opened(client, patient.physio, "caseload")
    assert "Wrote words" not in page and "Nobody to call." in page


def test_is_read_and_not_set_aside(client, patient):
    write(patient, text=DANGER)
    of = patient.assignments.get()
    with pytest.raises(services.Refused, match="This message is not set aside"):
        services.mark_triage(of, "danger:saddle", by=patient.physio, now=clock.now())


@pytest.mark.parametrize("has_programme", [True, False])
def test_stands_there_with_and_without_a_programme(client, patient, has_programme):
    if not has_programme:
        services.end_assignment(patient.assignments.get(), by=patient.physio, now=clock.now())
    write(patient)
    assert "1 message not read" in opened(client, patient.physio, "caseload")


def test_leads_to_those_whose_messages_wait_of_all_physios(client, patient):
    colleague = make.physio(patient.clinic, "Ruth Lindqvist")
    make.assignment(make.patient(patient.physio, name="Zoe Adamou"), days=5)
    write(patient)
    page = opened(client, colleague, "caseload", whose="clinic", unread="1")
    assert patient.name in page and "Zoe Adamou" not in page


def test_counts_no_message_of_another_clinic(client, patient):
    write(make.assignment(days=5).patient)
    assert "not read" not in opened(client, patient.physio, "caseload").lower()


# On the phone ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["today", "progress", "programme", "guidance", "messages"])
def test_is_told_on_every_page_with_a_bar_and_only_while_there_is_signal(client, patient, name):
    assert "new)" not in opened(client, patient.user, name)
    write(patient, by=patient.physio)
    client.force_login(patient.user)
    document, _faults = parse(client.get(reverse(name)))
    [badge] = [one for one in document.iter("span") if "data-while-signal" in one.attrib]
    assert "".join(badge.itertext()).split() == ["1", "(1", "new)"]
    services.mark_seen(patient, by=patient.user, now=clock.now())
    assert "new)" not in opened(client, patient.user, name)


# Words of the alarm list ----------------------------------------------------------------------------------------------


def sends(client, patient, text=DANGER, headers=None, **more):
    client.force_login(patient.user)
    data = {"client_id": uuid.uuid4(), "text": text, **more}
    return client.post(reverse("messages"), data, headers=headers or {})


def test_asks_before_it_is_sent_and_keeps_what_was_written(client, patient):
    answer = sends(client, patient)
    page = answer.content.decode()
    assert not Message.objects.exists() and answer.status_code == 422
    assert f'href="{reverse("raise-flag")}?tick=saddle&amp;tick=nerve"' in page and DANGER in page
    assert f"tel:{patient.clinic.emergency_phone}" in page and ASKS in words_of(answer)


def test_sends_it_all_the_same_and_goes_on_leading_there_until_it_is_read(client, patient):
    assert sends(client, patient, sure="1").status_code == 302
    assert Message.objects.get().text == DANGER
    page = client.get(reverse("messages")).content.decode()
    assert "?tick=saddle" in page and ASKS not in page
    services.mark_seen(patient, by=patient.physio, now=clock.now())
    assert "?tick=saddle" not in client.get(reverse("messages")).content.decode()


def test_never_blocks_what_a_phone_kept_without_signal(client, patient):
    kept = {"Accept": "application/json", "Prefer": "return=minimal"}
    assert sends(client, patient, headers=kept).json()["status"] == "stored"
    assert Message.objects.count() == 1


def test_lets_script_show_the_page_that_asks(client, patient):
    answer = sends(client, patient, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["status"]) == (422, "rejected")
    assert not Message.objects.exists()


def test_asks_nothing_of_other_words_and_of_the_clinic(client, patient):
    assert sends(client, patient, "May I swim?").status_code == 302
    client.force_login(patient.physio)
    data = {"client_id": uuid.uuid4(), "text": "Numb between the legs? Call 999."}
    assert client.post(reverse("thread", args=[patient.public_id]), data).status_code == 302
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("wanted", "ticks"),
    [
        ("numbness", ["saddle", "nerve"]),
        ("suicidal", ["distress"]),
        ("at my wits end", ["distress"]),
        ("fever", ["night"]),
    ],
)
def test_a_search_leads_to_the_alarm_and_never_to_no_answer(client, patient, wanted, ticks):
    client.force_login(patient.user)
    answer = client.get(reverse("guidance"), {"q": wanted})
    assert re.findall(r"tick=(\w+)", answer.content.decode()) == ticks
    assert f"tel:{patient.clinic.emergency_phone}" in answer.content.decode()
    assert "No answer has these words" not in words_of(answer)


def test_a_search_for_help_names_the_crisis_line_first(client, patient):
    client.force_login(patient.user)
    page = client.get(reverse("guidance"), {"q": "hopeless"}).content.decode()
    [heading] = re.findall(r"You do not have to do this alone", page)
    crisis, list_link = f"tel:{patient.clinic.crisis_phone.replace(' ', '')}", "tick=distress"
    assert page.index(heading) < page.index(crisis) < page.index(list_link)


def test_a_search_for_something_else_says_that_there_is_no_answer(client, patient):
    assert "No answer has these words" in opened(client, patient.user, "guidance", q="xylophone")
