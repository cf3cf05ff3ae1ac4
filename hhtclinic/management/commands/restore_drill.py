import contextlib
import json
import tempfile
import time
import uuid
from pathlib import Path

import dj_database_url
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from hhtclinic import backups
from hhtclinic.backups import NotRestored
from patients import services
from patients.models import Assignment, AuditEntry, Restore
from programs import clock
from programs.selectors import main_of

STALE_HOURS = 26
DATABASE = "hhtclinic_drill"
UNCOLLECTED = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PEOPLE = 50  # at most, until one may log
SAID = (
    "Restored %(file)s (%(size)d bytes) in %(seconds).1f s: %(tables)d tables with %(rows)d rows are as they were. As "
    "%(role)s, which owns %(owns)d of them, a patient signed in and logged; %(erased)d records were erased again. "
    "%(all)d s in all."
)


class Command(BaseCommand):
    help = (
        "Brings the newest backup back on trial: into a database of its own, with the site's own role, compared table "
        "by table; a patient is signed in and logs a session, what was erased since is erased again, and all of it is "
        "dropped. A success is noted where DATABASE_URL leads: the site says when that was too long ago."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="where backups lie, with the ids that were erased beside them")
        parser.add_argument("--key", type=Path, required=True, help="the private half, as gpg exports it")
        parser.add_argument("--into", required=True, help="postgres://… of a superuser, where a database can be made")

    def handle(self, *, folder, key, into, **options):
        began, at = time.monotonic(), clock.now()
        try:
            file, made_at = backups.newest_in(folder)
            if (at - made_at).total_seconds() > STALE_HOURS * 3600:
                raise NotRestored(f"The newest backup is of {made_at:%Y-%m-%d %H:%M} UTC: none was made since.")
            tried = Drill(into).tries(file, key.resolve(), erased_in(folder))
        except NotRestored as why:
            raise CommandError(f"NOT restored. {why}") from why
        seconds = round(time.monotonic() - began)
        found = {"made_at": made_at, "size": file.stat().st_size, "tables": tried["tables"], "rows": tried["rows"]}
        Restore.objects.create(at=at, seconds=seconds, **found)
        self.stdout.write(SAID % {"file": file.name, "all": seconds, **found, **tried})


def erased_in(folder):
    """The ids beside the backups. NotRestored where nobody keeps them."""
    try:
        return [uuid.UUID(line) for line in (folder / "erased").read_text().split()]
    except (OSError, ValueError) as error:
        raise NotRestored(f"{folder}/erased does not say what was erased since: {error}") from error


class Drill:
    """`into` is the address of the server that the trial's database is made on."""

    def __init__(self, into):
        self.into = into

    def tries(self, file, key, erased):
        with tempfile.TemporaryDirectory(prefix="drill-") as folder:
            backup = backups.unpack(file, key, Path(folder))
            backups.drop(self.into, DATABASE)
            try:
                return self._restored(backup, erased)
            finally:
                backups.drop(self.into, DATABASE)

    def _restored(self, backup, erased):
        began = time.monotonic()
        backups.restore(backup, self.into, DATABASE)
        seconds = time.monotonic() - began
        tables, rows = backups.compare(backup, self.into, DATABASE)
        with served_from(backups.beside(self.into, DATABASE)):
            call_command("migrate", verbosity=0)
        with served_from(backups.beside(self.into, DATABASE), backup.role):
            owns = tables_of(backup.role)
            with override_settings(STORAGES=settings.STORAGES | UNCOLLECTED):
                logs_a_session()
            again = sum(services.erase_again(one, clock.now()) for one in erased)
        found = {"tables": tables, "rows": rows, "seconds": seconds}
        return found | {"role": backup.role, "owns": len(owns), "erased": again}


@contextlib.contextmanager
def served_from(address, role=""):
    """The site stands on the database at `address` meanwhile, with the rights of the role alone."""
    own = connection.settings_dict.copy()
    there = dj_database_url.parse(address)
    there["OPTIONS"] = there.get("OPTIONS", {}) | ({"options": f"-c role={role}"} if role else {})
    _use(own | there)
    try:
        yield
    finally:
        _use(own)


def _use(settings_of_it):
    connection.close()
    connection.settings_dict.update(settings_of_it)
    ContentType.objects.clear_cache()  # their numbers are others there


def tables_of(role):
    """The tables that a role owns. NotRestored where the audit is one: who owns it can take its triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = %s", [role])
        owned = {table for (table,) in cursor.fetchall()}
    if AuditEntry._meta.db_table in owned:
        raise NotRestored(f"The role {role} owns the audit, so the site could change it: deploy/README.md, Backup.")
    return owned


def logs_a_session():
    """Through the pages, as a patient does. NotRestored where nobody can."""
    host, answers = settings.ALLOWED_HOSTS[0].lstrip("."), {"accept": "application/json"}
    client = Client(SERVER_NAME=host, headers=answers, raise_request_exception=False)
    running = Assignment.objects.active().select_related("patient__user", "standing__stage")
    answer = "nobody has a programme"
    for of in running.filter(patient__user__is_active=True).order_by("-pk")[:PEOPLE]:
        client.force_login(of.patient.user)
        asked = main_of(of.standing.stage).first()
        way = asked.exercise.variations.first()
        entry = {"client_id": uuid.uuid4(), "prescription": asked.pk, "mode": "plan", "pain_left": 1, "pain_right": 1}
        entry |= {"variation": way.slug} if way else {}
        if (answer := client.get(reverse("today"), secure=True).status_code) == 200:
            came = client.post(reverse("log-session"), entry, secure=True)
            answer = came.status_code
            if answer == 200 and json.loads(came.content)["status"] == "stored":
                return
    raise NotRestored(f"Nobody could log a session: {answer}.")
