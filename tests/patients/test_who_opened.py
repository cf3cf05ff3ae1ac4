"""A patient reads who opened their record, when, and what for, in plain words."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from hhtclinic.admin import RIGHTS
from hhtclinic.recorded import BY_THE_OWNER
from patients import access
from patients.models import Membership, Patient, Role, Transfer
from patients.selectors.opened import PAGE, looks_at
from patients.wording.acts import act_words
from tests import make

ROOMS = ("hhtclinic", "patients")
VERB = re.compile(r'"([a-z_-]+\.[a-z_-]*(?:\{[^}]+\})?)"')


def verbs():
    """Every text in the code that a row's verb may be: what is given to `record` and `record_list`."""
    found = {*BY_THE_OWNER.values(), *(verb for pair in RIGHTS.values() for verb in pair)}
    for room in ROOMS:
        for file in Path(room).rglob("*.py"):
            for line in file.read_text().splitlines():
                if re.search(r"\brecord(_list)?\(|\bverb=|opened = ", line):
                    found |= set(VERB.findall(line))
    kinds = ("session", "morning", "activity", "reason", "intake", "measure", "away", "note")
    return found | {f"{kind}.voided" for kind in kinds}


@pytest.mark.once
def test_has_words_for_every_verb():
    assert len(verbs()) > 80
    assert [verb for verb in sorted(verbs()) if act_words(verb) == verb] == []
    assert act_words("page.eaten") == "page.eaten"


@pytest.fixture
def patient(db):
    return make.patient(name="Hanna Whitcombe")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_says_who_when_and_what_and_leaves_out_their_own_acts(patient):
    signed_in(patient.physio).get(reverse("patient-page", args=[patient.public_id]))
    signed_in(patient.physio).get(reverse("caseload"))
    access.record(patient.user, "message.sent", patient)
    access.record(None, "sign_in.failed", patient)
    access.record(patient.physio, "letter.printed", make.patient(by=patient.physio, name="Somebody Else"))
    page = signed_in(patient.user).get(reverse("who-opened")).content.decode()
    assert f"Jonas Adeyemi (physio, {patient.clinic}) opened your record" in page
    assert "opened a list with you on it" in page
    assert not re.search("sent a message|tried to sign in|printed a letter|Somebody Else", page)


def test_is_paged_and_stands_at_the_desk_too(patient):
    for _time in range(PAGE):
        access.record(patient.physio, "patient.opened", patient)
    first, second = (signed_in(patient.user).get(reverse("who-opened"), {"page": n}).content.decode() for n in (1, 2))
    assert (first.count("<time"), second.count("took you on")) == (PAGE, 1)
    desk = signed_in(patient.physio).get(reverse("who-opened-of", args=[patient.public_id]))
    assert "opened the record" in desk.content.decode()


def test_says_the_role_that_somebody_had_then_wherever_the_record_was(patient):
    """Hanna's record was here, is elsewhere now; of who opened it in either clinic the role is that of the moment."""
    now, ago = dt.datetime.now(dt.UTC), dt.timedelta(days=9)  # the database dates the audit
    elsewhere = make.clinic("Elsewhere Physiotherapy")
    mara, nobody = make.physio(of=elsewhere, name="Mara Next"), make.physio(name="Nils Nobody")
    Membership.objects.create(
        user=mara, clinic=patient.clinic, role=Role.PHYSIO, joined_at=now - ago, left_at=now - ago
    )
    office = make.administrator(elsewhere, "Olga Office")
    Membership.objects.filter(user=office).update(joined_at=now + ago)
    consent = {"consent_by": "Hanna", "consent_on": now.date(), "consent_how": "phone"}
    Transfer.objects.create(
        patient=patient,
        of_clinic=patient.clinic,
        to_clinic=elsewhere,
        **consent,
        asked_at=now,
        asked_by=patient.physio,
        accepted_at=now,
        accepted_by=mara,
    )
    before = patient.physio
    Patient.objects.filter(pk=patient.pk).update(clinic=elsewhere, physio=mara)
    patient.refresh_from_db()
    for user in (before, mara, nobody, office):
        access.record(user, "patient.opened", patient)
    _page, lines = looks_at(patient, 1)
    assert {line.who: line.roles for line in lines if line.act == "opened the record"} == {
        "Jonas Adeyemi": f"physio, {before.memberships.get().clinic}",
        "Mara Next": f"physio, {elsewhere}",
        "Nils Nobody": "",
        "Olga Office": "",
    }
