"""A colleague leaves: it is one act, and from then on nothing of the clinic is theirs, nor is anything lost."""

import re
import uuid

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from patients import access, services
from patients.models import AuditEntry, Membership, Notice, NoticeKind, Patient, Role
from patients.notices import rounds
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def jonas():
    """He leaves."""
    return make.physio(name="Jonas Adeyemi")


@pytest.fixture
def clinic(jonas):
    return jonas.memberships.get().clinic


@pytest.fixture
def ruth(clinic):
    return make.physio(clinic, "Ruth Lindqvist")


@pytest.fixture
def agnes(clinic):
    """She runs the clinic and treats nobody."""
    return make.administrator(clinic)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def words(answer):
    return " ".join(answer.content.decode().split())


def page_of(user):
    return reverse("end-member", args=[user.memberships.current().first().pk])


def end(by, user, **choice):
    """The page asks; what it shows is confirmed. The answer to that."""
    asked = by.post(page_of(user), choice)
    assert asked.status_code == 200, words(asked)
    sure = asked.context["form"].shown
    return by.post(page_of(user), {**choice, "sure": sure}, follow=True)


def tick(patient):
    now = clock.now()
    [flag], _created = services.raise_flags(patient, ["calf"], client_id=uuid.uuid4(), by=patient.user, now=now)
    return flag


def test_ends_what_a_leaver_could_still_open(jonas, ruth, agnes):
    tobias = make.patient(by=jonas, name="Tobias Ek")
    make.assignment(tobias, days=3)
    own, theirs = signed_in(jonas), Client()
    used = services.invite(tobias, by=jonas, now=clock.now())
    waiting = services.invite(make.patient(by=ruth, name="Hanna Whitcombe"), by=jonas, now=clock.now())
    assert theirs.post(reverse("join", args=[used])).status_code == 302
    assert theirs.get(reverse("today")).status_code == 200
    answer = end(signed_in(agnes), jonas, to=ruth.pk)
    assert "Jonas Adeyemi does not work in" in words(answer) and "1 patient goes to Ruth Lindqvist." in words(answer)
    assert "1 patient has been signed out" in words(answer)
    assert own.get(reverse("caseload")).url.startswith("/account/login/")
    assert theirs.get(reverse("today")).url.startswith("/account/login/")
    assert theirs.post(reverse("join", args=[waiting])).status_code == 410
    assert access.clinics_of(type(jonas).objects.get(pk=jonas.pk)) == []
    jonas.refresh_from_db()
    assert not jonas.is_staff and not jonas.groups.exists()


def test_gives_the_patients_to_whom_is_named_with_their_alarms(jonas, ruth, agnes):
    tobias = make.patient(by=jonas, name="Tobias Ek")
    tick(tobias)
    end(signed_in(agnes), jonas, to=ruth.pk)
    tobias.refresh_from_db()
    assert tobias.physio == ruth
    rounds.post(clock.now())
    assert [letter.to for letter in mail.outbox] == [[ruth.email]]
    assert "Tobias Ek" in words(signed_in(ruth).get(reverse("caseload")))
    handed = AuditEntry.objects.get(verb="patient.handed_over")
    assert (handed.by, handed.patient, handed.subject) == (agnes, tobias, str(ruth.pk))
    assert AuditEntry.objects.filter(verb="member.left.physio", subject=str(jonas.pk)).exists()


def test_names_no_leaver_as_the_one_who_is_told(jonas, ruth, agnes):
    tobias = make.patient(by=jonas, name="Tobias Ek")
    make.assignment(tobias, days=3)
    flag = tick(tobias)
    rounds.post(clock.now())
    assert [letter.to for letter in mail.outbox] == [[jonas.email]]
    phone, address = signed_in(tobias.user), reverse("flag-raised", args=[flag.client_id])
    assert "Jonas has been told" in words(phone.get(address))
    end(signed_in(agnes), jonas, to=ruth.pk)
    assert "Jonas has been told" not in words(phone.get(address))
    assert "Jonas" not in words(signed_in(ruth).get(reverse("caseload")))
    page = words(signed_in(ruth).get(reverse("patient-page", args=[tobias.public_id])))
    assert not re.search("Jonas[^.<]* told|told[^.<]* Jonas", page)  # what he did before stays his
    rounds.post(clock.now())
    assert "Ruth has been told" in words(phone.get(address))


