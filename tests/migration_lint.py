"""What a migration may not do to a clinic at work, read by squawk from the SQL that Django writes for PostgreSQL.

While a migration runs, the version before it serves patients: it must find its columns, and may not wait for a table
that grows with every log. The first migration of a package meets an empty database and is not read.
"""

import json
import re
import subprocess
import sysconfig
from pathlib import Path

from django.db.migrations.loader import MigrationLoader

from tests.upgrade import release

OURS = ("hhtclinic", "patients", "programs")
SQUAWK = Path(sysconfig.get_path("scripts"), "squawk")
# Taste, and what belongs to the session that migrates rather than to a migration.
NOT_ASKED = (
    *("prefer-bigint-over-int", "prefer-bigint-over-smallint", "prefer-identity", "prefer-robust-stmts"),
    *("prefer-text-field", "prefer-timestamptz", "require-lock-timeout", "require-statement-timeout"),
)
# What the version before meets on any table: its rows are refused, or its columns are not there. A new column has a
# `db_default`; with `default` alone Django gives the database one and takes it away again.
BREAKS = {
    *("adding-required-field", "ban-drop-default", "ban-drop-column", "ban-drop-table"),
    *("renaming-column", "renaming-table", "syntax-error"),
}
ALTERS = re.compile(r'ALTER TABLE "(\w+)"')
# Every other rule is about locks, and is asked of these.
GROWING = {
    "patients": {
        *(
            "activity",
            "addressconfirmation",
            "assignment",
            "auditday",
            "auditentry",
            "away",
            "dayreason",
            "directive",
            "discharge",
            "dosechange",
            "easing",
            "ending",
            "flag",
            "intake",
        ),
        *("invitation", "letter", "measure", "measureasked", "message", "morningcheck", "note", "notice", "patient"),
        "planline",
        *(
            "pushsubscription",
            "reminders",
            "review",
            "sentform",
            "setlog",
            "stagechange",
            "standing",
            "trainingsession",
            "transfer",
        ),
        *("triagemark", "undo", "versionchange"),
    },
    "hhtclinic": {"user"},
}
STEADY = {  # what clinicians and content editors write by hand
    "patients": {
        "cannedtext",
        "clinic",
        "clinicprogram",
        "erasure",
        "failedjob",
        "heartbeat",
        "membership",
        "onetimelink",
        "restore",
        "whatif",
    },
    "programs": {
        *("citation", "criterion", "exercise", "guidance"),
        *("historicalexercise", "historicalguidance", "historicalvariation"),
        *("picture", "prescription", "program", "programversion", "removedstage", "stage", "storedfile", "translation"),
        "variation",
    },
    "hhtclinic": {"user_groups", "user_user_permissions"},
}
HOLDS_SEVERAL = "holds-several-tables"  # asked of what no clinic has had yet
# Steps taken with open eyes, (package, name): {rule: why}; a column is dropped one version after the last that asks it.
FEW_FLAGS = "a clinic has few flags: a check of all of them takes milliseconds"
FEW_INTAKES = "a patient answers once, and the columns are new and empty: a check of all takes milliseconds"
FEW_ROWS = "a patient is away and a colleague notes something now and then, and the columns are new and empty"
FEW_DOSES = "a clinician changes a dose now and then, and the columns are new and empty: a check takes milliseconds"
FEW_PATIENTS = "a clinic has some hundred patients, and the column is new: an index of them takes milliseconds"
ALLOWED = {
    ("patients", "0048_who_set_a_dose_first"): {
        "adding-foreign-key-constraint": FEW_DOSES,
        "constraint-missing-not-valid": FEW_DOSES,
        "require-concurrent-index-creation": FEW_DOSES,
    },
    ("patients", "0037_identity_of_a_patient"): {"require-concurrent-index-creation": FEW_PATIENTS},
    ("hhtclinic", "0003_address_may_be_missing"): {
        "ban-drop-not-null": "the version before finds accounts by their address, and so meets none without one",
    },
    ("patients", "0020_put_right"): {
        "adding-foreign-key-constraint": FEW_ROWS,
        "constraint-missing-not-valid": FEW_ROWS,
        "require-concurrent-index-creation": FEW_ROWS,
    },
    ("patients", "0015_intake_seen"): {
        "adding-foreign-key-constraint": FEW_INTAKES,
        "constraint-missing-not-valid": FEW_INTAKES,
        "require-concurrent-index-creation": FEW_INTAKES,
    },
    ("patients", "0002_flag_of_a_patient"): {
        "adding-foreign-key-constraint": FEW_FLAGS,
        "ban-drop-constraint": "the wider one takes its place in the same transaction",
        "ban-drop-not-null": "the version before looks for flags of an assignment, and so meets none without one",
        "constraint-missing-not-valid": FEW_FLAGS,
        "disallowed-unique-constraint": FEW_FLAGS,
        "require-concurrent-index-creation": FEW_FLAGS,
    },
}


def tables(named):
    return {f"{package}_{table}" for package, those in named.items() for table in those}


def later_faults(connection):
    """What is wrong with any migration of ours but the first of each package: {"package.name": [(rule, SQL)]}."""
    loader = MigrationLoader(connection)
    done = set(re.findall(r"^\d+\t(\w+)\t(\w+)\t", release.text(), re.MULTILINE))
    found = {}
    for (package, name), migration in loader.disk_migrations.items():
        if package in OURS and not migration.initial:
            state = loader.project_state((package, name), at_end=False)
            allowed = ALLOWED.get((package, name), {}).keys() | ({HOLDS_SEVERAL} if (package, name) in done else set())
            wrong = [(rule, sql) for rule, sql in faults(migration, state, connection) if rule not in allowed]
            found |= {f"{package}.{name}": wrong} if wrong else {}
    return found


def faults(migration, state, connection):
    """What is wrong with a migration that meets `state`: (rule, what breaks it)."""
    found = [("irreversible", operation.describe()) for operation in migration.operations if not operation.reversible]
    with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
        migration.apply(state, editor, collect_sql=True)
    lines = list(filter(None, map(on_one_line, editor.collected_sql)))
    if migration.atomic and holds_several(lines):
        found.append((HOLDS_SEVERAL, " ".join(lines)))
    read = read_by_squawk(lines, migration.atomic)
    return found + [(rule, lines[line]) for rule, line in read if concerns(rule, lines[line])]


def holds_several(lines):
    """Whether one transaction takes more than one table that grows: it would hold one while it waits for another, and
    who has that one waits for the first."""
    altered = {found[1] for found in map(ALTERS.match, lines) if found}
    return len(altered & tables(GROWING)) > 1


def on_one_line(sql):
    return " ".join(part.strip() for part in sql.splitlines() if not part.lstrip().startswith("--"))


def read_by_squawk(lines, in_transaction):
    words = [SQUAWK, "--pg-version=15", "--reporter=json", f"--exclude={','.join(NOT_ASKED)}"]
    words += ["--assume-in-transaction"] if in_transaction else []
    answer = subprocess.run(words, input="\n".join(lines), capture_output=True, text=True)
    return [(fault["rule_name"], fault["line"]) for fault in json.loads(answer.stdout)]


def concerns(rule, statement):
    """Whether it breaks the version before, or locks a table that grows; where none is named, it may be one."""
    named = set(re.findall(r"\w+", statement)) & (tables(GROWING) | tables(STEADY))
    return rule in BREAKS or not named or bool(named & tables(GROWING))
