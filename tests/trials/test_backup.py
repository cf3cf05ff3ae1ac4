"""A backup is one: made by the script of the guide as the site's own role, brought back on another server by
`restore_drill`; and each way in which one is none is told."""

import json
import os
import re
import shutil
import subprocess
import sys
import time

import pytest

from tests.trials import served
from tests.trials.own_postgres import own_postgres

pytestmark = pytest.mark.trial
SETS = 1_000_000
SCRIPT = served.ROOT / "deploy" / "backup.sh"


class Clinic:
    """A database that one role owns and another serves from, and a folder of backups with a pair of keys."""

    def __init__(self, folder, server):
        self.folder, self.server = folder, server
        self.backups = folder / "backups"
        self.backups.mkdir()
        for role in ("keeper", "site"):
            server.runs("createuser", role)
        server.runs(
            "psql",
            "-d",
            "hhtclinic",
            "-c",
            "ALTER DATABASE hhtclinic OWNER TO keeper; ALTER SCHEMA public OWNER TO keeper",
        )
        self.key("right")
        self.key("wrong")

    def key(self, name):
        home = self.folder / name
        home.mkdir(mode=0o700)
        gpg = ["gpg", "--homedir", home, "--batch", "--quiet", "--passphrase", ""]
        subprocess.run([*gpg, "--quick-gen-key", name, "future-default", "default", "never"], check=True)
        for half, what in (("public", "--export"), ("private", "--export-secret-keys")):
            subprocess.run([*gpg, "--yes", "--output", self.folder / f"{name}.{half}", what], check=True)
        subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=True)

    def around(self, role, **more):
        url = self.server.url().replace("postgres@", f"{role}@")
        return served.surroundings(self.folder, url) | {"DJANGO_SETTINGS_MODULE": "hhtclinic.settings"} | more

    def fill(self):
        owner = self.around("keeper")
        for command in ("migrate", "createcachetable", "load_programs", "sync_groups"):
            served.manage(owner, command, "--verbosity", "0")
        granted = said(owner, "audit_grants", "site")
        subprocess.run([f"{self.server.programs}/psql", "-q", owner["DATABASE_URL"], "-c", granted.stdout], check=True)
        served.manage(self.around("site", ENVIRONMENT="demo"), "seed_load", "--patients", "500", "--sets", str(SETS))
        self.record = self.on_a_record("fill")["record"]

    def on_a_record(self, *words):
        command = [sys.executable, "-m", "tests.trials.erased", *words]
        around = self.around("site")
        made = subprocess.run(command, cwd=served.ROOT, env=around, check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(made.stdout.splitlines()[-1])

    def backs_up(self, **more):
        told = {"BACKUP_DIR": str(self.backups), "BACKUP_KEY": str(self.folder / "right.public")}
        words = {"check": True, "capture_output": True, "text": True}
        return subprocess.run([SCRIPT], env=self.around("site") | told | more, **words).stdout


def said(around, *words):
    made = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=served.ROOT, env=around, capture_output=True, text=True
    )
    return made


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    with own_postgres() as server:
        made = Clinic(tmp_path_factory.mktemp("clinic"), server)
        made.fill()
        yield made


@pytest.fixture(scope="module")
def elsewhere():
    with own_postgres() as server:
        server.runs("dropdb", "hhtclinic")
        yield server


@pytest.fixture
def drill(clinic, elsewhere):
    """Brings the newest backup back on a server that knows none of its roles; what it said, and what went wrong."""

    def run(key="right", folder=clinic.backups):
        words = ["restore_drill", str(folder), "--key", str(clinic.folder / f"{key}.private")]
        done = said(clinic.around("site"), *words, "--into", elsewhere.url("postgres"))
        assert "hhtclinic_drill" not in elsewhere.asks("SELECT datname FROM pg_database", "postgres")
        elsewhere.runs("psql", "-q", "-d", "postgres", "-c", "DROP ROLE IF EXISTS site, keeper")
        return done

    return run


def test_brings_it_back(clinic, drill, figure):
    began = time.monotonic()
    clinic.backs_up()
    seconds = time.monotonic() - began
    clinic.on_a_record("erase", clinic.record)
    (clinic.backups / "erased").write_text(said(clinic.around("site"), "erase_again", "--list").stdout)
    done = drill()
    assert done.returncode == 0, done.stderr
    size, restored, tables, rows, owns, erased, whole = re.search(
        r"\((\d+) bytes\) in ([\d.]+) s: (\d+) tables with (\d+) rows .* owns (\d+) .* (\d+) records.* (\d+) s in all",
        done.stdout,
    ).groups()
    assert int(rows) > SETS and (owns, erased) == ("0", "1")
    assert clinic.server.asks("SELECT count(*) FROM patients_restore") == ["1"]
    figure("sets, rows in all, tables", f"{SETS:,}, {int(rows):,}, {tables}")
    figure("a backup: seconds, megabytes", f"{seconds:.0f}, {int(size) / 1e6:.0f}")
    figure("restored: seconds, tables that differ", f"{restored}, 0")
    figure("the whole drill, with unsealing, comparing, signing in, logging and erasing again: seconds", whole)
    figure("tables that the role it served with owned", owns)


