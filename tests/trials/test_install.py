"""An empty server, and what deploy/install.md and deploy/updating.md say, typed as it stands there: to the first
patient's first log, to the next version while people log, and back."""

import json
import re
import subprocess
import sys
import time

import pytest

from tests.trials import machine

NAME, RELEASE, NEXT = "rehab.willow.test", "v1.1.0", "v1.1.1"
ADDRESS = "10.0.0.10"
MAIL = "smtp+plain://localhost:2525"
OLD_FILE = "/static/js/release.{}.js"
ASKS = """
import http.client, ssl, sys
line = http.client.HTTPSConnection("rehab.willow.test", context=ssl._create_unverified_context())
method, path, size = sys.argv[1:]
sent = {"Host": "rehab.willow.test", "Accept-Encoding": "identity"}
line.request(method, path, b"x" * int(size) or None, sent)
answer = line.getresponse()
print(answer.status)
print(answer.read().decode())
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    machine.needs()
    folder = tmp_path_factory.mktemp("install")
    folder.chmod(0o755)
    source = machine.repository(folder, RELEASE, NEXT)
    hosts, wheels = f"127.0.0.1 {NAME}", machine.wheels(folder)
    with machine.network() as net, machine.Machine("one", ADDRESS, net, folder, hosts, wheels) as server:
        server.put = {"REPOSITORY": str(source), "smtp://NAME:PASSWORD@mail.example.org": MAIL}
        server.put["rehab.example.org"] = NAME
        server.folder = folder
        yield server


@pytest.fixture(scope="module")
def installed(server):
    """What was printed, and the seconds it took; a mail server is there beside it."""
    began = time.monotonic()
    printed = server.types(machine.all_of("install.md", **server.put))
    server.seconds, server.printed = time.monotonic() - began, printed
    words = [sys.executable, "-m", "aiosmtpd", "-n", "-l", "127.0.0.1:2525", "-c", "aiosmtpd.handlers.Mailbox"]
    mail = subprocess.Popen(server.words(*words, str(server.folder / "mail")))
    yield server
    mail.terminate()
    mail.wait()


def asks(server, path, method="GET", size=0):
    """(status, text) of an answer through the proxy."""
    words = [sys.executable, "-c", ASKS, method, path, str(size)]
    done = subprocess.run(server.words(*words), stdout=subprocess.PIPE, text=True, check=True)
    status, _, text = done.stdout.partition("\n")
    return int(status), text


def test_leads_from_an_empty_server_to_the_first_patients_first_log(installed, figure):
    link = re.search(rf"https://{NAME}/start-clinic/\S+", installed.printed)[0]
    words = [sys.executable, "-m", "tests.trials.first_patient", link, ADDRESS, str(installed.folder / "mail")]
    journey = subprocess.Popen([*installed.net, *words], cwd=machine.ROOT, stdout=subprocess.PIPE, text=True)
    said, _ = journey.communicate(timeout=300)
    assert journey.returncode == 0, said
    query = "SELECT count(*) FROM patients_trainingsession"
    stored = installed.types(f"cd /tmp && runuser -u postgres -- psql -d hhtclinic -XAtc '{query}'")
    assert stored.strip() == "1"
    figure("commands typed from an empty server to the address of the first clinic", commands("install.md"))
    figure("seconds for them, packages of the system being there", round(installed.seconds))
    figure("sessions of the first patient that are stored", stored.strip())


def test_leaves_its_units_little_that_they_could_do(figure):
    """As systemd itself measures it, from 0 to 10: less is better."""
    machine.needs()
    for unit in ("hhtclinic", "hhtclinic-due"):
        words = ["systemd-analyze", "security", "--offline=yes", str(machine.ROOT / "deploy" / f"{unit}.service")]
        said = subprocess.run(words, capture_output=True, text=True).stdout
        exposure = float(re.search(r"exposure level for \S+: ([\d.]+)", said)[1])
        figure(f"exposure of {unit}", exposure)
        assert exposure < 2


def commands(page):
    """How many lines are typed: what one goes on with, or reads, is no command of its own."""
    text = re.sub(r"<<(\w+)\n.*?^\1\n", "\n", machine.all_of(page), flags=re.MULTILINE | re.DOTALL)
    return len([line for line in text.splitlines() if line and not line.startswith(" ")])


def test_answers_with_the_number_to_call_where_the_site_cannot(installed, figure):
    emergency = re.search(r"<b>Something.*", (machine.ROOT / "templates" / "500.html").read_text(encoding="utf-8"))[0]
    installed.types("systemctl stop hhtclinic")
    seen = {
        "away": asks(installed, "/today/"),
        "too large": asks(installed, "/log/", "POST", 14 * 2**20),
        "address too long": asks(installed, f"/{'a' * 9_000}"),
        "away, what is sent": asks(installed, "/log/", "POST", 10),
    }
    installed.types("systemctl start hhtclinic")
    machine.wait_until(lambda: asks(installed, "/account/login/")[0] == 200)
    assert {kind: status for kind, (status, _) in seen.items()} == {
        **{"away": 502, "too large": 413, "address too long": 414, "away, what is sent": 502}
    }
    assert all(emergency in text for _, text in seen.values())
    figure("answers of the proxy alone, with the emergency sentence", f"{len(seen)}, {len(seen)}")


def test_writes_no_address_that_is_a_key_into_the_proxys_log(installed, figure):
    keys = [f"/join/CANARY{n}/" for n in range(3)] + ["/calendar/CANARY.ics", "/account/password/reset/key/CANARY-9/"]
    for key in [*keys, "/caseload/?q=CANARY"]:
        asks(installed, key)
    installed.types("systemctl stop hhtclinic")
    for key in keys:  # what is said of a node that is away names what was asked for
        asks(installed, key)
    installed.types("systemctl start hhtclinic")
    machine.wait_until(lambda: asks(installed, "/account/login/")[0] == 200)
    written = installed.types("cat /var/log/nginx/*.log")
    figure(
        "lines of the proxy's logs, with a key or a search in them",
        f"{len(written.splitlines())}, {written.count('CANARY')}",
    )
    assert written.count("/join/...") >= 6
    assert "CANARY" not in written


def test_goes_to_the_next_version_and_back_while_people_log(installed, figure):
    people = json.dumps(json.loads(makes_people(installed)))
    words = [sys.executable, "-m", "tests.trials.phones", NAME, ADDRESS, installed.folder / "certificate"]
    installed.types(f"cp /etc/letsencrypt/live/{NAME}/fullchain.pem {installed.folder}/certificate")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": machine.ROOT}
    release, database, switch, _units, back = (block for _where, block in machine.blocks("updating.md"))
    installed.types(release)
    before = own_file(installed)
    phones = subprocess.Popen([*installed.net, *map(str, words)], **pipes)
    phones.stdin.write(people + "\n")
    phones.stdin.flush()
    time.sleep(5)
    installed.types(database)
    installed.types(switch)
    machine.wait_until(lambda: served_release(installed) == NEXT)
    time.sleep(5)
    files = [asks(installed, path)[0] for path in (before, own_file(installed))]
    installed.types(back)
    machine.wait_until(lambda: served_release(installed) == RELEASE)
    time.sleep(5)
    phones.stdin.close()
    told = json.loads(phones.stdout.read())
    phones.wait()
    failed = [one for one in told["told"] if one[3] != 200]
    stored = installed.types(
        "cd /tmp && runuser -u postgres -- psql -d hhtclinic -XAtc 'SELECT client_id FROM patients_trainingsession'"
    ).split()
    lost = set(told["acknowledged"]) - set(stored)
    figure("sessions acknowledged meanwhile, lost", f"{len(told['acknowledged'])}, {len(lost)}")
    figure("requests meanwhile, not answered with 200", f"{len(told['told'])}, {len(failed)}")
    figure("longest answer in seconds", f"{max(one[1] - one[0] for one in told['told']):.2f}")
    assert files == [200, 200]
    assert len(told["acknowledged"]) > 50 and not lost and not failed


def makes_people(server):
    """Twelve patients who can log, in the database of the server."""
    run = "systemd-run --wait --uid=hhtclinic --property=EnvironmentFile=/etc/hhtclinic.env"
    words = "--working-directory=/srv/hhtclinic/current /usr/bin/env DJANGO_SETTINGS_MODULE=hhtclinic.settings"
    return server.types(f"{run} {words} .venv/bin/python -m tests.trials.twelve").splitlines()[-1]


def served_release(server):
    """Whose Python the main process of the web server runs."""
    pid = server.types("systemctl show --property=MainPID --value hhtclinic").strip()
    return re.search(r"releases/(v[\d.]+)/", server.types(f"cat /proc/{pid}/cmdline"))[1]


def own_file(server):
    """The address of the file that each release has of its own."""
    manifest = json.loads(server.types("cat /srv/hhtclinic/current/var/static/staticfiles.json"))
    return f"/static/{manifest['paths']['js/release.js']}"
