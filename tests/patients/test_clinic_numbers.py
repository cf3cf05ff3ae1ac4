"""A named person stands for the numbers that an alarm shows, and nobody begins a programme before."""

import pytest
from django.urls import reverse

from patients import services
from patients.domain.countries import countries
from patients.models import Assignment, AuditEntry, Clinic
from patients.services import Refused
from programs import clock
from tests import make
from tests.html import words_of

pytestmark = pytest.mark.django_db
SPAIN = {"phone": "91 000 00 00", "country": "ES", **countries()["ES"].numbers}


@pytest.fixture
def physio():
    made = make.physio()
    Clinic.objects.update(numbers_confirmed_at=None, confirmed_numbers={})
    return made


@pytest.fixture
def clinic(physio):
    return physio.memberships.get().clinic


@pytest.fixture
def page(client, physio):
    client.force_login(physio)
    return reverse("clinic-numbers")


def test_assigns_nobody_before_a_person_has_confirmed_the_numbers(physio, clinic):
    patient = make.patient(by=physio)
    with pytest.raises(Refused, match="has confirmed whom a patient calls"):
        make.assignment(patient)
    assert not Assignment.objects.exists()
    services.confirm_numbers(clinic, clinic.numbers, by=physio, now=clock.now())
    patient.refresh_from_db()
    assert make.assignment(patient).pk


def test_keeps_who_confirmed_and_when(client, page, physio, clinic):
    client.post(page, {**SPAIN, "phone": "91 111 22 33"})
    clinic.refresh_from_db()
    assert clinic.numbers_are_confirmed
    assert (clinic.numbers_confirmed_by, clinic.country, clinic.phone) == (physio, "ES", "91 111 22 33")
    assert (clinic.emergency_phone, clinic.out_of_hours_phone, clinic.crisis_phone) == ("112", "", "024")
    assert AuditEntry.objects.filter(verb="numbers.confirmed", by=physio).exists()
    assert f"Confirmed by {physio}" in words_of(client.get(page))


@pytest.mark.parametrize("column", [*countries()["GB"].numbers, "country", "phone"])
def test_takes_the_confirmation_back_with_any_change_however_it_is_made(physio, clinic, column):
    services.confirm_numbers(clinic, clinic.numbers, by=physio, now=clock.now())
    Clinic.objects.filter(pk=clinic.pk).update(**{column: "ES" if column == "country" else "0"})
    clinic.refresh_from_db()
    assert not clinic.numbers_are_confirmed
    with pytest.raises(Refused):
        make.assignment(make.patient(by=physio))


def test_keeps_it_where_something_else_changes(physio, clinic):
    services.confirm_numbers(clinic, clinic.numbers, by=physio, now=clock.now())
    Clinic.objects.filter(pk=clinic.pk).update(name="Another name", hours=[])
    clinic.refresh_from_db()
    assert clinic.numbers_are_confirmed


def test_offers_the_numbers_of_the_country_that_is_chosen_and_stores_nothing(client, page, clinic):
    answer = client.get(page, {"country": "DE"})
    assert answer.context["form"]["crisis_phone"].value() == "0800 1110111"
    assert "116117.de" in answer.content.decode()
    clinic.refresh_from_db()
    assert clinic.country == "GB"


def test_leaves_empty_what_could_not_be_read(client, page):
    answer = client.get(page, {"country": "ES"})
    assert not answer.context["form"]["out_of_hours_phone"].value()
    assert "No number could be read for Spain." in words_of(answer)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"emergency_phone": ""}, "Please give an emergency number."),
        ({"phone": ""}, "Please give the number of the clinic."),
        ({"crisis_phone": "call us"}, "“call us” is not a telephone number."),
        ({"crisis_name": ""}, "Please say who answers."),
        ({"country": "XX"}, "no country whose numbers are known here"),
    ],
)
def test_refuses_in_a_sentence_and_confirms_nothing(client, page, clinic, changes, said):
    answer = client.post(page, {**SPAIN, **changes})
    assert answer.status_code == 422
    assert said in words_of(answer)
    clinic.refresh_from_db()
    assert (clinic.country, clinic.numbers_are_confirmed) == ("GB", False)


def test_refuses_somebody_of_another_clinic(clinic):
    with pytest.raises(Refused, match="does not work in this clinic"):
        services.confirm_numbers(clinic, clinic.numbers, by=make.physio(), now=clock.now())


def test_links_the_page_where_a_patient_is_registered(client, page):
    address = f'href="{page}?clinic='
    assert address in client.get(reverse("new-patient")).content.decode()
    services.confirm_numbers(
        clinic := Clinic.objects.get(), clinic.numbers, by=clinic.memberships.get().user, now=clock.now()
    )
    assert address not in client.get(reverse("new-patient")).content.decode()


def test_links_it_where_the_administration_assigns(client, page, physio):
    patient = make.patient(by=physio)
    one = client.get(reverse("admin:patients_patient_assign", args=[patient.public_id]))
    assert f'href="{page}?clinic=' in one.content.decode()


def test_brings_the_numbers_of_a_country_that_the_administrator_chooses(client, clinic):
    client.force_login(make.user("Alex Brandreth", staff=True, superuser=True))
    address = reverse("admin:patients_clinic_change", args=[clinic.pk])
    page = client.get(address)
    form = page.context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields} | {"country": "NZ", "engine_on": "on"}
    data["revision"] = page.context["revision"]
    for inline in ("memberships", "program_choices", "canned_texts"):
        data |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
    assert client.post(address, data).status_code == 302
    clinic.refresh_from_db()
    assert (clinic.emergency_phone, clinic.out_of_hours_phone, clinic.crisis_phone) == ("111", "0800 611 116", "1737")
    assert not clinic.numbers_are_confirmed
    data |= {"country": "GB", "emergency_phone": "112", "revision": client.get(address).context["revision"]}
    assert client.post(address, data).status_code == 302
    clinic.refresh_from_db()
    assert clinic.emergency_phone == "112"
