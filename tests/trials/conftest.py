"""What the trials find out, gathered for docs/figures.md: a file of trials at a time, once all of it has passed."""

import os
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from pytest_django.plugin import blocking_manager_key

from tests import stopped

from . import served
from .figures import machine, merged, section

# Options with which only a part of a file may run: its figures would not be those of the file.
OF_A_PART = ("keyword", "markexpr", "deselect", "lf", "maxfail")


def pytest_configure(config):
    path = os.environ.get("FIGURES_FILE")
    named = any("::" in argument for argument in config.args)
    part = named or any(config.getoption(option, None) for option in OF_A_PART)
    if path and not part and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Gathering(config, Path(path)))


def pytest_itemcollected(item):
    item.add_marker("trial")


def pytest_runtest_setup():
    """Here servers and loops run in processes of their own, and read the time there is."""
    stopped.never()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """`site(**said)` is the address of the served site, begun anew when the surroundings that are `said` are others."""
    site = served.OneAtATime(tmp_path_factory.mktemp("site"))
    with site.running:
        yield site


@pytest.fixture
def figure(request):
    """Reports one figure of the trial: `figure("answers lost", 0)`; the value with its unit, "12 ms"."""
    trial = request.node.name.removeprefix("test_").replace("_", " ")
    return lambda name, value: request.node.user_properties.append(("figure", (trial, name, str(value))))


class Gathering:
    """Reads the reports, which processes of xdist send here too, and writes the figures at the end."""

    def __init__(self, config, path):
        self.config, self.path = config, path
        self.found, self.failed = defaultdict(list), set()

    def pytest_runtest_logreport(self, report):
        name = Path(report.location[0]).stem.removeprefix("test_").replace("_", " ")
        if report.outcome != "passed":
            self.failed.add(name)
        elif report.when == "call":
            self.found[name] += [tuple(value) for key, value in report.user_properties if key == "figure"]

    def pytest_sessionfinish(self, exitstatus):
        ended = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        passed = {name: figures for name, figures in self.found.items() if ended and name not in self.failed}
        if passed:
            when, where = f"{date.today():%d %B %Y}", self.where()
            sections = {name: section(figures, when, where) for name, figures in passed.items()}
            known = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
            self.path.write_text(merged(known, sections), encoding="utf-8")

    def where(self):
        from django.db import connection

        with self.config.stash[blocking_manager_key].unblock():
            server = f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}"
        return f"{machine()}, {server}"
