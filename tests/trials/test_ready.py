"""`/readyz` says each of eight things that are wrong with a clinic's database, loop and clock, and `/livez` is asked
none of them; and while the database takes nothing or does not answer, people are told so, soon.

Production with two synchronous workers, a role that owns nothing, a primary on a disk of its own and a standby that
each commit waits for.
"""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from types import SimpleNamespace

import pytest

from tests.trials import served, standby
from tests.trials.own_postgres import small_disk
from tests.trials.test_durable import Phone

pytestmark = pytest.mark.trial
ROLE = "web"
LOGGED = "patients_trainingsession"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clinic")
    with standby.pair(disk=small_disk, max_wal_size="64MB") as (primary, second):
        owner = served.surroundings(folder, primary.url()) | {"DJANGO_SETTINGS_MODULE": "hhtclinic.settings"}
        for command in ("migrate", "createcachetable", "sync_groups"):
            served.manage(owner, command, "--verbosity", "0")
        primary.asks(f"CREATE ROLE {ROLE} LOGIN")
        grants = [sys.executable, "manage.py", "audit_grants", ROLE]
        primary.asks(
            subprocess.run(grants, cwd=served.ROOT, env=owner, check=True, capture_output=True, text=True).stdout
        )
        words = [sys.executable, "-m", "tests.trials.twelve"]
        made = subprocess.run(words, cwd=served.ROOT, env=owner, check=True, capture_output=True, text=True)
        people, log = json.loads(made.stdout.splitlines()[-1]), folder / "log"
        url = primary.url(role=ROLE)
        with served.production(folder, url, worker=(), log=log) as site, looping(owner | {"DATABASE_URL": url}) as loop:
            yield SimpleNamespace(
                primary=primary,
                second=second,
                folder=folder,
                owner=owner,
                url=url,
                loop=loop,
                log=log,
                port=int(site.rpartition(":")[2]),
                people=[(f"{people['name']}={one['cookie']}", one["prescription"]) for one in people["people"]],
            )


@contextlib.contextmanager
def looping(environment):
    loop = subprocess.Popen([sys.executable, "manage.py", "run_due", "--loop"], cwd=served.ROOT, env=environment)
    try:
        yield loop
    finally:
        loop.kill()
        loop.wait()


def ask(port, path="/readyz", cookie="", host="10.1.2.3"):
    """(status, words, headers, seconds), as a balancer asks: by address."""
    began = time.monotonic()
    line = http.client.HTTPConnection("localhost", port, timeout=40)
    try:
        line.request("GET", path, headers={"Host": host, "Cookie": cookie, "Accept": "text/html"})
        answer = line.getresponse()
        return answer.status, answer.read().decode(), answer.headers, time.monotonic() - began
    finally:
        line.close()


def becomes_ready(port, seconds=60):
    until = time.monotonic() + seconds
    while (said := ask(port)[:2]) != (200, "ready\n"):
        assert time.monotonic() < until, said
        time.sleep(0.3)


@contextlib.contextmanager
def database_gone(world):
    world.primary.kill()
    time.sleep(0.5)  # its processes see that it is gone
    yield
    world.primary.start()


@contextlib.contextmanager
def database_stopped(world):
    with standby.stopped(world.primary):
        yield
    time.sleep(4)  # each worker knocks again


@contextlib.contextmanager
def no_rights(world):
    world.primary.asks(f"REVOKE INSERT ON {LOGGED} FROM {ROLE}")
    yield
    world.primary.asks(f"GRANT INSERT ON {LOGGED} TO {ROLE}")