def test_comes_back_in_earnest_as_the_guide_says(clinic, elsewhere, tmp_path, figure):
    guide = (served.ROOT / "deploy" / "backup.md").read_text()
    lines = guide.partition("## When it is in earnest")[2].split("\n    ")[1:]
    commands = [line.splitlines()[0] for line in lines if re.match("gpg|psql -f|pg_restore", line)]
    assert len(commands) == 4
    shutil.copy(clinic.folder / "right.private", tmp_path / "hhtclinic-backup.private")
    script = "\n".join(commands).replace("/srv/backup/hhtclinic-TIME.tar.gpg", str(max(clinic.backups.glob("*.gpg"))))
    (tmp_path / "gnupg").mkdir(mode=0o700)
    around = os.environ | {"GNUPGHOME": str(tmp_path / "gnupg"), "PGHOST": str(elsewhere.folder), "PGUSER": "postgres"}
    words = {"shell": True, "check": True, "capture_output": True, "cwd": tmp_path, "env": around}
    began = time.monotonic()
    subprocess.run(f"set -e\nalias gpg='gpg --batch'\n{script}", **words)
    figure("in earnest, by the commands of the guide: seconds", f"{time.monotonic() - began:.0f}")
    subprocess.run(["gpgconf", "--homedir", tmp_path / "gnupg", "--kill", "all"], check=True)
    sets = "SET ROLE site; SELECT count(*) FROM patients_setlog"
    back, here = (int(one.asks(sets)[-1]) for one in (elsewhere, clinic.server))
    owner = elsewhere.asks("SELECT datdba::regrole FROM pg_database WHERE datname = 'hhtclinic'")
    elsewhere.runs("dropdb", "hhtclinic")
    elsewhere.runs("psql", "-q", "-d", "postgres", "-c", "DROP ROLE site, keeper")
    assert owner == ["keeper"] and back > here >= SETS, "who was erased since is back, until erase_again"


def resealed(clinic, folder, change):
    """The newest backup with a change in it, as somebody with both keys would make it."""
    file = max(clinic.backups.glob("*.gpg"))
    home, work = clinic.folder / "right", folder / "work"
    work.mkdir()
    gpg = f"gpg --homedir {home} --batch --quiet --trust-model always"
    subprocess.run(f"{gpg} --decrypt {file} | tar -x -C {work}", shell=True, check=True)
    change(work / "backup", clinic.server)
    sealed = f"tar -c -C {work} backup | {gpg} --recipient right --encrypt --output {folder / file.name}"
    subprocess.run(sealed, shell=True, check=True)
    subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=True)


def another_row(backup, server):
    """One set of a million has one repetition more; of the backup itself, for the site has gone on since."""
    server.runs("createdb", "another")
    server.runs("pg_restore", "--dbname=another", backup / "dump")
    one = "UPDATE patients_setlog SET done = done + 1 WHERE id = (SELECT min(id) FROM patients_setlog)"
    server.runs("psql", "-q", "-d", "another", "-c", one)
    server.runs("pg_dump", "--format=custom", f"--file={backup}/dump", "another")
    server.runs("dropdb", "another")


def no_role(backup, _server):
    roles = (backup / "roles.sql").read_text()
    (backup / "roles.sql").write_text(re.sub(r".* ROLE site\b.*\n", "", roles))


WRONG = {
    "a row that is another": (another_row, "Not as it was when the backup was made: patients_setlog."),
    "a role that is missing": (no_role, "The role site, which the site serves with, is not in the backup"),
    "half a dump": (lambda backup, _server: os.truncate(backup / "dump", 100_000), "The dump cannot be restored"),
    "no fingerprints": (lambda backup, _server: (backup / "fingerprints").unlink(), "is no whole backup"),
}


@pytest.mark.parametrize(("change", "why"), WRONG.values(), ids=WRONG)
def test_finds_what_is_no_backup(change, why, clinic, drill, tmp_path, figure, request):
    shutil.copy(clinic.backups / "erased", tmp_path)
    resealed(clinic, tmp_path, change)
    finds(drill(folder=tmp_path), why, clinic, figure, request)


def test_finds_a_file_that_was_cut_off(clinic, drill, tmp_path, figure, request):
    shutil.copy(clinic.backups / "erased", tmp_path)
    file = shutil.copy(max(clinic.backups.glob("*.gpg")), tmp_path)
    os.truncate(file, os.path.getsize(file) // 2)
    finds(drill(folder=tmp_path), "cannot be unsealed", clinic, figure, request)


def test_finds_a_key_of_another(clinic, drill, figure, request):
    finds(drill("wrong"), "cannot be unsealed", clinic, figure, request)


def test_finds_that_nobody_keeps_what_was_erased(clinic, drill, tmp_path, figure, request):
    shutil.copy(max(clinic.backups.glob("*.gpg")), tmp_path)
    finds(drill(folder=tmp_path), "does not say what was erased since", clinic, figure, request)


def test_finds_an_old_one(clinic, drill, tmp_path, figure, request):
    shutil.copy(max(clinic.backups.glob("*.gpg")), tmp_path / "hhtclinic-20260101T000000Z.tar.gpg")
    finds(drill(folder=tmp_path), "none was made since", clinic, figure, request)


def finds(done, why, clinic, figure, request):
    assert done.returncode == 1 and why in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert clinic.server.asks("SELECT count(*) FROM patients_restore") == ["1"]
    figure(f"control, {request.node.name}", "NOT restored" + done.stderr.strip().rpartition("NOT restored")[2])


def test_finds_a_site_that_could_change_its_audit(clinic, drill, figure, request):
    """The last trial: it takes the tables away from their owner."""
    clinic.server.runs("psql", "-d", "hhtclinic", "-c", "ALTER TABLE patients_auditentry OWNER TO site")
    clinic.backs_up()
    finds(drill(), "owns the audit", clinic, figure, request)


def test_fails_aloud_and_leaves_nothing(clinic):
    before = sorted(clinic.backups.iterdir())
    with pytest.raises(subprocess.CalledProcessError):
        clinic.backs_up(DATABASE_URL=clinic.server.url("nothing"))
    with pytest.raises(subprocess.CalledProcessError):
        clinic.backs_up(BACKUP_KEY=str(clinic.folder / "none"))
    assert sorted(clinic.backups.iterdir()) == before
