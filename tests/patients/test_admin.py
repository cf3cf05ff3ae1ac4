"""The physio's and the administrator's admin: who sees what, adding a patient, and the pages themselves."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from patients import services
from patients.models import AuditEntry, Directive, Membership, Patient
from patients.notices import outbox
from patients.services.groups import EDITORS, PHYSIOS, sync_groups
from programs import clock
from tests import make
from tests.html import form_to, parse, values_of, words_of

pytestmark = pytest.mark.django_db
ADD = reverse("admin:patients_patient_add")
LIST = reverse("admin:patients_patient_changelist")
ASSIGNMENTS = reverse("admin:patients_assignment_changelist")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def physio():
    return make.physio()


@pytest.fixture
def assignment(physio):
    return make.assignment(of=make.patient(by=physio, name="Hanna Whitcombe"), days=3)


def page_of(patient):
    return reverse("admin:patients_patient_change", args=[patient.pk])


def detail_of(assignment):
    return reverse("admin:patients_assignment_change", args=[assignment.pk])


def own_pages(patient):
    return [reverse(f"admin:patients_patient_{name}", args=[patient.public_id]) for name in ("assign", "link")]


# who sees what


def test_shows_a_physio_the_patients_of_the_own_clinic_as_strict_html(physio, assignment):
    make.assignment(of=make.patient(name="Somebody Elsewhere"))
    client = signed_in(physio)
    for address in (
        reverse("admin:index"),
        LIST,
        f"{LIST}?q=hanna",
        f"{LIST}?programme=running",
        ADD,
        page_of(assignment.patient),
        ASSIGNMENTS,
        f"{ASSIGNMENTS}?stage=1&state=running",
        detail_of(assignment),
    ):
        response = client.get(address)
        assert (response.status_code, parse(response)[1]) == (200, []), address
        assert "Somebody Elsewhere" not in words_of(response)


def test_lists_physio_stage_day_and_last_log(physio, assignment):
    make.session(assignment, days_ago=1)
    make.patient(by=physio, name="Nia Newcome")
    words = words_of(signed_in(physio).get(LIST))
    assert "Hanna Whitcombe Jonas Adeyemi 1 of 5, Double-leg bridge 3 yesterday" in words
    assert "Nia Newcome Jonas Adeyemi no programme" in words
    assert "Hanna Whitcombe High hamstring tendinopathy, version 1 1 of 5, Double-leg bridge 3 yesterday" in words_of(
        signed_in(physio).get(ASSIGNMENTS)
    )


def test_filters_by_programme_and_searches_by_name(physio, assignment):
    make.patient(by=physio, name="Nia Newcome")
    client = signed_in(physio)
    assert "Hanna" not in words_of(client.get(f"{LIST}?programme=none"))
    assert "Nia" not in words_of(client.get(f"{LIST}?programme=running"))
    assert "Hanna" not in words_of(client.get(f"{LIST}?q=NIA"))
    assert "Hanna" not in words_of(client.get(f"{ASSIGNMENTS}?state=ended"))


@pytest.mark.parametrize("address", [LIST, ASSIGNMENTS])
def test_lists_many_with_the_queries_of_one(address, physio, assignment):
    client = signed_in(physio)
    client.get(address)  # the first page of a session notes when it began
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _number in range(4):
        make.assignment(of=make.patient(by=physio))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one) <= 10


@pytest.mark.parametrize("query", ["q=%00", "q=%F0%9F%A6%B5", "stage=9", "stage=%00", "state=x", "programme=x", "p=99"])
def test_answers_a_strange_list_address_without_an_error(physio, assignment, query):
    for address in (LIST, ASSIGNMENTS):
        assert signed_in(physio).get(f"{address}?{query}").status_code in (200, 302)


def test_hides_a_patient_of_another_clinic_like_one_who_does_not_exist(assignment):
    client, patient = signed_in(make.physio()), assignment.patient
    absent = reverse("admin:patients_patient_change", args=[patient.pk + 1000])
    foreign = client.get(page_of(patient))
    assert (foreign.status_code, foreign.url) == (302, client.get(absent).url)
    assert client.post(page_of(patient), {"name": "Mine"}).status_code == 302
    assert client.get(detail_of(assignment)).status_code == 302
    for address in own_pages(patient):
        assert client.post(address).status_code == 404
    assert "Hanna" not in words_of(client.get(LIST))
    assert Patient.objects.get(pk=patient.pk).name == "Hanna Whitcombe"


def test_shows_a_superuser_without_a_clinic_no_clinical_row(assignment):
    client = signed_in(make.user("Alex Brandreth", staff=True, superuser=True))
    assert client.get(page_of(assignment.patient)).status_code == 302
    assert client.get(detail_of(assignment)).status_code == 302
    assert client.get(ADD).status_code == 403
    for address in own_pages(assignment.patient):
        assert client.post(address).status_code == 404
    for address in (LIST, ASSIGNMENTS, *administration(assignment.patient.clinic)):
        response = client.get(address)
        assert (response.status_code, parse(response)[1]) == (200, []), address
        assert "Hanna" not in words_of(response), address


def administration(clinic):
    return [
        reverse("admin:index"),
        reverse("admin:app_list", args=["patients"]),
        reverse("admin:patients_clinic_changelist"),
        reverse("admin:patients_clinic_change", args=[clinic.pk]),
        reverse("admin:patients_auditentry_changelist"),
        reverse("admin:patients_auditentry_change", args=[AuditEntry.objects.first().pk]),
        reverse("admin:hhtclinic_user_changelist"),
    ]


def test_gives_a_physio_none_of_the_administration(physio, assignment):
    client = signed_in(physio)
    for address in administration(assignment.patient.clinic)[2:]:
        assert client.get(address).status_code == 403, address


def test_lets_a_patient_not_in(assignment):
    client = signed_in(assignment.patient.user)
    for address in (reverse("admin:index"), LIST, page_of(assignment.patient), *own_pages(assignment.patient)):
        response = client.post(address)
        assert response.status_code == 302, address
        assert client.get(response.url).url == reverse("home")


def test_forgets_a_clinic_that_the_physio_left(physio, assignment):
    Membership.objects.filter(user=physio).update(left_at=clock.now())
    client = signed_in(physio)
    assert client.get(page_of(assignment.patient)).status_code == 302
    assert "no clinic at present" in words_of(client.get(LIST))


def test_deletes_nothing(physio, assignment):
    client = signed_in(physio)
    for name, row in (("patient", assignment.patient), ("assignment", assignment)):
        address = reverse(f"admin:patients_{name}_delete", args=[row.pk])
        assert client.post(address, {"post": "yes"}).status_code == 403
        data = {"action": "delete_selected", "_selected_action": [row.pk], "index": "0", "post": "yes"}
        client.post(reverse(f"admin:patients_{name}_changelist"), data)
    assert Patient.objects.filter(pk=assignment.patient.pk).exists()


@pytest.mark.parametrize("ticked", ["", "x", "1\x00", "9" * 40, "0f1e"])
def test_says_that_what_was_ticked_is_not_in_the_list(physio, assignment, ticked):
    data = {"action": "assign_several", "_selected_action": ticked, "index": "0"}
    answer = signed_in(physio).post(LIST, data, follow=True)
    assert (answer.status_code, "Nothing was done:" in words_of(answer)) == (200, True)


def test_offers_no_way_to_write_an_assignment(physio, assignment):
    client = signed_in(physio)
    assert client.get(reverse("admin:patients_assignment_add")).status_code == 403
    assert client.post(detail_of(assignment), {"side": "right"}).status_code == 403


def test_shows_stage_changes_and_directives_of_an_assignment(physio):
    patient = make.patient(by=physio)
    assignment = make.assignment(of=patient, days=9, stage=2, intake=5, ceiling=4, reason="Usual mornings are 5.")
    words = words_of(signed_in(physio).get(detail_of(assignment)))
    for said in ("Stage 2, Single-leg bridge", "As agreed.", "Pain ceiling: 4", "Usual mornings are 5."):
        assert said in words


# a patient


def posted(client, address, **changes):
    document, faults = parse(client.get(address))
    assert faults == []
    return client.post(address, {**values_of(form_to(document, address), document), **changes})


def test_adds_a_patient_who_belongs_to_the_physio_and_the_clinic(physio):
    response = posted(signed_in(physio), ADD, name="Nia Newcome", email="Nia@Example.org")
    patient = Patient.objects.get(name="Nia Newcome")
    assert response.url == page_of(patient)
    assert (patient.clinic, patient.physio) == (physio.memberships.get().clinic, physio)
    assert (patient.email, patient.time_zone) == ("nia@example.org", "Europe/London")
    assert not patient.user.has_usable_password()
    assert AuditEntry.objects.filter(by=physio, verb="patient.added", patient=patient).exists()


def test_adds_a_patient_to_one_of_several_clinics_with_its_time_zone(physio):
    second = make.clinic("Zurich Physio")
    second.time_zone = "Europe/Zurich"
    second.save()
    Membership.objects.create(user=physio, clinic=second)
    posted(signed_in(physio), ADD, name="Nia Newcome", email="nia@example.org", clinic=second.pk)
    patient = Patient.objects.get(name="Nia Newcome")
    assert (patient.clinic, patient.time_zone) == (second, "Europe/Zurich")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "TAKEN@example.org"}, "Another patient of the clinic has this address."),
        ({"email": "nia"}, "Enter a valid email address."),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice."),
        ({"physio": "999999"}, "Select a valid choice."),
        ({"name": "n" * 151}, "at most 150 characters"),
    ],
)
def test_refuses_a_wrong_new_patient_and_keeps_the_form_filled(physio, changes, sentence):
    services.add_patient(
        by=physio,
        clinic=physio.memberships.get().clinic,
        name="First",
        email="taken@example.org",
        time_zone="Europe/London",
        physio=physio,
        now=clock.now(),
    )
    sent = {"name": "Nia Newcome", "email": "nia@example.org", **changes}
    response = posted(signed_in(physio), ADD, **sent)
    document, faults = parse(response)
    assert (response.status_code, faults) == (422, [])
    assert sentence in words_of(response)
    kept = values_of(form_to(document, ADD), document)
    assert (kept["name"], kept["email"]) == ([sent["name"]], [sent["email"]])
    assert Patient.objects.count() == 1


def test_refuses_a_clinic_and_a_physio_of_somebody_else(physio):
    stranger = make.physio()
    client, theirs = signed_in(physio), stranger.memberships.get().clinic
    response = posted(client, ADD, name="Nia", email="nia@example.org", physio=stranger.pk)
    assert "Select a valid choice." in words_of(response)
    posted(client, ADD, name="Nia", email="nia@example.org", clinic=theirs.pk)
    assert Patient.objects.get(name="Nia").clinic == physio.memberships.get().clinic


def test_refuses_a_physio_who_works_in_the_other_clinic(physio):
    second = make.clinic()
    Membership.objects.create(user=physio, clinic=second)
    elsewhere = make.physio(of=second)
    home = physio.memberships.first().clinic
    sent = {"name": "Nia", "email": "nia@example.org", "clinic": home.pk, "physio": elsewhere.pk}
    assert "does not work in this clinic" in words_of(posted(signed_in(physio), ADD, **sent))


def test_changes_name_physio_and_time_zone(physio, assignment):
    patient = assignment.patient
    colleague = make.physio(of=patient.clinic, name="Mei Tanaka")
    changes = {"name": "Hanna Quist", "physio": colleague.pk, "time_zone": "Europe/Zurich"}
    assert posted(signed_in(physio), page_of(patient), **changes).status_code == 302
    patient.refresh_from_db()
    assert (patient.name, patient.physio, patient.time_zone) == ("Hanna Quist", colleague, "Europe/Zurich")
    assert patient.user.name == "Hanna Quist"
    assert AuditEntry.objects.filter(by=physio, verb="patient.changed", patient=patient).exists()


def test_keeps_clinic_and_e_mail_whatever_is_posted(physio, assignment):
    patient, other = assignment.patient, make.clinic()
    email = patient.user.email
    posted(signed_in(physio), page_of(patient), clinic=other.pk, email="mine@example.org", user=physio.pk)
    patient = Patient.objects.get(pk=patient.pk)
    assert (patient.clinic == other, patient.user.email) == (False, email)


def test_refuses_a_physio_of_another_clinic_for_a_patient(physio, assignment):
    response = posted(signed_in(physio), page_of(assignment.patient), physio=make.physio().pk)
    assert "Select a valid choice." in words_of(response)


def test_records_who_opened_a_patient(physio, assignment):
    signed_in(physio).get(page_of(assignment.patient))
    assert AuditEntry.objects.filter(by=physio, verb="patient.opened", patient=assignment.patient).exists()


def test_keeps_no_patient_name_in_the_admin_log(physio, assignment):
    posted(signed_in(physio), page_of(assignment.patient), name="Hanna Quist")
    assert not LogEntry.objects.exists()


# the administrator


def test_gives_the_groups_back_exactly_their_permissions():
    physios, editors = Group.objects.get(name=PHYSIOS), Group.objects.get(name=EDITORS)
    before = [set(group.permissions.all()) for group in (physios, editors)]
    editors.permissions.set(Permission.objects.filter(codename="view_patient"))
    physios.permissions.clear()
    sync_groups()
    assert [set(group.permissions.all()) for group in (physios, editors)] == before
    assert not editors.permissions.filter(content_type__app_label="patients").exists()
    assert not physios.permissions.filter(codename__startswith="delete").exists()


@pytest.fixture
def administrator():
    return signed_in(make.user("Alex Brandreth", staff=True, superuser=True))


def test_lets_a_new_member_in_as_a_physio_and_ends_nobody(administrator):
    clinic, newcomer = make.clinic(), make.user("Mei Tanaka")
    address = reverse("admin:patients_clinic_change", args=[clinic.pk])
    posted(administrator, address, **{"memberships-0-user": newcomer.pk, "memberships-0-role": "physio"})
    client = signed_in(newcomer)
    assert client.get(LIST).status_code == 200
    assert client.get(ADD).status_code == 200
    posted(administrator, address, **{"memberships-0-left_at": "2026-01-01T10:00"})
    assert client.get(ADD).status_code == 200 and newcomer.memberships.current().exists()


def test_does_not_rewrite_whose_a_membership_is(administrator, physio):
    membership = physio.memberships.get()
    address = reverse("admin:patients_clinic_change", args=[membership.clinic_id])
    posted(administrator, address, **{"memberships-0-user": make.user("Mei Tanaka").pk})
    membership.refresh_from_db()
    assert membership.user == physio


def test_names_no_patient_in_the_audit(administrator, physio, assignment):
    services.give_directive(assignment, "hold", 1, reason="Exam week.", by=physio, now=clock.now())
    words = words_of(administrator.get(reverse("admin:patients_auditentry_changelist")))
    assert "directive.hold" in words
    assert str(assignment.patient.public_id) in words
    assert Directive.objects.exists()


def test_refuses_to_write_the_audit(administrator, assignment):
    entry = AuditEntry.objects.first()
    assert administrator.get(reverse("admin:patients_auditentry_add")).status_code == 403
    address = reverse("admin:patients_auditentry_change", args=[entry.pk])
    assert administrator.post(address, {"verb": "nothing"}).status_code == 403


def test_makes_an_account_that_opens_by_a_code_once_its_letter_was_used(administrator, client):
    address = reverse("admin:hhtclinic_user_add")
    assert posted(administrator, address, name="Mei Tanaka", email="Mei@example.org").status_code == 302
    assert not EmailAddress.objects.filter(email="mei@example.org").exists()
    outbox.send_letters(clock.now())
    client.post(re.search(r"/account/confirm-email/[\w-]+/", mail.outbox[0].body)[0])
    made = EmailAddress.objects.get(email="mei@example.org", verified=True, primary=True).user
    assert not made.has_usable_password()
