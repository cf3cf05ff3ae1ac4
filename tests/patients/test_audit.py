"""Who looked at or changed what: written with the act, ids and verbs only, and no longer to be changed."""

import re
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from patients import services
from patients.models import AuditEntry, DirectiveKind, MorningCheck, TrainingSession
from programs import clock
from tests import make

TABLE = AuditEntry._meta.db_table
WRONG = {
    "an update": f"UPDATE {TABLE} SET verb = 'nothing'",
    "an update that changes nothing": f"UPDATE {TABLE} SET verb = verb",
    "a deletion": f"DELETE FROM {TABLE}",
}
OVERWRITING = {
    "sqlite": f"INSERT OR REPLACE INTO {TABLE} (id, at, verb, subject) SELECT id, at, 'nothing', subject FROM {TABLE}",
    "postgresql": f"INSERT INTO {TABLE} (id, at, verb, subject) SELECT id, at, verb, subject FROM {TABLE} "
    "ON CONFLICT (id) DO UPDATE SET verb = 'nothing'",
}


@pytest.fixture
def assignment(db):
    return make.assignment(days=3)


@pytest.fixture
def physio(assignment):
    client = Client()
    client.force_login(assignment.patient.physio)
    return client


def rows():
    return list(AuditEntry.objects.values_list("pk", "by_id", "verb", "patient_id", "subject").order_by("pk"))


def refused(statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", WRONG.values(), ids=WRONG)
def test_refuses(statement, assignment):
    before = rows()
    refused(statement)
    assert rows() == before != []


def test_refuses_to_be_written_over_by_an_insert(assignment):
    before = rows()
    refused(OVERWRITING[connection.vendor])
    assert rows() == before


def test_refuses_what_the_models_ask_for(assignment):
    entry = AuditEntry.objects.first()
    entry.verb = "nothing"
    for act in (entry.save, entry.delete, AuditEntry.objects.all().delete, lambda: AuditEntry.objects.update(by=None)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


@pytest.mark.parametrize("turn", ["before the tables are emptied", "after they were emptied"])
def test_refuses_outside_the_transaction_of_a_test(turn, transactional_db):
    AuditEntry.objects.create(verb="page.opened")
    refused(WRONG["an update"])


def test_an_opened_patient_page_leaves_a_row(assignment, physio):
    before = rows()
    assert physio.get(reverse("patient-page", args=[assignment.patient.public_id])).status_code == 200
    patient = assignment.patient
    assert [row[1:] for row in rows()[len(before) :]] == [(patient.physio_id, "patient.opened", patient.pk, "")]


def test_a_page_that_was_not_shown_leaves_none(assignment):
    stranger = Client()
    stranger.force_login(make.physio())
    before = rows()
    assert stranger.get(reverse("patient-page", args=[assignment.patient.public_id])).status_code == 404
    assert rows() == before


def test_every_act_leaves_a_row_of_ids_and_verbs_alone(db):
    """Every service is called with a canary wherever it takes words; no column of any row holds one."""
    everything_with("canary")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {TABLE}")
        written = cursor.fetchall()
    verbs = {row[2] for row in rows()}
    assert verbs >= EXPECTED
    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+", verb) for verb in verbs)
    assert all(subject == "" or uuid.UUID(subject) for *_ids, subject in rows())
    assert not [row for row in written if "canary" in str(row).lower()]


EXPECTED = {
    "patient.added",
    "patient.opened",
    "assignment.made",
    "assignment.ended",
    "invitation.made",
    "invitation.withdrawn",
    "invitation.used",
    "session.logged",
    "session.voided",
    "morning.logged",
    "flag.raised",
    "flag.closed",
    "away.said",
    "directive.hold",
    "review.declined",
    "review.other_stage",
    "stage.changed",
}


def everything_with(words):
    now = clock.now()
    patient = make.patient(name=words.title())
    physio = patient.physio
    assignment = make.assignment(patient, days=3)
    client = Client()
    client.force_login(physio)
    client.get(reverse("patient-page", args=[patient.public_id]))
    services.invite(patient, by=physio, now=now)
    services.accept_invitation(services.invite(patient, by=physio, now=now), now=now)
    session = make.session(assignment, days_ago=1, note=words)
    services.take_out(session, by=patient.user, now=now)
    make.morning(assignment)
    [flag], _created = services.raise_flags(
        assignment.patient, ["calf"], client_id=uuid.uuid4(), by=patient.user, now=now
    )
    services.close_flag(flag, words=words, by=physio, now=now)
    services.say_away(assignment, from_on=now.date(), to_on=now.date(), by=patient.user, now=now)
    services.give_directive(assignment, DirectiveKind.HOLD, 1, reason=words, by=physio, now=now)
    later = assignment.version.stages.get(position=2)
    for decision, stage in (("declined", None), ("other_stage", later)):
        review = assignment.reviews.open().get()
        services.decide(assignment, review, decision, by=physio, now=now, reason=words, stage=stage)
    services.end_assignment(assignment, by=physio, now=now)


def test_an_act_whose_row_cannot_be_written_does_not_happen(assignment):
    """One transaction: the log and its audit row come together or not at all."""
    with connection.cursor() as cursor:
        for statement in NO_ROOM[connection.vendor]:
            cursor.execute(statement)
    for act in (lambda: make.session(assignment, days_ago=1), lambda: make.morning(assignment)):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert not TrainingSession.objects.exists()
    assert not MorningCheck.objects.exists()


NO_ROOM = {
    "sqlite": [f"CREATE TRIGGER no_room BEFORE INSERT ON {TABLE} BEGIN SELECT RAISE(FAIL, 'no room'); END"],
    "postgresql": [
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room'; END $$",
        f"CREATE TRIGGER no_room BEFORE INSERT ON {TABLE} FOR EACH ROW EXECUTE FUNCTION no_room()",
    ],
}
