"""A session that seems to be saved already: found when it arrives, and answered by the patient or a clinician.

It is stored at once. Until the answer it adds no volume, and its pain counts: `engine.py` reads it as part of the
session that it seems to repeat.
"""

import datetime as dt
from dataclasses import replace
from operator import attrgetter

from django.db import transaction
from django.utils.translation import gettext as _

from patients.access import record
from patients.domain.doubles import ALONE, ONE, TWICE, UNASKED, Visit, saved_already
from patients.models import Assignment, TrainingSession
from patients.models.user import User
from patients.services.errors import Refused
from patients.services.lock import lock_log
from patients.services.review import review_entry
from patients.told import Told
from patients.wording import doubles


class SavedAlready(Refused):
    """Nothing is stored: whoever enters it is asked first whether it was done once more."""

    code = "saved-already"


def first_of(told: Told, visit: Visit) -> Visit | None:
    """What a session that arrives seems to repeat, of what was `told` around its day. The log is locked."""
    around = {one.key: one for one in told.visits}
    stage = told.assignment.standing.stage
    key = saved_already(visit, list(around.values()), _done_from(told.assignment), stage.times_a_day)
    return around[key] if key else None


def _done_from(assignment: Assignment) -> float:
    return assignment.standing.stage.completion_min / 100


@transaction.atomic
def answer_double(session: TrainingSession, *, twice: bool, by: User, now: dt.datetime) -> bool:
    """Notes whether it was done once more (`twice`: it adds from now on) or was one session, and evaluates anew.
    Returns whether that was noted now. Refused where it was answered otherwise or is nothing to ask of."""
    answer = TWICE if twice else ONE
    lock_log(session.assignment)
    asked = TrainingSession.objects.asked_once_more().filter(pk=session.pk)
    if not asked.update(repeat_answer=answer, repeat_answered_at=now):
        session.refresh_from_db()
        if session.repeat_answer != answer:
            raise Refused(_("This was answered before, or taken out. Nothing was changed."))
        return False
    session.repeat_answer = answer
    if not twice and not session.pain.is_worse_than(_first(session).pain):
        _take_out_as_one(session, by, now)
    record(by, f"session.{answer}", session.assignment.patient, session.client_id)
    review_entry(session.assignment, now)
    return True


def _first(session: TrainingSession) -> TrainingSession:
    assert session.repeats is not None  # asked of a double alone
    return session.repeats


def _take_out_as_one(session: TrainingSession, by: User, now: dt.datetime) -> None:
    """As every entry that is put right: the row stays, and says why."""
    at = _first(session).performed_at.astimezone(session.assignment.patient.zone)
    session.voided_at, session.voided_by, session.void_reason = now, by, doubles.taken_out(at)
    session.save(update_fields=["voided_at", "voided_by", "void_reason"])


def look_again(assignment: Assignment, taken_out: TrainingSession, now: dt.datetime) -> None:
    """A session was taken out: what seemed to repeat it, or was one too many with it, may be the only one now. What was
    said to be one session with it is asked of again; what was said to be done twice stays so."""
    lock_log(assignment)
    waiting = assignment.sessions.asked_once_more()
    same = assignment.sessions.valid().filter(repeats=taken_out, repeat_answer=ONE)
    for row in sorted({*waiting, *same}, key=attrgetter("pk")):
        around = list(Told(assignment, now, around=row.training_day).visits)
        visit = next(one for one in around if one.key == row.pk)
        earlier = [one for one in around if one.key < row.pk]
        times = assignment.standing.stage.times_a_day
        first = saved_already(replace(visit, same_as=None), earlier, _done_from(assignment), times)
        of_row = TrainingSession.objects.filter(pk=row.pk)
        if first:
            of_row.update(repeats=first, repeat_answer=UNASKED, repeat_answered_at=None)
        else:
            of_row.update(repeat_answer=ALONE, repeat_answered_at=now)
