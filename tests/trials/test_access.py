"""How much was tried to see what is not one's own, and what came of it, in figures."""

import pytest

from tests import access_check
from tests.access_addresses import addresses, every_pattern
from tests.access_check import ANYBODYS, Tally, goes_out, problems_of
from tests.access_forms import FILLERS, forms_of, problems_with
from tests.access_table import PEOPLE, TABLE

pytestmark = [pytest.mark.trial, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def real_time():
    """In place of the trials' own: here everything runs in one process, at the time of all other tests."""


@pytest.fixture(scope="module")
def world(kept_db):
    with access_check.world() as world:
        yield world


def report(figure, tally, problems):
    figure("violations", len(problems))
    figure("bytes of bodies, headers, cookies, log, letters and notices on a screen that were searched", tally.bytes)
    figure("canaries in them", tally.canaries)
    figure("answers to staff that show a patient, covered by the audit", f"{tally.shown}, {tally.covered}")
    assert problems == []
    assert tally.covered == tally.shown


def test_nobody_sees_what_is_not_theirs(world, figure):
    tally, named = Tally(), {name for name, pattern, _prefix in every_pattern() if pattern.name}
    problems = list(problems_of(world, list(addresses(world)), tally=tally))
    figure("persons, named addresses", f"{len(PEOPLE)}, {len(named)}")
    figure("addresses without a line of the table", len(named - TABLE.keys()))
    figure("cells", tally.cells)
    report(figure, tally, problems)


def test_nobody_sends_what_is_not_theirs(world, figure):
    tally, seen, forms = Tally(), set(), []
    for filler in FILLERS:
        forms += forms_of(world, filler, seen=seen)
    figure("kinds of form, stored from their owners", f"{len(forms)}, {sum(form.taken for form in forms)}")
    problems = [problem for form in forms for problem in problems_with(world, form, tally=tally)]
    figure("sent by others", tally.cells)
    report(figure, tally, problems)


def test_nobody_outside_is_told(world, figure):
    told = goes_out(world)
    figure("bytes of log, letters and notices on a screen in two days", sum(map(len, told)))
    figure("canaries in them", sum(text.count(ANYBODYS) for text in told))
    assert [text for text in told if ANYBODYS in text] == []
