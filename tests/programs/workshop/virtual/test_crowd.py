"""Many at once: the same figures from one core and from two, and every answer sampled is compared and followed."""

from random import Random

from programs.workshop.virtual import crowd
from programs.workshop.virtual.crowd import AT_ONCE, Sample, portions, steady_course, steady_courses
from programs.workshop.virtual.people import steady_people
from programs.workshop.virtual.watch import Watch
from tests.programs.workshop.virtual.make import SETTING, STEADY, with_stage


def test_gives_the_same_figures_on_one_core_and_on_two():
    todo = portions(SETTING, 2 * AT_ONCE, 25, seed=3)
    assert crowd.run(todo, 1) == crowd.run(todo, 2)


def test_divides_everybody_among_the_portions():
    parts = portions(SETTING, 2 * AT_ONCE + 1, 10, seed=1)
    assert [(part.first, part.last) for part in parts] == [(0, 25), (25, 50), (50, 51)]


def test_tells_how_far_it_is():
    told = []
    crowd.run(portions(SETTING, AT_ONCE + 1, 2, seed=1), progress=told.append)
    assert told == [0.5, 1.0]


def test_compares_and_follows_one_state_of_each_answer():
    tally = crowd.run(portions(SETTING, 10, 60, seed=1))
    answers = set(tally.days) - {("review", "programme_complete")}
    assert tally.compared >= len(answers) > 5
    assert tally.differed == 0
    assert answers <= {said for said, _does in tally.ways} <= set(tally.onward)


def test_finds_answers_that_are_not_those_of_the_rules(monkeypatch):
    monkeypatch.setattr(Watch, "_take_morning", lambda self, check: None)
    assert crowd.run(portions(SETTING, 5, 30, seed=1)).differed > 0


def test_samples_each_moment_as_likely_as_the_others():
    picked = []
    for seed in range(300):
        sample = Sample(Random(seed))
        for moment in range(3):
            sample(("hold", "sessions"), lambda moment=moment: moment)
        picked.append(sample.states["hold", "sessions"])
    assert all(picked.count(moment) > 60 for moment in range(3))


def test_takes_every_steady_patient_through():
    courses = steady_courses(SETTING)
    assert len(courses) == len(steady_people())
    assert all(course.finished is not None for course in courses)


def test_gives_up_on_a_stage_that_takes_more_than_twice_its_minimum_and_two_weeks():
    course = steady_course(with_stage(1, window_days=3), STEADY)
    assert course.finished is None
    assert course.days.total() == 2 * 7 + 14 + 2
