"""The same as test_inputs.py on the other database, in a process of its own."""

import os
import re
import subprocess
import sys

import pytest

from tests.trials.served import ROOT

pytestmark = pytest.mark.trial
FIGURE = re.compile(r"^\| takes every form as it comes \| (.+) \| (.+) \|$", re.MULTILINE)


def test_takes_every_form_on_sqlite_too(tmp_path, figure):
    found = tmp_path / "figures.md"
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    words = [sys.executable, "-m", "pytest", "-q", "tests/trials/test_inputs.py"]
    subprocess.run(words, cwd=ROOT, env=surroundings | {"FIGURES_FILE": str(found)}, check=True)
    figures = FIGURE.findall(found.read_text(encoding="utf-8"))
    assert figures
    for name, value in figures:
        figure(name, value)
