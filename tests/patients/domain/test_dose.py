"""What is asked of one exercise: the programme's dose, a clinician's change, and what holds just now."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from patients.domain.dose import dose_of, halved
from patients.domain.todays_plan import Volume


def prescription(sets=10, target=10):
    return SimpleNamespace(
        sets=sets,
        target=target,
        target_most=15,
        sides_of=lambda affected: affected,
        dose_in_words=lambda *asked: ("dose", *asked),
        amount_in_words=lambda *asked: ("amount", *asked),
        load_in_words=lambda *asked: ("load", *asked),
        minutes_for=lambda sets, target: sets * target,
        minutes_in_words=lambda minutes: f"about {minutes} min",
    )


def change(sets=None, target=None, load_kg=None, is_measure=True):
    return SimpleNamespace(sets=sets, target=target, load_kg=load_kg, is_measure=is_measure)


@pytest.mark.parametrize(
    ("dose", "half"),
    [
        ((10, 10), (5, 10)),
        ((3, 20), (3, 10)),
        ((1, 20), (1, 10)),
        ((2, 45), (1, 45)),
        ((5, 45), (5, 22)),
        ((3, 1), (3, 1)),
    ],
)
def test_halves_the_volume(dose, half):
    assert halved(*dose) == half


@pytest.mark.parametrize("changed", [None, change(), change(10, 10)])
def test_is_the_programmes_own_without_a_change(changed):
    dose = dose_of(prescription(), changed)
    assert (dose.sets, dose.target, dose.is_halved, dose.change) == (10, 10, False, None)


@pytest.mark.parametrize(
    ("changed", "asked"), [(change(12, 8), (12, 8)), (change(target=8), (10, 8)), (change(sets=3), (3, 10))]
)
def test_is_what_a_clinician_set_and_says_who(changed, asked):
    dose = dose_of(prescription(), changed)
    assert (dose.sets, dose.target, dose.is_halved, dose.change) == (*asked, False, changed)


@pytest.mark.parametrize("volume", [Volume.HALF, Volume.NOTHING])
@pytest.mark.parametrize(
    ("set_by_clinician", "asked", "halves"),
    [
        (change(), (5, 10), True),
        (change(8, 10), (4, 10), True),
        (change(12, 10), (6, 10), True),
        (change(5, 10), (5, 10), False),  # half already
        (change(4, 10), (4, 10), False),
    ],
)
def test_is_half_of_what_holds_and_no_half_once_more(volume, set_by_clinician, asked, halves):
    dose = dose_of(prescription(), set_by_clinician, volume)
    assert (dose.sets, dose.target, dose.is_halved) == (*asked, halves)
    assert dose.change is (set_by_clinician if set_by_clinician.sets else None)


@pytest.mark.parametrize("volume", list(Volume))
def test_is_never_more_than_the_prescription_without_a_clinician(volume):
    for sets in range(1, 31):
        dose = dose_of(prescription(sets=sets), None, volume)
        assert (dose.sets <= sets, dose.target <= 10, dose.wanted) == (True, True, dose.sets * 2)


def test_keeps_the_load_that_a_clinician_set_also_at_half():
    heavier = change(load_kg=Decimal("12.5"))
    whole, half = (dose_of(prescription(), heavier, volume) for volume in (Volume.WHOLE, Volume.HALF))
    assert (whole.change, whole.is_full, half.is_halved) == (heavier, False, True)
    assert [dose.own_load for dose in (whole, half, dose_of(prescription()))] == ["12.5", "12.5", ""]


def test_ends_a_set_at_the_most_of_a_range_and_only_of_the_whole_dose():
    own = (dose_of(prescription(), changed) for changed in (change(9, 12), change(12)))
    doses = dose_of(prescription()), dose_of(prescription(), None, Volume.HALF), *own
    assert [dose.most for dose in doses] == [15, 10, 12, 10]


def test_wants_the_sets_of_the_sides_that_are_asked():
    one_leg, both = (dose_of(prescription(), affected=sides) for sides in (("right",), ("left", "right")))
    assert [(dose.sides, dose.wanted) for dose in (one_leg, both)] == [(("right",), 10), (("left", "right"), 20)]


@pytest.mark.parametrize(
    ("changed", "measured"),
    [
        (None, False),
        (change(sets=12), True),
        (change(target=8), True),
        (change(12, 8), True),
        (change(12, 8, is_measure=False), False),  # for now: the gate is measured against the programme
        (change(load_kg=Decimal(5)), False),  # a load alone
    ],
)
def test_is_measured_against_the_sets_and_repetitions_that_a_clinician_set(changed, measured):
    assert dose_of(prescription(), changed).is_measured is measured


def test_says_itself_in_the_words_of_its_prescription():
    dose = dose_of(prescription(), change(12, 8, Decimal(5)))
    assert (dose.words, dose.amount, dose.load) == (("dose", 12, 8, 5), ("amount", 12, 8), ("load", 5))
    assert (dose.minutes, dose.minutes_in_words) == (96, "about 96 min")
