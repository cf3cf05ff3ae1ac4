"""The house rules that are read from the sources, each proven by planted violations."""

import pytest

from tests.architecture import rules, style
from tests.architecture.planted import FINE, PLANTED
from tests.architecture.sources import Source, python, templates, written

RULES = (*rules.RULES, *style.RULES)
FIRST = {rule: (path, text) for rule, path, text in reversed(PLANTED)}


def named(rule):
    return getattr(rule, "__name__", None)


@pytest.fixture(scope="module")
def sources():
    return written()


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_keeps(rule, sources):
    assert list(rule(sources)) == []


@pytest.mark.parametrize(("rule", "path", "text"), PLANTED, ids=named)
def test_finds_what_breaks(rule, path, text):
    assert list(rule([Source(path, text)]))


@pytest.mark.parametrize(("rule", "path", "text"), FINE, ids=named)
def test_lets_pass(rule, path, text):
    assert list(rule([Source(path, text)])) == []


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_finds_in_a_file_of_the_tree(rule, tmp_path):
    """Each rule has a planted violation, and its file is one that the walk over the folders meets."""
    path, text = FIRST[rule]
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(text, encoding="utf-8")
    assert all(path in finding for finding in rule(written(tmp_path)))
    assert list(rule(written(tmp_path)))


def test_speaks_of_rooms_that_are_there(sources):
    """A rule about a room that was renamed would hold of nothing."""
    assert {room for room in rules.ROOMS if not any(source.within(room) for source in sources)} == set()


def test_reads_the_whole_house(sources):
    assert len(python(sources)) > 90
    assert len(templates(sources)) > 40
    read = {source.path for source in sources}
    assert {"patients/views/phone/entries.py", "programs/progression/rules.py", "templates/base.html"} <= read
    assert "templates/email/digest.txt" in read