@contextlib.contextmanager
def restored_without_roles(world):
    """As `pg_restore --no-owner` leaves it."""
    world.primary.asks(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {ROLE}")
    yield
    grants = [sys.executable, "manage.py", "audit_grants", ROLE]
    again = subprocess.run(grants, cwd=served.ROOT, env=world.owner, check=True, capture_output=True, text=True)
    world.primary.asks(again.stdout)


@contextlib.contextmanager
def migration_pending(world):
    [last] = world.primary.asks("SELECT name FROM django_migrations WHERE app = 'patients' ORDER BY name DESC LIMIT 1")
    world.primary.asks(f"DELETE FROM django_migrations WHERE app = 'patients' AND name = '{last}'")
    yield
    world.primary.asks(f"INSERT INTO django_migrations (app, name, applied) VALUES ('patients', '{last}', now())")


@contextlib.contextmanager
def cache_table_missing(world):
    world.primary.asks("DROP TABLE cache")
    yield
    served.manage(world.owner, "createcachetable")
    world.primary.asks(f"GRANT SELECT, INSERT, UPDATE, DELETE ON cache TO {ROLE}")


@contextlib.contextmanager
def disk_full(world):
    filling = world.primary.folder / "filling"
    file = os.open(filling, os.O_WRONLY | os.O_CREAT)
    with contextlib.suppress(OSError):
        while os.write(file, bytes(2**12)):
            pass
    yield
    os.close(file)
    filling.unlink()


@contextlib.contextmanager
def standby_lost(world):
    world.second.kill()
    time.sleep(0.5)
    yield
    world.second.start()


@contextlib.contextmanager
def loop_dead(world):
    world.loop.send_signal(signal.SIGSTOP)
    world.primary.asks("UPDATE patients_heartbeat SET at = at - interval '4 minutes'")
    yield
    world.loop.send_signal(signal.SIGCONT)


STATES = {
    database_gone: "database gone: OperationalError",
    database_stopped: "database gone: ConnectionTimeout",
    no_rights: f"no rights: table {LOGGED}",
    restored_without_roles: "no rights: table ",
    migration_pending: "migration pending: patients.",
    cache_table_missing: "cache table missing: cache",
    disk_full: "disk full: no megabyte left",
    standby_lost: "standby lost: a commit",
    loop_dead: "loop dead: notices have not been sent since ",
}


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_is_red_for_its_reason_and_green_again(clinic, figure, state):
    becomes_ready(clinic.port)
    cookie, _prescription = clinic.people[0]
    with state(clinic):
        told = [ask(clinic.port, cookie=whose) for whose in ("", cookie)]
        alive = ask(clinic.port, "/livez", cookie)
    becomes_ready(clinic.port)
    for status, words, _headers, _seconds in told:
        [line] = words.splitlines()
        assert (status, line.startswith(STATES[state])) == (503, True), line
    assert alive[:2] == (200, "alive\n")
    figure(f"said of {state.__name__.replace('_', ' ')}", line)
    figure("seconds until it was said, at most", f"{max(seconds for *_rest, seconds in told):.1f}")
    assert max(seconds for *_rest, seconds in told) < 8 and alive[3] < 2


def test_says_that_the_clock_is_off(clinic, figure):
    with served.production(clinic.folder, clinic.url, worker=(), PLANTED="clock ahead") as site:
        status, words, *_more = ask(int(site.rpartition(":")[2]))
    figure("said of an hour", words.strip())
    assert status == 503 and words.startswith("clock off: 3600 seconds ahead of the database's")


class Patient(Phone):
    """Waits a second after a refusal, where a phone waits a minute."""

    def logs(self, client_id):
        is_stored = super().logs(client_id)
        if not is_stored:
            time.sleep(1)
        return is_stored


class Reader(threading.Thread):
    """Opens Today again and again; `seen` are (status, seconds)."""

    def __init__(self, clinic, person):
        super().__init__(daemon=True)
        self.port, self.cookie, self.seen, self.over = clinic.port, clinic.people[person][0], [], threading.Event()

    def run(self):
        while not self.over.wait(0.2):
            status, _words, headers, seconds = ask(self.port, "/today/", self.cookie, host="localhost")
            self.seen.append((status, seconds))
            assert status != 503 or headers["Retry-After"]


@contextlib.contextmanager
def used_by_all(clinic):
    """Ten phones log and two people read for a while."""
    phones = [Patient(clinic.port, *person) for person in clinic.people[2:]]
    readers = [Reader(clinic, person) for person in (0, 1)]
    for one in (*phones, *readers):
        one.start()
    try:
        yield phones, readers
    finally:
        for one in (*phones, *readers):
            one.over.set()
        for one in (*phones, *readers):
            one.join(60)


def stored_in(clinic):
    return clinic.primary.asks(f"SELECT client_id FROM {LOGGED}")


def acknowledged_by(phones):
    return sum(len(phone.acknowledged) for phone in phones)


def goes_on(phones, before, seconds):
    """In how many seconds more than `before` are acknowledged."""
    began = time.monotonic()
    while acknowledged_by(phones) <= before:
        assert time.monotonic() - began < seconds
        time.sleep(0.05)
    return time.monotonic() - began


WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND usename = 'web'"


def test_lets_people_read_while_no_entry_can_be_taken(clinic, figure):
    becomes_ready(clinic.port)
    with used_by_all(clinic) as (phones, readers):
        goes_on(phones, 0, 60)
        with standby_lost(clinic):
            time.sleep(3)  # what was acknowledged before is counted by now
            before = acknowledged_by(phones)
            time.sleep(12)
            for reader in readers:
                reader.seen.clear()
            time.sleep(15)
            seen = [one for reader in readers for one in reader.seen]
            during, [left] = acknowledged_by(phones) - before, clinic.primary.asks(WAITING)
        took = goes_on(phones, before, 60)
        time.sleep(5)
    acknowledged, stored = [one for phone in phones for one in phone.acknowledged], stored_in(clinic)
    read = [seconds for status, seconds in seen if status == 200]
    figure("acknowledged while the standby was lost", during)
    figure("pages read and not read meanwhile, from its 15th second on", f"{len(read)}, {len(seen) - len(read)}")
    figure("slowest of them in seconds", f"{max(seconds for _status, seconds in seen):.2f}")
    figure("connections of the server that a waiting commit held", left)
    figure("seconds to the first entry after it was back", f"{took:.1f}")
    figure("acknowledged in all, lost, stored twice", f"{len(acknowledged)}, 0, 0")
    assert during == 0 and len(seen) - len(read) == 0 and len(read) > 5
    assert int(left) <= 2 + 1 + 2, "a worker, the loop, a probe"
    assert set(acknowledged) <= set(stored) and len(stored) == len(set(stored))


def test_answers_soon_while_the_database_is_frozen(clinic, figure):
    becomes_ready(clinic.port)
    with used_by_all(clinic) as (phones, readers):
        goes_on(phones, 0, 60)
        with database_stopped(clinic):
            time.sleep(1)
            for reader in readers:
                reader.seen.clear()
            time.sleep(25)
            seen = [one for reader in readers for one in reader.seen]
            before = acknowledged_by(phones)
        took = goes_on(phones, before, 60)
    acknowledged, stored = [one for phone in phones for one in phone.acknowledged], stored_in(clinic)
    figure("pages asked of two workers with a frozen database for 25 s, answered 503", len(seen))
    figure("slowest answer in seconds", f"{max(seconds for _status, seconds in seen):.1f}")
    figure("seconds to the first entry after it went on", f"{took:.1f}")
    assert {status for status, _seconds in seen} == {503}
    assert max(seconds for _status, seconds in seen) < 20
    assert set(acknowledged) <= set(stored) and len(stored) == len(set(stored))


def test_does_not_take_a_cancelled_wait_for_stored(clinic, figure):
    """PostgreSQL answers such a commit with success and a warning."""
    becomes_ready(clinic.port)
    phone, client_id = Phone(clinic.port, *clinic.people[3]), str(uuid.uuid4())
    phone.opens_the_form()
    with standby_lost(clinic):
        told = []
        sending = threading.Thread(target=lambda: told.append(phone.logs(client_id)))
        sending.start()
        cancel = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND usename = 'web'"
        until = time.monotonic() + 4
        while sending.is_alive() and time.monotonic() < until:
            clinic.primary.asks(cancel)
            time.sleep(0.1)
        sending.join(20)
        kept = stored_in(clinic)
        told.append(phone.logs(client_id))
    becomes_ready(clinic.port)
    told.append(phone.logs(client_id))
    figure(
        "a cancelled wait: on the primary, acknowledged, acknowledged when sent again",
        f"{client_id in kept}, {told[0]}, {told[1]}",
    )
    figure("and when sent again once the standby is back", told[2])
    assert client_id in kept and told == [False, False, True]
    assert stored_in(clinic).count(client_id) == 1


def test_goes_on_with_any_one_of_two_standbys(clinic, figure):
    with standby.copy_of(clinic.primary, "third") as third:
        standby.wait_for_standby(clinic.primary, third, "ANY 1 (standby, third)", number=2)
        with used_by_all(clinic) as (phones, readers):
            goes_on(phones, 0, 60)
            third.kill()
            before = acknowledged_by(phones)
            took = goes_on(phones, before + 5, 60)
        seen = {status for reader in readers for status, _seconds in reader.seen}
    standby.wait_for_standby(clinic.primary, clinic.second, standby.NAME)
    figure("seconds to five more entries after one of two standbys was lost", f"{took:.1f}")
    assert seen == {200}


def test_goes_on_once_the_dead_standby_is_taken_off(clinic, figure):
    becomes_ready(clinic.port)
    with used_by_all(clinic) as (phones, _readers):
        goes_on(phones, 0, 60)
        with standby_lost(clinic):
            time.sleep(8)
            before = acknowledged_by(phones)
            standby.replicate_to(clinic.primary, "")
            took = goes_on(phones, before, 60)
        standby.wait_for_standby(clinic.primary, clinic.second, standby.NAME)
    acknowledged, stored = [one for phone in phones for one in phone.acknowledged], stored_in(clinic)
    figure("seconds to the first entry after the dead standby was taken off", f"{took:.1f}")
    assert set(acknowledged) <= set(stored) and len(stored) == len(set(stored))


def test_says_each_outage_in_one_line(clinic, figure):
    becomes_ready(clinic.port)
    before = clinic.log.stat().st_size
    with database_gone(clinic):
        asked = [ask(clinic.port, "/today/", clinic.people[0][0], host="localhost") for _time in range(20)]
    becomes_ready(clinic.port)
    lines = clinic.log.read_bytes()[before:].decode().splitlines()
    said = [json.loads(line) for line in lines]
    outages = [line for line in said if line.get("outage")]
    figure("requests without a database, lines of log", f"{len(asked)}, {len(outages)}")
    assert {one[0] for one in asked} == {503} and all("emergency" in one[1] for one in asked)
    assert len(outages) == len(asked)
    assert not any("error" in line for line in said)
