"""The whole of a record, to read and as JSON: no table, key or column is forgotten, and no secret is in it."""

import json
import re
import uuid

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from patients import selectors, services
from patients.models import AuditEntry, Membership, Message, Note, Patient, Reminders, Role
from patients.models.whole_record import ELSEWHERE, NOT_THEIRS, TABLES, WITHHELD
from programs import clock
from tests import make
from tests.patients.test_paper import texts

GIVEN = {table.model: table for table in TABLES}
LEFT_OUT = set(ELSEWHERE)


def models():
    return {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


def hanging():
    """(model, key) of all that hangs on a patient or an account, over as many tables as it takes."""
    found, people = set(), {Patient, get_user_model()}
    while True:
        keys = {
            (label, field.name)
            for label, model in models().items()
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model in people
        }
        if keys == found:
            return found
        found = keys
        people |= {models()[label] for label, _key in keys if label in GIVEN}


def test_leaves_no_table_out_that_hangs_on_a_person():
    """A model that is neither given nor on a list with its reason is red here."""
    unnamed = {
        f"{label} {key}"
        for label, key in hanging()
        if label not in GIVEN and label not in LEFT_OUT and f"{label} {key}" not in NOT_THEIRS
    }
    assert unnamed == set()


@pytest.mark.parametrize("label", GIVEN)
def test_gives_every_column_or_says_why_not(label):
    meta = models()[label]._meta
    columns = {field.name for field in (*meta.concrete_fields, *meta.many_to_many)}
    withheld = {line.split()[1] for line in WITHHELD if line.split()[0] == label}
    given = set(GIVEN[label].names)
    assert columns - given - withheld == set(), "neither given nor withheld for a reason"
    assert (given | withheld) - columns == set(), "is there no more"
    assert given & withheld == set()


def test_names_nothing_that_is_there_no_more():
    there = {label for label, _key in hanging()}
    assert set(ELSEWHERE) <= set(models())
    assert {line.split()[0] for line in WITHHELD} <= set(GIVEN)
    assert {line.split()[0] for line in NOT_THEIRS} <= there


@pytest.fixture
def world(db):
    """Two programmes of one patient, and a neighbour of whom nothing may be seen."""
    physio = make.physio(name="Ruth Okafor")
    mine = make.patient(by=physio, name="Petra Canary", email="petra-canary@example.org", gp_name="Dr Canarygp")
    earlier = make.assignment(mine, days=30)
    make.session(earlier, days_ago=20, pain=2, note="first-canary")
    type(earlier).objects.filter(pk=earlier.pk).update(ended_at=clock.now(), ended_by=physio, end_reason="x")
    later = make.assignment(mine, days=3, intake=5, ceiling=4, reason="Usual mornings are 4.")
    make.session(later, days_ago=1, pain=3, note="second-canary", felt=("cramp",))
    make.morning(later, days_ago=0)
    Note.objects.create(assignment=later, by=physio, text="note-canary", at=clock.now())
    Message.objects.create(
        patient=mine, by=mine.user, from_patient=True, text="message-canary", at=clock.now(), client_id=uuid.uuid4()
    )
    other = make.assignment(make.patient(by=physio, name="Nora Foreign"), days=3)
    make.session(other, days_ago=1, note="foreign-secret")
    return mine


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


CANARIES = ("Petra Canary", "petra-canary@", "Dr Canarygp", "first-canary", "second-canary", "note-canary")


def test_gives_every_episode_to_the_patient_and_to_the_desk(world):
    for user, name, ids in (
        (world.user, "record-json", []),
        (world.physio, "patient-record-json", [world.public_id]),
    ):
        answer = client_of(user).get(reverse(name, args=ids))
        said = answer.content.decode()
        tables = json.loads(said)
        assert answer["Content-Disposition"] == 'attachment; filename="record.json"'
        assert [one for one in (*CANARIES, "message-canary") if one not in said] == []
        assert len(tables["patients.Assignment"]) == 2
        assert {row["assignment"] for row in tables["patients.TrainingSession"]} == {
            row["id"] for row in tables["patients.Assignment"]
        }
        assert tables["patients.Note"][0]["by"] == "Ruth Okafor"
        assert "Foreign" not in said and "foreign-secret" not in said
        assert world.physio.email not in said
        assert world.user.password not in said
    assert AuditEntry.objects.filter(verb="record.exported", patient=world).count() == 2


def test_is_read_on_paper(world):
    said = " ".join(" ".join(texts(client_of(world.user).get(reverse("record-paper")))).split())
    assert [one for one in CANARIES if one not in said] == []
    assert "Ruth Okafor" in said and "Foreign" not in said
    assert AuditEntry.objects.filter(verb="record.exported", patient=world, by=world.user).exists()
    desk = client_of(world.physio).get(reverse("patient-record-paper", args=[world.public_id]))
    assert "second-canary" in " ".join(texts(desk))


def test_says_on_paper_no_code_and_the_scale_beside_a_number(world):
    running = world.assignments.get(ended_at=None)
    services.give_directive(running, "ceiling", None, reason="Calm again.", by=world.physio, now=clock.now())
    said = " ".join(" ".join(texts(client_of(world.user).get(reverse("record-paper")))).split())
    assert re.findall(r"\b[a-z]+_[a-z_]+\b|\d\.\d{3}|[0-9a-f]{8}-[0-9a-f]{4}", said) == []
    words = ("3 of 10", "Cramp", "took you on", "Pain of up to 4 counts as calm.")
    assert [one for one in (*words, "up to the stage’s own limit") if one not in said] == []


def test_names_the_weekdays_of_a_reminder_on_paper(world):
    Reminders.objects.update_or_create(
        user=world.user, defaults={"exercise_days": "135", "agreed_to": "exercise by_email calendar_hash"}
    )
    said = " ".join(" ".join(texts(client_of(world.user).get(reverse("record-paper")))).split())
    assert "Mon, Wed, Fri" in said and "every day" in said
    assert "135" not in said.split() and "1234567" not in said
    assert "on exercise days, by e-mail, in a calendar" in said and "by_email" not in said


def test_asks_no_more_the_more_was_logged(world, django_assert_max_num_queries):
    running = world.assignments.get(ended_at=None)
    for ago in (2, 3):
        make.session(running, days_ago=ago)
    with django_assert_max_num_queries(75):
        selectors.whole_record(world)


def test_gives_no_work_of_a_patient_who_works_here_too(world):
    """Whoever is treated where they work reads of others only that they are not in it."""
    other = Patient.objects.get(name="Nora Foreign")
    AuditEntry.objects.create(by=world.user, verb="patient.opened", patient=other, subject="foreign-subject")
    AuditEntry.objects.create(by=world.user, verb="caseload.opened", subject="ids-of-others")
    Membership.objects.create(user=world.user, clinic=world.clinic, role=Role.PHYSIO)
    said = str(selectors.whole_record(world))
    assert "foreign-subject" not in said and "ids-of-others" not in said


def test_is_one_press_from_the_account_and_from_the_patients_page(world):
    assert reverse("record-paper") in client_of(world.user).get(reverse("my-account")).content.decode()
    page = client_of(world.physio).get(reverse("patient-page", args=[world.public_id])).content.decode()
    assert reverse("patient-record-json", args=[world.public_id]) in page
