"""A patient moves and the record goes along, with their consent: from one clinic of the installation to another."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from patients import services
from patients.models import AuditEntry, Clinic, ClinicProgram, Transfer
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    return make.physio(name="Ruth Lindqvist")


@pytest.fixture
def greta():
    """She treats in the clinic where the patient will live."""
    return make.physio(make.clinic("Fjordside Physiotherapy", phone="01632 960999"), "Greta Holm")


@pytest.fixture
def there(greta):
    return greta.memberships.get().clinic


@pytest.fixture
def tobias(ruth):
    of = make.assignment(make.patient(by=ruth, name="Tobias Ek"), days=9)
    make.good_days(of, 5)
    return of.patient


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def words(answer):
    return " ".join(answer.content.decode().split())


def offer(tobias, ruth, there, **changes):
    said = {"to": there.pk, "consent_by": "Tobias Ek", "consent_on": "2026-01-02", "consent_how": "phone", **changes}
    return signed_in(ruth).post(reverse("transfer", args=[tobias.public_id]), said, follow=True)


def accept(greta, physio=None):
    address = reverse("accept-transfer", args=[Transfer.objects.get().public_id])
    return signed_in(greta).post(address, {"physio": (physio or greta).pk, "yes": "yes"}, follow=True)


def test_says_who_agreed_and_moves_nothing_before_somebody_accepts(tobias, ruth, there):
    page = words(offer(tobias, ruth, there))
    assert "Offered to Fjordside Physiotherapy" in page and "Tobias Ek agreed on 2 January 2026, on the phone." in page
    assert "History as PDF" in page
    tobias.refresh_from_db()
    assert tobias.clinic != there
    assert signed_in(ruth).get(reverse("patient-page", args=[tobias.public_id])).status_code == 200


def test_shows_the_other_clinic_the_name_and_nothing_else(tobias, ruth, greta, there):
    offer(tobias, ruth, there)
    desk = signed_in(greta)
    assert "1 record of another clinic" in words(desk.get(reverse("caseload")))
    assert "Tobias Ek" in words(desk.get(reverse("transfers")))
    [waiting] = Transfer.objects.all()
    page = words(desk.get(reverse("accept-transfer", args=[waiting.public_id])))
    assert "Tobias Ek" in page
    assert tobias.user.email not in page and str(tobias.public_id) not in page and "tendinopathy" not in page
    assert desk.get(reverse("patient-page", args=[tobias.public_id])).status_code == 404


def test_belongs_to_the_other_clinic_from_then_on_with_its_programme_and_its_numbers(tobias, ruth, greta, there):
    version = tobias.assignments.get().version
    ClinicProgram.objects.get_or_create(clinic=there, program=version.program)
    token = services.invite(tobias, by=ruth, now=clock.now())
    before = words(signed_in(tobias.user).get(reverse("raise-flag")))
    offer(tobias, ruth, there)
    assert "is with Fjordside Physiotherapy" in words(accept(greta))
    tobias.refresh_from_db()
    assert (tobias.clinic, tobias.physio) == (there, greta)
    assert tobias.assignments.active().get().version == version
    assert "Tobias Ek" in words(signed_in(greta).get(reverse("caseload")))
    for name in ("patient-page", "thread", "patient-history-paper", "sets-csv", "transfer", "discharge"):
        assert signed_in(ruth).get(reverse(name, args=[tobias.public_id])).status_code == 404, name
    assert "Tobias" not in words(signed_in(ruth).get(reverse("caseload") + "?whose=clinic&q=tob"))
    kept = AuditEntry.objects.get(verb="patient.transferred", patient=tobias)
    assert kept.by == greta and kept.subject == str(ruth.memberships.get().clinic_id)
    assert Client().post(reverse("join", args=[token])).status_code == 410
    after = words(signed_in(tobias.user).get(reverse("raise-flag")))
    assert "01632 960999" in after and "01632 960999" not in before


def test_ends_a_programme_that_the_other_clinic_does_not_offer(tobias, ruth, greta, there):
    there.program_choices.all().delete()
    offer(tobias, ruth, there)
    accept(greta)
    assert "does not offer it" in tobias.assignments.get().end_reason


def test_goes_along_with_who_is_discharged_and_stays_closed_until_they_are_taken_on(tobias, ruth, greta, there):
    services.discharge(tobias, reason="moved", by=ruth, now=clock.now())
    home = signed_in(ruth)
    page = reverse("patient-page", args=[tobias.public_id])
    assert reverse("transfer", args=[tobias.public_id]) in words(home.get(page))
    assert "stays discharged there" in words(home.get(reverse("transfer", args=[tobias.public_id])))
    offer(tobias, ruth, there)
    assert "find them by name in the caseload" in words(accept(greta))
    tobias.refresh_from_db()
    assert (tobias.clinic, tobias.physio) == (there, greta) and not tobias.assignments.active().exists()
    assert home.get(page).status_code == 404
    desk = signed_in(greta)
    assert "Tobias Ek" in words(desk.get(reverse("caseload") + "?q=tob")) and "Take on again" in words(desk.get(page))
    with pytest.raises(services.Refused, match="take the patient on again"):
        services.undo_discharge(tobias, by=greta, now=clock.now())
    version = make.version()
    ClinicProgram.objects.get_or_create(clinic=there, program=version.program)
    start = {"version": version, "side": "left", "started_on": tobias.today(clock.now()), "intake_morning_pain": 2}
    services.take_on_again(tobias, **start, by=greta, now=clock.now())
    assert "Tobias Ek" in words(desk.get(reverse("caseload")))


@pytest.mark.parametrize("when", ["asked", "accepted"])
def test_is_refused_for_who_has_died(tobias, ruth, greta, there, when):
    if when == "accepted":
        offer(tobias, ruth, there)
    services.discharge(tobias, reason="died", by=ruth, now=clock.now())
    page = words(signed_in(ruth).get(reverse("patient-page", args=[tobias.public_id])))
    assert reverse("transfer", args=[tobias.public_id]) not in page
    answer = offer(tobias, ruth, there) if when == "asked" else accept(greta)
    assert answer.status_code == 422 and "The patient has died" in words(answer)


@pytest.mark.parametrize("when", ["asked", "accepted"])
def test_is_refused_while_an_alarm_is_open(tobias, ruth, greta, there, when):
    if when == "accepted":
        offer(tobias, ruth, there)
    services.raise_flags(tobias, ["calf"], client_id=uuid.uuid4(), by=tobias.user, now=clock.now())
    answer = offer(tobias, ruth, there) if when == "asked" else accept(greta)
    assert answer.status_code == 422 and "has an open alarm" in words(answer)
    tobias.refresh_from_db()
    assert tobias.clinic != there


def test_can_be_accepted_by_the_administrator_who_names_a_physio(tobias, ruth, greta, there):
    offer(tobias, ruth, there)
    agnes = make.administrator(there)
    assert accept(agnes, ruth).status_code == 422  # she treats elsewhere
    assert accept(agnes, greta).status_code == 200
    tobias.refresh_from_db()
    assert tobias.physio == greta


def test_can_be_taken_back_or_not_taken(tobias, ruth, greta, there):
    offer(tobias, ruth, there)
    assert "already offered" in words(offer(tobias, ruth, there))
    signed_in(ruth).post(reverse("withdraw-transfer", args=[tobias.public_id]))
    address = reverse("accept-transfer", args=[Transfer.objects.get().public_id])
    assert signed_in(greta).get(address).status_code == 404
    offer(tobias, ruth, there)
    address = reverse("accept-transfer", args=[Transfer.objects.waiting().get().public_id])
    assert "stays where it is" in words(signed_in(greta).post(address, {"no": "no"}, follow=True))
    assert not Transfer.objects.waiting().exists() and Clinic.objects.get(patients=tobias) != there


@pytest.mark.parametrize("wrong", [{"to": ""}, {"consent_by": " "}, {"consent_on": "2030-01-01"}, {"consent_how": ""}])
def test_is_not_offered_without_a_clinic_and_a_consent(tobias, ruth, there, wrong):
    assert offer(tobias, ruth, there, **wrong).status_code == 422
    assert not Transfer.objects.exists()
