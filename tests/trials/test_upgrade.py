"""From the last release to this version while patients log and a physio works, by the code of the release and by this
one; and back. A report that reads for seconds is under way, behind which a change of a table waits."""

import contextlib
import json
import pathlib
import re
import subprocess
import sys
import threading
import time

import pytest

from tests.trials import served
from tests.trials.own_postgres import own_postgres
from tests.trials.test_durable import Phone
from tests.upgrade import release

pytestmark = pytest.mark.trial
PHONES, READS_FOR = 4, 20  # seconds, those in which what changes begins among them
DESK = served.ROOT / "tests" / "trials" / "desk.py"
LOCK_WAIT = re.compile(r"acquired (?!AccessExclusive)\w+ on relation \d+ of database \d+ after ([\d.]+) ms")
READS = "BEGIN; LOCK TABLE {} IN ACCESS SHARE MODE; SELECT pg_sleep({}); COMMIT"
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"


def git(*words):
    return subprocess.run(["git", *words], cwd=served.ROOT, check=True, capture_output=True, text=True).stdout.strip()


def release_in_history(applied):
    """The last commit whose migrations the release has all had: a file that was renumbered later counts as it was."""
    later = git("log", "--format=%H", "--", "*/migrations/0*.py").split()
    states = ("HEAD", *(f"{commit}~1" for commit in later))
    return next(state for state in states if migrations_in(state) <= applied)


def migrations_in(commit):
    files = map(pathlib.PurePath, git("ls-tree", "-r", "--name-only", commit).split("\n"))
    return {(file.parts[-3], file.stem) for file in files if file.match("*/migrations/0*.py")}


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """(server, the surroundings of a site on it, the folder with the release's code)"""
    tree = tmp_path_factory.mktemp("tree") / "release"
    with own_postgres(log_lock_waits="on", deadlock_timeout="50ms") as server:
        release.load(("-h", str(server.folder), "-U", "postgres", "-d", "hhtclinic"))
        applied = {tuple(line.split("|")) for line in server.asks("SELECT app, name FROM django_migrations")}
        try:
            git("worktree", "add", "--detach", str(tree), release_in_history(applied))
        except subprocess.CalledProcessError as error:
            pytest.fail(f"The release is not in this copy of the history: git fetch --unshallow. {error.stderr}")
        try:
            yield server, tree
        finally:
            git("worktree", "remove", "--force", str(tree))


class Timed(Phone):
    """One at a time, with a rest between, as somebody who logs; `waits` are (when, seconds, status)."""

    def __init__(self, *words):
        super().__init__(*words)
        self.waits = []

    def logs(self, client_id):
        time.sleep(0.1)
        return super().logs(client_id)

    def asks(self, method, body=None):
        began, status = time.monotonic(), 0
        try:
            answer = super().asks(method, body)
            status = answer[0]
            return answer
        finally:
            self.waits.append((began, time.monotonic() - began, status))


class Week:
    """The site while it is changed: `phases` are (name, when it began)."""

    def __init__(self, folder, server, tree):
        self.folder, self.server, self.trees = folder, server, {"release": tree, "this": served.ROOT}
        self.phases, self.acts, self.desks = [], [], []
        around = self.around("release")
        words = [sys.executable, DESK, "people", str(2 * PHONES)]
        made = subprocess.run(words, cwd=tree, env=around, check=True, stdout=subprocess.PIPE, text=True)
        self.people = [json.loads(line) for line in made.stdout.splitlines() if line.startswith("{")]
        self.phones = []

    def around(self, code):
        folder = self.folder / code
        folder.mkdir(exist_ok=True)
        around = served.surroundings(folder, self.server.url()) | {"DJANGO_SETTINGS_MODULE": "hhtclinic.settings"}
        return around | {"PYTHONPATH": str(self.trees[code])}

    def serves(self, code):
        self.around(code)
        return served.production(self.folder / code, self.server.url(), root=self.trees[code])

    def phones_log(self, url):
        mine = self.people[len(self.phones) : len(self.phones) + PHONES]
        more = [Timed(int(url.rpartition(":")[2]), one["cookie"], one["prescription"]) for one in mine]
        for phone in more:
            phone.start()
        self.phones += more

    def works(self, code, seconds):
        """A physio, meanwhile."""
        words = [sys.executable, DESK, "works", str(seconds)]
        desk = subprocess.Popen(words, cwd=self.trees[code], env=self.around(code), stdout=subprocess.PIPE, text=True)
        reader = threading.Thread(target=lambda: self.acts.extend((code, json.loads(line)) for line in desk.stdout))
        reader.start()
        self.desks.append((desk, reader))

    def phase(self, name):
        self.phases.append((name, time.monotonic()))

    def ends(self):
        for phone in self.phones:
            phone.over.set()
        for phone in self.phones:
            phone.join(30)
        for desk, reader in self.desks:
            desk.wait(60)
            reader.join()
        self.phase("end")

    def longest(self, name):
        [(began, ended)] = [
            (at, until) for (one, at), (_next, until) in zip(self.phases, self.phases[1:], strict=False) if one == name
        ]
        waits = [seconds for phone in self.phones for at, seconds, _status in phone.waits if began <= at < ended]
        return max(waits, default=0)


