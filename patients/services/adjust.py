"""What a physio sets for one patient without touching the programme: doses, lines of the plan, notes for colleagues.

Each is a new row and the latest applies, so that every act is undone by a further one.
"""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from patients import engine
from patients.access import record
from patients.domain.todays_plan import Why
from patients.models import Assignment, Directive, DirectiveKind, DoseChange, Easing, LineKind, Note, PlanLine
from patients.models.user import User
from patients.services.checked import checked
from patients.services.ends import note_ends, refuse_past_end
from patients.services.errors import Refused
from programs.models import Prescription


@transaction.atomic
def change_dose(
    assignment: Assignment,
    prescription: Prescription,
    *,
    sets: int | None,
    target: int | None,
    load_kg: Decimal | None = None,
    reason: str,
    by: User,
    now: dt.datetime,
    until_on: dt.date | None = None,
) -> DoseChange | None:
    """Another number of sets, or of repetitions or seconds in each, or another load, from now on; None in all of them
    is the programme's own dose again, None as the load its own load. It is this patient's prescription: what is done is
    measured against its sets and repetitions; `until_on` says until when it is meant. The dose that holds already
    changes nothing. Refused without a reason, for an exercise of another programme, for an end that is past, for
    repetitions without sets, for a number off its scale, and for less than half of the programme's, which can only be
    half for now."""
    if not reason.strip():
        raise Refused(_("Please give a reason. It stands beside the change from now on."))
    if prescription.stage.version_id != assignment.version_id:
        raise Refused(_("This exercise is not part of the programme."))
    _refuse_dose(prescription, sets, target)
    if (sets, target) == (prescription.sets, prescription.target):
        sets = target = None
    if load_kg == prescription.load_kg and prescription.load_kg_most is None:
        load_kg = None
    own = (sets, target, load_kg) == (None, None, None)
    until_on = None if own else until_on
    refuse_past_end(assignment, until_on, now)
    said = {"sets": sets, "target": target, "load_kg": load_kg, "until_on": until_on}
    latest = assignment.dose_changes.filter(prescription=prescription).first()
    if said == {name: getattr(latest, name, None) for name in said}:
        return latest
    change = DoseChange(assignment=assignment, prescription=prescription, **said, is_measure=True, by=by, at=now)
    change.reason = reason.strip()
    checked(change).save()
    note_ends(assignment)
    record(by, "dose.changed", assignment.patient, assignment.public_id)
    return change


def _refuse_dose(prescription: Prescription, sets: int | None, target: int | None) -> None:
    if (sets is None) != (target is None):
        raise Refused(_("Please give both, or neither for the programme’s own dose."))
    if sets is not None and target is not None and sets * target * 2 < prescription.sets * prescription.target:
        raise Refused(_("Less than half of the programme’s dose can only be half for now, which has an end."))


@transaction.atomic
def ease_dose(
    assignment: Assignment,
    *,
    reason: str,
    by: User,
    now: dt.datetime,
    until_on: dt.date | None = None,
    sessions: int | None = None,
) -> Easing:
    """Half for now, up to and including `until_on` or for a number of `sessions`; with neither it ends now. What holds
    already changes nothing. Refused without a reason, with two ends, with an end that is past, and where nothing is
    there to end."""
    if not reason.strip():
        raise Refused(_("Please give a reason. It stands beside the change from now on."))
    if until_on is not None and sessions is not None:
        raise Refused(_("Please give a date or a number of sessions, not both."))
    refuse_past_end(assignment, until_on, now)
    holds = engine.plan(assignment, now).because(Why.FOR_NOW) is not None
    latest = assignment.easings.first()
    if holds and latest and (latest.until_on, latest.sessions, latest.by) == (until_on, sessions, by):
        return latest
    if until_on is None and sessions is None and not holds:
        raise Refused(_("Please say until when, or for how many sessions."))
    easing = Easing(assignment=assignment, until_on=until_on, sessions=sessions, reason=reason.strip(), by=by, at=now)
    checked(easing).save()
    record(by, "dose.eased", assignment.patient, assignment.public_id)
    return easing


