"""Two database servers, two web nodes and a proxy, put up as deploy/several-machines.md says; then one after the other
is lost while twelve phones log."""

import contextlib
import json
import mailbox
import re
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from tests.trials import machine
from tests.trials.test_install import MAIL, NAME, makes_people

ADDRESSES = {
    "db1": "10.0.0.11",
    "db2": "10.0.0.12",
    "web1": "10.0.0.21",
    "web2": "10.0.0.22",
    "proxy": "10.0.0.31",
}
SECRET = "a-secret-of-the-trials-that-is-long-enough-to-start-the-site"
WEB = ("web1", "web2")
LETTERS = 200
MAKES_LETTERS = f"""
from datetime import timedelta
from patients.services.letter import queue_account
from programs import clock
now = clock.now()
for number in range({LETTERS}):
    queue_account(f"n{{number}}@example.org", "One", "Once", to=None, expires_at=now + timedelta(hours=1), now=now)
"""
WORKERS, POOL = 24, 5
BY_POOL = f"""
sed -i 's|@db1,db2/hhtclinic?|@/hhtclinic?host=db1,db2\\&port=6432,6432\\&|' /etc/hhtclinic.env
sed -i 's/^WEB_CONCURRENCY=.*/WEB_CONCURRENCY={WORKERS}/' /etc/hhtclinic.env
echo PGBOUNCER=1 >> /etc/hhtclinic.env
systemctl restart hhtclinic hhtclinic-due
"""
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'hhtclinic'"
STORED = "SELECT client_id FROM patients_trainingsession"
MAKES = """cd /srv/hhtclinic/current
deploy/manage.sh shell <<'CODE'
{code}
CODE
"""
FOLLOWS = "SELECT state || ' ' || sync_state FROM pg_stat_replication"


class Site:
    """All machines, by name; `primary` is the database that serves, `other` the one that follows."""

    def __init__(self, servers, put):
        self.servers = servers
        self.blocks = machine.blocks("several-machines.md", **put)
        self.primary, self.other, self.people = "db1", "db2", ""

    def __getitem__(self, name):
        return self.servers[name]

    def goes_up(self):
        """Types the page down to what is to be done when a machine is lost."""
        for where, block in self.blocks:
            if "/root/certificates/" in block:
                self.hands_out_certificates()
            if "wal_log_hints" not in block and "ALTER SYSTEM" in block:
                self.waits_for("streaming")
            if set(where) <= set(ADDRESSES):
                for name in where:
                    self[name].types(block)

    def hands_out_certificates(self):
        for name in ("db1", "db2"):
            self.sends("/root/authority/ca.crt", name, "/root/certificates/ca.crt")
            self.sends(f"/root/authority/{name}.crt", name, "/root/certificates/server.crt")
            self.sends(f"/root/authority/{name}.key", name, "/root/certificates/server.key")
        for name in WEB:
            self.sends("/root/authority/ca.crt", name, "/etc/hhtclinic-ca.crt")

    def sends(self, path, name, there):
        """A file of the first database server to another machine, as `scp` would."""
        text = self["db1"].types(f"cat {path}")
        self[name].types(f"mkdir -p $(dirname {there})\ncat > {there} <<'FILE'\n{text}FILE")

    def types(self, what, name, lost="db1"):
        """One of the blocks about a lost machine, on a machine; the page is written for a `db1` that is lost."""
        (block,) = (block for where, block in self.blocks if where == [what])
        if lost == "db2":
            block = re.sub(r"\bdb([12])\b", lambda found: f"db{3 - int(found[1])}", block)
        self[name].types(block)

    def asks(self, name, query):
        asked = f"cd /tmp && runuser -u postgres -- psql --dbname=hhtclinic -XAt <<'SQL'\n{query}\nSQL"
        return self[name].types(asked).splitlines()

    def waits_for(self, state):
        return machine.wait_until(lambda: any(state in line for line in self.asks(self.primary, FOLLOWS)))

    def fails_over(self):
        """What the page says when the server that serves is lost; the moment at which that was typed."""
        lost, self.primary, self.other = self.primary, self.other, self.primary
        self.types("failover", self.primary, lost)
        return time.time()

    def comes_together(self):
        """The old one follows the one that serves."""
        self.types("back", self.other, self.other)
        self.is_kept_twice()

    def is_kept_twice(self):
        self.waits_for("streaming")
        self.types("together", self.primary, self.other)
        self.waits_for("streaming sync")


