"""Who looked at or changed what: written with the act, ids and verbs only, and no longer to be changed."""

import datetime as dt
import io
import re
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from patients import services
from patients.access import record_list
from patients.models import AuditDay, AuditEntry, DirectiveKind, MorningCheck, TrainingSession
from patients.services.audit import broken_day, seal_audit
from programs import clock
from tests import append_only, make

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


def test_finds_a_patient_on_a_list_by_an_index(assignment):
    patient, physio = assignment.patient, assignment.patient.physio
    others = [make.patient(by=physio, name=f"Pat {n}") for n in range(3)]
    near = type("Near", (), {"pk": int(f"{patient.pk}1")})  # whose key begins as the patient's does
    for shown in ([patient], [*others, patient], [patient, near], [near], others, []):
        record_list(physio, "caseload.opened", shown)
    found = AuditEntry.objects.about(patient)
    assert found.filter(verb="caseload.opened").count() == 3
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # the table is small, and what is known of it by chance
            cursor.execute("SET LOCAL enable_indexscan = off")  # the one by date reads every row as well
        assert "audit_shown_keys" in found.explain()


EMPTIED = {
    "sqlite": f"INSERT OR REPLACE INTO {TABLE} (id, at, verb, subject, shown) "
    f"SELECT id, strftime('%Y-%m-%d %H:%M:%f', 'now'), 'nothing', '', '' FROM {TABLE}",
    "postgresql": f"TRUNCATE {TABLE}",
}
OF_2001 = f"INSERT INTO {TABLE} (at, verb, subject, shown) VALUES ('2001-01-01 00:00:00+00', 'page.opened', '', '')"


def test_refuses_what_passes_by_the_triggers_of_each_row(assignment):
    """TRUNCATE; and on SQLite a connection of another program, which replaces rows without deleting them."""
    before = rows()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = OFF")
    connection.check_constraints()  # what waits for the end of the transaction would stop TRUNCATE too
    refused(EMPTIED[connection.vendor])
    assert rows() == before != []


def test_takes_its_time_from_the_database(assignment):
    """PostgreSQL writes its own; SQLite refuses another."""
    if connection.vendor == "sqlite":
        with pytest.raises(DatabaseError, match="of now"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(OF_2001)
    else:
        with connection.cursor() as cursor:
            cursor.execute(OF_2001)
    assert not AuditEntry.objects.filter(at__year=2001).exists()
    assert dt.datetime.now(dt.UTC) - AuditEntry.objects.order_by("pk").last().at < dt.timedelta(minutes=5)


def sealed():
    """The audit with a digest of today, and of the two days after."""
    seal_audit(dt.datetime.now(dt.UTC) + dt.timedelta(days=3, hours=2))
    assert (AuditDay.objects.count() >= 3, broken_day()) == (True, None)


TAMPERING = {
    "a row is changed": f"UPDATE {TABLE} SET verb = 'page.opened' WHERE id = (SELECT max(id) FROM {TABLE})",
    "a row is taken out": f"DELETE FROM {TABLE} WHERE id = (SELECT max(id) FROM {TABLE})",
    "a row is put into the past": OF_2001,
    "a row names another": f"UPDATE {TABLE} SET shown = ' 1 ' WHERE id = (SELECT min(id) FROM {TABLE})",
    "a digest is taken out": "DELETE FROM patients_auditday WHERE id = (SELECT min(id) + 1 FROM patients_auditday)",
    "a digest is changed": "UPDATE patients_auditday SET count = 0 WHERE id = (SELECT min(id) FROM patients_auditday)",
}


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING)
def test_shows_what_somebody_did_who_lifted_the_triggers(statement, assignment):
    sealed()
    append_only.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    append_only.put_back(connection)
    assert broken_day()
    with pytest.raises(CommandError, match="is not what was written"):
        call_command("check_audit")


def test_seals_no_day_that_is_not_over_and_each_once(assignment):
    now = dt.datetime.now(dt.UTC)
    assert seal_audit(now) == 0
    tomorrow = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(1, 1), dt.UTC)
    assert [seal_audit(tomorrow) for _again in range(2)] == [1, 0]
    for statement in ("UPDATE patients_auditday SET count = 0", "DELETE FROM patients_auditday"):
        refused(statement)
    kept = list(AuditDay.objects.values_list("pk", "count", "digest"))
    assert seal_audit(tomorrow) == 0
    AuditDay.objects.bulk_create([AuditDay(day=AuditDay.objects.first().day, count=9)], ignore_conflicts=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = OFF")
            cursor.execute(
                "INSERT OR REPLACE INTO patients_auditday (day, count, digest) SELECT day, 9, '' FROM patients_auditday"
            )
    assert list(AuditDay.objects.values_list("pk", "count", "digest")) == kept


def test_the_role_of_the_site_adds_and_reads_alone(assignment):
    """By the grants that a command prints, whatever triggers there are."""
    if connection.vendor == "sqlite":
        with pytest.raises(CommandError, match="Only PostgreSQL"):
            call_command("audit_grants", "site")
        return
    said = io.StringIO()
    call_command("audit_grants", "site", stdout=said)
    append_only.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE site; {said.getvalue()} SET ROLE site")
    AuditEntry.objects.create(verb="page.opened")
    assert AuditEntry.objects.exists()
    for statement in (*WRONG.values(), f"TRUNCATE {TABLE}", f"ALTER TABLE {TABLE} DISABLE TRIGGER ALL"):
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
            connection.cursor().execute(statement)


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
