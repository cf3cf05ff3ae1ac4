"""A draft as its patients would have it: an invented one is put on it by the real services, and all is taken back."""

import datetime as dt
import secrets
import uuid
from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import count
from typing import TypeVar

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from patients.domain.countries import countries
from patients.domain.entries import MorningEntry, SessionEntry, SetEntry
from patients.domain.rhythm import dates_between
from patients.models import Assignment, Clinic, ClinicProgram, Membership, Side
from patients.models.user import User
from patients.services.care import add_patient, assign_program, change_stage
from patients.services.clinic import confirm_numbers
from patients.services.errors import Refused
from patients.services.log import log_session, record_morning
from programs.editor.publishing import faults_until
from programs.models import Criterion, Prescription, ProgramVersion, Stage, Variation
from programs.progression.metrics.days import RestDays
from programs.selectors import main_of

Seen = TypeVar("Seen")
DAY = dt.timedelta(days=1)
WEEK = 7
BEGAN = 8 * DAY  # before the day that is shown: no news any more
CALM, BAD = 1, 7  # a flare under any thresholds, and no pain that is asked about as an injury
COUNTRY = "GB"
NOBODYS_NUMBER = "01632 960000"  # kept free for what is invented


class Day(StrEnum):
    """What kind of day the invented patient has."""

    GOOD = "good"
    FLARE = "flare"
    REST = "rest"


@transaction.atomic
def show_draft(
    stage: Stage, day: Day, look: Callable[[User, dt.datetime], Seen], *, by: User, now: dt.datetime
) -> Seen:
    """What `look` answers to the account of an invented patient who is in `stage` and has such a `Day`, and to the
    instant of it: `now`, or the end of the week where only that has a rest day. While it looks, the draft is published.
    No row is another one afterwards, nobody is told of anything, and who waits is who changes the same draft. Refused,
    with the reasons, where the draft cannot be done up to that stage, and for a rest day that the stage does not
    have."""
    stage = Stage.objects.select_related("version__program").get(pk=stage.pk)  # what is shown is spoilt afterwards
    if faults := faults_until(stage):
        raise Refused(" ".join(faults))
    clinic = _clinic(by, now)
    at, days_ago = _sessions(stage, day, now.astimezone(clinic.zone))
    assignment = _assigned(clinic, stage, by, at - BEGAN)
    _log(assignment, day, days_ago, at)
    seen = look(assignment.patient.user, at)
    transaction.set_rollback(True)
    return seen


def _sessions(stage: Stage, day: Day, now: dt.datetime) -> tuple[dt.datetime, Sequence[int]]:
    """The instant that is shown, and how many days before it sessions were done, for such a `day`."""
    asked = [one.value for one in stage.criteria.filter(metric=RestDays.slug)]
    apart = dates_between(stage.sessions_per_week, asked)
    if day is Day.FLARE:
        return now, [1]
    if day is Day.GOOD:
        return now, [apart]
    if stage.sessions_per_week >= WEEK:
        raise Refused(_("This stage asks for a session every day: it has no rest day."))
    if apart > 1:
        return now, [1]
    sunday = (now + (WEEK - 1 - now.weekday()) * DAY).replace(hour=12)
    return sunday, range(stage.sessions_per_week, 0, -1)


def _account(name: str, *, is_staff: bool = False) -> User:
    return get_user_model().objects.create_user(_address(), name=name, is_staff=is_staff)


def _address() -> str:
    return f"{secrets.token_hex(8)}@example.invalid"


def _clinic(by: User, now: dt.datetime) -> Clinic:
    """A clinic of one physio, whose numbers they have confirmed."""
    known = _("Example clinic")
    names = (f"{known} {n}" if n else known for n in count())
    free = next(name for name in names if not Clinic.objects.filter(name=name).exists())
    clinic = Clinic.objects.create(name=free, phone=NOBODYS_NUMBER, country=COUNTRY)
    physio = _account(_("Alex Example"), is_staff=True)
    Membership.objects.create(user=physio, clinic=clinic, joined_at=now)
    numbers = {**clinic.numbers, **countries()[COUNTRY].numbers}
    return confirm_numbers(clinic, numbers, by=physio, now=now)


def _assigned(clinic: Clinic, stage: Stage, by: User, began: dt.datetime) -> Assignment:
    """An invented patient of `clinic`, put on the draft and into the stage at the instant `began`."""
    version, physio = stage.version, clinic.memberships.get().user
    _publish(version, stage, by, began)
    ClinicProgram.objects.create(clinic=clinic, program=version.program)
    patient = add_patient(
        by=physio, clinic=clinic, physio=physio, name=_("Robin Example"), time_zone=clinic.time_zone, now=began
    )
    assignment = assign_program(
        patient=patient,
        version=version,
        side=Side.LEFT,
        started_on=patient.today(began),
        intake_morning_pain=CALM,
        by=physio,
        now=began,
    )
    if assignment.standing.stage_id != stage.pk:
        change_stage(assignment, stage, by=physio, reason=_("As agreed."), now=began)
    return assignment


def _publish(version: ProgramVersion, stage: Stage, by: User, now: dt.datetime) -> None:
    """Nothing is shown of what the later stages ask for, and it may be unfinished: the rules do without."""
    if version.is_draft:
        Criterion.objects.filter(stage__version=version, stage__position__gt=stage.position).delete()
        version.freeze(by=by, now=now)


def _log(assignment: Assignment, day: Day, days_ago: Sequence[int], at: dt.datetime) -> None:
    user, pain = assignment.patient.user, BAD if day is Day.FLARE else CALM
    for days in days_ago:
        log_session(assignment, _session(assignment, pain, at - days * DAY), by=user, now=at - days * DAY)
    mornings = [(at - DAY, CALM), *([(at, BAD)] if day is Day.FLARE else [])]
    for then, felt in mornings:
        entry = MorningEntry(uuid.uuid4(), assignment.patient.today(then), pain_left=felt, answered_at=then)
        record_morning(assignment, entry, by=user, now=then)


def _session(assignment: Assignment, pain: int, at: dt.datetime) -> SessionEntry[Prescription, Variation]:
    """All of the stage's first exercise, the easiest way."""
    one = main_of(assignment.standing.stage)[0]
    sets = [SetEntry(number, side, one.target) for number in range(1, one.sets + 1) for side in one.sides]
    return SessionEntry(
        uuid.uuid4(), at, one, tuple(sets), variation=one.variations[0], pain_left=pain, technique_ok=True
    )
