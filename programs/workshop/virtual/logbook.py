"""What has been recorded of one simulated patient, as the service would hand it to the rules."""

from datetime import UTC, date, datetime, time
from statistics import median

from programs.progression import Away, Flag, History, Measure, MorningCheck, Session
from programs.progression.history import DAY, steps_back

DAYS_BEFORE_STAGE = 60
BASELINE_DAYS = 7
BASELINE_VALUES = 3
ZONE = "Etc/UTC"
GREEN_ACHE = 3  # a higher usual morning needs a ceiling, or no day is ever green
MOST_CEILING = 5


def noon(on: date) -> datetime:
    return datetime.combine(on, time(12), UTC)


def evening(on: date) -> datetime:
    return datetime.combine(on, time(18), UTC)


class Recorded(History):
    """A history in which nothing stands twice, as everything was written down once; so nobody has to look."""

    def __post_init__(self) -> None:
        pass


class Logbook:
    """`entries` grows with every record and every act, so that whoever reads knows when to read again. `left` are the
    stages left for a lower one: which, for which, and when."""

    def __init__(self, position: int, started: date, intake: float, self_paced: bool = True, both_sides: bool = False):
        self.position, self.started = position, started
        self.intake = self.baseline = intake
        self.ceiling = int(min(intake + 1, MOST_CEILING)) if intake > GREEN_ACHE else None
        self.self_paced, self.side = self_paced, "both" if both_sides else "left"
        self.sessions: list[Session] = []
        self.checks: list[MorningCheck] = []
        self.aways: list[Away] = []
        self.flags: list[Flag] = []
        self.measures: list[Measure] = []
        self.left: list[tuple[int, int, date]] = []
        self.held = False
        self.entries = 0

    @classmethod
    def of(cls, history: History) -> "Logbook":
        """Goes on where a history ends."""
        book = cls(history.stage, history.stage_started, history.baseline_morning_pain, history.self_paced)
        book.ceiling, book.side, book.held = history.pain_ceiling, history.affected_side, history.clinician_hold
        book.sessions, book.checks = list(history.sessions), list(history.morning_checks)
        book.aways, book.flags, book.measures = list(history.away), list(history.flags), list(history.measures)
        book.left = [(book.position + 1, book.position, on) for on in history.steps_back]
        return book

    @property
    def stage_entered(self) -> tuple[int, date]:
        return self.position, self.started

    @property
    def last_session(self) -> date | None:
        return self.sessions[-1].day if self.sessions else None

    @property
    def kinds_noted(self) -> frozenset[str]:
        return frozenset(measure.kind for measure in self.measures)

    def add(self, record: Session | MorningCheck | Measure | Away | Flag) -> None:
        match record:
            case Session():
                self.sessions.append(record)
            case MorningCheck():
                self.checks.append(record)
            case Measure():
                self.measures.append(record)
            case Away():
                self.aways.append(record)
            case Flag():
                self.flags.append(record)
        self.entries += 1

    def close_flags(self) -> None:
        self.flags.clear()
        self.entries += 1

    def hold(self, held: bool) -> None:
        self.held = held
        self.entries += 1

    def enter(self, position: int, on: date) -> None:
        """A stage begins, with a baseline frozen for it; what is too old to be read is let go."""
        self.baseline = self._baseline(on)
        if position < self.position:
            self.left.append((self.position, position, on))
        self.position, self.started = position, on
        oldest = on - DAYS_BEFORE_STAGE * DAY
        self.sessions = [session for session in self.sessions if session.day >= oldest]
        self.checks = [check for check in self.checks if check.on >= oldest]
        self.entries += 1

    def _baseline(self, on: date) -> float:
        """The median of the week before, never above the intake value: as the service freezes it."""
        week = [check.pain for check in self.checks if on - BASELINE_DAYS * DAY <= check.on < on]
        pains = [pain for pain in week if pain is not None]
        return min(median(pains) if len(pains) >= BASELINE_VALUES else self.baseline, self.intake)

    def history(self, now: datetime) -> History:
        return Recorded(
            stage=self.position,
            stage_started=self.started,
            as_of=now,
            time_zone=ZONE,
            baseline_morning_pain=self.baseline,
            sessions=tuple(self.sessions),
            morning_checks=tuple(self.checks),
            away=tuple(self.aways),
            flags=tuple(self.flags),
            affected_side=self.side,
            pain_ceiling=self.ceiling,
            clinician_hold=self.held,
            self_paced=self.self_paced,
            measures=tuple(self.measures),
            steps_back=steps_back(self.left, self.position),
        )
