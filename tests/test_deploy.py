"""What is put up beside the site: units, proxy, containers, and the pages that say how. Here they are read; on
empty machines they are tried in tests/trials/."""

import configparser
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLResolver
from gunicorn import config, systemd
from ruamel.yaml import YAML

from hhtclinic.logs import SECRET
from tests.html import parse

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNITS = [DEPLOY / "hhtclinic.service", DEPLOY / "hhtclinic-due.service"]
OUTAGES = sorted((DEPLOY / "nginx" / "outage").glob("*.html"))
PAGES = sorted(DEPLOY.glob("*.md"))
PROXY = (DEPLOY / "nginx" / "hhtclinic.conf").read_text(encoding="utf-8")
EMERGENCY = re.compile(r"<p><b>Something new or alarming\?</b>.*</p>")
# What a service that needs files to read and sockets can do without. `systemd-analyze security` says 1.4 of 10.
SANDBOX = {
    **dict.fromkeys(("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "PrivateUsers", "ProtectHome"), "yes"),
    **{f"Protect{what}": "yes" for what in ("Clock", "Hostname", "ControlGroups")},
    **{f"ProtectKernel{what}": "yes" for what in ("Logs", "Modules", "Tunables")},
    **{f"Restrict{what}": "yes" for what in ("Namespaces", "Realtime", "SUIDSGID")},
    **{"ProtectSystem": "strict", "ProtectProc": "invisible", "CapabilityBoundingSet": "", "UMask": "0077"},
    **{"RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6", "SystemCallArchitectures": "native"},
    **{"SystemCallFilter": "~@privileged @resources", "SystemCallErrorNumber": "EPERM"},
}


def read(unit):
    said = configparser.RawConfigParser(strict=False)
    said.optionxform = str
    said.read(unit)
    return said


# Units ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_is_begun_again_for_ever_and_may_do_little_else(path):
    unit = read(path)
    service = dict(unit["Service"])
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    assert service["Restart"] == "always" and int(service["RestartSec"]) >= 1
    assert service == service | SANDBOX
    assert service["User"] == "hhtclinic" and service["WorkingDirectory"] == "/srv/hhtclinic/current"


def served(monkeypatch, **environment):
    """The settings of deploy/gunicorn.py, as gunicorn takes them."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    path = DEPLOY / "gunicorn.py"
    said = {"__file__": str(path)}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), said)
    taken = config.Config()
    for name, value in said.items():
        if name in taken.settings:
            taken.set(name, value)
    return taken


def test_gives_back_what_leaks_and_never_all_workers_at_once(monkeypatch):
    taken = served(monkeypatch, WEB_CONCURRENCY="7", BIND="10.0.0.21:8000")
    assert (taken.workers, taken.address) == (7, [("10.0.0.21", 8000)])
    assert taken.preload_app and taken.chdir == str(ROOT)
    assert 0 < taken.max_requests_jitter < taken.max_requests


@pytest.mark.parametrize("said", ["five", "0", "2.5", "-1"])
def test_says_what_a_number_of_workers_is(said, monkeypatch):
    with pytest.raises(SystemExit, match="WEB_CONCURRENCY must be a number of workers"):
        served(monkeypatch, WEB_CONCURRENCY=said)


def test_serves_what_stands_behind_the_link_once_that_could_be_loaded(monkeypatch):
    taken, told, ended = served(monkeypatch), [], []
    monkeypatch.setattr(systemd, "sd_notify", lambda said, log: told.append(said))
    monkeypatch.setattr(os, "kill", lambda *what: ended.append(what))
    script = "/srv/hhtclinic/current/.venv/bin/gunicorn"
    old = SimpleNamespace(START_CTX={0: "python", "args": ["python", script, "-c", "x"], "cwd": "/gone"})
    taken.pre_exec(old)
    assert {0: script, "args": [script, "-c", "x"], "cwd": "/"} == old.START_CTX
    taken.when_ready(SimpleNamespace(master_pid=0, pid=7, log=None))
    assert not told and not ended
    taken.when_ready(new := SimpleNamespace(master_pid=3, pid=7, log=None))
    assert (told, ended) == (["MAINPID=7"], [(3, signal.SIGTERM)])
    assert not new.master_pid  # it is replaced by the next, at once if need be


# The proxy ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", OUTAGES, ids=lambda path: path.stem)
def test_says_whom_to_call_where_the_site_is_away(path):
    text = path.read_text(encoding="utf-8")
    document, wrong = parse(SimpleNamespace(content=text.encode(), charset="utf-8"))
    assert not wrong
    broken = (ROOT / "templates" / "500.html").read_text(encoding="utf-8")
    assert EMERGENCY.search(text)[0] == EMERGENCY.search(broken)[0]
    assert "saved" in text.lower()
    parts = [
        (one.tag, one.get("href")) for one in document.iter() if one.tag in ("link", "a", "script", "style", "img")
    ]
    assert parts == [("link", "/outage/outage.css"), ("a", "/")]


def test_has_a_page_for_whatever_the_proxy_answers_alone():
    answered = re.findall(r"error_page ([\d ]+) ", PROXY)
    assert {"400", "413", "414", "502", "503", "504"} <= set(" ".join(answered).split())
    named = set(re.findall(r"/outage/([\w-]+\.html);", PROXY))
    assert named == {path.name for path in OUTAGES}


def addresses(resolver=None, before=""):
    """Every address of the site, with something in the place of what it takes."""
    for one in (resolver or get_resolver()).url_patterns:
        route = before + re.sub(r"<[^>]*>", "Zz9-Zz9", str(one.pattern).replace("^", ""))
        yield from (
            addresses(one, route) if isinstance(one, URLResolver) else ["/" + re.sub(r"\(.*?\)", "Zz9-Zz9", route)]
        )


def test_keeps_every_address_that_is_a_key_out_of_the_proxys_log():
    masks = re.compile(re.search(r'"~\*(\^.*?)" \$door', PROXY)[1].replace("?<", "?P<"), re.IGNORECASE)
    keys = {address for address in addresses() if SECRET.search(address)}
    assert len(keys) >= 6
    assert {address for address in keys if not masks.match(address)} == set()
    assert not masks.match("/today/") and not masks.match("/caseload/")


def test_tells_the_site_what_was_asked_for_and_by_whom():
    for line in (
        "proxy_set_header Host $http_host;",  # with its port
        "proxy_set_header X-Forwarded-Proto https;",
        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
        "proxy_next_upstream error timeout non_idempotent;",
        "ssl_protocols TLSv1.2 TLSv1.3;",
    ):
        assert line in PROXY
    assert "$request_uri" not in re.search(r"log_format.*?;", PROXY, re.DOTALL)[0]
    assert "$http_referer" not in PROXY


# Containers -----------------------------------------------------------------------------------------------------------


def test_is_an_image_that_the_linter_takes_and_that_nobody_runs_as_root():
    file = DEPLOY / "container" / "Dockerfile"
    linter = shutil.which("hadolint", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    answer = subprocess.run([linter, "--failure-threshold", "info", file], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    text = file.read_text(encoding="utf-8")
    first, last = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert first == last and re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", first)
    assert re.findall(r"^USER (\S+)", text, re.MULTILINE) == ["10001"]
    assert "/livez" in re.search(r"HEALTHCHECK.*?\n.*\n", text)[0]


def test_is_a_file_that_compose_takes_and_each_service_is_what_its_unit_is():
    file = DEPLOY / "container" / "compose.yml"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(file)]
    answer = subprocess.run(command, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    services = YAML(typ="safe").load(file.read_text(encoding="utf-8"))["services"]
    assert services.keys() == {"database", "update", "web", "loop", "proxy"}
    assert services["loop"]["command"][1:] == read(DEPLOY / "hhtclinic-due.service")["Service"]["ExecStart"].split()[1:]
    for name, service in services.items():
        assert re.search(r":(\$\{RELEASE|\d+\.\d+)", service["image"]), f"{name} is whatever is newest"
        assert "no-new-privileges:true" in service["security_opt"]
    for service in (services[name] for name in ("update", "web", "loop")):
        assert service["read_only"] and service["cap_drop"] == ["ALL"]
    for path in re.findall(r"^      - (\.\.?/\S+?):", file.read_text(encoding="utf-8"), re.MULTILINE):
        assert path.startswith("./nginx/") or (file.parent / path).exists(), path  # those are made by containers.md


# Pages ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_names_pages_and_files_that_are_there(path):
    text = path.read_text(encoding="utf-8")
    linked = {DEPLOY / name for name in re.findall(r"\]\((?!https?:)([^)#]+)", text)}
    named = {ROOT / name for name in re.findall(r"`((?:deploy|tests|docs)/[\w./-]*\w)`", text)}
    typed = {
        ROOT / name for name in re.findall(r"(?:^|current/|source/|\s)(deploy/[\w./-]*\w)(?![\w*])", text, re.MULTILINE)
    }
    assert {str(one) for one in linked | named | typed if not one.exists()} == set()


def test_names_the_newest_version_as_it_is_released():
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## v(\d+\.\d+\.\d+), \d+ \w+ \d{4}$", changes, re.MULTILINE)[1]
    assert f'version = "{newest}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert changes.index("## Unreleased") < changes.index(f"## v{newest}")
