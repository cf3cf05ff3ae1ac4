"""What narrows the caseload: it is said and can be cleared, and the counts stay those of the whole list."""

import pytest
from django.urls import reverse

from patients.models import Patient, Role
from tests import html, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_clinics():
    """A physio of two clinics: one patient in each, and one of a colleague."""
    here = make.assignment(make.patient(name="Ada Here"), days=3)
    physio, elsewhere = here.patient.physio, make.clinic("Elsewhere Physiotherapy")
    there = make.assignment(make.patient(by=make.physio(elsewhere), name="Bea There"), days=3)
    make.assignment(make.patient(by=make.physio(here.patient.clinic, name="Kim Colleague"), name="Cleo Theirs"), days=3)
    physio.memberships.create(clinic=elsewhere, role=Role.PHYSIO)
    Patient.objects.filter(pk=there.patient.pk).update(physio=physio)
    return physio, elsewhere


def listed(client, user, **asked):
    client.force_login(user)
    return html.parse(client.get(reverse("caseload"), asked))[0]


def said(document, part):
    [found] = [one for one in document.iter() if one.get("data-part") == part]
    return html.text_of(found)


def test_says_what_narrows_it_and_clears_it(client, two_clinics):
    physio, _elsewhere = two_clinics
    document = listed(client, physio, q="bea", stage=1, sort="name")
    assert said(document, "filtered") == "Filtered: name with “bea”, stage 1. 1 of 2 shown. Show everybody"
    links = {html.text_of(link): link.get("href") for link in document.iter("a")}
    assert links["Show everybody"] == "?sort=name"
    assert said(listed(client, physio), "filtered") == ""


def test_keeps_the_counts_of_the_whole_list(client, two_clinics):
    physio, _elsewhere = two_clinics
    whole = said(listed(client, physio), "summary")
    assert said(listed(client, physio, q="nobody"), "summary") == whole
    assert "1 of 2" in said(listed(client, physio, q="bea"), "list")


def test_says_whose_patient_it_is_and_of_which_clinic(client, two_clinics):
    physio, elsewhere = two_clinics
    rows = said(listed(client, physio, whose="clinic"), "list")
    assert "Physio: Kim Colleague" in rows
    assert f"Physio: {physio}" not in rows
    assert "Elsewhere Physiotherapy" in rows
    alone = said(listed(client, physio, whose="clinic", clinic=elsewhere.pk), "list")
    assert "Bea There" in alone
    assert "Ada Here" not in alone
    assert "Cleo Theirs" not in alone


def test_asks_for_no_clinic_where_there_is_one(client):
    here = make.assignment(days=3)
    selects = {one.get("name") for one in listed(client, here.patient.physio, whose="clinic").iter("select")}
    assert selects == {"stage", "physio", "sort"}


def test_shows_the_rows_of_a_clinic_with_a_button_where_no_script_runs(client, two_clinics):
    physio, _elsewhere = two_clinics
    [form] = [one for one in html.forms_of(listed(client, physio)) if one.get("role") == "search"]
    assert [html.text_of(one) for one in form.iter("button")] == ["Show"]
