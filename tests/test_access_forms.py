"""Every form of its owner is of no use to anybody else: whoever sends it sees nothing by it and changes nothing."""

import pytest

from tests import access_check
from tests.access_check import Tally
from tests.access_forms import FILLERS, forms_of, problems_with

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted, pytest.mark.once]


@pytest.fixture(scope="module")
def world(kept_db):
    with access_check.world() as world:
        yield world


def test_is_of_no_use_to_anybody_else(world):
    tally, seen, forms = Tally(), set(), []
    for filler in FILLERS:
        forms += forms_of(world, filler, seen=seen)
    print(f"\n{len(forms)} forms, {sum(one.taken for one in forms)} of them stored from their owners")
    assert [problem for form in forms for problem in problems_with(world, form, tally=tally)] == []
    assert sum(one.taken for one in forms) > 50
    assert tally.cells > 1000
