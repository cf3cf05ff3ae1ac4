"""Who a patient is: what tells two of one name apart, whom to call, and the same person taken on twice."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from patients import paper, services
from patients.domain.names import end_of_number, folded
from patients.models import Asked, AuditEntry, Patient
from patients.selectors import desk as selectors
from patients.services.details import RecordNumberTaken
from patients.wording import birth_date_fault
from programs import clock
from tests import make
from tests.html import form_to, parse, values_of, words_of
from tests.patients.test_new_patient import NEW, register_patient

pytestmark = pytest.mark.django_db
WHO = {
    "born_on": "1971-05-03",
    "record_number": " A  12 ",
    "phone": "+44 7700 900123",
    "emergency_name": "Olaf Berg, husband",
    "emergency_phone": "07700 900456",
    "gp_name": "Dr Okafor",
    "gp_practice": "Elm Street Surgery",
    "gp_phone": "01632 960111",
}
SAID = "born 3 May 1971, record no. A 12"


@pytest.fixture
def physio():
    return make.physio()


@pytest.fixture
def desk(physio):
    return signed_in(physio)


@pytest.fixture
def ida(physio):
    return make.assignment(make.patient(by=physio, name="Ída Berg", **known())).patient


def known(**changes):
    return {**WHO, "born_on": dt.date(1971, 5, 3), "record_number": "A 12", **changes}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def url_of(name, patient):
    return reverse(name, args=[patient.public_id])


def saved(desk, patient, **changes):
    """The page of a patient's identity, sent with `changes`."""
    address = url_of("identity", patient)
    document, _faults = parse(desk.get(address))
    return desk.post(address, {**values_of(form_to(document, ""), document), **changes}, follow=True)


# What is noted --------------------------------------------------------------------------------------------------------


def test_is_taken_on_with_all_that_is_known(desk):
    assert register_patient(desk, **WHO).status_code == 200
    made = Patient.objects.get()
    assert {name: getattr(made, name) for name in WHO} == known()


def test_is_put_right_at_the_desk_and_leaves_a_row(desk, physio, ida):
    page = saved(desk, ida, name="Ida Berg-Olsen", record_number="B 7", gp_name="")
    assert "Noted." in words_of(page)
    ida.refresh_from_db()
    assert (ida.name, ida.user.name, ida.record_number, ida.gp_name) == ("Ida Berg-Olsen", "Ida Berg-Olsen", "B 7", "")
    assert ida.born_on == dt.date(1971, 5, 3)
    assert AuditEntry.objects.filter(by=physio, verb="patient.changed", patient=ida).count() == 1


WRONG = [
    ("name", "", "Please write the patient’s name."),
    ("born_on", "soon", "Please enter a day"),
    ("born_on", "2971-05-03", "This day has not come yet."),
    ("born_on", "1871-05-03", "This is before 1900."),
    ("born_on", "2024-05-03", "a child of less than 5 years"),
    ("record_number", "x" * 41, "at most 40 characters"),
    ("phone", "call me", "not a telephone number"),
    ("emergency_phone", "call her", "not a telephone number"),
    ("gp_phone", "ask", "not a telephone number"),
]


@pytest.mark.parametrize(("field", "value", "sentence"), WRONG)
def test_refuses_what_cannot_be_and_keeps_what_was_typed(desk, ida, field, value, sentence):
    page = saved(desk, ida, **{"gp_practice": "Another practice", field: value})
    assert page.status_code == 422
    assert sentence in words_of(page)
    kept = page.content.decode()
    assert f'value="{value}"' in kept
    assert 'value="Another practice"' in kept
    ida.refresh_from_db()
    assert ida.gp_practice == WHO["gp_practice"]


@pytest.mark.once
@pytest.mark.parametrize("today", [dt.date(2028, 2, 29), dt.date(2026, 3, 1)])
def test_takes_every_day_on_which_somebody_can_have_been_born(today):
    assert not birth_date_fault(dt.date(1900, 1, 1), today)
    assert not birth_date_fault(today - dt.timedelta(days=6 * 366), today)
    assert birth_date_fault(today, today)


