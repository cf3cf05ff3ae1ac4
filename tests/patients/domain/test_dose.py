"""What is asked of one exercise: the programme's dose, a clinician's change, and what holds just now."""

from types import SimpleNamespace

import pytest

from patients.domain.dose import Way, dose_of, halved
from patients.wording import dose_reason


def prescription(sets=10, target=10):
    return SimpleNamespace(sets=sets, target=target, sides=("left", "right"))


def change(sets=None, target=None):
    return SimpleNamespace(sets=sets, target=target, reason="Sore.", by=SimpleNamespace(get_short_name=lambda: "Jonas"))


def amount(*about):
    dose = dose_of(*about)
    return dose.sets, dose.target


@pytest.mark.parametrize(("sets", "half"), [(1, 1), (3, 2), (10, 5), (15, 8)])
def test_halves_sets_rounded_up(sets, half):
    assert halved(sets) == half


@pytest.mark.parametrize("way", [Way.AS_PLANNED, Way.EASIER])
def test_is_the_programmes_own_without_a_change(way):
    assert amount(prescription(), None, way) == (10, 10)
    assert amount(prescription(), change(), way) == (10, 10)
    assert dose_of(prescription(), change(), way).change is None


def test_is_what_a_clinician_set_and_says_who():
    assert amount(prescription(), change(12, 8)) == (12, 8)
    assert dose_reason(dose_of(prescription(), change(target=8))) == "Jonas set this for you: “Sore.”"


def test_says_why_it_is_smaller_and_nothing_where_it_is_the_programmes():
    assert dose_reason(dose_of(prescription(), None, Way.HALVED)) == "Half the sets for now."
    assert dose_reason(dose_of(prescription())) == ""


@pytest.mark.parametrize("way", [Way.HALVED, Way.QUIET])
@pytest.mark.parametrize(("set_by_clinician", "asked"), [(None, 5), (4, 4), (8, 5), (20, 5)])
def test_is_at_most_half_the_programme_while_eased(way, set_by_clinician, asked):
    assert amount(prescription(), change(set_by_clinician), way)[0] == asked


def test_is_never_more_than_the_prescription_without_a_clinician():
    for way in Way:
        for sets in range(1, 31):
            dose = dose_of(prescription(sets=sets), None, way)
            assert (dose.sets <= sets, dose.target, dose.wanted) == (True, 10, dose.sets * 2)