class Phones:
    """Twelve, who log from now on; `told` are all their attempts as (began, ended, method, status)."""

    def __init__(self, site, folder):
        certificate = folder / "certificate"
        certificate.write_text(site["proxy"].types(f"cat /etc/letsencrypt/live/{NAME}/fullchain.pem"))
        words = [sys.executable, "-m", "tests.trials.phones", NAME, ADDRESSES["proxy"], str(certificate)]
        site.people = site.people or makes_people(site["web1"])
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": machine.ROOT}
        self.process = subprocess.Popen([*site["proxy"].net, *words], **pipes)
        self.process.stdin.write(site.people + "\n")
        self.process.stdin.flush()

    def hang_up(self):
        self.process.stdin.close()
        said = json.loads(self.process.stdout.read())
        self.process.wait()
        self.acknowledged, self.told = said["acknowledged"], said["told"]

    def first_success(self, since):
        """Seconds from then to the end of the first log that was sent later and is stored."""
        return (
            min(
                ended
                for began, ended, method, status in self.told
                if (method, status) == ("POST", 200) and began > since
            )
            - since
        )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("several")
    folder.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def site(folder):
    machine.needs()
    source = machine.repository(folder, "v1.1.0")
    put = {"REPOSITORY": str(source), "smtp://NAME:PASSWORD@mail.example.org": MAIL, "rehab.example.org": NAME}
    put |= {"THE-SAME-ON-EVERY-NODE": SECRET, "THE-SAME-TOO-AND-ANOTHER": SECRET[::-1]}
    put["default_pool_size = 20"] = f"default_pool_size = {POOL}"
    put |= {f"{who}-PASSWORD": f"of-the-{who.lower()}" for who in ("SITE", "OWNER", "REPLICATOR")}
    hosts = "\n".join(f"{address} {name}" for name, address in ADDRESSES.items())
    wheels = machine.wheels(folder)
    with contextlib.ExitStack() as there:
        net = there.enter_context(machine.network())
        servers = {
            name: there.enter_context(machine.Machine(name, address, net, folder, hosts, wheels))
            for name, address in ADDRESSES.items()
        }
        site = Site(servers, put)
        site.began = time.monotonic()
        site.goes_up()
        site.seconds = time.monotonic() - site.began
        for name in WEB:
            words = [sys.executable, "-m", "aiosmtpd", "-n", "-l", "127.0.0.1:2525", "-c", "aiosmtpd.handlers.Mailbox"]
            subprocess.Popen(servers[name].words(*words, str(folder / f"mail-{name}")))  # goes with its machine
        yield site


# What is lost: each takes the site, and answers when it was lost and when a hand was put to it. ----------------------


def web_server_of_a_node(site):
    lost = time.time()
    site["web1"].kills("hhtclinic")
    time.sleep(8)
    return lost, lost


def loop_of_a_node(site):
    lost = time.time()
    site["web2"].types(MAKES.format(code=MAKES_LETTERS))
    site["web1"].kills("hhtclinic-due")
    time.sleep(10)
    return lost, lost


def database_that_serves(site):
    lost = time.time()
    site[site.primary].kills("postgresql")
    time.sleep(5)
    mended = site.fails_over()
    time.sleep(15)
    site.comes_together()
    return lost, mended


def database_that_follows(site):
    lost = time.time()
    site[site.other].kills("postgresql")
    time.sleep(8)
    site.types("alone", site.primary)
    mended = time.time()
    time.sleep(10)
    site[site.other].types("systemctl start postgresql")
    site.is_kept_twice()
    return lost, mended


def database_that_hangs(site):
    lost = time.time()
    site[site.primary].kills("postgresql", signal.SIGSTOP)
    time.sleep(15)
    site[site.primary].kills("postgresql")
    mended = site.fails_over()
    time.sleep(15)
    site.comes_together()
    return lost, mended


