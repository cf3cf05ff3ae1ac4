"""Who runs a clinic, and what they see of it."""

import datetime as dt

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from patients import access, services
from patients.models import AuditEntry, Clinic, Letter, Membership, Patient, Role
from programs import clock
from tests import html, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def physio():
    return make.physio()


@pytest.fixture
def administrator(physio):
    return make.administrator(physio.memberships.get().clinic)


def test_leads_a_clinic_s_administrator_to_the_team(client, physio, administrator, monkeypatch):
    monkeypatch.setattr("patients.selectors.desk.left_to_do", lambda clinics, now: 0)  # the clinic has begun
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


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_gives_a_further_role(physio, administrator):
    member = physio.memberships.get()
    desk, role = signed_in(administrator), {"role": "administrator"}
    page = desk.post(reverse("give-role", args=[member.pk]), role, follow=True).content.decode()
    assert "Jonas Adeyemi is clinic administrator from now on." in page
    assert access.clinics_run_by(physio) == [member.clinic]
    assert AuditEntry.objects.filter(verb="member.given.administrator", by=administrator).exists()
    again = desk.post(reverse("give-role", args=[member.pk]), role, follow=True).content.decode()
    assert "Please choose a role that Jonas Adeyemi does not have." in again


def test_resets_a_second_factor_that_was_lost(physio, administrator):
    TOTP.activate(physio, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(physio)
    own, desk = signed_in(physio), signed_in(administrator)
    page = desk.get(reverse("team")).content.decode()
    address = reverse("reset-second-factor", args=[physio.memberships.get().pk])
    assert "Has a second factor." in page and address in page and "JBSWY3DPEHPK3PXP" not in page
    assert desk.get(address).status_code == 200 and physio.authenticator_set.count() == 2
    assert "sets up a new second factor" in desk.post(address, follow=True).content.decode()
    assert not physio.authenticator_set.exists()
    assert own.get(reverse("caseload")).url.startswith("/account/login/")
    assert Letter.objects.get().address == physio.email
    assert AuditEntry.objects.filter(verb="second_factor.reset", subject=str(physio.pk)).exists()


def test_resets_no_second_factor_of_the_installation_s_administrator(physio, administrator):
    type(physio).objects.filter(pk=physio.pk).update(is_superuser=True)
    TOTP.activate(physio, "JBSWY3DPEHPK3PXP")
    answer = signed_in(administrator).post(reverse("reset-second-factor", args=[physio.memberships.get().pk]))
    assert answer.status_code == 422 and physio.authenticator_set.exists()


def test_hands_several_patients_over_in_one_press(physio):
    ruth = make.physio(physio.memberships.get().clinic, "Ruth Lindqvist")
    una, oda, thea = (make.patient(by=physio, name=name) for name in ("Una One", "Oda Other", "Thea Third"))
    desk, address = signed_in(physio), reverse("hand-over")
    page = desk.get(address).content.decode()
    assert all(patient.name in page for patient in (una, oda, thea)) and " checked" not in page
    assert desk.get(f"{address}?of={physio.pk}&all=1").content.decode().count(" checked") == 3
    ticked = {"of": physio.pk, "to": ruth.pk, "patients": [una.public_id, oda.public_id]}
    assert "checked" in desk.post(address, {**ticked, "look": "look"}).content.decode()  # the return key
    assert desk.post(address, {**ticked, "patients": []}).status_code == 422
    assert desk.post(address, {**ticked, "to": ""}).status_code == 422
    assert not ruth.caseload.exists()
    assert "Now with Ruth Lindqvist: Oda Other, Una One." in desk.post(address, ticked, follow=True).content.decode()
    assert {patient.name for patient in ruth.caseload.all()} == {"Una One", "Oda Other"}
    assert AuditEntry.objects.filter(verb="patient.handed_over", by=physio, subject=str(ruth.pk)).count() == 2


def test_tells_namesakes_apart_where_patients_are_handed_over(physio):
    for born in (dt.date(1980, 5, 4), dt.date(1991, 3, 2)):
        make.patient(by=physio, name="Una One", born_on=born)
    make.patient(by=physio, name="Oda Other")
    services.place_everybody(clock.now())  # as each round of what is due does
    said = html.words_of(signed_in(physio).get(reverse("hand-over")))
    assert "4 May 1980" in said and "2 March 1991" in said and "taken on" not in said


def test_hands_over_nobody_who_is_somebody_else_s_by_now(physio):
    clinic = physio.memberships.get().clinic
    ruth, sam = make.physio(clinic, "Ruth Lindqvist"), make.physio(clinic, "Sam Okafor")
    patient = make.patient(by=physio)
    services.hand_over([patient], of=physio, to=ruth, by=ruth)
    assert services.hand_over([patient], of=physio, to=sam, by=physio) == []
    assert Patient.objects.get().physio == ruth


def test_finds_the_patients_of_who_left_before_anybody_asked_for_an_heir(physio):
    gone = make.physio(physio.memberships.get().clinic, "Paul Past")
    make.patient(by=gone, name="Nia Newcome")
    gone.memberships.update(left_at=clock.now())
    page = signed_in(physio).get(f"{reverse('hand-over')}?of={gone.pk}").content.decode()
    assert "Nia Newcome" in page


def test_reads_the_audit_of_the_own_clinic_by_person_patient_act_and_day(physio, administrator):
    hanna, elsewhere = make.patient(by=physio), make.patient(make.physio(), name="Emil Elsewhere")
    clinic = hanna.clinic
    ruth = make.physio(clinic, "Ruth Lindqvist")
    for user in (physio, ruth):
        signed_in(user).get(reverse("patient-page", args=[hanna.public_id]))
    desk = signed_in(administrator)

    def lines(**asked):
        page = desk.get(reverse("clinic-audit", args=[clinic.pk]), asked)
        return [(line.by, line.act) for line in page.context["lines"]], page.content.decode()

    everything, page = lines()
    assert ("Jonas Adeyemi", "opened the record") in everything and (
        "Ruth Lindqvist",
        "opened the record",
    ) in everything
    assert str(hanna.public_id) in page and "Hanna" not in page
    assert str(elsewhere.public_id) not in page
    assert lines(person=ruth.pk)[0] == [("Ruth Lindqvist", "opened the record")]
    assert {act for _by, act in lines(act="patient.added", patient=hanna.public_id)[0]} == {"took the patient on"}
    on = AuditEntry.objects.get(by=ruth).at.astimezone(clinic.zone).date()  # the audit's clock is not the product's
    assert lines(day="2001-01-01")[0] == [] and ("Ruth Lindqvist", "opened the record") in lines(day=f"{on}")[0]
    assert "cannot be understood" in lines(day="yesterday", patient="1")[1]
    csv = b"".join(desk.get(reverse("clinic-audit-csv", args=[clinic.pk]), {"person": ruth.pk})).decode()
    assert csv.count("patient.opened") == 1 and "Hanna" not in csv
    assert AuditEntry.objects.filter(verb="audit.exported", by=administrator).count() == 1


def test_reads_in_the_audit_what_colleagues_did_while_they_worked_there(physio, administrator):
    clinic, now = administrator.memberships.get().clinic, dt.datetime.now(dt.UTC)  # the database dates the audit
    day, roles = dt.timedelta(days=1), {"here": (-1, None), "left": (-2, -1), "not yet": (1, None), "again": (-3, -2)}
    for name, (joined, left) in roles.items():
        user = make.physio(name=name.title())
        when = {"joined_at": now + joined * day, "left_at": left and now + left * day}
        Membership.objects.create(user=user, clinic=clinic, role=Role.PHYSIO, **when)
        if name == "again":
            Membership.objects.create(user=user, clinic=clinic, role=Role.ADMINISTRATOR, joined_at=now - day)
        AuditEntry.objects.create(by=user, verb="drafts.opened")
    page = signed_in(administrator).get(reverse("clinic-audit", args=[clinic.pk]), {"act": "drafts.opened"})
    assert {line.by for line in page.context["lines"]} == {"Here", "Again"}


def test_names_patients_in_the_audit_to_an_administrator_who_treats_them(physio):
    hanna = make.patient(by=physio)
    Membership.objects.create(user=physio, clinic=hanna.clinic, role=Role.ADMINISTRATOR)
    assert "Hanna Whitcombe" in signed_in(physio).get(reverse("clinic-audit", args=[hanna.clinic_id])).content.decode()


def test_invites_a_colleague_once_and_sends_the_letter_again(administrator):
    clinic, desk = administrator.memberships.get().clinic, signed_in(administrator)
    address = reverse("invite-member", args=[clinic.pk])
    typed = {"name": "Mei Tanaka", "email": "mei@example.org", "roles": ["physio"]}
    assert "Please tick what they do" in desk.post(address, {**typed, "roles": []}).content.decode()
    assert "Mei Tanaka" in desk.post(address, {**typed, "look": "look"}).content.decode()  # the return key
    assert not Letter.objects.exists()
    for _press in range(2):
        assert "a letter is on its way" in desk.post(address, typed, follow=True).content.decode()
    mei = Membership.objects.get(user__name="Mei Tanaka")
    assert (mei.role, mei.clinic, Letter.objects.count()) == (Role.PHYSIO, clinic, 1)
    again = desk.post(reverse("invite-again", args=[mei.pk]), follow=True).content.decode()
    assert "Another letter to Mei Tanaka" in again and Letter.objects.count() == 2
    patient = make.patient(make.physio(clinic))
    refused = desk.post(address, {**typed, "email": patient.user.email})
    assert refused.status_code == 422 and "cannot work in a clinic" in refused.content.decode()
