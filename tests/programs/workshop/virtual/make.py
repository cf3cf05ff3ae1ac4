"""Rules, people and states for the tests of the simulation."""

from dataclasses import replace
from random import Random

from programs.workshop.virtual.course import State, Walk, person_and_chance
from programs.workshop.virtual.people import Person
from programs.workshop.virtual.setting import Setting, setting_of

SETTING = setting_of("high-hamstring-tendinopathy")
STEADY = Person(number=-1)


def with_stage(position: int, **changes) -> Setting:
    """The built-in programme with one gate changed."""
    stages = tuple(replace(stage, **changes) if stage.position == position else stage for stage in SETTING.rules.stages)
    return replace(SETTING, rules=replace(SETTING.rules, stages=stages))


def with_every_stage(**changes) -> Setting:
    stages = tuple(replace(stage, **changes) for stage in SETTING.rules.stages)
    return replace(SETTING, rules=replace(SETTING.rules, stages=stages))


def with_safety(setting: Setting = SETTING, **changes) -> Setting:
    rules = replace(setting.rules, safety=replace(setting.rules.safety, **changes))
    return replace(setting, rules=rules)


def walk(setting: Setting = SETTING, person: Person = STEADY, days: int = 120, seen=lambda said, state: None):
    return Walk(setting, person, Random(0), seen).run(days)


def drawn(number: int, setting: Setting = SETTING, days: int = 180, seed: int = 1, **changes):
    """The course of somebody at random, changed as said."""
    person, rng = person_and_chance(number, seed)
    return Walk(setting, replace(person, **changes), rng).run(days)


def states(setting: Setting = SETTING, person: Person = STEADY, days: int = 60) -> dict[tuple[str, str], State]:
    """The last state of each answer that somebody was given."""
    found = {}
    walk(setting, person, days, lambda said, state: found.update({said: state()}))
    return found


# Any pain steps back at once; the same with no memory of it; a tendon that takes the first stage, not the second, and
# never adapts.
QUICK = {"strained_pain": 0, "strained_count": 1, "strained_of": 1}
TOUCHY = with_safety(**QUICK)
FORGETFUL = with_safety(**QUICK, steps_back_count=1000)
WEAK = {"capacity": 1.15, "growth": 0.0, "irritability": 1.5, "ache": 0.0, "noise": 0.0, "adherence": 1.0}
WEAK |= {"mornings": 1.0, "listens": 1.0, "technique": 1.0, "evenness": 1.0, "plays": False, "levels_up": True}
