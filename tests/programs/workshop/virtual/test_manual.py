"""docs/virtual-patients.md says what the simulation does: each assumption and its value, each way out, each fault."""

import inspect
import re
from pathlib import Path

import pytest

from programs.workshop.virtual import assumptions, verdict
from programs.workshop.virtual.ways_out import WAYS

PAGE = (Path(__file__).parents[4] / "docs" / "virtual-patients.md").read_text()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| `")]
VALUES = {name: value for name, value in vars(assumptions).items() if name.isupper()}


def written(value):
    return ", ".join(f"{number:g}" for number in value) if isinstance(value, tuple) else f"{value:g}"


def test_lists_every_assumption_with_its_value():
    listed = {row[0].strip("`"): row[1] for row in ROWS if row[0].strip("`").isupper()}
    assert listed == {name: written(value) for name, value in VALUES.items()}


def test_says_what_every_assumption_means():
    assert all(row[2] for row in ROWS if row[0].strip("`").isupper())


@pytest.mark.parametrize("name", VALUES)
def test_uses_every_assumption(name):
    folder = Path(assumptions.__file__).parent
    used = [path for path in folder.glob("*.py") if f"a.{name}" in path.read_text()]
    assert used


def test_lists_every_way_out():
    listed = {(row[0].strip("`"), row[1]) for row in ROWS if len(row) == 4}
    assert listed == {(because.value, way.does) for because, ways in WAYS.items() for way in ways}


def test_lists_every_fault():
    told = set(re.findall(r'Fault\(\s*"(\w+)"', inspect.getsource(verdict)))
    assert {row[0].strip("`") for row in ROWS if len(row) == 2} == told
