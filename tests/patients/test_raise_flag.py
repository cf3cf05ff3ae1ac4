"""Something new or alarming, ticked by anybody who is a patient: before a programme, in it, after it."""

import uuid
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from patients import engine, services
from patients.models import Flag, Notice
from patients.notices import planning
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


def not_yet():
    return make.patient()


def running():
    return make.assignment(days=5).patient


def ended():
    of = make.assignment(days=5)
    services.end_assignment(of, by=of.patient.physio, now=clock.now(), maintenance="Twice a week.")
    return of.patient


EVER = pytest.mark.parametrize("patient_of", [not_yet, running, ended])


def tick(patient, *kinds):
    return services.raise_flags(patient, kinds, client_id=uuid.uuid4(), by=patient.user, now=clock.now())[0]


@EVER
def test_is_ticked_and_says_what_to_do_at_any_time(client, patient_of):
    patient = patient_of()
    client.force_login(patient.user)
    assert reverse("raise-flag") in client.get(reverse("today")).content.decode()
    page = client.get(reverse("raise-flag")).content.decode()
    assert patient.clinic.phone in page
    sent = {"client_id": uuid.uuid4(), "kinds": ["calf", "saddle"]}
    told = client.post(reverse("raise-flag"), sent, follow=True).content.decode()
    assert "Do not wait for us." in told and patient.clinic.phone in told
    assert sorted(patient.flags.values_list("kind", flat=True)) == ["calf", "saddle"]
    assert reverse("flag-raised", args=[sent["client_id"]]) in client.get(reverse("today")).content.decode()


def test_waits_for_a_session_that_is_being_written_which_would_not_know_of_it(monkeypatch):
    patient, locked = running(), []
    monkeypatch.setattr("patients.services.log.lock_log", lambda of: locked.append(of.patient.flags.count()))
    tick(patient, "calf")
    assert locked == [0]


@EVER
def test_stands_among_those_to_call_and_is_closed_at_the_desk(client, patient_of):
    patient = patient_of()
    [flag] = tick(patient, "calf")
    client.force_login(patient.physio)
    assert "1 to call" in client.get(reverse("caseload")).content.decode()
    page = client.get(reverse("patient-page", args=[patient.public_id])).content.decode()
    close = reverse("close-flag", args=[patient.public_id, flag.public_id])
    assert close in page
    refused = client.post(close, {"words": ""})
    assert refused.status_code == 422 and close in refused.content.decode()
    client.post(close, {"words": "Seen. All is well."})
    assert not Flag.objects.open().exists()
    assert "0 to call" in client.get(reverse("caseload")).content.decode()


@EVER
def test_tells_the_physio(patient_of):
    patient = patient_of()
    tick(patient, "calf")
    planning.plan(clock.now(), rules=[planning.alarms])
    assert Notice.objects.get(kind="alarm").user == patient.physio


def test_goes_on_counting_in_the_programme_that_is_assigned_afterwards():
    patient = make.patient()
    tick(patient, "calf")
    of = make.assignment(patient)
    assert [flag.kind for flag in engine.ask(of, clock.now()).circumstances.flags] == ["calf"]
    assert of.standing.flag_kind == "calf"


def test_keeps_the_flags_that_were_of_a_programme():
    patient = ended()
    tick(patient, "calf")
    before = Flag.objects.get()
    Flag.objects.update(patient=None, assignment=patient.assignments.get())
    import_module("patients.migrations.0003_flags_name_their_patient").name_the_patient(apps, None)
    assert patient.flags.get() == before


def test_stands_on_every_page_of_a_patient_without_a_programme(client):
    patient = make.patient()
    client.force_login(patient.user)
    for name in ("today", "guidance", "messages", "reminders", "outbox"):
        assert reverse("raise-flag") in client.get(reverse(name)).content.decode(), name


def test_stands_in_the_list_of_a_colleague_too_and_in_every_order(client):
    patient = make.patient()
    tick(patient, "calf")
    colleague = make.physio(of=patient.clinic, name="Ruth Colleague")
    client.force_login(colleague)
    assert "0 to call" in client.get(reverse("caseload")).content.decode()
    for sort in ("", "name", "last-log", "stage"):
        page = client.get(reverse("caseload"), {"whose": "clinic", "sort": sort}).content.decode()
        assert "Ticked “hot or swollen calf”." in page, sort
    lines = client.get(reverse("caseload-csv"), {"whose": "clinic"}).getvalue().decode()
    assert f"{patient.name},,,call,Ticked “hot or swollen calf”." in lines


def test_names_every_tick_in_the_list(client):
    patient = running()
    tick(patient, "saddle", "distress")
    client.force_login(patient.physio)
    page = client.get(reverse("caseload")).content.decode()
    assert "Ticked “cannot cope”. Ticked “numb between the legs”." in page


def test_takes_as_many_queries_for_1_patient_without_a_programme_as_for_30(client):
    physio, found = make.physio(), []
    client.force_login(physio)
    client.get(reverse("caseload"))  # the first page of a session writes the session
    for count in (1, 29):
        for number in range(count):
            tick(make.patient(by=physio, name=f"Free {number}"), "calf")
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("caseload"))
        found.append(len(captured))
    assert found[0] == found[1]
