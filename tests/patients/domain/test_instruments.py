"""What is measured beside the log: numbers in the domain, their words beside them."""

from patients.domain.instruments import INSTRUMENTS
from patients.wording.instruments import NAMES, SCALES, SIZES, SOURCES


def test_has_a_name_for_every_instrument():
    assert set(NAMES) == set(INSTRUMENTS)


def test_says_the_scale_of_whatever_is_asked_on_the_phone():
    assert set(SCALES) == {kind for kind, one in INSTRUMENTS.items() if one.asked}


def test_calls_no_change_one_that_matters_without_a_source():
    assert set(SOURCES) == {kind for kind, one in INSTRUMENTS.items() if one.small or one.medium or one.large}


def test_says_the_size_of_a_change_in_a_word():
    pain = INSTRUMENTS["outcome:activity"]
    assert [pain.size_of(change) for change in (1, 2, -2.5, 3)] == ["", "small", "medium", "large"]
    assert {"small", "medium", "large"} == set(SIZES)
