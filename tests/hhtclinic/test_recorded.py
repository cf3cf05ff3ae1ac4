"""Who came in, who tried and which keys were changed stands in the audit, without what was typed."""

import pytest
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from hhtclinic import recorded
from patients.models import AuditEntry
from tests import make
from tests.html import revision_on

pytestmark = pytest.mark.django_db
PASSWORD = "steady-tendon-41"


@pytest.fixture
def patient():
    patient = make.patient(name="Paula Known")
    patient.user.set_password(PASSWORD)
    patient.user.save()
    return patient


def rows():
    return list(AuditEntry.objects.order_by("pk").values_list("verb", "by", "patient", "subject"))


def sign_in(client, email, password):
    client.post(reverse("account_login"), {"login": email, "password": password})


def test_a_sign_in_a_wrong_password_and_a_sign_out(client, patient):
    user, before = patient.user, len(rows())
    sign_in(client, user.email, "no such password")
    sign_in(client, user.email, PASSWORD)
    client.post(reverse("account_logout"))
    assert rows()[before:] == [
        ("sign_in.failed", None, patient.pk, str(user.pk)),
        ("sign_in.made", user.pk, patient.pk, str(user.pk)),
        ("sign_in.left", user.pk, patient.pk, str(user.pk)),
    ]


def test_an_address_of_nobody_is_not_kept(client):
    sign_in(client, "typed-by-mistake@example.org", PASSWORD)
    assert rows()[-1] == ("sign_in.failed", None, None, "")


def test_keys_that_are_changed(patient):
    user, client = patient.user, Client()
    client.force_login(user)
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "another-tendon-9", "password2": "another-tendon-9"},
    )
    assert rows()[-1] == ("password.set", user.pk, patient.pk, str(user.pk))
    for signal in (factors.authenticator_added, factors.authenticator_removed, factors.authenticator_reset):
        signal.send(sender=Authenticator, request=None, user=user, authenticator=None)
        assert rows()[-1][:2] == (recorded.BY_THE_OWNER[signal], user.pk)


def test_rights_that_are_given_in_the_admin():
    boss, physio = make.user("Sam Super", staff=True, superuser=True), make.physio()
    client = Client()
    client.force_login(boss)
    url = reverse("admin:hhtclinic_user_change", args=[physio.pk])
    fields = {"name": physio.name, "email": physio.email, "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    assert client.post(url, fields | revision_on(client, url)).status_code == 302
    made = {row[0] for row in rows() if row[1] == boss.pk and row[3] == str(physio.pk)}
    assert made == {"superuser.given", "groups.changed"}
    group = Group.objects.first()
    url = reverse("admin:auth_group_change", args=[group.pk])
    assert client.post(url, {"name": group.name} | revision_on(client, url)).status_code == 302
    assert rows()[-1] == ("group.changed", boss.pk, None, str(group.pk))


def test_a_superuser_who_makes_themself_a_physio():
    boss, clinic = make.user("Sam Super", staff=True, superuser=True), make.physio().memberships.get().clinic
    client = Client()
    client.force_login(boss)
    url = reverse("admin:patients_clinic_change", args=[clinic.pk])
    page = client.get(url)
    sent = {}
    sets = [each.formset for each in page.context["inline_admin_formsets"]]
    rows_of_sets = [form for each in sets for form in (each.management_form, *each)]
    for form in (page.context["adminform"].form, *rows_of_sets):
        sent |= {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    sent |= {"memberships-1-user": boss.pk, "memberships-1-role": "physio"}
    answer = client.post(url, sent | revision_on(client, url))
    assert answer.status_code == 302
    assert ("member.given.physio", boss.pk, None, str(boss.pk)) in rows()
