"""No alarm is lost: two hundred of them, a mail server that misbehaves in five ways, three loops killed at random, a
database that restarts, and rows that break what is done with them. The product's clock goes twelve times as fast."""

import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.mail_server import MailServer
from tests.trials import alarms, served
from tests.trials.own_postgres import own_postgres

pytestmark = pytest.mark.trial
MINUTE = 60
LOOPS = 3
# (minutes, how the mail server behaves); "" behaves well. In `away` an hour of it is left out at once, nobody acting.
PHASES = (
    (2, ""),
    *((4, "refuses"), (3, "")),
    *((4, "451"), (3, "")),
    *((4, "hangs"), (3, "")),
    *((4, "dies in DATA"), (3, "")),
    *((6, "refuses"), (4, "")),
)
AWAY, LEFT_OUT = 9, 54 * MINUTE  # which phase lasts an hour, and the seconds of it that are left out
RESTART = 8  # in this phase the database is killed and comes back


@pytest.fixture
def world(tmp_path):
    with own_postgres() as database, MailServer() as server, open(tmp_path / "log", "ab") as log:
        environment = served.surroundings(tmp_path, database.url()) | {
            "DJANGO_SETTINGS_MODULE": "hhtclinic.settings",
            "EMAIL_URL": f"smtp+plain://127.0.0.1:{server.port}",
            "PUSH_PRIVATE_KEY": "ZGVtby1vbmx5LW5vdC1hLXNlY3JldC1wdXNoLWtleS4",
            "SITE_URL": "https://rehab.example.org",
            "CLOCK_BEGAN": str(time.time()),
            "CLOCK_JUMPED": str(tmp_path / "jumped"),
        }
        for command in ("migrate", "createcachetable", "sync_groups"):
            served.manage(environment, command, "--verbosity", "0")
        os.environ.update(CLOCK_BEGAN=environment["CLOCK_BEGAN"], CLOCK_JUMPED=environment["CLOCK_JUMPED"])
        yield World(database, server, environment, log)


class World:
    def __init__(self, database, server, environment, log):
        self.database, self.server, self.environment, self.log = database, server, environment, log
        self.loops, self.kills, self.over = [], 0, False
        self.good = []  # since when letters could be sent, on the product's clock

    def process(self, role, **options):
        words = [sys.executable, "-m", "tests.trials.alarms", role]
        return subprocess.Popen(words, cwd=served.ROOT, env=self.environment, text=True, **options)

    def made(self):
        """{address: assignment}"""
        out, _error = self.process("make", stdout=subprocess.PIPE).communicate()
        return json.loads(out.splitlines()[-1])

    def begin(self):
        self.loops = [self.process("loop", stderr=self.log) for _n in range(LOOPS)]

    def kills_one(self, chance):
        victim = self.loops.pop(chance.randrange(LOOPS))
        victim.kill()
        victim.wait()
        self.loops.append(self.process("loop", stderr=self.log))
        self.kills += 1

    def kills_at_random(self):
        chance = random.Random(1)
        while not self.over:
            time.sleep(4 + 6 * chance.random())
            if not self.over:
                self.kills_one(chance)

    def goes_through(self):
        """The phases, one after the other."""
        for number, (minutes, manner) in enumerate(PHASES):
            self.behaves(manner)
            seconds = minutes * MINUTE / alarms.SCALE
            time.sleep(seconds / 2)
            if number == AWAY:
                self.leaves_out(LEFT_OUT)
            if number == RESTART:
                self.restarts_the_database()
            time.sleep(seconds / 2)

    def restarts_the_database(self):
        self.database.kill()
        time.sleep(1)
        self.database.start()
        while not self.database.asks("SELECT 1"):
            time.sleep(0.05)
        self.good.append(alarms.product_time())

    def leaves_out(self, seconds):
        """In one piece, or a loop would read a file that is empty yet."""
        written = Path(f"{self.environment['CLOCK_JUMPED']}.new")
        written.write_text(str(seconds))
        written.replace(self.environment["CLOCK_JUMPED"])

    def behaves(self, manner):
        (self.server.stop if manner == "refuses" else self.server.start)()
        self.server.manner = manner
        if not manner:
            self.good.append(alarms.product_time())

    def end(self):
        self.over = True
        for one in self.loops:
            one.kill()
            one.wait()


def test_no_alarm_is_lost(world, figure):
    people = world.made()
    span = sum(minutes for minutes, _manner in PHASES[:AWAY]) + 2
    began = alarms.product_time() + 10
    times = {pk: began + span * MINUTE * n / len(people) for n, pk in enumerate(people.values())}
    world.begin()
    ticks = world.process("raise", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    killer = threading.Thread(target=world.kills_at_random, daemon=True)
    killer.start()
    try:
        feeding = threading.Thread(target=lambda: ticks.stdin.write(json.dumps(times)) and ticks.stdin.close())
        feeding.start()
        world.goes_through()
        raised = dict(line.split() for line in ticks.stdout.read().splitlines())
    finally:
        world.end()
        killer.join()
    judged(world, people, raised, figure)


def judged(world, people, raised, figure):
    server = world.server
    told = {to: alarms.product_time(server.times[to]) for to in server.times if to in people}
    lost = [address for address in people if address not in told]
    times_said = Counter(to for to, _letter in server.took if to in people)
    silent = set(server.silent)
    twice = {to for to, count in Counter(one for one in server.handed_over if one in people).items() if count > 1}
    first = {to: told[to] - float(raised[str(people[to])]) for to in told}
    late = [told[to] - begun(world.good, told[to], float(raised[str(people[to])])) for to in told]
    figure("alarms, loops at once, loops killed with SIGKILL", f"{len(people)}, {LOOPS}, {world.kills}")
    figure("alarms lost", len(lost))
    figure("handed over again after silence in DATA", len(twice & silent))
    figure("taken twice because a loop was killed before it noted the first", len(twice - silent))
    figure("minutes to the first letter, median", f"{statistics.median(first.values()) / MINUTE:.1f}")
    figure("minutes to the first letter, worst", f"{max(first.values()) / MINUTE:.1f}")
    figure("seconds from a server that takes letters to the first letter, median", f"{statistics.median(late):.0f}")
    figure("seconds from a server that takes letters to the first letter, worst", f"{max(late):.0f}")
    assert len(raised) == len(people) == alarms.ALARMS
    assert lost == []
    assert len(twice - silent) <= world.kills
    assert all(times_said[to] == 1 for to in people if to not in twice)
    assert max(late) <= 2 * MINUTE, sorted(late)[-9:]


def begun(good, told, raised):
    """Since when a letter that was taken at `told` could have been."""
    return max(raised, *(since for since in good if since <= told))
