"""A clinic is not served with what is unsafe around it: each has the sentence that mends it, and nothing starts."""

import os
import re
import subprocess
import sys

import pytest
from django.db import connection

from hhtclinic.checks import TIME_OUTS, database_ends_what_takes_too_long, database_keeps_what_it_acknowledged
from hhtclinic.environment import refusals
from tests.hhtclinic.test_settings import PRODUCTION, SETTINGS

GOOD = PRODUCTION | {
    "SITE_URL": "https://rehab.example.org",
    "CSRF_TRUSTED_ORIGINS": "https://rehab.example.org,https://desk.example.org:8443",
    "EMAIL_URL": "smtp://rehab:secret@mail.example.org",
    "TIME_ZONE": "Europe/Berlin",
    "BEHIND_PROXY": "1",
    "PROXY_COUNT": "1",
    "PUSH_PRIVATE_KEY": "ZGVtby1vbmx5LW5vdC1hLXNlY3JldC1wdXNoLWtleS4",
    "METRICS_TOKEN": "m" * 40,
    "MEDIA_STORAGE_OPTIONS": '{"bucket_name": "rehab"}',
}
VERIFIED = "sslmode=verify-full&sslrootcert=system"
BAD = [
    ("SECRET_KEY", None, "nobody can guess"),
    ("SECRET_KEY", "k3J-" * 12, "SECRET_KEY must be 50 characters or more"),
    ("SECRET_KEY", "a" * 60, "SECRET_KEY must be"),
    ("SECRET_KEY", "django-insecure-" + "abcdefghij" * 5, "SECRET_KEY must be"),
    ("ALLOWED_HOSTS", None, "ALLOWED_HOSTS must name the host"),
    ("ALLOWED_HOSTS", " , ", "ALLOWED_HOSTS must name the host"),
    ("ALLOWED_HOSTS", "*", "without *"),
    ("ALLOWED_HOSTS", "rehab.example.org,*.example.org", "'*.example.org'"),
    ("ALLOWED_HOSTS", ".example.org", "Name each host in full"),
    ("ALLOWED_HOSTS", "https://rehab.example.org", "Name each host in full"),
    ("ALLOWED_HOSTS", "rehab.example.org:8000", "without a port"),
    ("DATABASE_URL", "mysql://localhost/x", "DATABASE_URL must be an address such as postgres://"),
    ("DATABASE_URL", "postgres://localhost:port/x", "DATABASE_URL must be"),
    ("DATABASE_URL", None, "Production on SQLite needs ALLOW_SQLITE=1"),
    ("DATABASE_URL", "sqlite:////srv/clinic.sqlite3", "a clinic sets DATABASE_URL instead"),
    *(
        ("PROXY_COUNT", count, "a whole number from 1 to 9")
        for count in (None, "", "0", "-1", "two", "1.5", " 1", "12", "²")
    ),
    ("BEHIND_PROXY", "0", "Without BEHIND_PROXY leave it out"),
    ("DATABASE_URL", "postgres://hhtclinic:PASSWORD@localhost/hhtclinic", "in the place of the password"),
    ("DATABASE_URL", "postgres://a:b@db.example.org/hhtclinic", "in the clear"),
    ("DATABASE_URL", "postgres://a:b@db.example.org/hhtclinic?sslmode=require", "sslmode=verify-full"),
    (
        "DATABASE_URL",
        "postgres://a:b@one.example.org:5432,two.example.org:5433/c",
        "?host=a.example.org,b.example.org&port=",
    ),
    ("DATABASE_URL", "postgres://a:b@one.example.org,two.example.org:5433/c", "names several hosts in front"),
    ("DATABASE_URL", f"postgres://a:b@/c?host=one,two&{VERIFIED}", "target_session_attrs=read-write"),
    (
        "DATABASE_URL",
        f"postgres://a:b@one,two/c?target_session_attrs=any&{VERIFIED}",
        "target_session_attrs=read-write",
    ),
    ("DATABASE_URL", "postgres://a:b@/c?host=one.example.org,two.example.org", "leads to one.example.org, two.example"),
    ("DATABASE_URL", "", "Production on SQLite needs ALLOW_SQLITE=1"),
    ("EMAIL_URL", None, "smtp+plain://localhost for a mail server on this machine"),
    ("EMAIL_URL", "mail.example.org", "EMAIL_URL must be"),
    ("SITE_URL", "rehab.example.org", "It must be https:// and a host"),
    ("PUSH_PRIVATE_KEY", "garbage", "PUSH_PRIVATE_KEY is no key"),
    ("METRICS_TOKEN", "short", "METRICS_TOKEN must be 32 characters"),
    ("EMAIL_URL", "smtp://rehab:PASSWORD@mail.example.org", "in the place of the password"),
    ("CSRF_TRUSTED_ORIGINS", "https://*", "without *"),
    ("CSRF_TRUSTED_ORIGINS", "http://rehab.example.org", "CSRF_TRUSTED_ORIGINS has 'http://"),
    ("SITE_URL", "", "SITE_URL is ''"),
    ("SITE_URL", "http://rehab.example.org", "It must be https://"),
    ("SITE_URL", "https://rehab.example.org/app", "It must be https:// and a host"),
    ("SITE_URL", "https://a@rehab.example.org", "It must be https:// and a host"),
    ("SITE_URL", "https://[rehab", "It must be https:// and a host"),
    ("SITE_URL", "https://other.example.org", "does not have its host"),
    ("EMAIL_URL", "smtp+plain://mail.example.org", "in the clear"),
    ("EMAIL_URL", "http://mail.example.org", "EMAIL_URL must be smtp://"),
    ("EMAIL_URL", "smtp://mail.example.org:mail", "EMAIL_URL must be"),
    ("EMAIL_URL", "", "EMAIL_URL must be"),
    ("DEFAULT_FROM_EMAIL", None, "DEFAULT_FROM_EMAIL must be set"),
    ("DEFAULT_FROM_EMAIL", "Rehab", "DEFAULT_FROM_EMAIL must be set"),
    ("STAFF_SECOND_FACTOR", "0", "STAFF_SECOND_FACTOR is off"),
    ("STAFF_SECOND_FACTOR", "No", "STAFF_SECOND_FACTOR is off"),
    ("TIME_ZONE", "Berlin", "TIME_ZONE is 'Berlin'"),
    ("MEDIA_STORAGE_OPTIONS", "bucket=rehab", "must be a JSON object"),
    ("MEDIA_STORAGE_OPTIONS", "[]", "must be a JSON object"),
]