def test_sends_the_letter_of_a_bad_day_that_waits_to_whoever_takes_over(jonas, ruth, agnes):
    running = make.assignment(make.patient(by=jonas), days=3)
    key = f"flare:{running.pk}:2026-06-02"
    Notice.objects.create(user=jonas, kind=NoticeKind.FLARE, key=key, due_at=clock.now())
    end(signed_in(agnes), jonas, to=ruth.pk)
    assert Notice.objects.get(key=key).user == ruth


def test_asks_first_and_says_how_many_go_where(jonas, ruth, clinic):
    sam = make.physio(clinic, "Sam Okafor")
    Membership.objects.create(user=ruth, clinic=clinic, role=Role.ADMINISTRATOR)
    one, other, third = (make.patient(by=jonas, name=name) for name in ("Una One", "Oda Other", "Thea Third"))
    client = signed_in(ruth)
    assert "Who takes over 3 patients" in words(client.get(page_of(jonas)))
    asked = words(client.post(page_of(jonas), {"to": ruth.pk, f"to-{one.public_id}": sam.pk}))
    assert "2 patients go to Ruth Lindqvist." in asked and "1 patient goes to Sam Okafor." in asked
    assert jonas.memberships.current().exists()
    end(client, jonas, to=ruth.pk, **{f"to-{one.public_id}": sam.pk})
    found = {patient.name: patient.physio for patient in Patient.objects.all()}
    assert found == {one.name: sam, other.name: ruth, third.name: ruth}


def test_names_no_patient_to_an_administrator_who_treats_nobody(jonas, ruth, agnes):
    make.patient(by=jonas, name="Tobias Ek")
    page = words(signed_in(agnes).get(page_of(jonas)))
    assert "Who takes over 1 patient" in page and "Tobias" not in page


def test_asks_again_when_other_patients_came_meanwhile(jonas, ruth, agnes):
    make.patient(by=jonas, name="Tobias Ek")
    client = signed_in(agnes)
    shown = client.post(page_of(jonas), {"to": ruth.pk}).context["form"].shown
    make.patient(by=jonas, name="Nia Newcome")
    again = client.post(page_of(jonas), {"to": ruth.pk, "sure": shown})
    assert "2 patients go to Ruth Lindqvist." in words(again) and jonas.memberships.current().exists()


def test_ends_the_sign_ins_of_no_other_patient(jonas, ruth, agnes):
    hers = make.patient(by=jonas, name="Hanna Whitcombe")
    services.accept_invitation(services.invite(hers, by=ruth, now=clock.now()), now=clock.now())
    phone = signed_in(hers.user)
    end(signed_in(agnes), jonas, to=ruth.pk)
    assert phone.get(reverse("today")).status_code == 200


def test_takes_a_role_alone_and_leaves_the_other(jonas, ruth, agnes, clinic):
    Membership.objects.create(user=jonas, clinic=clinic, role=Role.ADMINISTRATOR)
    make.patient(by=jonas)
    own = signed_in(jonas)
    end(signed_in(agnes), jonas, to=ruth.pk, role="physio")
    assert [one.role for one in jonas.memberships.current()] == [Role.ADMINISTRATOR]
    assert own.get(reverse("team")).status_code == 200 and own.get(reverse("caseload")).status_code == 404


def refusals(w):
    choice = {"by": w["agnes"], "now": clock.now()}
    end = services.end_membership
    yield "nobody takes the patients", lambda: end(w["clinic"], w["jonas"], **choice)
    yield "no physio of the clinic", lambda: end(w["clinic"], w["jonas"], to=make.physio(), **choice)
    yield "no physio at all", lambda: end(w["clinic"], w["jonas"], to=w["agnes"], **choice)
    yield "to the leaver", lambda: end(w["clinic"], w["jonas"], to=w["jonas"], **choice)
    yield "others than were seen", lambda: end(w["clinic"], w["jonas"], to=w["ruth"], seen=[], **choice)
    yield "the only administrator", lambda: end(w["clinic"], w["agnes"], **choice)
    yield "by a physio", lambda: end(w["clinic"], w["ruth"], by=w["jonas"], now=clock.now())
    yield "of another clinic", lambda: end(make.clinic(), w["jonas"], to=w["ruth"], **choice)
    yield "who is not here", lambda: end(w["clinic"], make.physio(), **choice)


def test_refuses_and_ends_nothing(jonas, ruth, agnes, clinic):
    make.patient(by=jonas)
    for what, act in refusals({"jonas": jonas, "ruth": ruth, "agnes": agnes, "clinic": clinic}):
        with pytest.raises(services.Refused):
            act()
            pytest.fail(what)
    assert clinic.memberships.current().count() == 3
