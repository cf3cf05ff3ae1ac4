"""A patient reads who opened their record, when, and what for, in plain words."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from hhtclinic.admin import RIGHTS
from hhtclinic.recorded import BY_THE_OWNER
from patients import access
from patients.selectors.opened import PAGE
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