@pytest.mark.parametrize("setting", ["ask_born_on", "ask_record_number"])
def test_is_asked_as_the_clinic_wants_it(desk, physio, ida, setting):
    name = setting.removeprefix("ask_")
    clinic = ida.clinic
    setattr(clinic, setting, Asked.NO)
    clinic.save()
    assert f'name="{name}"' not in desk.get(reverse("new-patient")).content.decode()
    assert f'name="{name}"' not in desk.get(url_of("identity", ida)).content.decode()
    setattr(clinic, setting, Asked.MUST)
    clinic.save()
    page = register_patient(desk)
    assert (page.status_code, "Your clinic asks for it." in words_of(page)) == (422, True)
    with pytest.raises(services.Refused):
        services.correct_identity(ida, **{name: None if name == "born_on" else ""}, by=physio, now=clock.now())
    assert register_patient(desk, **{name: WHO[name]}, email="", name="Zoe Adamou").status_code in (200, 422)


def test_knows_one_record_number_once_a_clinic(desk, physio, ida):
    page = register_patient(desk, record_number="a 12")
    assert page.status_code == 422
    assert "This record number is that of" in words_of(page)
    assert url_of("patient-page", ida) in page.content.decode()
    other = make.patient(by=physio, name="Zoe Adamou")
    assert "that of Ída Berg" in words_of(saved(desk, other, record_number="A 12"))
    elsewhere = make.patient(record_number="A 12")
    assert elsewhere.record_number == "A 12"


def test_knows_it_once_when_two_write_it_at_the_same_moment(monkeypatch, physio, ida):
    """The check saw nobody; the database did."""
    with pytest.raises(RecordNumberTaken) as refused:
        make.patient(by=physio, name="Zoe Adamou", record_number="a 12")
    assert refused.value.whose == ida
    assert not Patient.objects.filter(name="Zoe Adamou").exists()


def test_says_so_in_the_administration_as_well(desk, physio, ida):
    other = make.patient(by=physio, name="Zoe Adamou")
    address = reverse("admin:patients_patient_change", args=[other.pk])
    document, _faults = parse(desk.get(address))
    sent = values_of(form_to(document, ""), document)
    for changes, says in (
        ({"record_number": "A 12"}, "that of Ída Berg"),
        ({"born_on": "1871-05-03"}, "before 1900"),
        ({"emergency_phone": "ask"}, "not a telephone number"),
    ):
        assert says in words_of(desk.post(address, {**sent, **changes}))
    assert desk.post(address, {**sent, "record_number": "C 3"}).status_code == 302
    assert SAID in words_of(desk.get(reverse("admin:patients_patient_changelist")))


# Two of one name ------------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_finds_names_alike_however_they_are_written():
    for name in ("Núñez, José", "JOSE NUNEZ", "jose  nuñez", "José Núñez"):
        assert folded(name) == folded("Jose Nunez")
    assert folded("Søren Łukasz O’Neil") == folded("soren lukasz ONeil")
    assert folded("Anne-Marie Berg") == folded("Anne Marie Berg")
    assert folded("Ida Berg") != folded("Ida Berger")
    assert end_of_number("+44 7700 900123") == end_of_number("07700 900123")
    assert end_of_number("123") == ""


def test_tells_two_of_one_name_apart_wherever_they_stand(desk, physio, ida):
    page = words_of(desk.get(reverse("caseload")))
    assert SAID not in page, "nobody else is called so"
    other = make.assignment(make.patient(by=physio, name="Ida BERG")).patient
    for ask in ("", "?q=ida", "?whose=clinic", "?sort=name"):
        page = words_of(desk.get(reverse("caseload") + ask))
        assert SAID in page
        assert "taken on" in page, "of the one of whom nothing is noted"
    here = list(ida.clinic.patients.all())
    assert set(selectors.told_apart(here)) == {ida.pk, other.pk}
    assert selectors.told_apart([make.patient(name="Ida Berg")]) == {}, "of another clinic"


