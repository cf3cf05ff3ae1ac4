"""What a day brought beside the exercises: activities, the bad day that asks for a reason, what is asked for."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db.models import Max
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from patients import engine
from patients.domain.instruments import GLOBAL_CHANGE, INSTRUMENTS, LOAD_TEST, SITTING, Instrument
from patients.domain.todays_plan import Amount
from patients.engine import worse_side
from patients.models import MorningCheck, ReasonKind
from patients.selectors.entry_words import entry_words
from patients.wording import activity_words
from patients.wording.instruments import GLOBAL_CHANGE_WORDS, NAMES, SCALES, instrument_question
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
class BesideThePlan:
    """What Today offers below the exercises: today's activities with their words, the bad day that asks for a reason,
    whether the questions of the start are open, and the numbers asked for."""

    activities: list
    bad_day: BadDay | None
    asks_start: bool
    wanted: list


def beside_the_plan(rows, today, tested):
    """Of a local date; `tested` as `measures_wanted` takes it."""
    assignment = rows.assignment
    return BesideThePlan(
        activities=[
            (activity, capfirst(activity_words(activity.get_kind_display(), activity.minutes, activity.pain)))
            for activity in assignment.activities.valid().filter(on=today)
        ],
        bad_day=bad_day(rows, today),
        asks_start=not assignment.intakes.valid().exists(),
        wanted=measures_wanted(assignment, today, tested),
    )


def bad_day(rows, today):
    """The `BadDay` that Today asks about: the day of a session that hurt today, else the one before a bad morning;
    None where neither was bad. "Nothing special" ends the question."""
    on, question = _asked_about(rows, today)
    if on is None:
        return None
    chosen = set(rows.assignment.day_reasons.valid().filter(on=on).values_list("kind", flat=True))
    if ReasonKind.NOTHING in chosen:
        return None
    return BadDay(on, question, [(kind, words.capitalize(), kind in chosen) for kind, words in ReasonKind.choices])


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


def _asks_for_load_test(stage):
    return any(
        METRICS[one.metric].kind(one.context) == LOAD_TEST for one in stage.criteria.all() if one.metric in METRICS
    )


def measures_wanted(assignment, today, tested=None):
    """What the physio asked for and has no answer yet, how long sitting is possible once a week, and once a day the
    load test where the stage `tested` is opened by it. Two queries, and one where its criteria are not read yet."""
    wanted = {}
    for asked in assignment.measures_asked.unanswered().order_by("at", "pk"):
        known = INSTRUMENTS.get(asked.kind)
        if known and known.asked:
            wanted[asked.kind, asked.label] = known
    given = assignment.measures.valid().filter(kind__in=(SITTING, LOAD_TEST)).order_by()
    last = dict(given.values_list("kind").annotate(Max("on")))
    if tested and last.get(LOAD_TEST) != today and _asks_for_load_test(tested):
        wanted.setdefault((LOAD_TEST, ""), INSTRUMENTS[LOAD_TEST])
    if today - last.get(SITTING, assignment.started_on) >= SITTING_EVERY:
        wanted.setdefault((SITTING, ""), INSTRUMENTS[SITTING])
    return [MeasureWanted(one, label, instrument_question(kind, label)) for (kind, label), one in wanted.items()]
