"""A Monday morning: a thousand patients sign in and log, twenty physios work. SOAK_MINUTES is how long, 30 unsaid; in
less time fewer patients come, as many in a minute."""

import json
import os
import re
import subprocess
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

import pytest

from tests.trials import served
from tests.trials.own_postgres import own_postgres
from tests.trials.people import TOO_MANY
from tests.trials.test_throttles import sign_in
from tests.trials.visitor import Visitor

pytestmark = pytest.mark.trial
MINUTES = float(os.environ.get("SOAK_MINUTES", 30))
NEWER = "new entries have come in"
EACH_MINUTE = 1000 / 30
PHONES = 12  # of the patients, so many at once at most
PAUSE = 50  # seconds between two patients of a physio, who reads meanwhile
PATIENT = re.compile(r'href="(/caseload/[0-9a-f-]{36}/)')
DECIDE = re.compile(r'action="(/caseload/[0-9a-f-]{36}/reviews/[0-9a-f-]{36}/)"')


@contextmanager
def clinic(folder):
    """(what to serve it with, who comes): production's surroundings on a PostgreSQL of their own."""
    with own_postgres() as server:
        environment = served.surroundings(folder, server.url())
        environment |= {
            "DJANGO_SETTINGS_MODULE": "hhtclinic.settings",
            "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        }
        for command in ("migrate", "createcachetable", "collectstatic"):
            served.manage(environment, command, "--verbosity", "0", *(["--noinput"] * (command == "collectstatic")))
        words = [sys.executable, "-m", "tests.trials.monday"]
        made = subprocess.run(words, cwd=served.ROOT, env=environment, check=True, capture_output=True, text=True)
        yield environment, json.loads(made.stdout.splitlines()[-1])


class Person(NamedTuple):
    email: str


class Morning:
    """Everybody's requests; `wrong` are the answers that nobody should get."""

    def __init__(self, url):
        self.url, self.began = url, time.monotonic()
        self.taken, self.wrong, self.throttled = {}, [], 0
        self.logged = self.decided = 0
        self.lock, self.over = threading.Lock(), threading.Event()

    def asked(self, kind, ask, expected=(200, 302)):
        began = time.monotonic()
        answer = ask()
        with self.lock:
            self.taken.setdefault(kind, []).append(time.monotonic() - began)
            if answer.status not in expected:
                self.wrong.append((kind, answer.status, answer.text[:300]))
            self.throttled += answer.status == 429 or TOO_MANY in answer.text
        return answer

    def person(self, email, **headers):
        """A browser that has just signed in."""
        browser = Visitor(self.url, **headers)
        self.asked("door", lambda: browser.get("/account/login/"))
        began = time.monotonic()
        said = sign_in(browser, Person(email))
        with self.lock:
            self.taken.setdefault("sign-in", []).append(time.monotonic() - began)
            if said != "let in":
                self.wrong.append(("sign-in", said, email))
                self.throttled += said == "too many"
        return browser

    def patient(self, number, one):
        """Comes when it is their turn, looks at today, logs, and says how the morning was."""
        if self.over.wait(max(0, self.began + number * 60 / EACH_MINUTE - time.monotonic())):
            return
        phone = self.person(one["email"])
        self.asked("today", lambda: phone.get("/today/"))
        if one["morning"]:
            self._sends(phone, "morning", "/morning/", one["morning"])
        self.asked("log page", lambda: phone.get("/log/"))
        if self._sends(phone, "log", "/log/", one["session"]) == "stored":
            with self.lock:
                self.logged += 1

    def _sends(self, phone, kind, path, fields):
        entry = fields | {"client_id": uuid.uuid4()}
        answer = self.asked(kind, lambda: phone.post(path, {"Accept": "application/json"}, **entry), (200,))
        return json.loads(answer.text)["status"] if answer.status == 200 else None

    def physio(self, number, email):
        """Opens the caseload and one patient after the other, and declines what the rules suggest."""
        if self.over.wait(number * PAUSE / 20):
            return
        browser, at = self.person(email), number
        while not self.over.wait(PAUSE):
            pages = PATIENT.findall(self.asked("caseload", lambda: browser.get("/caseload/")).text)
            page = pages[at % len(pages)]
            at += 1
            text = self.asked("patient page", lambda page=page: browser.get(page)).text
            if 'name="because"' in text:
                self._declines(browser, DECIDE.search(text)[1])

    def _declines(self, browser, review):
        """What the patient logged meanwhile may have made another of it: the physio is asked to read it again."""
        answer = self.asked("decide", lambda: browser.post(review, because="wait"), (302, 422))
        with self.lock:
            self.decided += answer.status == 302
            if answer.status == 422 and NEWER not in answer.text:
                self.wrong.append(("decide", answer.text))


def memory_of(workers):
    """Megabytes that only they hold, and their share of what they hold together."""
    lines = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in workers]
    return sum(int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) for text in lines) / 1024


def lives_through(morning, people, server):
    """Megabytes of the workers after a sixth of the time and at the end."""
    patients = people["patients"][: round(MINUTES * EACH_MINUTE)]
    with ThreadPoolExecutor(PHONES) as phones, ThreadPoolExecutor(20) as desks:
        for number, one in enumerate(people["physios"]):
            desks.submit(_noting, morning, morning.physio, number, one)
        coming = [phones.submit(_noting, morning, morning.patient, *one) for one in enumerate(patients)]
        time.sleep(MINUTES * 10)
        workers = served.children_of(server.pid)
        early = memory_of(workers)
        for one in coming:
            one.result()
        late = memory_of(served.children_of(server.pid))
        same = workers == served.children_of(server.pid)
        morning.over.set()
    return early, late, same


def _noting(morning, act, *words):
    """An error in a thread is one of the morning."""
    try:
        act(*words)
    except Exception as error:
        with morning.lock:
            morning.wrong.append((act.__name__, repr(error)))


def test_lives_through_a_monday_morning(tmp_path, figure):
    with clinic(tmp_path) as (environment, people), served.begun(environment) as server:
        loop = subprocess.Popen([sys.executable, "manage.py", "run_due", "--loop"], cwd=served.ROOT, env=environment)
        try:
            morning = Morning(server.url)
            early, late, same = lives_through(morning, people, server)
            assert loop.poll() is None
        finally:
            loop.terminate()
            loop.wait(60)
    asked, physios = sum(map(len, morning.taken.values())), len(people["physios"])
    figure("minutes, patients who signed in and logged, physios", f"{MINUTES:g}, {morning.logged}, {physios}")
    figure("requests, decisions among them", f"{asked}, {morning.decided}")
    figure("errors, throttled", f"{len(morning.wrong)}, {morning.throttled}")
    figure("memory of the workers after a sixth of the time, at the end", f"{early:.0f} MB, {late:.0f} MB")
    for kind, taken in morning.taken.items():
        found = quantiles(taken, n=20)
        slow = f"{found[9]:.2f}, {found[18]:.2f}, {max(taken):.2f}"
        figure(f"{kind}: count; seconds in the middle, of one in twenty, at most", f"{len(taken)}; {slow}")
    figure("load of the machine", "{:.1f}, {:.1f}, {:.1f} on {} cores".format(*os.getloadavg(), os.cpu_count()))
    assert not morning.wrong, morning.wrong[:5]
    assert morning.logged == round(MINUTES * EACH_MINUTE)
    assert morning.throttled == 0 and same
    assert late < 1.15 * early
