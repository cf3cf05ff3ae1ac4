"""Many patients on several cores. The same seed gives the same figures, however many cores there are."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from multiprocessing import Pool
from random import Random

from programs.progression import evaluate
from programs.workshop.virtual.course import Course, Said, State, Walk, person_and_chance
from programs.workshop.virtual.people import Person, steady_people
from programs.workshop.virtual.setting import Setting
from programs.workshop.virtual.tally import Tally
from programs.workshop.virtual.ways_out import TERMINAL, WAYS, Follower

AT_ONCE = 25  # patients a portion; each gives one state of every answer that it met


@dataclass(frozen=True)
class Portion:
    setting: Setting
    first: int
    last: int
    days: int
    seed: int


class Sample:
    """One state of each answer, every one that was met as likely as the others."""

    def __init__(self, rng: Random):
        self.rng = rng
        self.met: Counter[Said] = Counter()
        self.states: dict[Said, State] = {}

    def __call__(self, said: Said, state: Callable[[], State]) -> None:
        self.met[said] += 1
        if self.rng.random() * self.met[said] < 1:
            self.states[said] = state()


def portions(setting: Setting, patients: int, days: int, seed: int) -> list[Portion]:
    starts = range(0, patients, AT_ONCE)
    return [Portion(setting, first, min(first + AT_ONCE, patients), days, seed) for first in starts]


def live(portion: Portion) -> Tally:
    tally, sample = Tally(), Sample(Random(f"{portion.seed}/sample/{portion.first}"))
    for number in range(portion.first, portion.last):
        person, rng = person_and_chance(number, portion.seed)
        tally.add(Walk(portion.setting, person, rng, sample).run(portion.days))
    for said, state in sorted(sample.states.items()):
        compare(portion.setting, said, state, tally)
        follow(portion.setting, said, state, tally)
    return tally


def compare(setting: Setting, said: Said, state: State, tally: Tally) -> None:
    """Whether `evaluate`, which adds up everything anew, gives the same answer."""
    answer = evaluate(setting.rules, state.history)
    tally.compared += 1
    tally.differed += (answer.outcome, answer.because) != said


def follow(setting: Setting, said: Said, state: State, tally: Tally) -> None:
    """Each way out of one state; and from there on, each on the way out of its reason, to the gate of a stage."""
    for way in () if said[1] in TERMINAL else WAYS[said[1]]:
        follower = Follower(setting, state)
        within = follower.within(way)
        tally.ways[said, way.does].add(follower.ends(way), within, state)
    follower = Follower(setting, state)
    tally.onward[said].add(follower.reaches_the_gate(), follower.gate_within, state)


def steady_courses(setting: Setting) -> list[Course]:
    """Those for whom nothing goes wrong."""
    return [steady_course(setting, person) for person in steady_people()]


def steady_course(setting: Setting, person: Person) -> Course:
    """To its end, or until a stage takes more than twice its own minimum and two weeks."""
    walk = Walk(setting, person, Random(0))
    for number in count():
        walk.day(number)
        stay = walk.course.stays[-1]
        if walk.course.discharged or walk.days_in_stage > 2 * stay.least_days + 14:
            break
    return walk.course


def run(todo: list[Portion], jobs: int = 1, progress: Callable[[float], None] = lambda share: None) -> Tally:
    """Every portion, added up in order. `progress` is told the share that is done, 0-1."""
    tally = Tally()
    for done, part in enumerate(_each(todo, jobs), 1):
        tally.merge(part)
        progress(done / len(todo))
    return tally


def _each(todo: list[Portion], jobs: int) -> Iterator[Tally]:
    if jobs == 1:
        yield from map(live, todo)
        return
    with Pool(jobs) as pool:
        yield from pool.imap(live, todo)
