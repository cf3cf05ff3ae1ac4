"""Empty servers for a while, on which the commands of `deploy/` are typed as they stand there.

Each has mounts, processes, a name and an address of its own, in a network without a way out; what is typed leaves
the machine below as it is. There is no systemd in it: `stand_in.py` does what the units say, and `apt-get` and
`certbot` find there what they would bring.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
STAND_IN = Path(__file__).with_name("stand_in.py")
PACKAGES = (  # what the pages install, and what networks are made with
    *("git", "python3-venv", "postgresql", "pgbouncer", "nginx", "openssl", "iproute2", "systemd"),
    *("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    *("fonts-liberation", "fonts-dejavu-core", "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"),
)
BLOCK = re.compile(r"^```sh(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WITH_US = ("setpriv", "--pdeathsig", "KILL")  # gone when we are, however that ended
ALONE = ("--net", "--mount", "--uts", "--pid", "--fork", "--kill-child")
# What belongs to a server alone; the rest is read from the machine below. Overlays, so that it begins as that is.
OWN = ("/etc", "/var", "/srv", "/root")
BEGINS = """
mount --make-rprivate /
mount -t tmpfs tmpfs {below}
for own in {own}; do
    mkdir -p {below}/upper$own {below}/work$own
    mount -t overlay -o lowerdir=$own,upperdir={below}/upper$own,workdir={below}/work$own overlay $own
