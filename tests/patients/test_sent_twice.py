"""A form of the desk that is sent twice: the answer to the first was lost, and the browser sends it again."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from patients.models import AuditEntry, Easing, Invitation, Measure, Note, Patient, SentForm
from patients.notices import rounds
from programs import clock
from tests import make
from tests.html import form_to, parse, values_of, words_of
from tests.patients.test_new_patient import NEW, defaults_of

pytestmark = pytest.mark.django_db
SAVED = "This was sent before. It is saved once, and this is it."


@pytest.fixture
def running():
    return make.assignment(make.patient(name="Zoe Adamou"), days=9)


@pytest.fixture
def desk(running):
    client = Client()
    client.force_login(running.patient.physio)
    return client


def url_of(name, running):
    return reverse(name, args=[running.patient.public_id])


def new_form(desk):
    page = desk.get(reverse("new-patient"))
    document, _faults = parse(page)
    shown = values_of(form_to(document, ""), document)
    return {**defaults_of(page), **NEW, "form_id": shown["form_id"][0]}


def test_answers_a_patient_taken_on_twice_with_that_patient(desk):
    typed = new_form(desk)
    assert desk.post(reverse("new-patient"), typed).status_code == 200
    again = desk.post(reverse("new-patient"), typed, follow=True)
    made = Patient.objects.get(name=NEW["name"])
    assert again.redirect_chain == [(reverse("patient-page", args=[made.public_id]), 302)]
    assert SAVED in words_of(again)
    assert "New link" in words_of(again), "which was shown once, and can be made anew"


ACTS = {
    "write-note": (Note, {"text": "Works nights."}),
    "make-invitation": (Invitation, {}),
    "ease-dose": (Easing, {"sessions": "3", "reason": "Settle first."}),
    "record-measure": (Measure, {"kind": "outcome:visa-h", "value": "40"}),
    "set-line": (AuditEntry, {"kind": "running", "text": "Not yet."}),
    "give-directive": (AuditEntry, {"kind": "hold", "value": "1", "reason": "Exam week."}),
    "change-dose": (AuditEntry, {"sets": "8", "target": "8", "reason": "Settle first."}),
    "ask-measure": (AuditEntry, {"kind": "outcome:activity", "label": "Stairs"}),
}


@pytest.mark.parametrize("act", ACTS)
def test_does_once_what_is_sent_twice(desk, running, act):
    model, typed = ACTS[act]
    of_what = {"record-measure": "on", "change-dose": "prescription"}.get(act)
    beside = {"on": running.patient.today(clock.now()).isoformat(), "prescription": make.main_prescription(running).pk}
    typed = {**typed, "form_id": uuid.uuid4()} | ({of_what: beside[of_what]} if of_what else {})
    desk.get(reverse("patient-page", args=[running.patient.public_id]))
    assert desk.post(url_of(act, running), typed).status_code in (200, 302)
    assert SentForm.objects.get().answer
    made = model.objects.count()
    again = desk.post(url_of(act, running), typed)
    assert (again.status_code, again.url) == (302, url_of("patient-page", running))
    assert model.objects.count() == made


def test_has_an_id_in_every_form_that_does(desk, running):
    document, _faults = parse(desk.get(url_of("patient-page", running)))
    for act in ACTS:
        shown = values_of(form_to(document, url_of(act, running)), document)
        assert uuid.UUID(shown["form_id"][0])


def test_refuses_other_content_under_the_same_id_and_loses_nothing(desk, running):
    form_id = uuid.uuid4()
    desk.post(url_of("write-note", running), {"text": "Works nights.", "form_id": form_id})
    page = desk.post(url_of("write-note", running), {"text": "Has a pacemaker.", "form_id": form_id})
    assert page.status_code == 409
    assert "What you typed now is not saved yet." in words_of(page)
    assert Note.objects.get().text == "Works nights."
    document, faults = parse(page)
    assert faults == []
    kept = values_of(form_to(document, url_of("write-note", running)), document)
    assert kept["text"] == ["Has a pacemaker."]
    assert desk.post(url_of("write-note", running), kept).status_code == 302
    assert {note.text for note in Note.objects.all()} == {"Works nights.", "Has a pacemaker."}


def test_tells_nobody_else_what_an_id_made(desk, running):
    form_id = uuid.uuid4()
    desk.post(url_of("write-note", running), {"text": "Works nights.", "form_id": form_id})
    other = make.assignment(days=9)
    client = Client()
    client.force_login(other.patient.physio)
    page = client.post(url_of("write-note", other), {"text": "Works nights.", "form_id": form_id})
    assert page.status_code == 409
    assert str(running.patient.public_id) not in page.content.decode()


def test_keeps_no_id_of_what_was_refused(desk, running):
    form_id = uuid.uuid4()
    assert desk.post(url_of("write-note", running), {"text": "", "form_id": form_id}).status_code == 422
    assert desk.post(url_of("write-note", running), {"text": "Works nights.", "form_id": form_id}).status_code == 302


@pytest.mark.parametrize("form_id", ["", "x", "\x00"])
def test_goes_without_an_id(desk, running, form_id):
    assert desk.post(url_of("write-note", running), {"text": "Works nights.", "form_id": form_id}).status_code == 302
    assert not SentForm.objects.exists()


def test_is_forgotten_after_a_week(desk, running, stop_clock):
    desk.post(url_of("write-note", running), {"text": "Works nights.", "form_id": uuid.uuid4()})
    assert "nights" not in str(SentForm.objects.values())
    rounds.work(clock.now())
    assert SentForm.objects.exists()
    rounds.work(clock.now() + rounds.SENT_KEPT)
    assert not SentForm.objects.exists()
