"""A record is erased: nothing on any table says any more who it was, and what remains is listed here."""

import datetime as dt
import uuid

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from patients import services
from patients.models import (
    AuditEntry,
    Erasure,
    Invitation,
    Letter,
    LetterKind,
    Message,
    Note,
    Notice,
    NoticeKind,
    Patient,
    PushSubscription,
    TrainingSession,
)
from patients.models.whole_record import TABLES, kept_until
from patients.selectors import desk
from patients.services.letter import queue_account
from programs import clock
from tests import append_only, make

pytestmark = pytest.mark.django_db
CANARIES = ("canary", "Canary", "07700900999", "KANARI-7", "1961-02-03")


def columns_with(words):
    """{table: how many rows} of every table of the database of which any column holds one of the words."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            holding = [row for row in cursor.fetchall() if any(word in text_of(cell) for cell in row for word in words)]
            if holding:
                found[table] = len(holding)
    return found


def text_of(cell):
    return bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell)


@pytest.fixture
def chief():
    return make.administrator()


def told(patient, assignment, now):
    """One row with a canary on as many tables as can hold one."""
    user, physio = patient.user, patient.physio
    make.session(assignment, days_ago=1, note="session-canary")
    make.morning(assignment)
    make.activity(assignment, days_ago=1)
    Note.objects.create(assignment=assignment, by=physio, text="note-canary", at=now)
    Message.objects.create(
        patient=patient, by=user, from_patient=True, text="text-canary", at=now, client_id=uuid.uuid4()
    )
    Notice.objects.create(user=user, kind=NoticeKind.EXERCISE, key="key-canary", due_at=now)
    PushSubscription.objects.create(
        user=user, endpoint="https://push.example/canary", p256dh="x", auth="y", made_at=now
    )
    Invitation.objects.create(
        patient=patient, token_hash="a" * 64, created_by=physio, created_at=now, expires_at=now, address="c@canary.org"
    )
    EmailAddress.objects.create(user=user, email="second@canary.org")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    queue_account("c@canary.org", "a letter", "text", to=None, expires_at=now, now=now)
    Letter.objects.filter(kind=LetterKind.ACCOUNT).update(subject="subject-canary")
    LogEntry.objects.create(
        user=physio,
        content_type=ContentType.objects.get_for_model(Patient),
        object_id=str(patient.pk),
        object_repr=str(patient),
        action_flag=CHANGE,
    )


@pytest.fixture
def record(chief):
    """A patient of the administrator's clinic with a canary wherever one can be, whose programme has ended."""
    clinic = chief.memberships.get().clinic
    physio = make.physio(of=clinic)
    patient = make.patient(
        by=physio,
        name="Carla Canary",
        email="carla@canary.org",
        phone="07700900999",
        record_number="KANARI-7",
        born_on=dt.date(1961, 2, 3),
        emergency_name="Bo Canary",
        gp_name="Dr Canary",
    )
    assignment = make.assignment(patient, days=20)
    told(patient, assignment, clock.now())
    Client().force_login(patient.user)
    type(assignment).objects.filter(pk=assignment.pk).update(
        ended_at=clock.now(), ended_by=physio, end_reason="canary moved"
    )
    return patient


def erase(patient, chief, **changed):
    words = {"typed": "carla  canary", "reason": "error", "by": chief, "now": clock.now()} | changed
    return services.erase_patient(patient, **words)


def test_leaves_no_word_of_the_person_on_any_table(record, chief):
    neighbour = make.assignment(make.patient(by=record.physio, name="Nora Next"), days=3)
    make.session(neighbour, days_ago=1)
    assert len(columns_with(CANARIES)) >= 12
    erase(record, chief)
    assert columns_with(CANARIES) == {}
    assert neighbour.sessions.count() == 1 and str(neighbour.patient) == "Nora Next"
    assert not any(one.get_decoded().get("_auth_user_id") == str(record.user_id) for one in Session.objects.all())


def test_keeps_the_audit_the_emptied_row_it_points_at_and_a_line_of_the_ledger(record, chief):
    entries = AuditEntry.objects.filter(patient=record).count()
    line = erase(record, chief)
    rows = {table.model: table.rows(record).count() for table in TABLES}
    assert {model for model, count in rows.items() if count} == {
        "patients.Patient",
        "hhtclinic.User",
        "patients.AuditEntry",
    }
    assert rows["patients.AuditEntry"] == entries + 1
    assert (line.record, line.by, line.reason, line.at) == (record.public_id, chief, "error", clock.now())
    record.refresh_from_db()
    assert (str(record), record.user.is_active, record.user.email) == ("erased record", False, None)


def test_leaves_every_list_and_signs_out(record, chief):
    physio, phone = record.physio, Client()
    phone.force_login(record.user)
    erase(record, chief)
    assert phone.get(reverse("today")).status_code == 302
    office = Client()
    office.force_login(physio)
    assert office.get(reverse("patient-page", args=[record.public_id])).status_code == 404
    assert "erased record" not in office.get(reverse("caseload")).content.decode()
    assert not Patient.objects.filter(physio=physio).exists()


