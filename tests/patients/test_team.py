"""Who runs a clinic, and what they see of it."""

import pytest
from django.urls import reverse

from patients import access
from patients.models import Clinic, Membership, Patient, Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def physio():
    return make.physio()


@pytest.fixture
def administrator(physio):
    return make.administrator(physio.memberships.get().clinic)


def test_leads_a_clinic_s_administrator_to_the_team(client, physio, administrator):
    client.force_login(administrator)
    assert client.get(reverse("home")).url == reverse("team")
    page = client.get(reverse("team")).content.decode()
    assert "Jonas Adeyemi" in page and "Agnes Office" in page
    assert "Caseload" not in page


def test_shows_an_administrator_who_treats_patients_both(client, physio):
    Membership.objects.create(user=physio, clinic=physio.memberships.get().clinic, role=Role.ADMINISTRATOR)
    client.force_login(physio)
    page = client.get(reverse("home"), follow=True).content.decode()
    assert 'href="/caseload/"' in page and 'href="/team/"' in page


def test_puts_no_patient_in_the_care_of_a_clinic_s_administrator(physio, administrator):
    patient = make.patient(by=physio)
    assert list(Patient.objects.in_care_of(physio)) == [patient]
    assert not Patient.objects.in_care_of(administrator).exists()
    assert access.clinics_of(administrator) == []
    assert access.clinics_run_by(administrator) == [patient.clinic]


def test_counts_who_has_a_role_as_staff_whatever_the_account_says(client, physio, administrator):
    for user in (physio, administrator):
        type(user).objects.filter(pk=user.pk).update(is_staff=False)
        assert access.is_staff_member(type(user).objects.get(pk=user.pk))
    assert not access.is_staff_member(make.patient(by=physio).user)
    client.force_login(physio)
    assert 'href="/clinic/"' in client.get(reverse("caseload")).content.decode()


def test_opens_to_an_administrator_the_own_clinic_alone(client, administrator):
    own, other = administrator.memberships.get().clinic, make.clinic("Another clinic")
    client.force_login(administrator)
    listed = client.get(reverse("admin:patients_clinic_changelist")).content.decode()
    assert own.name in listed and other.name not in listed
    assert client.get(reverse("admin:patients_clinic_change", args=[own.pk])).status_code == 200
    assert client.get(reverse("admin:patients_clinic_change", args=[other.pk])).status_code == 302
    assert Clinic.objects.count() == 2
