"""Who takes part: reproducible, varied, and with the steady ones always among them."""

from programs.workshop.virtual.course import person_and_chance
from programs.workshop.virtual.people import steady_people

PEOPLE = [person_and_chance(number, 1)[0] for number in range(300)]


def test_draws_the_same_person_again_from_the_same_seed():
    assert person_and_chance(7, 1)[0] == PEOPLE[7]
    assert person_and_chance(7, 2)[0] != PEOPLE[7]


def test_draws_every_kind():
    for kind in ("plays", "both_sides", "levels_up", "self_paced"):
        assert {getattr(person, kind) for person in PEOPLE} == {True, False}
    assert {person.plan.alternate for person in PEOPLE} == {True, False}
    assert {person.starts_on.weekday() for person in PEOPLE} == set(range(7))
    assert any(person.mornings == 0 for person in PEOPLE)
    assert any(person.evenness < 0.9 for person in PEOPLE)
    assert min(person.capacity for person in PEOPLE) < 0.8 < 1.5 < max(person.capacity for person in PEOPLE)


def test_has_steady_people_for_every_weekday_plan_and_pace_of_the_clinic():
    steady = steady_people()
    kinds = {(one.starts_on.weekday(), one.plan.alternate, one.clinic_days) for one in steady}
    assert kinds == {(day, plan, pace) for day in range(7) for plan in (True, False) for pace in ((0, 0), (3, 3))}
    assert all(one.steady and one.adherence == one.mornings == 1 and one.noise == one.ache == 0 for one in steady)