def log_of(server):
    return (server.folder / "log").read_text(errors="replace")


def longest_wait(said):
    """The seconds that anybody but a migration waited for a table, of which PostgreSQL notes all above 50 ms."""
    return max(map(float, LOCK_WAIT.findall(said)), default=0) / 1000


@contextlib.contextmanager
def somebody_reads(server, *tables):
    """A report in a transaction that lasts."""
    psql = [f"{server.programs}/psql", "-q", server.url(), "-c", READS.format(", ".join(tables), READS_FOR)]
    report = subprocess.Popen(psql, stdout=subprocess.DEVNULL)
    time.sleep(0.5)
    yield
    report.wait()


def test_goes_over_and_back_without_loss(before, tmp_path, figure):
    server, tree = before
    week = Week(tmp_path, server, tree)
    with week.serves("release") as old:
        week.phase("release")
        week.phones_log(old)
        week.works("release", 45)
        time.sleep(6)
        week.phase("migrate")
        began = time.monotonic()
        with somebody_reads(server, *server.asks(TABLES)):
            served.manage(week.around("this"), "migrate", "--verbosity", "0")
        migrated = time.monotonic() - began
        week.phase("both")
        with week.serves("this") as new:
            week.phones_log(new)
            week.works("this", 10)
            time.sleep(12)
            for phone in week.phones[PHONES:]:
                phone.over.set()
            for phone in week.phones[PHONES:]:
                phone.join(30)
        week.phase("rolled back")
        week.works("release", 8)
        time.sleep(10)
        week.ends()
    wrong = {(code, act["act"], act["wrong"]) for code, act in week.acts if act["wrong"]}
    faults = [status for phone in week.phones for _at, _seconds, status in phone.waits if status >= 500]
    acknowledged = [one for phone in week.phones for one in phone.acknowledged]
    stored = server.asks("SELECT client_id FROM patients_trainingsession")
    figure(
        f"migrations since the release, seconds they took beside a report of {READS_FOR} s",
        f"{later(server)}, {migrated:.1f}",
    )
    for name, _at in week.phases[:-1]:
        figure(f"longest wait of a patient, {name}", f"{week.longest(name):.2f} s")
    figure("longest wait of anybody for a table, as PostgreSQL saw it", f"{longest_wait(log_of(server)):.2f} s")
    figure("sessions acknowledged, lost, stored twice, answers of 500", f"{len(acknowledged)}, 0, 0, {len(faults)}")
    for code in ("release", "this"):
        done = [act["act"] for by, act in week.acts if by == code and not act["wrong"]]
        figure(f"assigned, decided, flagged by the code of {code}; refused", [done.count(one) for one in ACTS] + [0])
    assert longest_wait(log_of(server)) < 2  # what a migration does while it holds a table is its own to keep short
    assert (wrong, faults) == (set(), [])
    assert set(acknowledged) <= set(stored) and len(stored) == len(set(stored)) and len(acknowledged) > 100
    assert all(phone.acknowledged for phone in week.phones)
    assert {(code, act["act"]) for code, act in week.acts} == {(code, one) for code in week.trees for one in ACTS}


ACTS = ("assigns", "decides", "flags")


def later(server):
    had = len(re.findall(r"^\d+\t(?:patients|programs|hhtclinic)\t\d", release.text(), re.MULTILINE))
    query = "SELECT count(*) FROM django_migrations WHERE app IN ('patients', 'programs', 'hhtclinic')"
    return int(server.asks(query)[0]) - had


CHANGES = """
import django, sys
django.setup()
from django.core.management import call_command
from django.core.management.commands import migrate as djangos
from django.db import connection, transaction

def handle(self, *words, **options):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE patients_trainingsession ADD COLUMN planted integer")
        cursor.execute("ALTER TABLE patients_trainingsession DROP COLUMN planted")

djangos.Command.handle = handle
if sys.argv[1] == "as Django does":
    handle(None)
else:
    call_command("migrate")
"""


@pytest.mark.parametrize("how", ["as here", "as Django does"])
def test_changes_a_table_that_everybody_writes(how, before, tmp_path, figure):
    server, tree = before
    week = Week(tmp_path, server, tree)
    with week.serves("this") as url:
        week.phones_log(url)
        week.phase("before")
        time.sleep(6)
        week.phase("change")
        began, noted = time.monotonic(), len(log_of(server))
        with somebody_reads(server, "patients_trainingsession"):
            words = [sys.executable, "-c", CHANGES, how]
            subprocess.run(words, cwd=served.ROOT, env=week.around("this"), check=True, stdout=subprocess.DEVNULL)
        changed = time.monotonic() - began
        week.ends()
    figure(
        f"seconds until a table that everybody writes was changed, beside a report of {READS_FOR} s", f"{changed:.1f}"
    )
    waited = longest_wait(log_of(server)[noted:])
    figure("longest wait of anybody for it, as PostgreSQL saw it", f"{waited:.2f} s")
    figure(
        "longest answer to a patient before, meanwhile", [f"{week.longest(one):.2f} s" for one in ("before", "change")]
    )
    assert (waited < 0.5) is (how == "as here")
