"""A migration after a package's first may run while patients log. Collected on PostgreSQL, for its locks."""

import re

import pytest
from django.apps import apps
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    NotInTransactionMixin,
    ValidateConstraint,
)
from django.db import connection, migrations, models
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

from patients.models import Flag
from programs import clock
from programs.constraints import on_postgres, once
from tests import make
from tests.migration_lint import ALLOWED, GROWING, OURS, STEADY, faults, later_faults, tables

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


def rules_against(operation, server):
    planted = migrations.Migration("planted", "patients")
    planted.operations, planted.atomic = [operation], not isinstance(operation, NotInTransactionMixin)
    return [rule for rule, _sql in faults(planted, MigrationLoader(server).project_state(), server)]


def test_no_later_migration_breaks_or_blocks_the_version_before(server):
    assert later_faults(server) == {}


@pytest.mark.parametrize(("operation", "rule"), WRONG.values(), ids=WRONG)
def test_finds(operation, rule, server):
    assert rule in rules_against(operation, server)


@pytest.mark.parametrize("operation", RIGHT.values(), ids=RIGHT)
def test_lets_pass(operation, server):
    assert rules_against(operation, server) == []


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
