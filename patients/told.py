"""All that the rules are told of an assignment, in one query, for a service that has written or is about to.

It is read as bare columns: two hundred sessions as objects of their model cost more than the rules take to answer.
What a page reads, and shows, is `rows.Rows`; both say the same.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    DecimalField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.functions import Coalesce

from patients.beside import directive_of
from patients.domain.dose import Dose
from patients.domain.doubles import ADDS, DoneSet, Visit
from patients.domain.engine_input import Circumstances, first_day_read, in_force
from patients.domain.phone_clock import CLOCK_IS_EVIDENCE
from patients.models import (
    Assignment,
    Away,
    Directive,
    DoseChange,
    Flag,
    MorningCheck,
    SetLog,
    StageChange,
    TrainingSession,
)
from programs import progression
from programs.models import Prescription, Role, Stage
from programs.prepared import AT, DAY, ID, WORD, Given, arm, nothing, prepared
from programs.progression.history import training_day

ONE_DAY = dt.timedelta(days=1)


class Told:
    """What was recorded of an assignment up to the instant `now`, as far back as the rules look. With `around`, a
    training day, also the valid sessions near it as `visits`: from the day before it to two days after."""

    def __init__(self, assignment: Assignment, now: dt.datetime, around: dt.date | None = None) -> None:
        self.assignment, self.now = assignment, now
        self._first_day = first_day_read(assignment.standing.stage_started_on, now)
        near, last = (around - ONE_DAY, around + 2 * ONE_DAY) if around else (dt.date.max, dt.date.min)
        found = _told(
            assignment=assignment.pk,
            patient=assignment.patient_id,
            version=assignment.version_id,
            stage=assignment.standing.stage_id,
            since=self._first_day,
            sessions_since=min(self._first_day, near),
            near=near,
            last=last,
        )
        self._found: dict[str, list[tuple[Any, ...]]] = {}
        for row in found:
            self._found.setdefault(row[0], []).append(row)
        self._sessions: list[Any] = [Logged._make(row) for row in self._found.get("session", [])]

    def add(self, session: TrainingSession) -> None:
        """From here on it is told of what was just written, too."""
        session.key = session.stage.key
        self._sessions.append(session)

    @property
    def sessions(self) -> list[Any]:
        """The valid ones that the rules look back to, the oldest first."""
        read = (row for row in self._sessions if row.local_date >= self._first_day)
        return sorted(read, key=attrgetter("local_date", "performed_at", "pk"))

    @cached_property
    def mornings(self) -> "list[Morning]":
        """The same of mornings."""
        rows = sorted(self._rows("morning"), key=attrgetter("day"))
        return [Morning(row.day, row.number, row.second, row.truth, row.zone) for row in rows]

    @property
    def circumstances(self) -> Circumstances:
        given = self._by_time("directive")
        latest, ceilings = in_force(directive_of(self.assignment, row.word, row.number, row.at) for row in given)
        away = sorted(self._rows("away"), key=attrgetter("day"))
        return Circumstances(
            flags=tuple(progression.Flag(row.word, row.at) for row in self._by_time("flag")),
            away=tuple(progression.Away(row.day, row.until) for row in away),
            directives=latest,
            ceilings=ceilings,
            stages=tuple((row.number, row.day) for row in self._by_time("stage") if row.number is not None),
        )

    def first_of(self, double: Any) -> Any:
        """The session that it seems to repeat."""
        known = (row for row in self._sessions if row.pk == double.repeats_id)
        return next(known, None) or TrainingSession.objects.get(pk=double.repeats_id)

    @property
    def full_doses(self) -> list[Dose]:
        """What is done is measured against: the whole dose of this patient of each exercise that counts."""
        rows = sorted(self._rows("main"), key=attrgetter("fifth"))
        return [_full_dose(row, self.assignment.affected_sides) for row in rows]

    @property
    def visits(self) -> Iterator[Visit]:
        """The valid sessions with a set around that training day, the oldest entry first."""
        session_of = {row.pk: row for row in self._sessions}
        sets = sorted(self._rows("set"), key=attrgetter("pk", "number", "word"))
        for pk, rows in groupby(sets, key=attrgetter("pk")):
            yield _visit(session_of[pk], list(rows), self.assignment.affected_sides)

    def _rows(self, source: str) -> "list[_Row]":
        return [_Row._make(row) for row in self._found.get(source, [])]

    def _by_time(self, source: str) -> "list[_Row]":
        return sorted(self._rows(source), key=attrgetter("at", "pk"))


class _Row(NamedTuple):
    """What was read of one source; which column stands where, its arm says."""

    source: str
    pk: int
    word: str
    at: Any
    day: Any
    until: Any
    number: Any
    second: Any
    third: Any
    fourth: Any
    fifth: Any
    ref: Any
    zone: str
    truth: Any
    truth_too: Any
    truth_three: Any
    share: Any
    share_too: Any
    client_id: Any
    variation: str
    answer: str


class Logged(NamedTuple):
    """A session by the names that its model has, in the places of a row; `key` is that of its stage."""

    source: str
    pk: int
    key: str
    performed_at: dt.datetime
    local_date: dt.date
    trained_on: dt.date | None
    pain_left: int | None
    pain_right: int | None
    effort: int | None
    clock_off: int | None
    sets_asked: int | None
    repeats_id: int | None
    time_zone: str
    all_sets: bool | None
    technique_ok: bool | None
    stopped_for_pain: bool
    completion: Decimal | None
    symmetry: Decimal | None
    client_id: Any
    variation: str
    repeat_answer: str

    @property
    def training_day(self) -> dt.date:
        return self.trained_on or training_day(self.performed_at, self.time_zone)

    @property
    def adds(self) -> bool:
        return self.repeats_id is None or self.repeat_answer in ADDS

    @property
    def clock_is_no_evidence(self) -> bool:
        return abs(self.clock_off or 0) > CLOCK_IS_EVIDENCE


class Morning(NamedTuple):
    on: dt.date
    pain_left: int | None
    pain_right: int | None
    late: bool
    time_zone: str


def _full_dose(row: _Row, affected: tuple[str, ...]) -> Dose:
    one = _prescription(row)
    own_sets, own_target = (row.third, row.fourth) if row.truth_three else (None, None)
    return Dose(one, own_sets or one.sets, own_target or one.target, affected=affected)


def _visit(session: Logged, sets: list[_Row], affected: tuple[str, ...]) -> Visit:
    legs = len(_prescription(sets[0]).sides_of(affected))
    asked = (session.sets_asked or sets[0].fourth * legs) // legs
    return Visit(
        key=session.pk,
        at=session.performed_at,
        day=session.training_day,
        exercise=sets[0].ref,
        variation=session.variation,
        asked=max(asked, 1),
        sets=tuple(DoneSet(row.number, row.word, row.second, row.third) for row in sets),
        same_as=None if session.adds else session.repeats_id,
    )


def _prescription(row: _Row) -> Prescription:
    """As far as it was read: how often, and on which legs."""
    legs = {"each_leg": row.truth, "affected_leg": row.truth_too}
    return Prescription(pk=row.pk, sets=row.number, repetitions=row.second, **legs)


WHOLE, TRUTH, SHARE = IntegerField(), BooleanField(), DecimalField(max_digits=7, decimal_places=6)
EMPTY: dict[str, Any] = {
    "pk": F("pk"),
    "word": Value("", WORD),
    "at": nothing(AT),
    **dict.fromkeys(("day", "until"), nothing(DAY)),
    **dict.fromkeys(("number", "second", "third", "fourth", "fifth"), nothing(WHOLE)),
    "ref": nothing(ID),
    "zone": Value("", WORD),
    **dict.fromkeys(("truth", "truth_too", "truth_three"), nothing(TRUTH)),
    **dict.fromkeys(("share", "share_too"), nothing(SHARE)),
    "client_id": nothing(UUIDField()),
    "variation": Value("", WORD),
    "answer": Value("", WORD),
}
OF_A_SESSION = dict(zip(EMPTY, Logged._fields[1:], strict=True)) | {"word": "stage__key"}
OF_A_SET = {"pk": "session_id", "word": "side", "number": "number", "second": "target", "third": "done"}
OF_A_SET |= {"fourth": "prescription__sets", "ref": "prescription__exercise_id"}
OF_A_SET |= {"truth": "prescription__each_leg", "truth_too": "prescription__affected_leg"}


def _main(assignment: Given, stage: Given) -> QuerySet[Any, Any]:
    """The exercises that count in a stage, each with the latest dose that a clinician set of it."""
    own = DoseChange.objects.filter(assignment=assignment, prescription=OuterRef("pk")).order_by("-at", "-pk")
    return arm(
        "main",
        Prescription.objects.filter(stage=stage, role=Role.MAIN),
        EMPTY,
        number="sets",
        second=Coalesce("repetitions", "seconds"),
        third=Subquery(own.values("sets")[:1]),
        fourth=Subquery(own.values("target")[:1]),
        fifth="position",
        truth="each_leg",
        truth_too="affected_leg",
        truth_three=Subquery(own.values("is_measure")[:1]),
    )


@prepared(assignment=ID, patient=ID, version=ID, stage=ID, since=DAY, sessions_since=DAY, near=DAY, last=DAY)
def _told(
    assignment: Given,
    patient: Given,
    version: Given,
    stage: Given,
    since: Given,
    sessions_since: Given,
    near: Given,
    last: Given,
) -> QuerySet[Any, Any]:
    of = {"assignment": assignment}
    sessions = TrainingSession.objects.valid().filter(**of, local_date__gte=sessions_since)
    mornings = MorningCheck.objects.valid().filter(**of, on__gte=since)
    sets = SetLog.objects.filter(session__assignment=assignment, session__voided_at=None)
    sets = sets.filter(session__local_date__gte=near, session__local_date__lte=last)
    place = Stage.objects.filter(version=version, key=OuterRef("stage__key")).values("position")[:1]
    pains = {"number": "pain_left", "second": "pain_right"}
    # The first arm says what becomes of the columns: its own need nothing done, and expressions would, in every row.
    return arm("session", sessions, EMPTY, **OF_A_SESSION).union(
        arm("flag", Flag.objects.open().filter(patient=patient), EMPTY, word="kind", at="raised_at"),
        arm("away", Away.objects.valid().filter(**of), EMPTY, day="from_on", until="to_on"),
        arm("directive", Directive.objects.filter(**of), EMPTY, word="kind", at="at", number="value"),
        arm("stage", StageChange.objects.filter(**of), EMPTY, at="at", day="started_on", number=Subquery(place)),
        _main(assignment, stage),
        arm("morning", mornings, EMPTY, day="on", zone="time_zone", truth="late", **pains),
        arm("set", sets, EMPTY, **OF_A_SET),
        all=True,
    )
