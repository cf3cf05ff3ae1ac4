"""What a patient enters: sessions, mornings, flags, days away. Sending the same twice changes nothing."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from patients.access import record, running_assignment
from patients.domain.dose import Dose, dose_of
from patients.domain.doubles import TWICE, DoneSet, Visit
from patients.domain.entries import NOT_SAID, MorningEntry, SessionEntry
from patients.domain.phone_clock import Capture, zone_name
from patients.domain.volume import volume_of
from patients.models import Assignment, Away, ContactKind, Flag, MorningCheck, Patient, Review, SetLog, TrainingSession
from patients.models.care import LogQuerySet
from patients.models.user import User
from patients.services.captured import columns_of, day_of, refuse_after_discharge, refuse_out_of_care, zone_of
from patients.services.checked import checked
from patients.services.contact import note_contact
from patients.services.doubles import SavedAlready, first_of
from patients.services.errors import Refused
from patients.services.lock import lock_log
from patients.services.review import review_entry
from patients.told import Told
from patients.wording import doubles
from programs.constraints import broke
from programs.models import Prescription, Variation
from programs.progression.history import training_day
from programs.written import insert, insert_all

Entry = SessionEntry[Prescription, Variation]
CLOCK_TOLERANCE = dt.timedelta(minutes=5)


def log_session(
    assignment: Assignment, entry: Entry, *, by: User, now: dt.datetime, once_more: bool | None = None
) -> tuple[TrainingSession, bool]:
    """Writes a `SessionEntry` with its sets and reviews the assignment. Returns (session, created).

    What counts towards the gate of the current stage is looked up here. The same client id again answers with the first
    session and changes nothing. Refused: a time in the future or before the programme began, an exercise of a later
    stage or of another programme, a way or a side that the exercise does not have.

    What seems to be saved already is stored and asked of afterwards (`once_more` None), stored as done once more
    (True), or not stored but asked of first: `SavedAlready` (False).
    """
    try:
        _refuse_wrong_time(assignment, entry, now)
        _refuse_foreign_exercise(assignment, entry)
        with transaction.atomic():
            return _write_session(assignment, entry, by, now, once_more), True
    except (IntegrityError, Refused) as error:
        if isinstance(error, IntegrityError) and not broke(error, TrainingSession, "session_arrives_once"):
            raise
        # Also what may be logged no longer: a phone that heard no answer sends again, after a step back too.
        first = assignment.sessions.filter(client_id=entry.client_id).first()
        if first is None:  # not a repetition: something else refused it
            raise
        return first, False


def _zone_of(assignment: Assignment, entry: Entry) -> dt.tzinfo:
    return entry.zone or assignment.patient.zone


def _local_date(assignment: Assignment, entry: Entry) -> dt.date:
    return entry.performed_at.astimezone(_zone_of(assignment, entry)).date()


def _refuse_wrong_time(assignment: Assignment, entry: Entry, now: dt.datetime) -> None:
    if entry.performed_at > now + CLOCK_TOLERANCE:
        raise Refused(_("This time is in the future. Please enter when you did the session."))
    refuse_out_of_care(assignment, _local_date(assignment, entry))


def _refuse_foreign_exercise(assignment: Assignment, entry: Entry) -> None:
    one, variation = entry.prescription, entry.variation
    if one.stage.version_id != assignment.version_id:
        raise Refused(_("This exercise is not part of the programme."))
    if one.stage.position > assignment.standing.stage.position:
        raise Refused(_("This exercise belongs to a later stage. Your physio opens it when you are ready for it."))
    if variation and variation not in one.variations:
        raise Refused(_("This is not a way to do this exercise."))
    if any(done.side not in one.sides for done in entry.sets):
        raise Refused(_("This exercise is not done on that side."))


def _write_session(
    assignment: Assignment, entry: Entry, by: User, now: dt.datetime, once_more: bool | None
) -> TrainingSession:
    lock_log(assignment)
    told = Told(assignment, now, around=training_day(entry.performed_at, _zone_of(assignment, entry)))
    stage = assignment.standing.stage
    done_from = stage.completion_min / 100
    volume = volume_of(entry, told.full_doses, assignment.affected_sides, done_from, stage.times_a_day)
    session = TrainingSession(
        assignment=assignment,
        stage=stage,
        client_id=entry.client_id,
        logged_by=by,
        received_at=now,
        time_zone=zone_name(_zone_of(assignment, entry)),
        performed_at=entry.performed_at,
        local_date=_local_date(assignment, entry),
        trained_on=training_day(entry.performed_at, _zone_of(assignment, entry)),
        pain_left=entry.pain_left,
        pain_right=entry.pain_right,
        stopped_for_pain=entry.stopped_for_pain,
        technique_ok=entry.technique_ok,
        effort=entry.effort,
        painkiller=entry.painkiller,
        felt=list(entry.felt),
        note=entry.note,
        completion=volume.completion,
        all_sets=volume.all_sets,
        symmetry=volume.symmetry,
        variation=volume.variation,
        sets_asked=_dose(entry).wanted,
        clock_off=entry.clock_off,
        **columns_of(entry.capture),
        **_of_a_double(told, entry, once_more),
    )
    insert(checked(session))
    insert_all([checked(row) for row in _set_rows(session, entry)])
    _note_visit(assignment, by, now)
    record(by, "session.logged", assignment.patient, session.client_id)
    told.add(session)
    review_entry(assignment, now, told)
    return session


def _of_a_double(told: Told, entry: Entry, once_more: bool | None) -> dict[str, Any]:
    """The columns that say what the entry seems to repeat."""
    assignment = told.assignment
    first = first_of(told, _visit_of(assignment, entry))
    if first is None:
        return {}
    if once_more is False:
        raise SavedAlready(doubles.asked(first.at.astimezone(assignment.patient.zone), _local_date(assignment, entry)))
    said = {"repeat_answer": TWICE, "repeat_answered_at": told.now} if once_more else {}
    return {"repeats_id": first.key, **said}


def _visit_of(assignment: Assignment, entry: Entry) -> Visit:
    dose = _dose(entry)
    return Visit(
        key=0,
        at=entry.performed_at,
        day=training_day(entry.performed_at, _zone_of(assignment, entry)),
        exercise=entry.prescription.exercise_id,
        variation=entry.variation.slug if entry.variation else "",
        asked=dose.sets,
        sets=tuple(DoneSet(one.number, one.side, dose.target, one.done) for one in entry.sets),
    )


def _note_visit(assignment: Assignment, by: User, now: dt.datetime) -> None:
    """Somebody else who enters it has the patient in front of them."""
    if by.pk != assignment.patient.user_id:
        note_contact(assignment, ContactKind.VISIT, now)


def _dose(entry: Entry) -> Dose:
    return entry.dose or dose_of(entry.prescription)


def _set_rows(session: TrainingSession, entry: Entry) -> list[SetLog]:
    return [
        SetLog(
            session=session,
            prescription=entry.prescription,
            variation=entry.variation,
            number=one.number,
            side=one.side,
            target=_dose(entry).target,
            done=one.done,
            load_kg=one.load_kg,
        )
        for one in entry.sets
    ]


@transaction.atomic
def note_no_injury(session: TrainingSession, *, by: User, now: dt.datetime) -> bool:
    """Notes the answer "no" to what severe pain asks once. Returns whether it was noted now."""
    noted = TrainingSession.objects.filter(pk=session.pk, no_injury_at=None).update(no_injury_at=now)
    if noted:
        record(by, "session.no-injury", session.assignment.patient, session.client_id)
    return bool(noted)


def record_morning(
    assignment: Assignment, entry: MorningEntry, *, by: User, now: dt.datetime, vouched: bool = False
) -> tuple[MorningCheck, bool]:
    """Writes a `MorningEntry` and reviews the assignment. Returns (check, created).

    An answer given on a later day is kept and marked `late`, unless it is `vouched` for by a clinician who corrects
    one: the rules count a bad one, a calm one vouches for nothing, and the clinician sees how many were late. What
    decides is when it was answered on the phone, not when there was signal.
    One answer a morning, and one a form: a second one answers with the first, which `put_right` replaces. Refused: a
    morning in the future, before the programme began, or without a number for an affected side.
    """
    if entry.on > day_of(assignment, entry.capture, now):
        raise Refused(_("This morning has not come yet."))
    refuse_out_of_care(assignment, entry.on)
    pain = {"left": entry.pain_left, "right": entry.pain_right}
    if any(pain[side] is None for side in assignment.affected_sides):
        raise Refused(_("Please choose a number. 0 means no pain."))
    try:
        with transaction.atomic():
            answered_on = entry.capture.on or assignment.patient.today(min(entry.answered_at or now, now))
            return _write_morning(assignment, entry, by, now, late=entry.on < answered_on and not vouched), True
    except IntegrityError as error:
        if not broke(error, MorningCheck):
            raise
        sent = assignment.morning_checks.filter(client_id=entry.client_id)
        first = sent.first() or assignment.morning_checks.valid().filter(on=entry.on).first()
        if first is None:  # not a repetition: something else refused it
            raise
        return first, False


def _write_morning(
    assignment: Assignment, entry: MorningEntry, by: User, now: dt.datetime, *, late: bool
) -> MorningCheck:
    check = MorningCheck(
        assignment=assignment,
        client_id=entry.client_id,
        logged_by=by,
        received_at=now,
        time_zone=zone_of(assignment, entry.capture),
        on=entry.on,
        pain_left=entry.pain_left,
        pain_right=entry.pain_right,
        painkiller=entry.painkiller,
        late=late,
        answered_at=entry.answered_at,
        clock_off=entry.clock_off,
        **columns_of(entry.capture),
    )
    checked(check).save()
    _note_visit(assignment, by, now)
    record(by, "morning.logged", assignment.patient, check.client_id)
    review_entry(assignment, now)
    return check


@transaction.atomic
def raise_flags(
    patient: Patient,
    kinds: Collection[str],
    *,
    client_id: UUID,
    by: User,
    now: dt.datetime,
    capture: Capture = NOT_SAID,
) -> tuple[list[Flag], bool]:
    """Opens one flag a kind; exercises pause until a clinician closes them. Returns (flags, created): the same client
    id again adds nothing. It needs no programme; one that runs is reviewed.

    `capture` is when it was ticked on the phone, which may have been without signal; never after `now`. Refused where
    nothing is ticked, or what is not on the list.
    """
    if not kinds:
        raise Refused(_("Please tick what is new."))
    ticked_at = min(capture.at, now) if capture.at else None
    sent = patient.flags.filter(client_id=client_id)
    is_new = not sent.exists()
    if is_new:
        running = running_assignment(patient)
        if running:
            lock_log(running)
        given = {"client_id": client_id, "raised_at": now, "ticked_at": ticked_at, "raised_by": by}
        given |= columns_of(capture)
        rows = [Flag(patient=patient, assignment=running, kind=kind, **given) for kind in kinds]
        Flag.objects.bulk_create(checked(row) for row in rows)
        record(by, "flag.raised", patient, client_id)
        if running:
            review_entry(running, now)
    return list(sent), is_new


@transaction.atomic
def take_back_flag(flag: Flag, *, by: User, now: dt.datetime) -> bool:
    """Notes that the patient ticked it by mistake. It stays open, and what it stops stays stopped: a mistake and fear
    of the answer look the same from here. Returns whether it was noted now; what a clinician closed is left as it is.
    """
    taken = Flag.objects.open().filter(pk=flag.pk, mistake_at=None).update(mistake_at=now)
    if taken:
        record(by, "flag.taken-back", flag.patient, flag.public_id)
    return bool(taken)


@transaction.atomic
def see_flag(flag: Flag, *, by: User, now: dt.datetime) -> bool:
    """Notes that `by` looks at the flag. Returns whether nobody had before: who was first stands."""
    first = Flag.objects.filter(pk=flag.pk, seen_at=None).update(seen_at=now, seen_by=by)
    if first:
        record(by, "flag.seen", flag.patient, flag.public_id)
    return bool(first)


@transaction.atomic
def hand_on_flag(flag: Flag, *, by: User, now: dt.datetime) -> bool:
    """Takes back that somebody opened the flag, who cannot see to it: who is next hears of it as if nobody had. Returns
    whether it was open and opened; that it was stays in the audit."""
    opened = Flag.objects.open().filter(pk=flag.pk).exclude(seen_at=None).update(seen_at=None, seen_by=None)
    if opened:
        record(by, "flag.handed-on", flag.patient, flag.public_id)
    return bool(opened)


@transaction.atomic
def close_flag(flag: Flag, *, words: str, by: User, now: dt.datetime) -> Review | None:
    """Closes a flag with words that the patient reads. The same person closing it once more with the same words
    changes nothing; Refused when it was closed otherwise, or when the words are missing."""
    if not words.strip():
        raise Refused(_("Please write a line for the patient."))
    closed = Flag.objects.open().filter(pk=flag.pk).update(closed_at=now, closed_by=by, closing_words=words)
    if not closed:
        flag.refresh_from_db()
        if (flag.closed_by, flag.closing_words) != (by, words):
            raise Refused(_("This was already closed."))
        return None
    record(by, "flag.closed", flag.patient, flag.public_id)
    running = running_assignment(flag.patient)
    if running is None:
        return None
    note_contact(running, ContactKind.CALL, now)
    return review_entry(running, now)


@transaction.atomic
def say_away(
    assignment: Assignment,
    *,
    from_on: dt.date,
    to_on: dt.date,
    by: User,
    now: dt.datetime,
    capture: Capture = NOT_SAID,
) -> tuple[Away, bool]:
    """Days away or ill, both ends included. Returns (away, created): the same days once more change nothing. What was
    said before of these days and of those that follow on them is out; of the days before them it holds. Refused when
    they end before they begin, and once the patient is discharged.
    """
    if to_on < from_on:
        raise Refused(_("The last day away is before the first."))
    refuse_after_discharge(assignment, day_of(assignment, capture, now))
    before = assignment.aways.valid().filter(from_on__lte=to_on, to_on__gte=from_on)
    known = before.filter(from_on=from_on, to_on=to_on).first()
    if known and before.count() == 1:
        return known, False
    _end_away(before, from_on, by, now)
    said = {"said_by": by, "said_at": now, **columns_of(capture)}
    away = Away.objects.create(assignment=assignment, from_on=from_on, to_on=to_on, **said)
    record(by, "away.said", assignment.patient, assignment.public_id)
    review_entry(assignment, now)
    return away, True


@transaction.atomic
def come_back(assignment: Assignment, *, on: dt.date | None = None, by: User, now: dt.datetime) -> bool:
    """Ends the days away that hold today, from today on, or those that hold on a coming day `on`, as if nobody had said
    them. Returns whether there were any."""
    back = max(filter(None, (on, assignment.patient.today(now))))
    ended = _end_away(assignment.aways.valid().filter(from_on__lte=back, to_on__gte=back), back, by, now)
    if ended:
        record(by, "away.ended", assignment.patient, assignment.public_id)
        review_entry(assignment, now)
    return ended


def _end_away(rows: LogQuerySet[Away], first_back: dt.date, by: User, now: dt.datetime) -> bool:
    """Takes out what was said of days away; of each the days before `first_back` are entered again."""
    said = list(rows)
    rows.model.objects.filter(pk__in=[row.pk for row in said]).update(voided_at=now, voided_by=by)
    last = first_back - dt.timedelta(days=1)
    Away.objects.bulk_create(
        Away(assignment=row.assignment, from_on=row.from_on, to_on=last, said_by=row.said_by, said_at=now)
        for row in said
        if row.from_on <= last
    )
    return bool(said)
