"""A migration after a package's first may run while patients log. Collected on PostgreSQL, for its locks."""

import re
from importlib import import_module
from io import StringIO
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    NotInTransactionMixin,
    ValidateConstraint,
)
from django.core.management import CommandError, call_command
from django.core.management.commands.migrate import Command as DjangosMigrate
from django.db import OperationalError, ProgrammingError, connection, migrations, models, transaction
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    DeleteModel,
    RemoveField,
    RemoveIndex,
    RenameField,
    RenameModel,
    RunPython,
    RunSQL,
)
from django.db.migrations.loader import MigrationLoader
from psycopg.errors import LockNotAvailable

from hhtclinic.management.commands import migrate
from patients.models import Flag
from programs import clock
from programs.constraints import on_postgres, once
from tests import make
from tests.migration_lint import ALLOWED, GROWING, OURS, STEADY, faults, later_faults, tables

AddFieldIfMissing = import_module("patients.migrations.0053_until_when_it_is_meant").AddFieldIfMissing
INDEX = models.Index(fields=("done",), name="by_done")
CHECK = models.CheckConstraint(condition=models.Q(done__lt=500), name="below_500")
ONCE = models.UniqueConstraint(fields=("session", "done"), name="once")
LINE = ("id", models.BigAutoField(primary_key=True))
WRONG = {
    "a column without a default": (AddField("setlog", "new", models.IntegerField()), "adding-required-field"),
    "a default that the database forgets": (
        AddField("setlog", "new", models.IntegerField(default=0)),
        "ban-drop-default",
    ),
    "the same on a small table": (AddField("clinic", "new", models.IntegerField(default=0)), "ban-drop-default"),
    "a key to a table that grows": (
        AddField("setlog", "new", models.ForeignKey("patients.review", models.PROTECT, null=True, related_name="+")),
        "adding-foreign-key-constraint",
    ),
    "an index that blocks writing": (AddIndex("setlog", INDEX), "require-concurrent-index-creation"),
    "an index dropped at once": (
        RemoveIndex("review", "review_decided_at"),
        "require-concurrent-index-deletion",
    ),
    "a constraint that reads every row": (AddConstraint("setlog", CHECK), "constraint-missing-not-valid"),
    "a unique constraint": (AddConstraint("setlog", ONCE), "disallowed-unique-constraint"),
    "another type": (AlterField("setlog", "done", models.BigIntegerField()), "changing-column-type"),
    "a column that becomes required": (
        AlterField("trainingsession", "all_sets", models.BooleanField()),
        "adding-not-nullable-field",
    ),
    "another name": (RenameField("setlog", "done", "finished"), "renaming-column"),
    "another name of a table": (RenameModel("Note", "Remark"), "renaming-table"),
    "a column less": (RemoveField("cannedtext", "text"), "ban-drop-column"),
    "a table less": (DeleteModel("Note"), "ban-drop-table"),
    "code without a way back": (RunPython(lambda apps, editor: None), "irreversible"),
    "SQL without a way back": (RunSQL("UPDATE patients_setlog SET done = 1"), "irreversible"),
}
RIGHT = {
    "a column with the database's own default": AddField("setlog", "new", models.IntegerField(db_default=0)),
    "a column that may be empty": AddField("setlog", "new", models.IntegerField(null=True)),
    "an index made beside the writing": AddIndexConcurrently("setlog", INDEX),
    "a constraint for new rows": AddConstraintNotValid("setlog", CHECK),
    "the old rows asked afterwards": ValidateConstraint("setlog", "set_done_0_to_600"),
    "an index of a small table": AddIndex("clinic", models.Index(fields=("name",), name="by_name")),
    "a new table with an index": CreateModel(
        "Line", [LINE, ("on", models.DateField())], {"indexes": [models.Index(fields=("on",), name="by_on")]}
    ),
    "code with a way back": RunPython(lambda apps, editor: None, RunPython.noop),
}


@pytest.fixture
def server(db):
    """A connection outside the test's own transaction, in which no index is made concurrently."""
    assert connection.vendor == "postgresql", "locks are PostgreSQL's: python tests/cluster.py -- pytest …"
    made = connection.copy()
    yield made
    made.close()


def rules_against(*operations, server):
    planted = migrations.Migration("planted", "patients")
    planted.operations = operations
    planted.atomic = not isinstance(operations[0], (NotInTransactionMixin, AddFieldIfMissing))
    return [rule for rule, _sql in faults(planted, MigrationLoader(server).project_state(), server)]


def test_no_later_migration_breaks_or_blocks_the_version_before(server):
    assert later_faults(server) == {}


@pytest.mark.parametrize(("operation", "rule"), WRONG.values(), ids=WRONG)
def test_finds(operation, rule, server):
    assert rule in rules_against(operation, server=server)


@pytest.mark.parametrize("operation", RIGHT.values(), ids=RIGHT)
def test_lets_pass(operation, server):
    assert rules_against(operation, server=server) == []


