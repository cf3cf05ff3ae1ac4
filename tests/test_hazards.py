"""docs/hazards.md: every hazard has a control, and every test it names is there to fail."""

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = (HERE.parent / "docs" / "hazards.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if re.match(r"\| \d", line)]
NAMED = re.findall(r"`(\S+\.py)::(test_\w+)`", PAGE)


def test_numbers_every_hazard_and_leaves_none_without_control_and_test():
    assert [int(number) for number, *_rest in ROWS] == list(range(1, len(ROWS) + 1))
    assert all(hazard and control and "::test_" in test for _number, hazard, control, test, _left in ROWS)


def test_names_tests_that_are_there():
    gone = [f"{file}::{name}" for file, name in NAMED if name not in named_in(file)]
    assert NAMED and gone == []


def named_in(file):
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