done
mount -t proc proc /proc
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/lock /run/stand-in
rm -rf /srv/* /etc/postgresql/*/* /var/lib/postgresql/*/* /etc/nginx/conf.d/* /etc/letsencrypt
hostname {name}
exec python3 {stand_in} init {logs}
"""


def needs():
    """Installs what servers cannot be made without, or says what that is: no trial passes that tried nothing."""
    if sys.platform != "linux" or os.getuid() != 0 or not shutil.which("dpkg-query"):
        raise RuntimeError("Only root on Debian can make servers of their own: run this trial there or in a container.")
    if lacks():
        subprocess.run(["sh", ROOT / "tests" / "apt.sh", *PACKAGES], stdout=sys.stderr)
    if missing := lacks():
        raise RuntimeError(f"Missing: {' '.join(missing)}. Type: sudo apt-get install -y {' '.join(missing)}")


def lacks():
    asked = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *PACKAGES]
    there = subprocess.run(asked, capture_output=True, text=True).stdout.splitlines()
    return [name for name in PACKAGES if f"{name} installed" not in there]


@contextlib.contextmanager
def network():
    """The words that run something where the servers are reached from: a network that leads nowhere else."""
    begins = "ip link set lo up && ip link add switch type bridge && ip link set switch up"
    begins += " && ip addr add 10.0.0.1/24 dev switch && echo up && exec sleep infinity"
    holder = subprocess.Popen([*WITH_US, "unshare", "--net", "sh", "-c", begins], stdout=subprocess.PIPE, text=True)
    try:
        if holder.stdout.readline() != "up\n":
            raise RuntimeError("a network of their own cannot be made here")
        yield ["nsenter", f"--net=/proc/{holder.pid}/ns/net"]
    finally:
        holder.kill()
        holder.wait()


class Machine:
    """A server at `address`; `folder` is where its processes write what they say."""

    def __init__(self, name, address, net, folder, hosts="", surroundings=()):
        self.name, self.address, self.net = name, address, net
        self.hosts, self.surroundings = hosts, dict(surroundings)
        self.logs = Path(folder, name)
        self.holder = None

    def __enter__(self):
        self.logs.mkdir(parents=True)
        self.below = tempfile.mkdtemp(prefix="hht-machine-", dir="/tmp")
        begins = BEGINS.format(below=self.below, own=" ".join(OWN), name=self.name, stand_in=STAND_IN, logs=self.logs)
        words = [*WITH_US, "unshare", *ALONE, "sh", "-ec", begins]
        self.holder = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if self.holder.stdout.readline() != "begun\n":
            raise RuntimeError(f"{self.name} did not begin")
        children = Path(f"/proc/{self.holder.pid}/task/{self.holder.pid}/children")
        self.pid = int(children.read_text().split()[0])
        self.is_plugged_in()
        self.types(f"cat >> /etc/hosts <<'HOSTS'\n{self.hosts}\nHOSTS")
        return self

    def __exit__(self, *_error):
        self.pulls_the_plug()

    def is_plugged_in(self):
        for line in (f"add {self.name} type veth peer name eth0 netns {self.pid}", f"set {self.name} master switch up"):
            subprocess.run([*self.net, "ip", "link", *line.split()], check=True)
        for line in ("link set lo up", f"address add {self.address}/24 dev eth0", "link set eth0 up"):
            subprocess.run(["nsenter", f"--target={self.pid}", "--net", "ip", *line.split()], check=True)

    def pulls_the_plug(self):
        """All its processes at once, and what they had not written."""
        if self.holder:
            os.kill(self.pid, signal.SIGKILL)
            self.holder.wait()
            self.holder = None
            os.rmdir(self.below)

    def words(self, *words):
        return ["nsenter", f"--target={self.pid}", "--mount", "--uts", "--pid", "--net", *words]

    def types(self, commands, check=True):
        """What a root shell prints to these commands; every command has to succeed."""
        path = "/run/stand-in:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        surroundings = self.surroundings | {"PATH": path, "HOME": "/root", "LANG": "C.UTF-8"}
        done = subprocess.run(
            self.words("bash", "-euo", "pipefail"),
            input=commands,
            cwd="/",
            env=surroundings,
            capture_output=True,
            text=True,
        )
        with open(self.logs / "typed.log", "a", encoding="utf-8") as log:
            log.write(f"{commands}\n--- {done.returncode}\n{done.stdout}\n{done.stderr}\n")
        if check and done.returncode:
            raise RuntimeError(f"{self.name}: {commands}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
        return done.stdout

    def runs(self, unit):
        """Whether the process of a unit is there."""
        return self.types(f"systemctl show --property=MainPID --value {unit}").strip() != "0"

    def cable(self, state):
        """ "down" cuts it from the others, without a word to anybody; "up" brings it back."""
        subprocess.run([*self.net, "ip", "link", "set", self.name, state], check=True)

    def kills(self, unit, number=signal.SIGKILL):
        """All processes of a unit, as `kill -9` does: what the unit says of that is done by the stand-in."""
        self.types(f"systemctl kill --signal={int(number)} {unit}")


def blocks(page, **put):
    """What is to be typed, in its order, as (what stands behind `sh`, the commands), with what a reader puts in:
    `{"REPOSITORY": "/srv/…"}`."""
    found = BLOCK.findall((ROOT / "deploy" / page).read_text(encoding="utf-8"))
    assert found, page
    for old, new in put.items():
        found = [(where, block.replace(old, new)) for where, block in found]
    return [(where.split(), block) for where, block in found]


def all_of(page, **put):
    return "".join(block for _where, block in blocks(page, **put))


def repository(folder, *releases):
    """A repository to clone that has these releases: the newest commit, each with one file that says which it is."""
    at = Path(folder, "repository")
    git = ["git", "-c", "user.name=Trial", "-c", "user.email=trial@example.org", "-c", "safe.directory=*"]
    subprocess.run([*git, "clone", "--quiet", "--no-local", "--no-tags", str(ROOT), str(at)], check=True)
    for release in releases:
        (at / "static" / "js" / "release.js").write_text(f"export const release = '{release}';\n")
        subprocess.run([*git, "-C", at, "add", "."], check=True)
        subprocess.run([*git, "-C", at, "commit", "--quiet", "-m", release], check=True)
        subprocess.run([*git, "-C", at, "tag", release], check=True)
    return at


def wheels(folder):
    """What the lock names, fetched: the servers have no way out. They hold it to its hashes as any would."""
    asked = subprocess.run(["/usr/bin/python3", "--version"], check=True, capture_output=True, text=True).stdout
    version = ".".join(asked.split()[1].split(".")[:2])
    words = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--python-version", version]
    lock = ["--require-hashes", "--requirement", ROOT / "requirements.lock", "--dest", folder / "wheels"]
    subprocess.run([sys.executable, *words, *lock], check=True, capture_output=True)
    return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder / "wheels")}


def wait_until(is_so, seconds=60, pause=0.2):
    """The seconds until it was so."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > seconds:
            raise TimeoutError(is_so)
        time.sleep(pause)
    return time.monotonic() - began
