"""What was said to be stored is stored: workers and the database are killed while twelve people log. And a backup is
one: dumped, restored and logged into."""

import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import uuid
from urllib.parse import urlencode

import pytest

from tests.trials import served
from tests.trials.own_postgres import own_postgres

pytestmark = pytest.mark.trial
SECONDS, DATABASE_KILLS = 60, 6
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"


@pytest.fixture
def clinic(tmp_path, request):
    """A database with the settings of a clinic, or those the test asks for, and twelve patients in it."""
    with own_postgres(**getattr(request, "param", {})) as server:
        environment = served.surroundings(tmp_path, server.url()) | {"DJANGO_SETTINGS_MODULE": "hhtclinic.settings"}
        for command in ("migrate", "createcachetable", "sync_groups"):
            served.manage(environment, command, "--verbosity", "0")
        words = [sys.executable, "-m", "tests.trials.twelve"]
        made = subprocess.run(words, cwd=served.ROOT, env=environment, check=True, capture_output=True, text=True)
        yield server, json.loads(made.stdout.splitlines()[-1])


class Phone(threading.Thread):
    """Logs one session after the other, each until it is acknowledged; `acknowledged` are the ids that were."""

    pause = 0.05  # after one that failed

    def __init__(self, port, cookie, prescription):
        super().__init__(daemon=True)
        self.port, self.cookie, self.prescription = port, cookie, prescription
        self.token, self.csrf = "", ""
        self.acknowledged, self.attempts, self.over = [], 0, threading.Event()

    def run(self):
        waiting = None
        while not self.over.is_set():
            waiting = waiting or str(uuid.uuid4())
            try:
                self.attempts += 1
                if self.logs(waiting):
                    self.acknowledged.append(waiting)
                    waiting = None
            except (OSError, http.client.HTTPException):
                time.sleep(self.pause)

    def logs(self, client_id):
        """Whether the answer said that it is stored."""
        if not self.token:
            self.opens_the_form()
        entry = {"client_id": client_id, "prescription": self.prescription, "mode": "plan", "variation": "heels-close"}
        body = urlencode(entry | {"pain_left": 1, "csrfmiddlewaretoken": self.token})
        status, answer, _headers = self.asks("POST", body)
        if status != 200:
            self.token = ""
            return False
        return json.loads(answer)["status"] in ("stored", "duplicate")

    def opens_the_form(self):
        status, page, headers = self.asks("GET")
        if status != 200:
            raise ConnectionError(status)
        self.csrf = next(part.partition(";")[0] for part in headers.get_all("Set-Cookie", []) if "csrf" in part)
        self.token = TOKEN.search(page)[1]

    def asks(self, method, body=None):
        line = self.opens_line()
        kind = "application/json" if body else "text/html"
        sent = {"Cookie": "; ".join(filter(None, (self.cookie, self.csrf))), "Accept": kind}
        sent |= {"Referer": f"https://{line.host}/log/"}  # asked for over TLS
        if body:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, "/log/", body, sent)
            answer = line.getresponse()
            return answer.status, answer.read().decode(), answer.headers
        finally:
            line.close()

    def opens_line(self):
        return http.client.HTTPConnection("localhost", self.port, timeout=20)


def log_while_it_is_killed(url, server, people):
    """(acknowledged ids, attempts, killed workers) of all phones together."""
    port = int(url.rpartition(":")[2])
    phones = [Phone(port, f"{people['name']}={one['cookie']}", one["prescription"]) for one in people["people"]]
    for phone in phones:
        phone.start()
    workers = kill_for_a_while(server)
    time.sleep(3)
    for phone in phones:
        phone.over.set()
    for phone in phones:
        phone.join(30)
    return [one for phone in phones for one in phone.acknowledged], sum(one.attempts for one in phones), workers


