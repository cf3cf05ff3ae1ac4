"""What the installation says of itself: to whoever restarts it, and to its administrator."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, OperationalError, ProgrammingError, connection
from django.test import Client
from django.urls import reverse

from hhtclinic import health
from patients import services
from patients.models import FailedJob, Heartbeat, Letter
from patients.notices import rounds
from patients.services.isolation import Isolation
from patients.services.letter import queue_account
from programs import clock
from tests import make, stopped
from tests.html import parse, words_of

pytestmark = pytest.mark.django_db
READ = health.database_time
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def database_clock(monkeypatch):
    """What the database's clock is ahead of ours, which is stopped; none until a test says."""

    def ahead(by=dt.timedelta()):
        monkeypatch.setattr("hhtclinic.health.database_time", lambda: clock.now() + by)

    ahead()
    return ahead


@pytest.fixture
def running():
    made = make.assignment(days=5)
    make.reminded(made.patient)
    services.set_reminders(made.patient.physio, {"digest": "never"}, by=made.patient.physio)
    return made


@pytest.fixture
def no_server(settings):
    settings.EMAIL_BACKEND = "patients.notices.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 1


def ready():
    answer = Client().get("/readyz", headers={"Host": "10.1.2.3"})
    return answer.status_code, answer.content.decode()


def administration(is_superuser=True):
    client = Client()
    client.force_login(make.user("Bea Boss", staff=True, superuser=is_superuser))
    page = client.get(reverse("admin:index"))
    assert (page.status_code, parse(page)[1]) == (200, [])
    return words_of(page)


def flagged(running):
    ids = {"client_id": uuid.uuid4(), "by": running.patient.user, "now": clock.now()}
    services.raise_flags(running.patient, ["saddle"], **ids)


# Whoever restarts it --------------------------------------------------------------------------------------------------


def test_is_well_while_the_loop_lives(stop_clock):
    rounds.post(clock.now())
    stop_clock(clock.now() + 2 * MINUTE)
    assert ready() == (200, "ready\n")
    assert "Needs you" not in administration()


def test_says_since_when_the_loop_is_silent(stop_clock):
    rounds.post(clock.now())
    since = clock.now()
    stop_clock(since + 3 * MINUTE)
    said = f"{since:%Y-%m-%d %H:%M} UTC"
    assert ready() == (503, f"loop dead: notices have not been sent since {said}\n")
    assert "The loop is silent" in administration()


def test_says_that_the_loop_never_ran():
    assert ready() == (503, "loop dead: notices have not been sent since the installation\n")


def test_says_that_the_post_is_down(running, no_server):
    flagged(running)
    rounds.post(clock.now())
    assert ready()[1].startswith("mail down: e-mail has not gone out since ")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (5, "ready"),
        (-5, "ready"),
        (6, "clock off: 6 seconds behind the database's"),
        (-100, "clock off: 100 seconds ahead of the database's"),
    ],
)
def test_says_that_its_clock_is_not_the_database_s(stop_clock, database_clock, seconds, said):
    rounds.post(clock.now())
    database_clock(dt.timedelta(seconds=seconds))
    assert ready() == (200 if said == "ready" else 503, f"{said}\n")


def test_reads_the_clock_of_the_database():
    assert abs(READ() - stopped.REAL()) < dt.timedelta(seconds=60)


def test_says_that_the_database_is_gone_and_nothing_else(monkeypatch):
    def gone(*_words):
        raise OperationalError("secret")

    monkeypatch.setattr(connection, "cursor", gone)
    monkeypatch.setattr(connection, "ensure_connection", gone)
    assert ready() == (503, "database gone: OperationalError\n")


def test_says_that_a_migration_is_pending_and_the_cache_table_missing():
    rounds.post(clock.now())
    last, *_others = connection_asks("SELECT name FROM django_migrations WHERE app = 'patients' ORDER BY name DESC")
    connection_asks("DELETE FROM django_migrations WHERE app = 'patients' AND name = %s", last)
    connection_asks("ALTER TABLE cache RENAME TO elsewhere")
    assert ready() == (
        503,
        f"migration pending: patients.{last[0]}\ncache table missing: cache, made by createcachetable\n",
    )


def test_names_what_could_not_be_asked(monkeypatch):
    rounds.post(clock.now())

    def refused():
        raise ProgrammingError("secret")

    monkeypatch.setitem(health.CHECKS, "no rights", refused)
    assert ready() == (503, "no rights: cannot be asked, ProgrammingError\n")


def connection_asks(query, values=()):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def test_notes_a_beat_every_quarter_of_a_minute():
    now = clock.now()
    for second in range(60):
        rounds.post(now + dt.timedelta(seconds=second))
    assert Heartbeat.objects.get().at == now + dt.timedelta(seconds=45)


# The administrator ----------------------------------------------------------------------------------------------------


def test_names_a_job_that_failed_by_its_id_and_not_what_it_said():
    isolation = Isolation()
    for minute in range(3):
        with isolation.job("assignment", 17, clock.now() + minute * MINUTE):
            raise LookupError("Hanna")
    said = administration()
    assert "1 job failed in the last day: assignment 17: LookupError" in said
    assert "Hanna" not in said
    assert FailedJob.objects.count() == 1


def test_forgets_what_has_not_failed_for_a_month():
    with Isolation().job("assignment", 17, clock.now()):
        raise LookupError
    rounds.work(clock.now() + dt.timedelta(days=30))
    assert not FailedJob.objects.exists()


def test_goes_on_where_the_database_refuses_the_note(monkeypatch):
    monkeypatch.setattr("patients.services.isolation.note_failure", refuses)
    with Isolation().job("assignment", 17, clock.now()) as job:
        raise LookupError
    assert job.error == "LookupError"


def refuses(*_words):
    raise DatabaseError


def test_names_the_alarms_that_have_not_gone_out(running, no_server):
    flagged(running)
    rounds.post(clock.now())
    letter, said = Letter.objects.get(), administration()
    assert "1 letter of an alarm has not gone out and is tried on." in said
    assert f"letter {letter.pk} to account {running.patient.physio_id} (not sent: ConnectionRefusedError)" in said
    assert "E-mail has not gone out since" in said
    assert running.patient.name not in said


def test_counts_the_letters_that_were_given_up(no_server):
    now = clock.now()
    queue_account("ada@example.org", "A code", "246810", to=None, expires_at=now + MINUTE, now=now)
    Letter.objects.update(claimed_at=now - 2 * MINUTE)
    rounds.post(now)
    said = administration()
    assert "1 letter was given up in the last day:" in said
    assert "(unknown: its loop ended)" in said
    assert "ada@" not in said


def test_counts_what_the_mail_server_did_not_take_in_time(no_server):
    now = clock.now()
    queue_account("ada@example.org", "A code", "246810", to=None, expires_at=now + MINUTE, now=now)
    rounds.post(now)
    rounds.post(now + MINUTE)
    assert "1 letter was given up in the last day:" in administration()


def test_tells_nobody_else(running, no_server):
    flagged(running)
    rounds.post(clock.now())
    assert "Needs you" not in administration(is_superuser=False)
