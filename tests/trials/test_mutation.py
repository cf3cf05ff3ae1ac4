"""Does a test notice when one line of the engine says something else?"""

import json
import subprocess
import sys
from collections import Counter

import pytest

from .mutation import ROOT

pytestmark = pytest.mark.trial

EXPLAINED = (ROOT / "docs" / "mutation.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def found():
    """In a process of its own: one that knows neither Django nor a database forks quickly and safely."""
    ran = subprocess.run([sys.executable, "-m", "tests.trials.mutation"], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_notices_what_a_changed_line_of_the_engine_says(found, figure):
    said = Counter(each["verdict"] for each in found["verdicts"])
    score = 100 * (said["killed"] + said["timed out"]) / said.total()
    figure("mutants", said.total())
    for verdict in ("killed", "timed out", "survived"):
        figure(verdict, said[verdict])
    figure("score", f"{score:.1f} %")
    figure("survivors without a word in docs/mutation.md", len(unexplained(found)))
    figure("time", f"{found['seconds']} s")
    assert score >= 95, "\n".join(found["survivors"])


def test_leaves_no_file_of_the_engine_untested(found, figure):
    """A mean over all files hides one that nobody tests."""
    scores = by_module(found)
    lowest = min(scores, key=scores.get)
    figure("lowest score of a file", f"{scores[lowest]:.1f} % ({lowest})")
    assert scores[lowest] >= 80


def by_module(found):
    """Per cent of the mutants of each file that were noticed."""
    of = Counter(each["module"] for each in found["verdicts"])
    unnoticed = Counter(each["module"] for each in found["verdicts"] if each["verdict"] == "survived")
    return {module: 100 * (1 - unnoticed[module] / count) for module, count in of.items()}


def unexplained(found):
    return [survivor for survivor in found["survivors"] if survivor not in EXPLAINED]