def kill_for_a_while(server):
    """A worker every two seconds, and sometimes the database in its stead; how many workers there were."""
    chance, killed = random.Random(1), 0
    for number in range(SECONDS // 2):
        time.sleep(2)
        if number % (SECONDS // 2 // DATABASE_KILLS) == 3:
            server.kill()
            server.start()
        elif worker := worker_of(chance):
            os.kill(worker, signal.SIGKILL)
            killed += 1
    return killed


def worker_of(chance):
    """One of the processes that the web server has made."""
    parents = served.children_of(os.getpid())
    found = [child for parent in parents if "gunicorn" in command_of(parent) for child in served.children_of(parent)]
    return chance.choice(found) if found else None


def command_of(pid):
    try:
        return open(f"/proc/{pid}/cmdline").read()
    except OSError:
        return ""


def stored_in(server):
    for _ in range(100):
        if found := server.asks("SELECT client_id FROM patients_trainingsession"):
            return found
        time.sleep(0.2)
    raise TimeoutError("the database did not come back")


def test_keeps_what_was_acknowledged_whoever_is_killed(clinic, tmp_path, figure):
    server, people = clinic
    with served.production(tmp_path, server.url()) as url:
        acknowledged, attempts, workers = log_while_it_is_killed(url, server, people)
    stored = stored_in(server)
    figure("workers and databases killed with SIGKILL", f"{workers}, {DATABASE_KILLS}")
    figure("sessions acknowledged by 12 phones, attempts", f"{len(acknowledged)}, {attempts}")
    figure("acknowledged and lost", len(set(acknowledged) - set(stored)))
    figure("stored twice", len(stored) - len(set(stored)))
    assert workers > 10 and attempts > len(acknowledged) > 500
    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored))


@pytest.mark.parametrize("clinic", [{"synchronous_commit": "off", "wal_writer_delay": "2s"}], indirect=True)
def test_finds_what_a_careless_database_loses(clinic, tmp_path, figure):
    """The control: a database that acknowledges before it has written."""
    server, people = clinic
    with served.production(tmp_path, server.url()) as url:
        acknowledged, _attempts, _workers = log_while_it_is_killed(url, server, people)
    lost = len(set(acknowledged) - set(stored_in(server)))
    figure("control, a database that answers before it has written: acknowledged and lost", lost)
    assert lost


def test_goes_on_from_a_restored_backup(clinic, tmp_path, figure):
    server, people = clinic
    first = people["people"][0]
    cookie = f"{people['name']}={first['cookie']}"
    with served.production(tmp_path, server.url()) as url:
        logged(url, cookie, first["prescription"])
    started = time.monotonic()
    server.runs("pg_dump", "--format=custom", f"--file={tmp_path}/backup", "hhtclinic")
    server.runs("createdb", "restored")
    server.runs("pg_restore", "--exit-on-error", "--no-owner", "--dbname=restored", f"{tmp_path}/backup")
    seconds = time.monotonic() - started
    prints = {database: fingerprints(server, database) for database in ("hhtclinic", "restored")}
    assert prints["restored"] == prints["hhtclinic"]
    assert sum(rows for rows, _print in prints["restored"].values()) > 500
    with served.production(tmp_path, server.url("restored")) as url:
        logged(url, cookie, first["prescription"])
    figure("tables dumped, restored and compared row by row, different", f"{len(prints['restored'])}, 0")
    figure("seconds to dump and restore them", f"{seconds:.1f}")
    figure("logged in and logged a session afterwards", "yes")


def logged(url, cookie, prescription):
    """A session logged by the patient of the cookie, who is still signed in."""
    assert Phone(int(url.rpartition(":")[2]), cookie, prescription).logs(str(uuid.uuid4()))


def fingerprints(server, database):
    """For each table how many rows it has and what they amount to, whatever their order."""
    query = "SELECT count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{}\" t"
    found = {table: server.asks(query.format(table), database)[0] for table in server.asks(TABLES, database)}
    return {table: (int(line.partition("|")[0]), line.partition("|")[2]) for table, line in found.items()}
