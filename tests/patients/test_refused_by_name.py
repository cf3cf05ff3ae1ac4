"""A sentence about a refusal of the database is said of the rule it is about; any other is a fault, and no answer."""

import uuid
from contextlib import contextmanager

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction

from patients import services
from patients.domain.consent import Consent
from patients.domain.entries import ActivityEntry, MeasureEntry, MorningEntry
from patients.domain.instruments import SITTING
from patients.models import (
    Activity,
    Assignment,
    Measure,
    Message,
    MorningCheck,
    Patient,
    Review,
    SentForm,
    TrainingSession,
    Transfer,
    WhatIf,
)
from patients.services.address import take_address
from patients.services.colleague import invite_colleague
from patients.services.sent import note_sent
from patients.what_if import running
from programs import clock
from programs.editor.publishing import duplicate
from tests import make

pytestmark = pytest.mark.django_db


@contextmanager
def refusing(model):
    """The table takes nothing: a rule stands on it that no code knows."""
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        lines = ["SET CONSTRAINTS ALL IMMEDIATE", f"ALTER TABLE {table} ADD CONSTRAINT planted CHECK (false) NOT VALID"]
    else:
        no = f"ON {table} BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: planted'); END"
        lines = [f"CREATE TRIGGER planted_{verb} BEFORE {verb} {no}" for verb in ("INSERT", "UPDATE")]
    with transaction.atomic():
        with connection.cursor() as cursor:
            for line in lines:
                cursor.execute(line)
        yield
        transaction.set_rollback(True)


def verbs():
    """{table: what is asked of it}, each of which would be accepted."""
    now = clock.now()
    of = make.assignment(days=9)
    patient, by = of.patient, of.patient.physio
    how = {"by": by, "now": now}
    free = make.patient(by=by, name="Free")
    ended = make.assignment(make.patient(by=by, name="Ended"), days=9)
    services.end_assignment(ended, reason="Well again.", **how)
    act = f"end:{ended.endings.get().pk}"
    start = {"version": of.version, "side": "left", "started_on": now.date(), "intake_morning_pain": 1}
    consent = Consent("Hanna", patient.today(now), "phone")
    elsewhere, office = make.physio().memberships.get().clinic, make.administrator(patient.clinic)
    draft = duplicate(of.version)
    cy = {"name": "Cy", "email": "cy@example.org", "roles": ["physio"]}
    seen = {"client_id": uuid.uuid4(), "on": patient.today(now)}
    entry = make.entry(of, at=now)
    return {
        TrainingSession: lambda: services.log_session(of, entry, **how),
        MorningCheck: lambda: services.record_morning(of, MorningEntry(**seen, pain_left=1, pain_right=1), **how),
        Activity: lambda: services.log_activity(of, ActivityEntry(**seen, kind="run", minutes=9), **how),
        Measure: lambda: services.give_measure(of, MeasureEntry(**seen, kind=SITTING, value=9), **how),
        Message: lambda: services.send_message(patient, "Hello.", client_id=uuid.uuid4(), **how),
        Review: lambda: services.review_assignment(of, now),
        Assignment: lambda: services.assign_program(patient=free, **start, **how),
        (Assignment, "undone"): lambda: services.undo_decision(ended, act, **how),
        Transfer: lambda: services.ask_transfer(patient, elsewhere, consent, **how),
        Patient: lambda: services.correct_identity(patient, record_number="A7", **how),
        get_user_model(): lambda: take_address(patient.user, "new@example.org"),
        (get_user_model(), "new"): lambda: invite_colleague(patient.clinic, **cy, by=office, now=now),
        SentForm: lambda: note_sent(uuid.uuid4(), "x", **how),
        WhatIf: lambda: running.ask(draft, **how),
    }


def test_says_nothing_of_a_rule_that_it_does_not_know():
    for on, ask in verbs().items():
        model = on[0] if isinstance(on, tuple) else on
        with refusing(model), pytest.raises(IntegrityError, match="planted"), transaction.atomic():
            ask()
        with transaction.atomic():
            ask()
            transaction.set_rollback(True)
