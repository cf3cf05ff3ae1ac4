"""What a database has to be before this version migrates it and serves from it, and where uploads lie: `manage.py
migrate` asks, and `deploy.prepare`."""

from django.conf import settings
from django.core.checks import Error, Warning
from django.core.files.storage import InvalidStorageError, storages
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
# What a request may wait for. Less than the five seconds after which it is cut off, so that the server says it itself.
TIME_OUTS = {"lock_timeout": "4s", "statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s"}
OURS = ("hhtclinic", "patients", "programs")


def unknown_migrations(connection):
    """The migrations of ours that the database has had and this version has not, as "package.name"."""
    loader = MigrationLoader(connection)
    unknown = loader.applied_migrations.keys() - loader.disk_migrations.keys()
    return sorted(f"{package}.{name}" for package, name in unknown if package in OURS)


def database_is_of_this_version(app_configs, databases=None, **options):
    """Django itself would pass over names it does not know, and serve tables of another shape."""
    return [refusal(found) for alias in databases or () if (found := unknown_migrations(connections[alias]))]


def refusal(unknown):
    words = _("The database was made by another version: it has had %(names)s, which this version does not know.")
    hint = _("Serve it with the version that made it, or begin with an empty database. Nothing in it was changed.")
    return Error(words % {"names": ", ".join(unknown)}, hint=hint, id="hhtclinic.E001")


def database_keeps_what_it_acknowledged(app_configs, databases=None, **options):
    """PostgreSQL may be set to say that a row is stored before it is: after a power cut it is gone, or the database."""
    return [one for alias in databases or () for one in _forgetful(connections[alias])] if settings.PRODUCTION else []


def _forgetful(connection):
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name in DURABLE:
            cursor.execute("SELECT current_setting(%s)", [name])
            [said] = cursor.fetchone()
            if said == "off":
                words = _("PostgreSQL has %(name)s off: what a patient was told is saved can be lost.")
                hint = _("Set %(name)s = on in postgresql.conf and reload it.")
                yield Error(words % {"name": name}, hint=hint % {"name": name}, id="hhtclinic.E003")


def database_ends_what_takes_too_long(app_configs, databases=None, **options):
    """On the role, for a pooler passes on no options of a connection."""
    return [one for alias in databases or () for one in _endless(connections[alias])] if settings.PRODUCTION else []


def _endless(connection):
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name, least in TIME_OUTS.items():
            cursor.execute("SELECT setting, current_user FROM pg_settings WHERE name = %s", [name])
            [(said, role)] = cursor.fetchall()
            if said == "0":
                words = _(
                    "PostgreSQL has no %(name)s for the role %(role)s: one that hangs holds up others without end."
                )
                hint = _("ALTER ROLE %(role)s SET %(name)s = '%(least)s'; it holds for connections made from then on.")
                facts = {"name": name, "role": connection.ops.quote_name(role), "least": least}
                yield Warning(words % facts, hint=hint % facts, id="hhtclinic.W001")


def uploads_have_a_place(app_configs, **options):
    """Who finds out by uploading has lost what they typed."""
    try:
        storages["default"]
    except (InvalidStorageError, TypeError) as wrong:
        hint = _("MEDIA_STORAGE names it, MEDIA_STORAGE_OPTIONS its options. Without them uploads lie in the database.")
        return [Error(_("Uploads have no place: %(why)s") % {"why": wrong}, hint=hint, id="hhtclinic.E002")]
    return []
