"""Rows are written as `save` writes them."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from patients.models import AuditEntry, SetLog, Standing, TrainingSession
from programs import clock
from programs.prepared import AT, ID, Given
from programs.selectors import main_of
from programs.written import PreparedUpdate, insert, insert_all, update
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]


def columns(row, *without):
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in ("id", *without)
    }


def test_writes_every_column_of_a_new_row():
    running = make.assignment(days=3)
    first = make.session(running, note="50 % of it, it’s fine", felt=("pins_and_needles",), effort=None)
    read = TrainingSession.objects.get(pk=first.pk)
    again = [TrainingSession(**columns(read, "client_id")) for _ in range(2)]
    for one in again:
        insert(one)
    assert first.pk < again[0].pk < again[1].pk and not again[0]._state.adding
    assert all(columns(TrainingSession.objects.get(pk=one.pk)) == columns(one) for one in again)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(TrainingSession(**columns(read)))


def test_leaves_to_the_database_what_it_fills_by_itself():
    row = AuditEntry(by=make.user(), verb="session.logged", subject="7")
    insert(row)
    read = AuditEntry.objects.get(pk=row.pk)
    assert (read.by, read.verb, read.subject, read.shown, bool(read.at)) == (row.by, row.verb, "7", "", True)


def test_writes_the_columns_it_is_told_and_no_other():
    standing = make.assignment(days=3).standing
    before = Standing.objects.get(pk=standing.pk)
    standing.recent, standing.quiet, standing.outcome = [{"on": "2026-01-01"}], True, "review"
    update(standing, ("recent", "quiet", "updated_at"))
    after = Standing.objects.get(pk=standing.pk)
    assert (after.recent, after.quiet, after.outcome) == (standing.recent, True, before.outcome)
    standing.pk = 0
    with pytest.raises(DatabaseError):
        update(standing, ("quiet",))


def test_updates_what_a_queryset_finds_and_says_how_many():
    running = make.assignment(days=3)
    make.session(running)
    rows = PreparedUpdate(
        lambda: TrainingSession.objects.valid().filter(assignment=Given("of", ID)), no_injury_at=Given("at", AT)
    )
    now = clock.now()
    assert (rows(of=running.pk, at=now), rows(of=0, at=now)) == (1, 0)
    assert running.sessions.get().no_injury_at == now


def test_writes_many_rows_at_once_as_each_of_them_alone():
    running = make.assignment(days=3)
    session, [one, *_] = make.session(running), main_of(running.standing.stage)
    SetLog.objects.all().delete()
    common = {"session": session, "prescription": one, "variation": one.variations[-1], "target": 15}
    for count in (0, 1, 3):
        rows = [SetLog(**common, number=n + 1, side="left", done=n, load_kg=n and Decimal("2.5")) for n in range(count)]
        insert_all(rows)
        read = SetLog.objects.order_by("number")
        assert [columns(row) for row in read] == [columns(row) for row in rows]
        read.delete()