@pytest.mark.once
@pytest.mark.parametrize(("name", "value", "sentence"), BAD)
def test_says_what_is_unsafe_and_how_it_is_mended(name, value, sentence):
    said = {one: word for one, word in (GOOD | {name: value}).items() if word is not None}
    [found, *others] = refusals(said)
    assert sentence in found
    assert name != "SITE_URL" or others == []


@pytest.mark.once
def test_finds_nothing_wrong_with_what_the_manual_says():
    assert refusals(GOOD) == refusals(GOOD | {"EMAIL_URL": "smtp+plain://localhost:25"}) == []
    for place in (
        "u:p@%2Fvar%2Frun%2Fpostgresql/a",
        "u:p@db.example.org/a?sslmode=verify-full&sslrootcert=system",
        "u:1,2@localhost:5432/a",
        f"u:p@/a?host=one.example.org,two.example.org&port=5432,5433&target_session_attrs=read-write&{VERIFIED}",
        f"u:p@one.example.org,two.example.org/a?target_session_attrs=read-write&{VERIFIED}",
        "u:p@/a?host=/run/one,/run/two&port=1,2&target_session_attrs=read-write",
        "/a",
    ):
        assert refusals(GOOD | {"DATABASE_URL": f"postgres://{place}"}) == []


@pytest.mark.once
def test_says_everything_at_once_and_starts_nothing():
    done = _manage("check", {**GOOD, "SECRET_KEY": "short", "ALLOWED_HOSTS": "*", "STAFF_SECOND_FACTOR": "0"})
    assert done.returncode != 0
    for word in ("SECRET_KEY must", "without *", "STAFF_SECOND_FACTOR is off"):
        assert word in done.stderr


@pytest.mark.once
def test_is_clean_for_djangos_own_check_of_a_deployment():
    done = _manage("check", GOOD, "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (2 silenced).\n")


def _manage(command, surroundings, *more):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    words = [sys.executable, "manage.py", command, *more]
    folder = SETTINGS.parents[1]
    return subprocess.run(words, cwd=folder, env=kept | surroundings, capture_output=True, text=True, check=False)


@pytest.mark.django_db
def test_serves_from_no_database_that_forgets_what_it_acknowledged(settings):
    """The tests' own cluster does: it is thrown away."""
    assert database_keeps_what_it_acknowledged(None, ["default"]) == []
    settings.PRODUCTION = True
    found = [one.id for one in database_keeps_what_it_acknowledged(None, ["default"])]
    assert set(found) == ({"hhtclinic.E003"} if connection.vendor == "postgresql" else set())


@pytest.mark.django_db
def test_asks_for_a_database_that_ends_what_takes_too_long(settings):
    assert database_ends_what_takes_too_long(None, ["default"]) == []
    settings.PRODUCTION = True
    hints = [one.hint for one in database_ends_what_takes_too_long(None, ["default"])]
    asked = [f"SET {name} = '{least}'" for name, least in TIME_OUTS.items()]
    is_postgresql = connection.vendor == "postgresql"
    assert [line in hint for line, hint in zip(asked, hints, strict=is_postgresql)] == [True] * len(hints)
    with connection.cursor() as cursor:
        for line in asked if is_postgresql else []:
            cursor.execute(line.replace("SET", "SET LOCAL"))
    assert database_ends_what_takes_too_long(None, ["default"]) == []


ROOT = SETTINGS.parents[1]
READ = re.compile(
    r'(?:environ\.\w+|said\.get|env_\w+|listed)\((?:\w+(?:\.environ)?, )?"([A-Z_]+)"|environ\["([A-Z_]+)"\]'
)
OWN = {"DJANGO_SETTINGS_MODULE", "PROMETHEUS_MULTIPROC_DIR", "METRICS_SLOT"}  # which it sets for itself


@pytest.mark.once
def test_is_documented_variable_by_variable_and_no_other():
    read = set()
    for folder in ("hhtclinic", "patients", "programs", "deploy"):
        for path in (ROOT / folder).rglob("*.py"):
            read |= {first or second for first, second in READ.findall(path.read_text(encoding="utf-8"))}
    table = (ROOT / "deploy" / "environment.md").read_text(encoding="utf-8")
    assert read - OWN == set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE))
    assert len(read) > 25