def test_is_done_once(record, chief):
    assert erase(record, chief) == erase(record, chief, typed="")
    assert Erasure.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"typed": "Carla Canari"}, "not the name"),
        ({"reason": "because"}, "choose a reason"),
        ({"reason": "again"}, "choose a reason"),
        ({"reason": "term"}, "has to be kept until"),
    ],
)
def test_refuses(changed, said, record, chief):
    with pytest.raises(services.Refused, match=said):
        erase(record, chief, **changed)
    assert columns_with(CANARIES) != {} and not Erasure.objects.exists()


def test_refuses_who_does_not_run_the_clinic_and_a_programme_that_runs(record, chief):
    with pytest.raises(services.Refused, match="no administrator"):
        erase(record, record.physio)
    record.assignments.update(ended_at=None, ended_by=None, end_reason="")
    with pytest.raises(services.Refused, match="A programme is running"):
        erase(record, chief)


def test_waits_for_the_clinics_term_after_the_last_entry(record, chief):
    clinic = record.clinic
    after = kept_until(record)
    assert after.year == clock.now().year + 10
    assert desk.past_the_term(clinic, after - dt.timedelta(days=1)) == []
    Patient.objects.filter(pk=record.pk).update(created_at=clock.now() - dt.timedelta(days=30))
    assert [one for one, _last in desk.past_the_term(clinic, after)] == [record]
    assert TrainingSession.objects.exists()  # listed, and no more
    assert erase(record, chief, reason="term", now=after)


def test_is_done_again_after_a_restore(record, chief, capsys):
    """What a backup brings back: the patient as they were, with the ledger, and without it."""
    before = Patient.objects.filter(pk=record.pk).values().get()
    user = type(record.user).objects.filter(pk=record.user_id).values("name", "email", "is_active").get()

    def restored():
        Patient.objects.filter(pk=record.pk).update(**before)
        type(record.user).objects.filter(pk=record.user_id).update(**user)
        back = make.assignment(Patient.objects.get(pk=record.pk), days=3)
        make.session(back, days_ago=1, note="came-back-canary")

    erase(record, chief)
    restored()
    assert columns_with(CANARIES) != {}
    call_command("erase_again")
    assert capsys.readouterr().out == "1 erased again\n"
    assert columns_with(CANARIES) == {}
    restored()
    append_only.lift(connection)
    Erasure.objects.all().delete()  # the backup is older than the erasure
    append_only.put_back(connection)
    call_command("erase_again", str(record.public_id))
    assert columns_with(CANARIES) == {}
    assert Erasure.objects.get().reason == "again"
    call_command("erase_again", "--list")
    assert str(record.public_id) in capsys.readouterr().out


LEDGER = Erasure._meta.db_table
OVERWRITTEN = (
    "INSERT OR REPLACE INTO {} (id, record, clinic_id, reason, at) SELECT {}, record, clinic_id, 'term', at FROM {}"
)
TAMPERING = {
    "both": [f"UPDATE {LEDGER} SET reason = 'term'", f"DELETE FROM {LEDGER}"],
    "sqlite": [OVERWRITTEN.format(LEDGER, key, LEDGER) for key in ("id", "id + 1000")],
    "postgresql": [f"TRUNCATE {LEDGER}", f"TRUNCATE {LEDGER} CASCADE"],
}


def test_leaves_a_line_that_nobody_changes_or_takes_out(record, chief):
    line = erase(record, chief)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = OFF")  # as a connection of another program
    connection.check_constraints()
    for statement in TAMPERING["both"] + TAMPERING[connection.vendor]:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert list(Erasure.objects.values_list("pk", "reason")) == [(line.pk, "error")]


def test_tells_the_log_the_number_and_nothing_else(record, chief, caplog):
    erase(record, chief)
    assert str(record.public_id) in caplog.text
    assert "anary" not in caplog.text


def test_is_asked_for_on_a_page_that_names_nobody(record, chief):
    office, address = Client(), reverse("erase-patient", args=[record.clinic_id])
    office.force_login(chief)
    page = office.get(address).content.decode()
    assert "What goes, and what is kept" in page and "anary" not in page
    wrong = office.post(address, {"record": str(record.public_id), "typed": "Carla", "reason": "error"})
    assert wrong.status_code == 422 and "This is not the name in this record" in wrong.content.decode()
    assert "Canary" not in wrong.content.decode()
    foreign = make.patient(name="Zoe Zenith")
    sent = {"record": str(foreign.public_id), "typed": "Zoe Zenith", "reason": "error"}
    assert "No record of this clinic has this number" in office.post(address, sent).content.decode()
    done = office.post(
        address, {"record": str(record.public_id), "typed": "Carla Canary", "reason": "error"}, follow=True
    )
    assert str(record.public_id) in done.content.decode()
    assert columns_with(CANARIES) == {}
