"""Types that are written are checked: which rooms mypy reads, and what an annotation may not leave open."""

import ast
import re
import tomllib

import pytest

from tests.architecture.sources import PACKAGES, ROOT, Source, python, written

MYPY = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]

# Rooms whose functions are not annotated throughout. Whoever makes one strict takes it from here.
NOT_YET = {
    "patients.admin": "Django's options are class attributes, and half of its hooks are untyped",
    "patients.apps": "named by Django alone",
    "patients.chart": "numbers to numbers; its doors are annotated",
    "patients.forms": "crispy ships no types, and cleaned_data is a dict of anything",
    "patients.management": "arguments of a command are a dict of anything",
    "patients.migrations": "written by Django",
    "patients.notices": "the ways out, which answer strangers' formats",
    "patients.paper": "template contexts, and WeasyPrint ships no types",
    "patients.selectors": "rows that a query annotates; what they hand to a page is annotated",
    "patients.urls": "named by Django alone",
    "patients.views": "a request and a response each",
    "patients.what_if": "counts in nested dicts",
    "patients.workshop": "makes demonstration rows, serves no page",
    "programs.apps": "named by Django alone",
    "programs.editor": "admin and forms",
    "programs.gate": "tables, forms and rules are made of one list of columns",
    "programs.management": "arguments of a command are a dict of anything",
    "programs.migrations": "written by Django",
    "programs.selectors": "rows that a query annotates",
    "programs.templatetags": "what a template hands over",
    "programs.transfer": "documents of anything",
}
OBJECTS = {("programs/progression/validity.py", "says"): "answers are compared, whatever they are"}


def rooms():
    """The direct children of both apps, by their names as modules."""
    children = [path for name in ("patients", "programs") for path in (ROOT / name).iterdir()]
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in children
        if (path / "__init__.py").is_file() or (path.suffix == ".py" and path.stem != "__init__")
    }


def rows_have_a_name(sources):
    """`object` is no type of a row: whoever reads an attribute of it is checked by nobody."""
    for source in python(sources):
        for name, line, annotation in _annotations(source):
            words = ast.unparse(annotation) if annotation else ""
            if re.search(r"\bobject\b", words) and (source.path, name) not in OBJECTS:
                yield source.finding(line, f"{name} is an {words}")


def _annotations(source):
    for node in source.nodes:
        if isinstance(node, ast.AnnAssign):
            yield ast.unparse(node.target), node.lineno, node.annotation
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno, node.annotation
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, node.returns


def exceptions_say_what_and_why(sources):
    for source in python(sources):
        for number, line in enumerate(source.text.splitlines(), 1):
            if re.search(r"#\s*(type|mypy):", line) and not re.search(r"# type: ignore\[[a-z, -]+\]  # \w", line):
                yield source.finding(number, "switches mypy off without its code or a reason")


PLANTED = [
    (rows_have_a_name, "row: object"),
    (rows_have_a_name, "row: object | None = None"),
    (rows_have_a_name, "def page(rows: list[object]): ..."),
    (rows_have_a_name, "def page() -> 'object': ..."),
    (exceptions_say_what_and_why, "x = f()  # type: ignore"),
    (exceptions_say_what_and_why, "x = f()  # type: ignore[attr-defined]"),
    (exceptions_say_what_and_why, "x = f()  # type: ignore  # it is so"),
    (exceptions_say_what_and_why, "# mypy: ignore-errors"),
]
FINE = [
    (rows_have_a_name, "row: Prescription | None = None"),
    (rows_have_a_name, "objects = AssignmentQuerySet.as_manager()"),
    (exceptions_say_what_and_why, "x = f()  # type: ignore[attr-defined]  # written by a decorator"),
]


@pytest.mark.parametrize("rule", [rows_have_a_name, exceptions_say_what_and_why])
def test_keeps(rule):
    assert list(rule(written(folders=PACKAGES))) == []


@pytest.mark.parametrize(("rule", "text"), PLANTED)
def test_finds_what_breaks(rule, text):
    assert list(rule([Source("patients/services/log.py", text)]))


@pytest.mark.parametrize(("rule", "text"), FINE)
def test_lets_pass(rule, text):
    assert list(rule([Source("patients/services/log.py", text)])) == []


def test_names_no_object_that_is_gone():
    """An exception outlives what it was for."""
    used = {(source.path, name) for source in written() if source.is_python for name, *_ in _annotations(source)}
    assert OBJECTS.keys() <= used


def test_checks_every_room_but_those_that_are_named():
    assert set(MYPY["packages"]) | NOT_YET.keys() == rooms()
    assert not set(MYPY["packages"]) & NOT_YET.keys()


def test_is_strict_for_all_of_them():
    assert MYPY["strict"] is True
    ours = [one for one in MYPY["overrides"] if any(name.startswith(PACKAGES) for name in one["module"])]
    assert ours == []
    loosened = {key for key, value in MYPY.items() if value is False or key in ("exclude", "disable_error_code")}
    assert loosened == set()
