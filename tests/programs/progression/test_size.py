"""The engine stays readable: a rule, a check or a metric is a function that fits on a page."""

import ast
from pathlib import Path

ENGINE = Path(__file__).parents[3] / "programs" / "progression"
MOST_LINES = 30


def functions():
    for path in sorted(ENGINE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield path.name, node.name, node.end_lineno - node.lineno + 1


def test_has_no_function_longer_than_thirty_lines():
    assert [each for each in functions() if each[2] > MOST_LINES] == []


def test_reads_every_function():
    assert len({name for _file, name, _lines in functions()}) > 100
