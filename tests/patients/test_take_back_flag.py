"""A tick by mistake: it stays, the patient reads what holds now, and the clinic reads what the patient said."""

import uuid

import pytest
from django.urls import reverse

from patients import services
from patients.models import AuditEntry, Flag
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def flag(client):
    patient = make.assignment(days=5).patient
    client.force_login(patient.user)
    return services.raise_flags(patient, ["saddle"], client_id=uuid.uuid4(), by=patient.user, now=clock.now())[0][0]


def take_back(client, flag, **more):
    return client.post(reverse("take-back-flag", args=[flag.public_id]), follow=True, **more)


def test_stays_open_and_says_so_to_the_patient(client, flag):
    page = take_back(client, flag).content.decode()
    assert "that you ticked this by mistake. It stays in the list" in page
    assert "Your exercises are paused." in page
    assert reverse("take-back-flag", args=[flag.public_id]) not in page
    assert Flag.objects.open().get().mistake_at == clock.now()
    assert AuditEntry.objects.filter(verb="flag.taken-back", patient=flag.patient).count() == 1


def test_calls_nobody_to_act_any_more_but_keeps_the_numbers_and_the_way_back(client, flag):
    page = take_back(client, flag).content.decode()
    assert "This can be an emergency" not in page and "so please call" not in page
    assert "tel:999" in page and reverse("raise-flag") + "?tick=saddle" in page
    pop = services.raise_flags(flag.patient, ["pop"], client_id=uuid.uuid4(), by=flag.patient.user, now=clock.now())[0][
        0
    ]
    page = client.get(reverse("flag-raised", args=[pop.client_id])).content.decode()
    assert "Stop. Call us today" in page and "This can be an emergency" not in page and "so please call" in page


def test_is_taken_back_once(client, flag):
    assert client.post(reverse("take-back-flag", args=[flag.public_id]), headers=JSON).json()["status"] == "stored"
    assert client.post(reverse("take-back-flag", args=[flag.public_id]), headers=JSON).json()["status"] == "duplicate"
    assert AuditEntry.objects.filter(verb="flag.taken-back").count() == 1


def test_is_not_taken_back_once_a_clinician_has_closed_it(client, flag):
    services.close_flag(flag, words="All is well.", by=flag.patient.physio, now=clock.now())
    page = take_back(client, flag).content.decode()
    assert "looked at this: “All is well.”" in page and "Your exercises are paused." not in page
    flag.refresh_from_db()
    assert flag.mistake_at is None


def test_is_read_by_the_clinic(client, flag):
    take_back(client, flag)
    client.force_login(flag.patient.physio)
    said = "Ticked “numb between the legs”, by mistake, says the patient."
    assert said in client.get(reverse("caseload")).content.decode()
    page = client.get(reverse("patient-page", args=[flag.patient.public_id])).content.decode()
    assert "Ticked by mistake, says the patient" in page
    assert "Says that “numb between the legs” was a mistake." in page
    assert "(by mistake, says the patient)" in page  # the text for the clinic's record


def test_hides_no_tick_of_the_same_kind_that_was_meant(client, flag):
    take_back(client, flag)
    services.raise_flags(flag.patient, ["saddle"], client_id=uuid.uuid4(), by=flag.patient.user, now=clock.now())
    client.force_login(flag.patient.physio)
    page = client.get(reverse("caseload")).content.decode()
    assert "Ticked “numb between the legs”." in page and "by mistake" not in page
