"""What is asked of one exercise: the programme's dose, a clinician's change, and what holds just now."""

from types import SimpleNamespace

import pytest

from patients.domain.dose import Way, dose_of, halved


def prescription(sets=10, target=10):
    return SimpleNamespace(sets=sets, target=target, sides=("left", "right"))


def change(sets=None, target=None):
    return SimpleNamespace(sets=sets, target=target)


@pytest.mark.parametrize(("sets", "half"), [(1, 1), (3, 2), (10, 5), (15, 8)])
def test_halves_sets_rounded_up(sets, half):
    assert halved(sets) == half


@pytest.mark.parametrize("way", [Way.AS_PLANNED, Way.EASIER])
@pytest.mark.parametrize("changed", [None, change(), change(10, 10)])
def test_is_the_programmes_own_without_a_change(way, changed):
    dose = dose_of(prescription(), changed, way)
    assert (dose.sets, dose.target, dose.is_halved, dose.change) == (10, 10, False, None)


@pytest.mark.parametrize(
    ("changed", "asked"), [(change(12, 8), (12, 8)), (change(target=8), (10, 8)), (change(sets=3), (3, 10))]
)
def test_is_what_a_clinician_set_and_says_who(changed, asked):
    dose = dose_of(prescription(), changed)
    assert (dose.sets, dose.target, dose.is_halved, dose.change) == (*asked, False, changed)


@pytest.mark.parametrize("way", [Way.HALVED, Way.QUIET])
@pytest.mark.parametrize(("set_by_clinician", "asked"), [(None, 5), (4, 4), (8, 5), (20, 5)])
def test_is_at_most_half_the_programme_while_eased(way, set_by_clinician, asked):
    dose = dose_of(prescription(), change(set_by_clinician), way)
    assert (dose.sets, dose.is_halved) == (asked, True)


def test_is_never_more_than_the_prescription_without_a_clinician():
    for way in Way:
        for sets in range(1, 31):
            dose = dose_of(prescription(sets=sets), None, way)
            assert (dose.sets <= sets, dose.target, dose.wanted) == (True, 10, dose.sets * 2)
