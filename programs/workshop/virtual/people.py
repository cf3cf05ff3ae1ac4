"""Who takes part: people drawn at random, and the steady ones for whom nothing goes wrong."""

from dataclasses import dataclass
from datetime import date
from math import log
from random import Random

from programs.progression.history import DAY
from programs.workshop.virtual import assumptions as a
from programs.workshop.virtual.plans import Plan

MONDAY = date(2026, 3, 2)
EVERY_PLANNED_DAY = Plan()


@dataclass(frozen=True)
class Person:
    """One simulated patient. The defaults are those of a steady one: no pain, every session, every answer."""

    number: int
    starts_on: date = MONDAY
    plan: Plan = EVERY_PLANNED_DAY
    steady: bool = True
    clinic_days: tuple[int, int] = (0, 0)

    capacity: float = 1_000.0
    growth: float = 0.0
    irritability: float = 0.0
    ache: float = 0.0
    noise: float = 0.0

    adherence: float = 1.0
    listens: float = 1.0
    mornings: float = 1.0
    technique: float = 1.0
    evenness: float = 1.0
    stops_at: int = 10
    levels_up: bool = True
    plays: bool = False
    both_sides: bool = False
    self_paced: bool = True


def steady_people() -> tuple[Person, ...]:
    """Every weekday to start on, both kinds of plan, a clinician who answers at once or after three days."""
    kinds = [
        (weekday, alternate, delay)
        for weekday in range(7)
        for alternate in (False, True)
        for delay in (a.ANSWER_DAYS[0], a.ANSWER_DAYS[1])
    ]
    return tuple(
        Person(-1 - index, MONDAY + weekday * DAY, Plan(alternate), clinic_days=(delay, delay))
        for index, (weekday, alternate, delay) in enumerate(kinds)
    )


def draw(number: int, rng: Random) -> Person:
    """Somebody at random; the same number and generator make the same person."""
    forgets = rng.random() < a.FORGETS_MORNINGS
    uneven = rng.random() < a.UNEVEN
    return Person(
        number=number,
        starts_on=MONDAY + rng.randrange(7) * DAY,
        plan=Plan(rng.random() < a.EVERY_OTHER_DAY, rng.randrange(7)),
        steady=False,
        clinic_days=a.ANSWER_DAYS,
        capacity=rng.lognormvariate(log(a.CAPACITY[0]), a.CAPACITY[1]),
        growth=rng.uniform(*a.GROWTH),
        irritability=rng.lognormvariate(log(a.IRRITABILITY[0]), a.IRRITABILITY[1]),
        ache=min(a.MOST_ACHE, max(0.0, rng.gauss(*a.ACHE))),
        noise=rng.uniform(*a.NOISE),
        adherence=rng.betavariate(*a.ADHERENCE),
        listens=rng.uniform(*a.LISTENS),
        mornings=0.0 if forgets else rng.betavariate(*a.MORNINGS_SAID),
        technique=rng.betavariate(*a.TECHNIQUE_SAID),
        evenness=rng.uniform(*a.WEAKER_LEG) if uneven else 1.0,
        stops_at=rng.randint(*a.STOPS_AT),
        levels_up=rng.random() >= a.NEVER_LEVELS_UP,
        plays=rng.random() < a.PLAYS_SUNDAYS,
        both_sides=rng.random() < a.BOTH_SIDES,
        self_paced=rng.random() >= a.SELF_PACED_OFF,
    )