@transaction.atomic
def ask_whole_plan(assignment: Assignment, *, reason: str, by: User, now: dt.datetime) -> Directive:
    """Ends the easing after bad days before calm ones have; the next bad day begins another. The same of the same
    person once more changes nothing. Refused without a reason, where nothing is eased, and on a date on which something
    was felt or went wrong: that date asks for rest itself."""
    if not reason.strip():
        raise Refused(_("Please give a reason. It stands beside the change from now on."))
    plan = engine.plan(assignment, now)
    eased = plan.because(Why.EASED)
    latest = assignment.directives.filter(kind=DirectiveKind.WHOLE_PLAN).first()
    if eased is None and latest and (latest.reason, latest.by) == (reason.strip(), by):
        return latest
    if eased is None:
        raise Refused(_("Nothing is eased: the whole plan is not held back by a bad day."))
    felt = plan.because(Why.FELT)
    last = max(eased.since, felt.since if felt else eased.since)
    if last >= plan.today:
        raise Refused(_bad_itself(last, assignment.patient.today(now)))
    directive = Directive(
        assignment=assignment, kind=DirectiveKind.WHOLE_PLAN, value=1, reason=reason.strip(), by=by, at=now
    )
    checked(directive).save()
    record(by, "directive.whole_plan", assignment.patient, assignment.public_id)
    return directive


def _bad_itself(last: dt.date, today: dt.date) -> str:
    """Its rest lasts until four in the morning."""
    if last < today:
        return _("The day until four this morning was a bad one itself. Please ask for the whole plan after that.")
    return _("Today was a bad day itself. Please ask for the whole plan from tomorrow on.")


@transaction.atomic
def set_line(
    assignment: Assignment,
    kind: str,
    text: str,
    *,
    by: User,
    now: dt.datetime,
    on: dt.date | None = None,
    seen: int | None = None,
) -> PlanLine | None:
    """A line that the patient reads on Today; an empty one ends it. `seen` is the id of the line that whoever writes
    saw, 0 for none. Refused when an appointment lies in the past, for a kind that is no line of Today, and when
    somebody else set another one meanwhile. The line that holds already changes nothing."""
    if kind == LineKind.MAINTENANCE:
        raise Refused(_("What a patient goes on with is written when the programme ends."))
    if kind == LineKind.APPOINTMENT and on and on < assignment.patient.today(now):
        raise Refused(_("This day is past. Please choose a day from today on."))
    on = on if kind == LineKind.APPOINTMENT else None
    latest = assignment.lines.filter(kind=kind).first()
    if (text.strip(), on) == ((latest.text, latest.on) if latest else ("", None)):
        return latest
    _refuse_if_set_meanwhile(latest, seen)
    line = PlanLine(assignment=assignment, kind=kind, text=text.strip(), on=on, by=by, at=now)
    checked(line).save()
    record(by, f"line.{kind}", assignment.patient, assignment.public_id)
    return line


def _refuse_if_set_meanwhile(latest: PlanLine | None, seen: int | None) -> None:
    holds = latest if latest and (latest.text or latest.on) else None
    if seen in (None, holds.pk if holds else 0):
        return
    if holds is None:
        raise Refused(_("Somebody ended this line meanwhile. What you typed is still here: send it again to set it."))
    on = date_format(holds.on, "j F") if holds.on else ""
    said = {"name": holds.by, "line": ", ".join(filter(None, (on, holds.text)))}
    raise Refused(
        _("%(name)s set this line meanwhile: “%(line)s”. What you typed is still here: send it again to set it.") % said
    )


@transaction.atomic
def write_note(assignment: Assignment, text: str, *, by: User, now: dt.datetime) -> tuple[Note, bool]:
    """A note for colleagues. Returns (note, created): the latest one said once more changes nothing. Refused when it is
    empty."""
    if not text.strip():
        raise Refused(_("Please write something."))
    latest = assignment.notes.valid().first()
    if latest and (latest.text, latest.by) == (text.strip(), by):
        return latest, False
    note = Note.objects.create(assignment=assignment, text=text.strip(), by=by, at=now)
    record(by, "note.written", assignment.patient, assignment.public_id)
    return note, True