def test_finds_a_table_that_is_held_while_another_is_waited_for(server):
    several = (("standing", "new", models.IntegerField(null=True)), ("note", "new", models.IntegerField(null=True)))
    assert rules_against(*(AddField(*one) for one in several), server=server) == ["holds-several-tables"]
    assert rules_against(*(AddFieldIfMissing(*one) for one in several), server=server) == []


def test_goes_on_with_a_column_that_was_added_before_it_was_broken_off(db):
    state = MigrationLoader(connection).project_state()
    later, add = state.clone(), AddFieldIfMissing("note", "new", models.IntegerField(null=True))
    add.state_forwards("patients", later)
    with connection.schema_editor() as editor:
        for _again in range(2):
            add.database_forwards("patients", editor, state, later)
        for _again in range(2):
            add.database_backwards("patients", editor, later, state)


def test_names_the_patient_of_a_flag_that_the_version_before_writes(db):
    of = make.assignment()
    flag = Flag(assignment=of, kind="calf", raised_at=clock.now(), raised_by=of.patient.user)
    flag.save()
    assert of.patient.flags.get() == flag


def test_knows_of_every_table_whether_it_grows():
    ours = [model for package in OURS for model in apps.get_app_config(package).get_models(include_auto_created=True)]
    assert tables(GROWING) | tables(STEADY) == {model._meta.db_table for model in ours}
    assert not tables(GROWING) & tables(STEADY)


def test_allows_nothing_to_a_migration_that_is_not_there():
    assert ALLOWED.keys() <= MigrationLoader(None).disk_migrations.keys()


def test_leaves_every_rule_that_says_once_with_the_name_by_which_it_is_known(server):
    """A sentence hangs on that name: `programs/constraints.py`."""
    ours = [model for package in OURS for model in apps.get_app_config(package).get_models()]
    unknown, seen = [], 0
    with server.cursor() as cursor:
        for model in ours:
            known = "|".join(on_postgres(model, rule) for rule in once(model))
            found = server.introspection.get_constraints(cursor, model._meta.db_table)
            names = [name for name, one in found.items() if one["unique"] and not one["primary_key"]]
            unknown += [name for name in names if not re.fullmatch(known, name)]
            seen += len(names)
    assert not unknown and seen > 50


# Whoever migrates while patients log waits for them, not they for it.


@pytest.fixture
def migrating(monkeypatch):
    """`manage.py migrate`, of which Django's own part runs what it is given."""

    def run(act, pause=lambda _seconds: None, **more):
        monkeypatch.setattr(DjangosMigrate, "handle", lambda *_args, **_options: act())
        monkeypatch.setattr(migrate.time, "sleep", pause)
        for name, value in more.items():
            monkeypatch.setattr(migrate, name, value)
        call_command("migrate", stdout=StringIO())

    return run


def locks(table):
    """What changes a table does so in a transaction, which ends with the first refusal."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table}")


def test_migrates_when_who_is_at_work_has_done(db, migrating, server):
    """And between two tries nobody stands behind the one who waits."""
    reads, done = connection.copy(), []
    server.set_autocommit(False)
    server.cursor().execute("SELECT 1 FROM patients_note")

    def pause(_seconds):
        with reads.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1ms'")
            cursor.execute("SELECT 1 FROM patients_note")
        done.append("pause")
        server.rollback()

    migrating(lambda: locks("patients_note"), pause)
    reads.close()
    assert done == ["pause"]


def test_gives_up_with_a_sentence_when_nobody_lets_go(db, migrating, server):
    server.set_autocommit(False)
    server.cursor().execute("SELECT 1 FROM patients_note")
    with pytest.raises(CommandError, match="find what holds it"):
        migrating(lambda: locks("patients_note"), PATIENCE_SECONDS=0)
    server.rollback()


def test_does_not_try_again_where_something_else_is_wrong(db, migrating):
    with pytest.raises(ProgrammingError, match="does not exist"):
        migrating(lambda: locks("patients_nothing"), pause=pytest.fail)


def test_comes_again_with_one_statement_where_there_is_no_transaction():
    """And does not hurry what is done beside the writing of others."""
    ran, waited = [], []

    def execute(sql, *_more):
        ran.append(sql)
        if ran == ["ALTER 1"]:
            raise OperationalError from LockNotAvailable()

    context = {"connection": SimpleNamespace(in_atomic_block=False), "cursor": SimpleNamespace(cursor=RunsAll(ran))}
    each = migrate.EachStatement(waited.append)
    for sql in ("ALTER 1", "CREATE INDEX CONCURRENTLY a", "ALTER 2"):
        each(execute, sql, None, False, context)
    free, hurried = "SET lock_timeout = 0", "SET lock_timeout = '200ms'"
    assert ran == ["ALTER 1", "ALTER 1", free, "CREATE INDEX CONCURRENTLY a", hurried, "ALTER 2"]
    assert len(waited) == 1


class RunsAll:
    def __init__(self, ran):
        self.execute = ran.append
