"""What is counted of many courses; two tallies add up to one, in the order of the patients."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import ceil

from programs.workshop.virtual.course import Course, Said, State

KEPT = 3  # examples of each kind of trouble
SWINGS_ALLOWED = 2


@dataclass(frozen=True)
class Swing:
    """How often one patient was stepped back from the higher to the lower of two stages."""

    person: int
    lower: int
    higher: int
    times: int
    path: tuple[int, ...]


@dataclass
class WayTally:
    """How often a way out was followed; `longest` and `within` are days, `failed` the states it did not end."""

    followed: int = 0
    longest: int = 0
    within: int = 0
    failures: int = 0
    failed: list[State] = field(default_factory=list)

    def add(self, days: int | None, within: int, state: State) -> None:
        self.followed += 1
        self.within = max(self.within, within)
        if days is None:
            self.failures += 1
            self.failed = [*self.failed, state][:KEPT]
        else:
            self.longest = max(self.longest, days)

    def merge(self, other: "WayTally") -> None:
        self.followed += other.followed
        self.failures += other.failures
        self.longest, self.within = max(self.longest, other.longest), max(self.within, other.within)
        self.failed = (self.failed + other.failed)[:KEPT]


@dataclass
class Tally:
    """Days are counted from each patient's own first one. `reached` and `least` belong together, by stage."""

    people: int = 0
    asked: int = 0
    compared: int = 0
    differed: int = 0
    flares: int = 0
    discharged: int = 0
    finished: list[int] = field(default_factory=list)
    entered: Counter[int] = field(default_factory=Counter)
    reached: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    least: defaultdict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    days: Counter[Said] = field(default_factory=Counter)
    spells: defaultdict[Said, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    steps_back: Counter[int] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)
    decisions: Counter[str] = field(default_factory=Counter)
    swung: list[Swing] = field(default_factory=list)
    ways: defaultdict[tuple[Said, str], WayTally] = field(default_factory=lambda: defaultdict(WayTally))
    onward: defaultdict[Said, WayTally] = field(default_factory=lambda: defaultdict(WayTally))

    def add(self, course: Course) -> None:
        self.people += 1
        self.asked += course.asked
        self.flares += course.flares
        self.discharged += course.discharged and course.finished is None
        self.finished += [] if course.finished is None else [course.finished]
        self.days += course.days
        self.messages += course.messages
        self.decisions += course.decisions
        for said, length in course.spells:
            self.spells[said][length] += 1
        self._add_stays(course)

    def _add_stays(self, course: Course) -> None:
        for stay in course.stays:
            self.entered[stay.position] += 1
            self.least[stay.position][stay.least_days] += 1
            if stay.reached_after is not None:
                self.reached[stay.position].append(stay.reached_after)
        self.steps_back[max(course.steps_back.values(), default=0)] += 1
        many = [(pair, times) for pair, times in course.steps_back.items() if times > SWINGS_ALLOWED]
        self.swung += [Swing(course.person.number, *pair, times, course.path) for pair, times in many]

    def merge(self, other: "Tally") -> None:
        for name in ("people", "asked", "compared", "differed", "flares", "discharged"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.finished += other.finished
        self.swung += other.swung
        for name in ("entered", "days", "steps_back", "messages", "decisions"):
            getattr(self, name).update(getattr(other, name))
        for name in ("reached", "least", "spells"):
            for key, more in getattr(other, name).items():
                add = getattr(self, name)[key]
                add.extend(more) if isinstance(more, list) else add.update(more)
        for name in ("ways", "onward"):
            for key, way in getattr(other, name).items():
                getattr(self, name)[key].merge(way)

    @property
    def patient_weeks(self) -> float:
        return self.days.total() / 7


def percentile(values: list[int], share: float) -> int | None:
    """The value that this share (0-1) of all lies at or below; None of nothing."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else None
