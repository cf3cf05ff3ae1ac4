"""An erased record is gone from the database, from a dump of it, and from what a backup brings back."""

import json
import subprocess
import sys

import pytest

from tests.trials import served
from tests.trials.erased import CANARY
from tests.trials.own_postgres import own_postgres
from tests.trials.test_durable import TABLES

LEFT = {
    "patients_patient": "emptied: the number and the clinic; the audit points at it",
    "hhtclinic_user": "emptied and closed; the audit points at it",
    "patients_auditentry": "who opened or changed that number, and when: nobody may change it",
    "patients_erasure": "the ledger: number, day, reason, by whom",
}


@pytest.fixture
def clinic(tmp_path):
    """A database of a clinic, its surroundings, and a patient of whom every table knows."""
    with own_postgres() as server:
        around = surroundings(tmp_path, server)
        for command in ("migrate", "createcachetable", "sync_groups"):
            served.manage(around, command, "--verbosity", "0")
        yield server, tmp_path, says(around, "fill")


def surroundings(folder, server, database="hhtclinic"):
    return served.surroundings(folder, server.url(database)) | {"DJANGO_SETTINGS_MODULE": "hhtclinic.settings"}


def says(around, *words):
    command = [sys.executable, "-m", "tests.trials.erased", *words]
    made = subprocess.run(command, cwd=served.ROOT, env=around, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(made.stdout.splitlines()[-1])


def naming(server, database):
    """{table: rows of which any column holds the canary}."""
    query = "SELECT count(*) FROM \"{}\" t WHERE t::text ILIKE '%{}%'"
    found = {one: server.asks(query.format(one, CANARY), database)[0] for one in server.asks(TABLES, database)}
    return {table: int(rows) for table, rows in found.items() if rows != "0"}


def test_leaves_what_is_listed(clinic, figure):
    server, folder, people = clinic
    record, neighbour = people["record"], people["neighbour"]
    here, there = surroundings(folder, server), surroundings(folder, server, "restored")
    before, beside = says(here, "count", record), says(here, "count", neighbour)
    assert [table for table, rows in before.items() if not rows] == ["patients_erasure"]
    server.runs("pg_dump", "--format=custom", f"--file={folder}/backup", "hhtclinic")
    after = says(here, "erase", record)
    ledger = subprocess.run(
        [sys.executable, "manage.py", "erase_again", "--list"],
        cwd=served.ROOT,
        env=here,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert ledger == [record]
    server.runs("createdb", "restored")
    server.runs("pg_restore", "--exit-on-error", "--no-owner", "--dbname=restored", f"{folder}/backup")
    brought_back = naming(server, "restored")
    assert says(there, "count", record) == before and len(brought_back) > 20
    served.manage(there, "erase_again", *ledger)
    again = says(there, "count", record)

    assert again == after | {"patients_auditentry": again["patients_auditentry"]}
    assert {table for table, rows in again.items() if rows} == set(LEFT)
    assert [naming(server, one) for one in ("hhtclinic", "restored")] == [{}, {}]
    assert [says(one, "count", neighbour) for one in (here, there)] == [beside, beside]
    dumps = [server.runs("pg_dump", one) for one in ("hhtclinic", "restored")]
    assert not any(CANARY in dump.lower() for dump in dumps)
    figure("tables that named the patient in the backup", len(brought_back))
    figure("the same, erased here, and in the restored backup after erase_again", "0, 0")
    figure("bytes of both dumped anew in which the name was looked for, found", f"{sum(map(len, dumps)):,}, 0")
    figure("rows of a neighbour that changed", 0)
    for table, rows in before.items():
        why = f" ({LEFT[table]})" if table in LEFT else ""
        figure(table, f"{rows} before, {after[table]} left, {again[table]} left in the restored backup{why}")
