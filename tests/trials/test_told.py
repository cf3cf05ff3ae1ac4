"""Ten thousand random pasts, told to the rules in one query and read as a page reads them."""

import pytest

from tests import make
from tests.patients.test_told import compare

pytestmark = pytest.mark.django_db


def test_says_the_same_of_ten_thousand_pasts():
    compare(make.assignment(days=100), range(10_000))
