"""A patient of whom every table knows, in the database of the surroundings: python -m tests.trials.erased fill prints
who, as JSON; `erase RECORD` erases them as their clinic's administrator does, `count RECORD` prints {table: rows}."""

import datetime as dt
import json
import sys
import uuid

import django

CANARY = "canary"


def main(act, *record):
    django.setup()
    print(json.dumps({"fill": fill, "erase": erase, "count": count}[act](*record)))


def fill():
    """A patient with a row on every table of a record, and a neighbour."""
    from django.contrib.sessions.models import Session
    from django.test import Client

    from patients.models.whole_record import TABLES
    from programs import clock
    from tests import make

    chief = make.administrator()
    physio = make.physio(of=chief.memberships.get().clinic)
    patient = make.patient(
        by=physio, name="Carla Canary", email="carla@canary.org", phone="07700900canary", emergency_name="Bo Canary"
    )
    running = make.assignment(patient, days=20)
    make.session(running, days_ago=1, note="session-canary")
    make.morning(running)
    make.reminded(patient)
    Client().force_login(patient.user)
    now = clock.now()
    type(running).objects.filter(pk=running.pk).update(ended_at=now, ended_by=physio, end_reason="canary moved")
    for table in TABLES:
        if not table.rows(patient).exists():
            put_a_row(table, patient, running)
    neighbour = make.assignment(make.patient(by=physio, name="Nora Next"), days=3)
    make.session(neighbour, days_ago=1)
    assert Session.objects.exists()
    return {"record": str(patient.public_id), "neighbour": str(neighbour.patient.public_id)}


def put_a_row(table, patient, running):
    """One with the canary in every text that has room for it, whatever it says; the database's rules hold."""
    from django.apps import apps

    model = apps.get_model(table.model)
    values = {}
    for field in model._meta.concrete_fields:
        if field.name == table.of_user or not (field.primary_key or field.null):
            values[field.name] = of_kind(field, patient, running)
    model._default_manager.bulk_create([model(**values)])


def of_kind(field, patient, running):
    from django.db import models

    if field.is_relation:
        there = {type(one): one for one in (patient, patient.user, running, patient.clinic, running.version)}
        there |= {type(one): one for one in (running.standing.stage, running.sessions.first())}
        if field.name == "to_clinic":
            return there[type(patient.clinic)].__class__.objects.create(name="Elsewhere", country="GB")
        return there.get(field.related_model) or field.related_model._default_manager.first()
    if field.choices:
        return field.choices[0][0]
    if field.has_default() and not isinstance(field, models.CharField | models.TextField):
        return field.get_default()
    moment = dt.datetime.now(dt.UTC)
    for kind, value in (
        (models.DateTimeField, moment),
        (models.DateField, moment.date()),
        (models.UUIDField, uuid.uuid4()),
        (models.BooleanField, False),
        (models.JSONField, {"said": CANARY}),
        (models.GenericIPAddressField, "127.0.0.1"),
        (models.CharField | models.TextField, CANARY[: field.max_length]),
    ):
        if isinstance(field, kind):
            return value
    return 1


def erase(record):
    from patients import services
    from patients.models import Membership, Patient, Role
    from programs import clock

    patient = Patient.objects.get(public_id=record)
    chief = Membership.objects.get(clinic=patient.clinic, role=Role.ADMINISTRATOR).user
    services.erase_patient(patient, typed=patient.name, reason="order", by=chief, now=clock.now())
    return count(record)


def count(record):
    """{table: how many rows of it are this patient's}, the ledger's among them; {} for somebody who is not there."""
    from django.apps import apps

    from patients.models import Erasure, Patient
    from patients.models.whole_record import TABLES

    patient = Patient.objects.filter(public_id=record).first()
    if patient is None:
        return {}
    rows = {apps.get_model(table.model)._meta.db_table: table.rows(patient).count() for table in TABLES}
    return rows | {Erasure._meta.db_table: Erasure.objects.filter(record=record).count()}


if __name__ == "__main__":
    main(*sys.argv[1:])
