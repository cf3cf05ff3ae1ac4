"""Runs a command against a throwaway PostgreSQL, then removes it: python tests/cluster.py -- COMMAND...

The command finds the server in DATABASE_URL. A second process keeps the server: it stops it and removes its folder as
soon as the first one is gone, however that ended. The folder lies in /tmp, whatever TMPDIR says: the `postgres` user
may not enter root's home, and a socket's path has room for a hundred characters. Nothing is synced to disk, because
nothing is kept.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OLDEST = 15  # the oldest PostgreSQL that is supported, so the one to test on where there are several
DATABASE = "hhtclinic"
QUICK = dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")
INSTALL_LINE = "brew install postgresql@15" if sys.platform == "darwin" else "sudo apt-get install -y postgresql"


def main(command):
    """Run `command` beside a server and answer its exit status."""
    programs = find_programs()
    keeper = subprocess.Popen(
        [sys.executable, __file__, "--keep", programs],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C ends the command first, then the server
    )
    try:
        url = keeper.stdout.readline().strip()
        return run(command, url) if url else 1
    finally:
        keeper.stdin.close()
        keeper.wait()


def run(command, url):
    """Run `command` and pass on what ends it. Ctrl-C reaches it from the terminal; it gets ten seconds to tidy up."""
    try:
        child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
    except OSError as error:
        sys.exit(f"{command[0]}: {error.strerror}")
    signal.signal(signal.SIGINT, lambda *_: signal.alarm(10))
    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: child.terminate())
    status = child.wait()
    return status if status >= 0 else 128 - status


# The keeper ---------------------------------------------------------------------------------------------------------


def keep(programs):
    """Start a server, print its URL, and remove it when standard input ends."""
    folder = Path(tempfile.mkdtemp(prefix="hht-postgres-", dir="/tmp"))
    server = None
    try:
        owner = unprivileged(folder)
        make_data_folder(programs, folder, owner)
        server = start(programs, folder, owner)
        make_database(programs, folder, server)
        with contextlib.suppress(BrokenPipeError):  # nobody waits for the answer any more
            print(f"postgres://postgres@{str(folder).replace('/', '%2F')}:5432/{DATABASE}", flush=True)
        sys.stdin.read()
    finally:
        if server:
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged(folder):
    """What makes a child process run as `postgres` when we are root, which PostgreSQL refuses to run as."""
    if os.getuid() != 0:
        return {}
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        sys.exit("PostgreSQL does not run as root and there is no user `postgres`. Type: useradd --system postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def make_data_folder(programs, folder, owner):
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    words = [f"{programs}/initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"]
    made = subprocess.run([*words, f"--locale={locale}"], cwd="/", capture_output=True, text=True, **owner)
    if made.returncode:
        sys.exit(f"initdb failed:\n{made.stdout}{made.stderr}")


def start(programs, folder, owner, settings=QUICK):
    settings = {"listen_addresses": "", "unix_socket_directories": folder, "timezone": "UTC"} | settings
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with open(folder / "log", "wb") as log:
        return subprocess.Popen(
            [f"{programs}/postgres", "-D", folder / "data", "-p", "5432", *words],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **owner,
        )


def make_database(programs, folder, server):
    """Create the database as soon as the server answers; wait half a minute at most."""
    words = [f"{programs}/createdb", "-h", folder, "-p", "5432", "-U", "postgres", DATABASE]
    for _ in range(300):
        if subprocess.run(words, cwd="/", capture_output=True).returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")


def stop(server):
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


# Finding PostgreSQL -------------------------------------------------------------------------------------------------


def find_programs():
    """The folder of the oldest supported server on this machine; installs one where there is none and it may."""
    found = installed()
    if not found:
        print("PostgreSQL is missing; installing it.", file=sys.stderr)
        subprocess.run(["sh", Path(__file__).with_name("apt.sh"), "postgresql"], stdout=sys.stderr)
        found = installed()
    if not found:
        sys.exit(f"PostgreSQL {OLDEST} or newer is missing. Type: {INSTALL_LINE}")
    supported = [server for server in found if server[0] >= OLDEST]
    if not supported:
        sys.exit(f"PostgreSQL {max(found)[0]} is too old; install {OLDEST} or newer. Type: {INSTALL_LINE}")
    version, folder = min(supported)
    print(f"Throwaway PostgreSQL {version} from {folder}", file=sys.stderr)
    return folder


def installed():
    """Every server on this machine as (major version, folder of its programs)."""
    folders = [*os.environ["PATH"].split(":"), configured()]
    folders += Path("/usr/lib/postgresql").glob("*/bin")
    folders += Path("/opt/homebrew/opt").glob("postgresql*/bin")
    folders += Path("/usr/local/opt").glob("postgresql*/bin")
    needed = ("postgres", "initdb", "createdb")
    return [(major_version(at), str(at)) for at in map(Path, folders) if all((at / name).is_file() for name in needed)]


def configured():
    """Where pg_config says the programs are; a folder that does not exist when it says nothing."""
    pg_config = shutil.which("pg_config")
    answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True).stdout if pg_config else ""
    return answer.strip() or "/nonexistent"


def major_version(folder):
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True).stdout
    return int(answer.split("PostgreSQL) ")[1].split(".")[0].split()[0])


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--keep", folder]:
            keep(folder)
        case ["--", *words] if words:
            sys.exit(main(words))
        case _:
            sys.exit("Usage: python tests/cluster.py -- COMMAND...")
