"""What a server without systemd has in its place: `init` is its first process, the other names are commands.

Units are read from /etc/systemd/system: user, folder, surroundings, command, how they are reloaded, and whether and
when they are begun again. Their sandbox is not: `systemd-analyze` reads that. nginx and PostgreSQL are begun as Debian
begins them.
"""

import configparser
import os
import pwd
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path("/run/stand-in")
SOCKET = HERE / "socket"
COMMANDS = ("systemctl", "systemd-run", "apt-get", "certbot")
VERSION = min(path.name for path in Path("/usr/lib/postgresql").glob("*"))
CLUSTER = f"pg_ctlcluster {VERSION} main"
BOUNCER = "runuser -u postgres -- pgbouncer /etc/pgbouncer/pgbouncer.ini >>/var/log/pgbouncer.log 2>&1 &"
OF_DEBIAN = {
    "nginx": {"start": "nginx", "reload": "nginx -s reload", "stop": "nginx -s stop"},
    "postgresql": {
        "start": f"{CLUSTER} start",
        "stop": f"{CLUSTER} stop --mode=fast",
        "reload": f"{CLUSTER} reload",
        "restart": f"{CLUSTER} restart --mode=fast",
    },
    "pgbouncer": {"restart": f"sh -c 'pkill --exact pgbouncer; {BOUNCER}'"},
}
SURROUNDINGS = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "LANG": "C.UTF-8"}


# Units ----------------------------------------------------------------------------------------------------------------


class Unit:
    """`pid` is its main process: the one that was begun, or which that one named in its stead."""

    def __init__(self, name, logs):
        self.name, self.logs = name, logs
        self.pid, self.wanted = 0, False

    def read(self):
        said = configparser.RawConfigParser(strict=False)
        said.optionxform = str
        if not said.read(f"/etc/systemd/system/{self.name}.service"):
            raise LookupError(f"Unit {self.name}.service could not be found.")
        return said["Service"]

    def start(self):
        if not self.wanted:
            self.wanted = True
            process = self.begin()
            threading.Thread(target=self.keep, args=(process,), daemon=True).start()

    def begin(self):
        said = self.read()
        who = pwd.getpwnam(said["User"])
        own = {"USER": who.pw_name, "HOME": who.pw_dir, "NOTIFY_SOCKET": self.hears()}
        with open(f"{self.logs}/{self.name}.log", "ab") as log:
            process = subprocess.Popen(
                shlex.split(said["ExecStart"]),
                cwd=said["WorkingDirectory"],
                env=SURROUNDINGS | own | read_environment(said["EnvironmentFile"]),
                umask=int(said["UMask"], 8),
                user=who.pw_uid,
                group=who.pw_gid,
                extra_groups=[],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.pid = process.pid
        return process

    def hears(self):
        """Where its processes say which of them is the main one."""
        path = HERE / f"{self.name}.notify"
        path.unlink(missing_ok=True)
        ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        ear.bind(str(path))
        path.chmod(0o666)
        threading.Thread(target=self.listen, args=(ear,), daemon=True).start()
        return str(path)

    def listen(self, ear):
        while True:
            for line in ear.recv(4096).decode().splitlines():
                if line.startswith("MAINPID="):
                    self.pid = int(line.partition("=")[2])

    def keep(self, process):
        while True:
            process.wait()
            while self.is_there():
                time.sleep(0.1)
            said = self.read()
            if not self.wanted or said["Restart"] != "always":
                return
            time.sleep(float(said["RestartSec"]))
            if not self.wanted:
                return
            process = self.begin()

    def is_there(self):
        try:
            return Path(f"/proc/{self.pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
        except FileNotFoundError:
            return False

    def reload(self):
        subprocess.run(shlex.split(self.read()["ExecReload"].replace("$MAINPID", str(self.pid))), check=True)

    def stop(self):
        self.wanted = False
        if self.is_there():
            os.kill(self.pid, signal.SIGTERM)
        until = time.monotonic() + float(self.read().get("TimeoutStopSec", "90"))
        while self.is_there():
            if time.monotonic() > until:
                self.kill(signal.SIGKILL)
            time.sleep(0.05)

    def restart(self):
        self.stop()
        self.start()

    def kill(self, number):
        """All its processes; they are in one session."""
        os.killpg(os.getpgid(self.pid), number)


class OfDebian:
    """A unit that comes with a package: `stop()` does what its package does to stop it."""

    def __init__(self, name):
        self.commands = OF_DEBIAN[name]

    def kill(self, number):
        subprocess.run(["pkill", f"-{number}", "--uid", "postgres"], check=True)

    def __getattr__(self, what):
        def does():
            done = subprocess.run(shlex.split(self.commands[what]), capture_output=True, text=True)
            if done.returncode and not (what == "stop" and done.returncode == 2):  # it was not there
                raise RuntimeError(done.stderr)

        return does


def read_environment(path):
    """As systemd reads it: no shell, quotes about a whole value go."""
    lines = [line.strip() for line in Path(path).read_text(encoding="utf-8").splitlines()]
    pairs = [line.partition("=") for line in lines if line and line[0] not in "#;"]
    return {
        name: value[1:-1] if len(value) > 1 and value[0] == value[-1] in "\"'" else value for name, _, value in pairs
    }


def init(logs):
    for name in COMMANDS:
        (HERE / name).write_text(f'#!/bin/sh\nexec /usr/bin/python3 {__file__} {name} "$@"\n')
        (HERE / name).chmod(0o755)
    os.makedirs("/run/postgresql")
    os.chown("/run/postgresql", pwd.getpwnam("postgres").pw_uid, pwd.getpwnam("postgres").pw_gid)
    if os.fork():
        while True:  # whose parent has gone belongs to the first process, which sees that it does not stay as a shadow
            os.wait()
    units = {}
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(SOCKET))
    listener.listen(16)
    print("begun", flush=True)
    while True:
        line, _ = listener.accept()
        threading.Thread(target=answer, args=(line, units, logs), daemon=True).start()


def answer(line, units, logs):
    with line:
        words = line.recv(65536).decode().split("\0")
        try:
            said = carry_out(words, units, logs)
        except Exception as error:
            said = f"!{type(error).__name__}: {error}"
        line.sendall((said or "").encode())


def carry_out(words, units, logs):
    options = [word for word in words if word.startswith("-")]
    what, *names = [word for word in words if not word.startswith("-")]
    if what == "daemon-reload":
        return ""
    for name in (name.removesuffix(".service") for name in names):
        unit = units.setdefault(name, OfDebian(name) if name in OF_DEBIAN else Unit(name, logs))
        if what == "show":
            return str(unit.pid if unit.is_there() else 0)
        if what == "kill":
            unit.kill(int(options[0].partition("=")[2]))
        elif what == "enable":
            if "--now" in options:
                unit.start()
        else:
            getattr(unit, what)()


# Commands -------------------------------------------------------------------------------------------------------------


def systemctl(*words):
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(SOCKET))
        line.sendall("\0".join(words).encode())
        said = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    if said.startswith("!"):
        sys.exit(said[1:])
    print(said)


