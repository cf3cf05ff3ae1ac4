"""One simulated patient from the first day to the last: what was answered on each day, and how long each stage took."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from random import Random

from programs.progression import MET, Because, Code, History, Outcome, Recommendation
from programs.progression.history import DAY
from programs.workshop.virtual.clinic import Clinician
from programs.workshop.virtual.logbook import Logbook, noon
from programs.workshop.virtual.patient import Patient
from programs.workshop.virtual.people import Person, draw
from programs.workshop.virtual.plans import Plan, least_days
from programs.workshop.virtual.setting import Setting
from programs.workshop.virtual.watch import Watch

Said = tuple[Outcome, Because]
Seen = Callable[[Said, Callable[[], "State"]], None]


@dataclass
class Stay:
    """One visit to a stage. `reached_after` is the day its gate was first reached, counted from its start; or None."""

    position: int
    least_days: int
    stepped_back: bool = False
    reached_after: int | None = None


@dataclass
class Course:
    """What is kept of one patient. `finished` is the day of the programme's end; `days` counts answers by day."""

    person: Person
    stays: list[Stay] = field(default_factory=list)
    days: Counter[Said] = field(default_factory=Counter)
    spells: list[tuple[Said, int]] = field(default_factory=list)
    flares: int = 0
    finished: int | None = None
    discharged: bool = False
    messages: Counter[str] = field(default_factory=Counter)
    decisions: Counter[str] = field(default_factory=Counter)
    asked: int = 0

    @property
    def path(self) -> tuple[int, ...]:
        return tuple(stay.position for stay in self.stays)

    @property
    def steps_back(self) -> Counter[tuple[int, int]]:
        """How often a stage was left for the one before because the rules suggested it, by the two stages."""
        return Counter((new.position, old.position) for old, new in pairwise(self.stays) if new.stepped_back)


@dataclass(frozen=True)
class State:
    """A moment somebody was in: the history that the rules read, and the plan of whom it belongs to."""

    history: History
    plan: Plan
    person: int


def person_and_chance(number: int, seed: int) -> tuple[Person, Random]:
    rng = Random(f"{seed}/{number}")
    return draw(number, rng), rng


class Walk:
    """Lives a course day by day. `seen` is told every answer and how to get the state it was given in."""

    def __init__(self, setting: Setting, person: Person, rng: Random, seen: Seen = lambda said, state: None):
        self.setting, self.person, self.seen = setting, person, seen
        self.patient = Patient(person, setting, rng)
        first, intake = setting.positions[0], self.patient.intake()
        self.book = Logbook(first, person.starts_on, intake, person.self_paced, person.both_sides)
        self.clinician = Clinician(setting.rules, self.patient, rng)
        self.watch = Watch(setting.rules)
        self.course = Course(person, messages=self.clinician.messages, decisions=self.clinician.decisions)
        self._flare: date | None = None
        self._enter()

    def run(self, days: int) -> Course:
        for number in range(days):
            self.day(number)
            if self.course.discharged:
                break
        return self.course

    def day(self, number: int) -> None:
        """The clinician acts on the answer of today's noon; the patient hears the one that stands then."""
        on = self.person.starts_on + number * DAY
        self.patient.wakes(on, self.book)
        answer = self._answered(number, on)
        stage = self.book.stage_entered
        self.clinician.looks(on, answer, self.book)
        if self.book.stage_entered != stage:
            self._enter(answer.outcome is Outcome.STEP_BACK)
        answer = self.watch.answer(self.book, noon(on))
        self._count(answer)
        self.patient.told.answer = answer
        self.patient.trains(on, self.book)
        self.patient.lives(on)

    @property
    def days_in_stage(self) -> int:
        return self.watch.reading.days_in_stage

    def _enter(self, stepped_back: bool = False) -> None:
        position, started = self.book.stage_entered
        least = least_days(self.setting, position, self.person.plan, started, self.book.last_session)
        self.course.stays.append(Stay(position, least, stepped_back))

    def _answered(self, number: int, on: date) -> Recommendation:
        answer = self.watch.answer(self.book, noon(on))
        stay = self.course.stays[-1]
        if answer.because in MET and stay.reached_after is None:
            stay.reached_after = (on - self.book.started).days
        if answer.because is Because.PROGRAMME_COMPLETE and self.course.finished is None:
            self.course.finished = number
        flare = answer.finding(Code.FLARE)
        if flare and flare.evidence[0] != self._flare:
            self._flare = flare.evidence[0]
            self.course.flares += 1
        self.seen((answer.outcome, answer.because), self._state)
        return answer

    def _state(self) -> State:
        return State(self.watch.reading.history, self.person.plan, self.person.number)

    def _count(self, answer: Recommendation) -> None:
        self.course.asked, self.course.discharged = self.watch.asked, self.clinician.discharged
        said, spells = (answer.outcome, answer.because), self.course.spells
        self.course.days[said] += 1
        if spells and spells[-1][0] == said:
            spells[-1] = said, spells[-1][1] + 1
        else:
            spells.append((said, 1))