def cable_of_the_database_that_serves(site):
    lost, old = time.time(), site[site.primary]
    old.cable("down")
    time.sleep(5)
    mended = site.fails_over()
    time.sleep(20)
    old.kills("postgresql")
    old.cable("up")
    old.types(f"until timeout 1 bash -c '</dev/tcp/{site.primary}/5432'; do sleep 1; done")
    site.comes_together()
    return lost, mended


def whole_node(site):
    lost = time.time()
    site["web1"].pulls_the_plug()
    time.sleep(10)
    return lost, lost


LOSSES = (
    web_server_of_a_node,
    loop_of_a_node,
    database_that_serves,
    database_that_follows,
    database_that_hangs,
    cable_of_the_database_that_serves,
    whole_node,
)


def test_keeps_every_entry_whatever_is_lost(site, folder, figure):
    figure("seconds from five empty machines to a site that serves", round(site.seconds))
    phones, seen = Phones(site, folder), []
    time.sleep(5)
    for loss in LOSSES:
        lost, mended = loss(site)
        alive = site["web2"].runs("hhtclinic-due") and beats_after(site, time.time())
        time.sleep(3)
        seen.append((loss.__name__.replace("_", " "), lost, mended, time.time(), alive))
    phones.hang_up()
    stored = site.asks(site.primary, STORED)
    for what, lost, mended, ended, alive in seen:
        told = Counter(status for began, _end, _method, status in phones.told if lost <= began <= ended)
        first = phones.first_success(lost) if mended == lost else phones.first_success(mended)
        figure(
            f"{what}: seconds to the first entry stored{'' if mended == lost else ' after the hand put to it'}",
            f"{first:.1f}",
        )
        figure(
            f"{what}: answers 200, 500, 502, 503, 504, none",
            ", ".join(str(told[one]) for one in (200, 500, 502, 503, 504, 0)),
        )
        figure(f"{what}: the loop lives", "yes" if alive else "no")
    acknowledged = phones.acknowledged
    twice = len(stored) - len(set(stored))
    figure("acknowledged, lost, stored twice", f"{len(acknowledged)}, {len(set(acknowledged) - set(stored))}, {twice}")
    letters = Counter(letter_addresses(folder))
    figure("letters that two loops sent, one of them killed: sent, never, twice", counted(letters))
    assert all(alive for *_rest, alive in seen)
    assert set(acknowledged) <= set(stored) and not twice
    assert len(acknowledged) > 200
    assert max(letters.values()) == 1 and len(letters) >= LETTERS - 1
    assert not [one for one in phones.told if one[3] == 500]


def beats_after(site, since):
    """Whether a loop has been at work since then, as the database says."""
    asked = "SELECT extract(epoch FROM max(at)) FROM patients_heartbeat"
    with contextlib.suppress(TimeoutError):
        machine.wait_until(lambda: float((site.asks(site.primary, asked) or ["0"])[0] or 0) > since, 90, 1)
        return True
    return False


def letter_addresses(folder):
    return [one["To"] for name in WEB for one in mailbox.Maildir(folder / f"mail-{name}") if one["Subject"] == "One"]


def counted(letters):
    return f"{len(letters)}, {LETTERS - len(letters)}, {sum(times > 1 for times in letters.values())}"


def test_shares_a_few_connections_by_pgbouncer(site, folder, figure):
    for name in ("db1", "db2"):
        site.types("pgbouncer", name)
    site["web2"].types(BY_POOL)
    machine.wait_until(lambda: workers_of(site["web2"]) > WORKERS)
    phones, most = Phones(site, folder), 0
    for _ in range(20):
        time.sleep(1)
        most = max(most, int(site.asks(site.primary, CONNECTIONS)[0]))
    phones.hang_up()
    failed = [one for one in phones.told if one[3] != 200]
    figure("workers, connections of the server that they had by pgbouncer", f"{WORKERS}, {most}")
    figure("sessions acknowledged by it, requests that failed", f"{len(phones.acknowledged)}, {len(failed)}")
    assert len(phones.acknowledged) > 20 and not failed
    assert 0 < most <= POOL + 2  # the loop's, which is pooled too, and one that is just closed
    assert set(phones.acknowledged) <= set(site.asks(site.primary, STORED))


def workers_of(server):
    return int(server.types("pgrep --count --full deploy/gunicorn.py"))