def systemd_run(*words):
    options, command = {}, list(words)
    environment = dict(SURROUNDINGS)
    while command[0].startswith("--"):
        name, _, value = command.pop(0)[2:].partition("=")
        if name == "property" and value.startswith("EnvironmentFile="):
            environment |= read_environment(value.partition("=")[2])
        options[name] = value
    who = pwd.getpwnam(options["uid"])
    os.chdir(options["working-directory"])
    os.setgroups([])
    os.setgid(who.pw_gid)
    os.setuid(who.pw_uid)
    os.execve(command[0], command, environment | {"USER": who.pw_name, "HOME": who.pw_dir})


def apt_get(what, *words):
    """Everything is there already. What is begun by being installed is begun."""
    if what != "install":
        return
    names = [word for word in words if not word.startswith("-") and word != "certbot"]
    subprocess.run(["dpkg-query", "--show", *names], check=True, stdout=subprocess.DEVNULL)
    if "postgresql" in names:
        subprocess.run(["pg_createcluster", VERSION, "main", "--start"], check=True)
    if "nginx" in names:
        systemctl("start", "nginx")


def certbot(*words):
    """A certificate where the real one would lie, signed by itself."""
    name = words[words.index("--domain") + 1]
    assert Path(words[words.index("--webroot-path") + 1]).is_dir()
    folder = Path("/etc/letsencrypt/live", name)
    folder.mkdir(parents=True)
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    made = [
        "-addext",
        f"subjectAltName=DNS:{name}",
        "-keyout",
        folder / "privkey.pem",
        "-out",
        folder / "fullchain.pem",
    ]
    subprocess.run([*make, *made], check=True, capture_output=True)


if __name__ == "__main__":
    globals()[sys.argv[1].replace("-", "_")](*sys.argv[2:])
