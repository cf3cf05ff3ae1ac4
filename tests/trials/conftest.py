"""What a trial found out. `make trials` gathers it in docs/figures.md."""

import os
import platform
from datetime import date
from pathlib import Path

import pytest

FIGURES = pytest.StashKey[list]()


def pytest_configure(config):
    config.stash[FIGURES] = []


def pytest_itemcollected(item):
    item.add_marker("trial")


@pytest.fixture
def figure(request):
    """Reports one figure of the trial: `figure("answers lost", 0)`; the value with its unit, "12 ms"."""
    trial = request.node.name.removeprefix("test_").replace("_", " ")
    return lambda name, value: request.config.stash[FIGURES].append((trial, name, value))


def pytest_sessionfinish(session, exitstatus):
    """Write the figures where FIGURES_FILE says, once every trial has passed; part of a run overwrites nothing."""
    path = os.environ.get("FIGURES_FILE")
    if path and exitstatus == pytest.ExitCode.OK:
        Path(path).write_text(report(session.config.stash[FIGURES]), encoding="utf-8")


def report(figures):
    rows = "\n".join(f"| {trial} | {name} | {value} |" for trial, name, value in figures)
    return (
        "# Figures\n\n"
        f"Written by `make trials` on {date.today():%d %B %Y}: {where()}.\n\n"
        f"| trial | figure | value |\n|---|---|---|\n{rows}\n"
    )


def where():
    from django.db import connection

    server = f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}"
    return f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}, {server}"
