"""What a decision would change, in words: today's plan, the answer of the rules, what the patient reads and is sent."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum, auto
from hashlib import sha256

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients import engine
from patients.domain.dose import dose_of
from patients.domain.todays_plan import Why
from patients.selectors.decided import decisions_told
from patients.selectors.desk.patient_page import clinician_words_of
from patients.selectors.directives import directives_in_force
from patients.selectors.todays_dose import todays_dose
from patients.selectors.upcoming_days import asks_for_nothing, exercise_days
from patients.selectors.words_now import words_now
from patients.wording import plan_reasons
from programs import wording
from programs.models import Role
from programs.progression.zones import is_amber, is_red
from programs.selectors import prescriptions_up_to

Said = tuple[str, ...]
DAYS_BACK, DAYS_AHEAD = 14, 7


class How(Enum):
    """How a line is compared, and said."""

    WHOLE = auto()
    PARTS = auto()  # only the sentences that change
    LED = auto()  # what was is said by its lead alone, where another one follows
    AFTER = auto()  # only what follows


@dataclass(frozen=True)
class Line:
    """One thing that a decision may change, as it stands. `stays`: it is also said where it does not change. `of`: the
    stage that it is said of, where another one's cannot be compared."""

    what: str
    said: Said
    how: How = How.WHOLE
    stays: bool = False
    of: int = 0


@dataclass(frozen=True)
class Change:
    """`before` and `after` are sentences; they are the same where it stays."""

    what: str
    before: Said
    after: Said

    @property
    def stays(self):
        return self.before == self.after


@dataclass(frozen=True)
class Foreseen:
    """Each `Change`, with what stays and has to be said beside it. `token` tells this one from every other."""

    changes: tuple[Change, ...]

    @property
    def token(self):
        return sha256(repr(self.changes).encode()).hexdigest()[:20]


def foreseen(before, after):
    """What differs between two looks `as_it_stands`, in their order."""
    pairs = zip(before, after, strict=True)
    changes = (_change(was, line) for was, line in pairs if was.of == line.of)
    stay = {line.what for line in after if line.stays and line.said}
    return Foreseen(tuple(one for one in changes if not one.stays or one.what in stay))


def _change(was, line):
    before, after = was.said, line.said
    if line.how is How.PARTS:
        before, after = _without(before, line.said), _without(after, was.said)
    elif line.how is How.LED and before[:1] != after[:1]:
        before = before[:1]
    return Change(line.what, () if line.how is How.AFTER else before, after)


def _without(said, others):
    return tuple(one for one in said if one not in others)


def as_it_stands(assignment, now):
    """Each `Line` of an assignment at `now`, the rules and the plan asked anew."""
    if assignment.ended_at:
        return _of_an_ended(assignment)
    asked, today = todays_dose(assignment, now), assignment.patient.today(now)
    reading, review = engine.read(assignment, now), assignment.standing.review
    words, read = clinician_words_of(assignment, review, today), words_now(assignment, asked.plan, today)
    rows = wording.finding_rows(review.findings, "clinician", today) if review else []
    position = assignment.standing.stage.position
    prescriptions = prescriptions_up_to(assignment.version_id, position)
    in_force = [one.words for one in directives_in_force(assignment, today).values()]
    return _lines(
        doses=_doses(asked, prescriptions, position),
        reasons=plan_reasons(asked.plan, today),
        in_force=[*in_force, *_measured_against(asked, prescriptions, position)],
        answer=[words.title, words.text],
        points=[_point(row) for row in rows],
        points_of=position if rows else 0,
        over=[_over(reading)],
        ahead=[_ahead(assignment, asked.plan, now)],
        reads=_reads(asked.plan, read),
        sent=_sent(assignment, now),
    )


def _of_an_ended(assignment):
    return _lines(
        doses=[_("No exercises: the programme has ended.")],
        answer=[_("No answer: the rules read a running programme alone.")],
        ahead=[_("none is planned")],
        reads=[assignment.maintenance_plan or _("You have no running programme.")],
        sent=[_no_notice()],
    )


def _lines(*, doses, answer, ahead, reads, sent, reasons=(), in_force=(), points=(), points_of=0, over=()):
    told = (
        (_("Today"), doses, How.WHOLE, True),
        (_("Because"), reasons, How.WHOLE, True),
        (_("Set for this patient"), in_force, How.PARTS),
        (_("The rules’ answer"), answer, How.LED, True),
        (_("Points of the gate"), points, How.PARTS, False, points_of),
        (_("Days over the edges of today"), over),
        (_("Exercise days ahead"), ahead),
        (_("The patient reads"), reads, How.LED),
        (_("The patient is sent"), sent, How.AFTER, True),
    )
    return [Line(what, tuple(filter(None, said)), *how) for what, said, *how in told]


def _doses(asked, prescriptions, position):
    offered = asked.exercises(prescriptions, position)
    return [f"{one.exercise}, {asked.dose(one).words}" for one in offered] or [_("No exercises.")]


def _measured_against(asked, prescriptions, position):
    """The doses set for this patient that the gate is measured against."""
    for one in prescriptions:
        dose = dose_of(one, asked.changes.get(one.pk))
        if dose.is_measured and one.role == Role.MAIN and one.stage.position == position:
            yield _("Measured against %(exercise)s, %(dose)s.") % {"exercise": one.exercise, "dose": dose.words}


def _point(row):
    words = {True: _("met"), False: _("not met"), None: _("not known")}
    return _("%(required)s: %(observed)s, %(met)s") % {
        "required": row.required,
        "observed": row.observed,
        "met": words[row.met],
    }


def _over(reading):
    """How many of the latest days are above the edges that hold today: a ceiling leaves the days before it as they are,
    and so their colours do not say it."""
    since = reading.today - dt.timedelta(days=DAYS_BACK - 1)
    days = [day for day in (*reading.earlier_days, *reading.days) if day.on >= since]
    over = sum(is_red(day, reading.limits) or is_amber(day, reading.limits) for day in days)
    return ngettext(
        "%(over)s of %(n)s logged day in 14 days.", "%(over)s of %(n)s logged days in 14 days.", len(days)
    ) % {"over": over, "n": len(days)}


def _ahead(assignment, plan, now):
    if asks_for_nothing(assignment, plan):
        return _("none is planned")
    days = exercise_days(assignment, now, days=DAYS_AHEAD, plan=plan)
    return ", ".join(date_format(day, "D j M") for day in days) or _("none in 7 days")


def _reads(plan, words):
    if plan.because(Why.ALARM):
        return [_("Your exercises are paused")]
    if plan.because(Why.PAUSE):
        return [_("Your programme is paused")]
    return [words.title, words.text]


def _sent(assignment, now):
    since = now - dt.timedelta(microseconds=1)
    if not decisions_told(since, now, assignment=assignment):
        return [_no_notice()]
    return [_("A notice that something new waits, in 10 minutes at the earliest, if the patient takes notices.")]


def _no_notice():
    return _("No notice.")
