"""A named person stands for the numbers that an alarm shows, and nobody begins a programme before."""

import pytest
from django.urls import reverse

from patients import services
from patients.domain.countries import countries
from patients.models import Assignment, AuditEntry, Clinic
from patients.services import Refused
from programs import clock
from tests import make
from tests.html import revision_in, revision_on, words_of

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
    client.post(page, {**SPAIN, "phone": "91 111 22 33", **revision_on(client, page)})
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
    answer = client.post(page, {**SPAIN, **changes, **revision_on(client, page)})
    assert answer.status_code == 422
    assert said in words_of(answer)
    clinic.refresh_from_db()
    assert (clinic.country, clinic.numbers_are_confirmed) == ("GB", False)


def test_refuses_somebody_of_another_clinic(clinic):
    with pytest.raises(Refused, match="does not work in this clinic"):
        services.confirm_numbers(clinic, clinic.numbers, by=make.physio(), now=clock.now())


@pytest.mark.parametrize("door", ["desk", "administration"])
def test_shows_theirs_beside_mine_where_a_colleague_was_first_and_loses_neither(client, page, physio, clinic, door):
    was = clinic.numbers
    opened = revision_on(client, page)
    if door == "desk":
        other = make.physio(of=clinic, name="Mara Morgan")
        services.confirm_numbers(clinic, {**was, "crisis_phone": "1", "phone": "2"}, by=other, now=clock.now())
    else:
        Clinic.objects.filter(pk=clinic.pk).update(crisis_phone="1", phone="2")
    mine = {**was, "phone": "3", **opened}
    answer = client.post(page, mine)
    said = words_of(answer)
    assert answer.status_code == 409
    assert ("Mara Morgan" if door == "desk" else "Somebody") + (" saved" if door == "desk" else " changed") in said
    assert "Phone, theirs 2" in said
    assert "Crisis line: number: changed meanwhile. You had not touched it, so it is here already." in said
    assert {name: answer.context["form"][name].value() for name in ("phone", "crisis_phone")} == {
        "phone": "3",
        "crisis_phone": "1",
    }
    clinic.refresh_from_db()
    assert (clinic.phone, clinic.crisis_phone) == ("2", "1")
    again = {**mine, "crisis_phone": "1", **revision_in(answer)}
    assert client.post(page, {**again, "theirs": "phone", "out_of_hours_name": "NHS"}).status_code == 302
    clinic.refresh_from_db()
    assert (clinic.phone, clinic.crisis_phone, clinic.out_of_hours_name) == ("2", "1", "NHS")


def test_stores_nothing_from_a_page_that_was_not_ours(client, page, clinic):
    answer = client.post(page, {**SPAIN, "revision": "x"})
    assert answer.status_code == 409
    assert "It cannot be said any more what this page showed" in words_of(answer)
    clinic.refresh_from_db()
    assert not clinic.numbers_are_confirmed


def test_writes_nothing_over_what_comes_at_the_same_moment(physio, clinic):
    stale = Clinic.objects.get(pk=clinic.pk)
    services.confirm_numbers(clinic, {**clinic.numbers, "phone": "2"}, by=physio, now=clock.now())
    with pytest.raises(Refused, match="Somebody else changed these numbers"):
        services.confirm_numbers(stale, {**stale.numbers, "phone": "3"}, by=physio, now=clock.now())
    assert Clinic.objects.get(pk=clinic.pk).phone == "2"


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
    data = {name: form[name].value() or [] for name in form.fields} | {"country": "NZ", "engine_on": "on"}
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


def test_leads_nobody_to_what_is_not_theirs_to_open(client, page, clinic):
    """Whoever treats there has days away and patients of their own; the administrator has neither."""
    only_physios = [reverse("absence"), reverse("versions")]
    assert all(f'"{address}"' in client.get(page).content.decode() for address in only_physios)
    client.force_login(make.administrator(clinic))
    assert not any(f'"{address}"' in client.get(page).content.decode() for address in only_physios)
