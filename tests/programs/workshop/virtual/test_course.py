"""One course from start to end: what it keeps of itself."""

from programs.workshop.virtual.course import Course, Stay
from tests.programs.workshop.virtual.make import STEADY, drawn, walk


def test_takes_somebody_for_whom_nothing_goes_wrong_through_in_the_least_days():
    course = walk()
    assert course.path == (1, 2, 3, 4, 5)
    assert [stay.reached_after for stay in course.stays] == [stay.least_days for stay in course.stays]
    assert course.finished == 63
    assert course.discharged


def test_counts_each_day_once_and_in_spells():
    course = drawn(3, days=90)
    assert course.days.total() == sum(days for _said, days in course.spells) <= 90
    for said, days in course.days.items():
        assert days == sum(length for met, length in course.spells if met == said)


def test_is_the_same_again():
    assert drawn(4, days=60) == drawn(4, days=60)
    assert drawn(4, days=60) != drawn(4, days=60, seed=2)


def test_counts_steps_back_between_the_same_two_stages():
    stays = [Stay(1, 7), Stay(2, 7), Stay(1, 7, True), Stay(2, 7), Stay(1, 7, True), Stay(1, 7)]
    course = Course(STEADY, stays)
    assert course.steps_back == {(1, 2): 2}


def test_counts_each_flare_once():
    course = drawn(2, days=120, capacity=0.7, irritability=1.8)
    told = [said for said, _days in course.spells if said[1] in ("flare", "second_flare", "flare_unsettled")]
    assert 0 < course.flares <= len(told)
