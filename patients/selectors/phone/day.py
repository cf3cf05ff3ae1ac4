"""What a day brought beside the exercises: activities, the bad day that asks for a reason, what is asked for."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from operator import itemgetter

from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    UUIDField,
    Value,
)
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from patients import engine
from patients.domain.instruments import GLOBAL_CHANGE, INSTRUMENTS, LOAD_TEST, SITTING, Instrument
from patients.domain.todays_plan import Amount
from patients.engine import worse_side
from patients.models import Activity, DayReason, Intake, Measure, MeasureAsked, MorningCheck, ReasonKind
from patients.selectors.entry_words import entry_words
from patients.wording import activity_words
from patients.wording.instruments import GLOBAL_CHANGE_WORDS, NAMES, SCALES, instrument_question
from programs.prepared import DAY as ON
from programs.prepared import ID, arm, nothing, prepared
from programs.progression.metrics import METRICS

BAD_PAIN = 4  # 0-10 NRS, in a session or in the morning
BAD_RISE = 2  # above the usual morning
UNDO = dt.timedelta(minutes=1)
SITTING_EVERY = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class BadDay:
    """A day that asks for its reason: the local date, the question, and each reason as (kind, words, chosen)."""

    on: dt.date
    question: str
    reasons: list

    @property
    def is_answered(self):
        return any(chosen for _kind, _words, chosen in self.reasons)


@dataclass(frozen=True)
class Said:
    """Of a day: its activities, the latest first, the reasons given for it and the day before as (date, kind), what is
    asked for and has no answer as (kind, label), when each measure was last given, and whether the start's questions
    were ever answered."""

    activities: list
    reasons: list
    asked: list
    last: dict
    answered_start: bool


def _said(assignment, today):
    """The `Said` of a local date: one query."""
    found = {source: [] for source in ("activity", "reason", "asked", "measured", "intake")}
    rows = _said_of(assignment=assignment.pk, today=today, yesterday=today - DAY)
    for source, *row in sorted(rows, key=itemgetter(1)):
        found[source].append(row)
    return Said(
        activities=[_activity(*row) for row in reversed(found["activity"])],
        reasons=[(on, kind) for _pk, kind, _label, on, *_numbers in found["reason"]],
        asked=[(kind, label) for _pk, kind, label, *_rest in sorted(found["asked"], key=itemgetter(4, 0))],
        last={kind: on for _pk, kind, _label, on, *_rest in found["measured"]},
        answered_start=bool(found["intake"]),
    )


def _activity(pk, kind, _label, _on, _at, minutes, pain, client_id):
    return Activity(pk=pk, kind=kind, minutes=minutes, pain=pain, client_id=client_id)


LACKING = {
    "pk": F("pk"),
    **dict.fromkeys(("kind", "label"), Value("", CharField())),
    "on": nothing(DateField()),
    "at": nothing(DateTimeField()),
    **dict.fromkeys(("minutes", "pain"), nothing(IntegerField())),
    "client_id": nothing(UUIDField()),
}


@prepared(assignment=ID, today=ON, yesterday=ON)
def _said_of(assignment, today, yesterday):
    """(source, id, kind, label, day, instant, minutes, pain, the phone's id) of what was said."""
    of = {"assignment": assignment}
    activities = Activity.objects.valid().filter(**of, on=today)
    reasons = DayReason.objects.valid().filter(**of, on__gte=yesterday)
    asked = MeasureAsked.objects.filter(**of).unanswered()
    later = Measure.objects.valid().filter(**of, kind=OuterRef("kind"), on__gt=OuterRef("on"))
    measured = Measure.objects.valid().filter(~Exists(later), **of, kind__in=(SITTING, LOAD_TEST))
    said = {"on": "on", "minutes": "minutes", "pain": "pain", "client_id": "client_id"}
    return arm("activity", activities, LACKING, kind="kind", **said).union(
        arm("reason", reasons, LACKING, kind="kind", on="on"),
        arm("asked", asked, LACKING, kind="kind", label="label", at="at"),
        arm("measured", measured, LACKING, kind="kind", on="on"),
        arm("intake", Intake.objects.valid().filter(**of), LACKING),
        all=True,
    )


@dataclass(frozen=True)
class BesideThePlan:
    """What Today offers below the exercises: today's activities with their words, the bad day that asks for a reason,
    whether the questions of the start are open, and the numbers asked for."""

    activities: list
    bad_day: BadDay | None
    asks_start: bool
    wanted: list


def beside_the_plan(rows, today, tested):
    """Of a local date; `tested` as `measures_wanted` takes it."""
    said = _said(rows.assignment, today)
    return BesideThePlan(
        activities=[
            (one, capfirst(activity_words(one.get_kind_display(), one.minutes, one.pain))) for one in said.activities
        ],
        bad_day=bad_day(rows, today, said),
        asks_start=not said.answered_start,
        wanted=_wanted(rows.assignment, today, tested, said),
    )


def bad_day(rows, today, said=None):
    """The `BadDay` that Today asks about: the day of a session that hurt today, else the one before a bad morning;
    None where neither was bad. "Nothing special" ends the question."""
    on, question = _asked_about(rows, today)
    if on is None:
        return None
    chosen = {kind for day, kind in (said or _said(rows.assignment, today)).reasons if day == on}
    if ReasonKind.NOTHING in chosen:
        return None
    logged = any(session.local_date == on for session in rows.sessions)
    asked_before = {ReasonKind.PAINKILLER} - chosen if logged else set()  # the log of a session has its own tick
    reasons = [(kind, words.capitalize(), kind in chosen) for kind, words in ReasonKind.choices]
    return BadDay(on, question, [reason for reason in reasons if reason[0] not in asked_before])


def _asked_about(rows, today):
    assignment = rows.assignment
    if any(session_is_bad(assignment, session) for session in rows.sessions if session.local_date == today):
        return today, _("Was today different?")
    check = next((check for check in rows.mornings if check.on == today), None)
    if check and morning_is_bad(assignment, check) and today > assignment.started_on:
        return today - DAY, _("Was yesterday different?")
    return None, ""


def session_is_bad(assignment, session):
    pain, other = worse_side(assignment, session)
    return max(pain or 0, other or 0) >= BAD_PAIN


def morning_is_bad(assignment, check):
    pain, other = worse_side(assignment, check)
    worst = max(pain or 0, other or 0)
    return worst >= BAD_PAIN or worst >= assignment.standing.baseline + BAD_RISE


@dataclass(frozen=True)
class MorningGiven:
    """This morning's answer: its row, what it says, and whether one tap takes it back, as it was given just now."""

    row: MorningCheck
    words: str
    can_be_undone: bool


def morning_given(rows, today):
    """The `MorningGiven` of today, or of a phone that is a date ahead; None without an answer. Script takes "Undo"
    away after ten seconds; without script it stands for as long as the page does, and the page offers it for a
    minute."""
    row = next((check for check in reversed(rows.mornings) if check.on >= today), None)
    return row and MorningGiven(row, entry_words(row, today), rows.now - row.received_at < UNDO)


@dataclass(frozen=True)
class MeasureWanted:
    """One number asked for on the phone: its instrument, for an activity its name, the question in words, and the id
    that the answer will carry."""

    instrument: Instrument
    label: str
    question: str
    client_id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def is_sitting(self):
        return self.instrument.kind == SITTING

    @property
    def name(self):
        return NAMES[self.instrument.kind]

    @property
    def scale(self):
        return SCALES[self.instrument.kind]

    @property
    def choices(self):
        """(number, words) of a scale whose steps have words of their own."""
        return list(GLOBAL_CHANGE_WORDS.items()) if self.instrument.kind == GLOBAL_CHANGE else []

    @property
    def numbers(self):
        return range(self.instrument.least, self.instrument.most + 1)


def stage_tested(assignment, now):
    """The stage whose load test is asked for today; None on a day that asks for nothing, for the test is a load."""
    return None if engine.plan(assignment, now).amount is Amount.NOTHING else assignment.standing.stage


def _asks_for_load_test(assignment, stage):
    criteria = assignment.version.rules["stages"][stage.position - 1].get("criteria", ())
    known = (one for one in criteria if one["metric"] in METRICS)
    return any(METRICS[one["metric"]].kind(one["context"]) == LOAD_TEST for one in known)


def measures_wanted(assignment, today, tested=None):
    """What the physio asked for and has no answer yet, how long sitting is possible once a week, and once a day the
    load test where the stage `tested` is opened by it. One query."""
    return _wanted(assignment, today, tested, _said(assignment, today))


def _wanted(assignment, today, tested, said):
    known = {asked: INSTRUMENTS.get(asked[0]) for asked in said.asked}
    wanted = {asked: one for asked, one in known.items() if one and one.asked}
    if tested and said.last.get(LOAD_TEST) != today and _asks_for_load_test(assignment, tested):
        wanted.setdefault((LOAD_TEST, ""), INSTRUMENTS[LOAD_TEST])
    if today - said.last.get(SITTING, assignment.started_on) >= SITTING_EVERY:
        wanted.setdefault((SITTING, ""), INSTRUMENTS[SITTING])
    return [MeasureWanted(one, label, instrument_question(kind, label)) for (kind, label), one in wanted.items()]


def days_away(assignment, now):
    """What the patient said of days ill or away that are not over, the first of them first."""
    return list(assignment.aways.valid().filter(to_on__gte=assignment.patient.today(now)))