def test_says_who_it_is_on_every_page_and_paper(desk, physio, ida, monkeypatch):
    monkeypatch.setattr(paper, "pdf_of", lambda template, context, _pictures: paper.render_to_string(template, context))
    pages = ("patient-page", "thread", "log-in-clinic", "write-letter", "identity")
    for name in pages:
        assert SAID in words_of(desk.get(url_of(name, ida))).replace("Born", "born"), name
    assert SAID in selectors.summary_of.__globals__["summary_of"](*summary_args(ida))
    csv = b"".join(desk.get(reverse("caseload-csv")).streaming_content).decode()
    assert "1971-05-03,A 12" in csv


def summary_args(patient):
    running = patient.assignments.get()
    return running, selectors.patient_page(running, clock.now())


# Whom to call ---------------------------------------------------------------------------------------------------------


def test_dials_the_patient_and_names_the_emergency_contact_where_an_alarm_stands(desk, ida):
    assert "tel:" not in desk.get(reverse("caseload")).content.decode()
    services.raise_flags(ida, ["calf"], client_id=make.uuid.uuid4(), by=ida.user, now=clock.now())
    assert 'href="tel:+447700900123"' in desk.get(reverse("caseload")).content.decode()
    page = desk.get(url_of("patient-page", ida))
    assert 'href="tel:+447700900123"' in page.content.decode()
    assert 'href="tel:07700900456"' in page.content.decode()
    assert "Emergency contact: Olaf Berg, husband 07700 900456" in " ".join(words_of(page).split())


# The same person twice ------------------------------------------------------------------------------------------------

AGAIN = {
    "the name": {"name": "berg, IDA"},
    "the birth date and a word of the name": {"name": "Ida Olsen", "born_on": "1971-05-03"},
    "the phone": {"phone": "07700 900123"},
}


@pytest.mark.parametrize("what", AGAIN)
def test_asks_whether_it_is_the_same_person_and_loses_nothing(desk, ida, what):
    page = register_patient(desk, gp_name="Dr Okafor", **AGAIN[what])
    assert page.status_code == 422
    assert "Is this the same person? Ída Berg, born 3 May 1971" in " ".join(words_of(page).split())
    assert url_of("patient-page", ida) in page.content.decode()
    assert 'value="Dr Okafor"' in page.content.decode()
    document, _faults = parse(page)
    again = values_of(form_to(document, ""), document) | {"another": page.context["person"].asked}
    assert desk.post(reverse("new-patient"), again).status_code == 200
    assert Patient.objects.count() == 2


def test_tells_apart_whom_it_asks_about_where_nothing_is_noted_of_them(desk, physio):
    for _ in range(2):
        make.patient(by=physio, name="Zoe Adamou")
    page = register_patient(desk, name="Zoe Adamou")
    assert words_of(page).count("Zoe Adamou, taken on") == 2


def test_asks_anew_about_whoever_comes_up_anew(desk, physio, ida):
    make.patient(by=physio, name="Zoe Adamou")
    answered = register_patient(desk, name="Ida Berg").context["person"].asked
    page = register_patient(desk, name="Zoe Adamou", another=answered)
    assert (page.status_code, "Zoe Adamou" in words_of(page)) == (422, True)


@pytest.mark.parametrize("changes", [{}, {"name": "Ida", "born_on": "1971-05-04"}, {"phone": "900123"}])
def test_asks_about_nobody_who_is_not_alike(desk, ida, changes):
    assert register_patient(desk, **changes).status_code == 200
    assert NEW["name"] == "Hanna Whitcombe"


def test_asks_about_nobody_of_another_clinic(desk):
    make.patient(name=NEW["name"], phone="07700 900123")
    assert register_patient(desk, phone="07700 900123").status_code == 200
