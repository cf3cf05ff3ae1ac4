import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from patients import selectors, services
from patients.models import AuditEntry, CannedText, Message
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def running():
    return make.assignment(days=5)


@pytest.fixture
def patient(running):
    return running.patient


def send(patient, text="Can I swim?", *, by=None, client_id=None, now=None):
    client_id = client_id or uuid.uuid4()
    by = by or patient.user
    return services.send_message(patient, text, client_id=client_id, by=by, now=now or clock.now())


def new_messages(patient, *, as_patient):
    talk = selectors.conversation(patient, clock.now(), as_patient=as_patient)
    return [line.message.text for line in talk.lines if line.is_new]


# The service ----------------------------------------------------------------------------------------------------------


def test_keeps_who_wrote_it_and_from_which_side(patient):
    send(patient, "  Can I swim?  ")
    send(patient, "Yes, front crawl.", by=patient.physio)
    rows = patient.messages.values_list("text", "from_patient", "by")
    assert list(rows) == [
        ("Can I swim?", True, patient.user_id),
        ("Yes, front crawl.", False, patient.physio_id),
    ]
    assert AuditEntry.objects.filter(verb="message.sent", patient=patient).count() == 2


def test_arrives_once_however_often_it_is_sent(patient):
    again = uuid.uuid4()
    first, created = send(patient, client_id=again)
    assert created
    assert [send(patient, client_id=again) for _time in range(3)] == [(first, False)] * 3
    assert patient.messages.count() == 1


def test_refuses_a_message_without_words(patient):
    with pytest.raises(services.Refused):
        send(patient, " \n ")


def test_is_new_to_the_other_side_until_it_looks(patient):
    send(patient)
    assert new_messages(patient, as_patient=False) == ["Can I swim?"]
    assert new_messages(patient, as_patient=True) == []
    assert services.mark_seen(patient, by=patient.user, now=clock.now()) == 0
    assert services.mark_seen(patient, by=patient.physio, now=clock.now()) == 1
    assert new_messages(patient, as_patient=False) == []
    assert patient.messages.get().seen_by == patient.physio


def test_says_since_when_the_oldest_waits(running, patient):
    first, _created = send(patient)
    send(patient, "And cycle?")
    running.standing.refresh_from_db()
    assert running.standing.message_at == first.at
    services.mark_seen(patient, by=patient.physio, now=clock.now())
    running.standing.refresh_from_db()
    assert running.standing.message_at is None


# The phone ------------------------------------------------------------------------------------------------------------


def test_says_before_anything_else_that_it_is_not_for_emergencies(client, patient):
    client.force_login(patient.user)
    page = client.get(reverse("messages")).content.decode()
    assert "This is not for emergencies" in page
    assert "It may be that nobody reads it tonight or at the weekend." in page
    assert patient.clinic.phone in page
    assert patient.clinic.out_of_hours_phone in page
    assert reverse("raise-flag") in page


def test_sends_from_the_phone_and_from_its_outbox(client, patient):
    client.force_login(patient.user)
    sent = {"client_id": str(uuid.uuid4()), "text": "Can I swim?"}
    assert client.post(reverse("messages"), sent).status_code == 302
    again = client.post(reverse("messages"), sent, headers={"Accept": "application/json"})
    assert again.json()["status"] == "duplicate"
    other = client.post(reverse("messages"), {**sent, "text": "Other"}, headers={"Accept": "application/json"})
    assert (other.status_code, other.json()["status"]) == (409, "conflict")
    assert patient.messages.get().text == "Can I swim?"


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "swim\x00"])
def test_refuses_what_is_no_message_and_keeps_what_was_typed(client, patient, text):
    client.force_login(patient.user)
    answer = client.post(reverse("messages"), {"client_id": str(uuid.uuid4()), "text": text})
    assert answer.status_code == 422
    assert "Not saved yet" in answer.content.decode()
    assert not Message.objects.exists()


def newest_in(page):
    return re.search(r'name="newest" value="([^"]+)"', page.content.decode())[1]


def test_is_seen_when_the_page_says_so_and_not_when_it_was_fetched(client, patient):
    send(patient, "Yes.", by=patient.physio)
    client.force_login(patient.user)
    page = client.get(reverse("messages"))
    assert selectors.new_for_patient(patient) == 1
    client.post(reverse("see-messages"), {"newest": newest_in(page)})
    assert selectors.new_for_patient(patient) == 0
    assert patient.messages.get().seen_by == patient.user
    assert 'name="newest"' not in client.get(reverse("messages")).content.decode()


def test_is_not_seen_when_it_came_after_the_page(client, patient):
    now = clock.now()
    send(patient, "Yes.", by=patient.physio, now=now - dt.timedelta(minutes=5))
    client.force_login(patient.user)
    page = client.get(reverse("messages"))
    send(patient, "But not tomorrow.", by=patient.physio, now=now)
    client.post(reverse("see-messages"), {"newest": newest_in(page)})
    assert [row.text for row in patient.messages.filter(seen_at=None)] == ["But not tomorrow."]


@pytest.mark.parametrize("newest", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_marks_nothing_for_a_message_that_is_not_there(client, patient, newest):
    send(patient, "Yes.", by=patient.physio)
    client.force_login(patient.user)
    client.post(reverse("see-messages"), {"newest": newest})
    assert selectors.new_for_patient(patient) == 1


def test_can_be_read_and_written_after_the_programme_has_ended(client, running, patient):
    services.end_assignment(running, by=patient.physio, now=clock.now())
    client.force_login(patient.user)
    assert client.get(reverse("messages")).status_code == 200
    assert client.post(reverse("messages"), {"client_id": str(uuid.uuid4()), "text": "Thank you."}).status_code == 302


# The desk -------------------------------------------------------------------------------------------------------------


def test_is_seen_when_a_physio_looks_at_the_thread(client, patient):
    send(patient)
    client.force_login(patient.physio)
    page = client.get(reverse("thread", args=[patient.public_id]))
    assert "Can I swim?" in page.content.decode()
    assert ">New<" in page.content.decode()
    assert patient.messages.get().seen_by is None
    client.post(reverse("see-thread", args=[patient.public_id]), {"newest": newest_in(page)})
    assert patient.messages.get().seen_by == patient.physio
    assert AuditEntry.objects.filter(verb="patient.opened", patient=patient, by=patient.physio).exists()
    client.force_login(patient.user)
    assert f"Read by {patient.physio}" in client.get(reverse("messages")).content.decode()


def test_answers_from_the_desk(client, patient):
    client.force_login(patient.physio)
    url = reverse("thread", args=[patient.public_id])
    assert client.post(url, {"client_id": str(uuid.uuid4()), "text": "Front crawl is fine."}).status_code == 302
    assert not patient.messages.get().from_patient
    assert client.post(url, {"client_id": str(uuid.uuid4()), "text": ""}).status_code == 422


def test_puts_a_canned_text_under_what_was_typed_and_sends_nothing(client, patient):
    text = CannedText.objects.create(clinic=patient.clinic, title="Swimming", text="Front crawl is fine.")
    elsewhere = CannedText.objects.create(clinic=make.clinic(), title="Other", text="Not ours.")
    client.force_login(patient.physio)
    url = reverse("thread", args=[patient.public_id])
    assert "Not ours." not in client.get(url).content.decode()
    page = client.post(url, {"insert": "1", "canned": text.pk, "text": "Hello Hanna."})
    assert page.context["form"]["text"].value() == "Hello Hanna.\n\nFront crawl is fine."
    assert client.post(url, {"insert": "1", "canned": elsewhere.pk, "text": "Hello."}).status_code == 422
    assert not patient.messages.exists()
