"""Taking a patient on: account, programme, stage, directives."""

import datetime as dt
import statistics
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from patients.access import record
from patients.engine import worse_side
from patients.models import (
    Assignment,
    Clinic,
    ContactKind,
    Directive,
    DirectiveKind,
    Ending,
    Membership,
    Patient,
    Review,
    StageChange,
    Standing,
)
from patients.models.user import User
from patients.services.address import plain_address, refuse_known, share_address
from patients.services.checked import checked
from patients.services.clinic import refuse_unconfirmed
from patients.services.contact import note_contact, note_messages
from patients.services.details import save_checked
from patients.services.ends import ends_of, note_ends, refuse_past_end
from patients.services.errors import Refused
from patients.services.invite import refuse_discharged
from patients.services.review import review_assignment, review_entry
from patients.services.standing import pause_of
from programs.constraints import broke
from programs.models import ProgramVersion, Stage

BASELINE_DAYS = 7
BASELINE_VALUES = 3
PAIN_THAT_NEEDS_A_CEILING = 3


@transaction.atomic
def add_patient(
    *,
    by: User,
    clinic: Clinic,
    name: str,
    time_zone: str,
    physio: User,
    now: dt.datetime,
    email: str = "",
    shared: bool = False,
    language: str = "",
    **details: Any,
) -> Patient:
    """A new patient with an account that opens by a sign-in link; `language` is that of the exercises, "" for English.
    `email`, "" for none, is where the clinic writes to; it opens the account once its owner has used it. KnownAddress
    where somebody else was given it and nobody said that it is `shared`. `details` are any of `DETAILS`. Refused for
    who is no physio of the clinic, for an unknown time zone, and as `save_checked` refuses."""
    if not Membership.objects.treating().filter(clinic=clinic, user=physio).exists():
        raise Refused(_("%(name)s does not work in this clinic.") % {"name": physio})
    email = plain_address(email)
    if not shared:
        refuse_known(email, clinic)
    patient = Patient(clinic=clinic, physio=physio, email=email, language=language)
    patient.user = get_user_model().objects.create_user(name=name[:150])
    save_checked(patient, {"time_zone": time_zone, "name": name, **details}, now=now)
    for other in share_address(email, clinic, but=patient.user, now=now):
        record(by, "address.shared", other)
    record(by, "patient.added", patient)
    return patient


def assign_program(
    *,
    patient: Patient,
    version: ProgramVersion,
    side: str,
    started_on: dt.date,
    intake_morning_pain: int,
    by: User,
    now: dt.datetime,
    ceiling: int | None = None,
    reason: str = "",
) -> Assignment:
    """Puts a patient on stage 1 of a published version.

    `intake_morning_pain` is 0-10 NRS. Above 3 nobody could ever pass "at most 3", so a `ceiling` (0-5 NRS) with a
    `reason` is asked for. Refused when it is missing, when the patient has a running programme, for a programme that
    is retired or that the clinic has not chosen, while nobody has confirmed the clinic's numbers, and for a side or a
    number that there is not, and a discharged patient is taken on again first.
    """
    if version.is_draft:
        raise Refused(_("A draft cannot be assigned. Publish it first."))
    if not patient.clinic.program_choices.filter(program=version.program_id).exists():
        raise Refused(_("The clinic has not chosen this programme."))
    if version.program.retired_at:
        raise Refused(_("%(programme)s is retired: nobody new is assigned it.") % {"programme": version.program})
    refuse_unconfirmed(patient.clinic)
    if intake_morning_pain > PAIN_THAT_NEEDS_A_CEILING and (ceiling is None or not reason.strip()):
        raise Refused(_("With mornings above 3, say up to what pain counts as calm, and why."))
    try:
        with transaction.atomic():
            lock_patient(patient)
            refuse_discharged(patient)
            return _assign(patient, version, side, started_on, intake_morning_pain, by, now, ceiling, reason)
    except IntegrityError as error:
        if not broke(error, Assignment, "one_active_assignment"):
            raise
        raise Refused(_("%(name)s already has a running programme.") % {"name": patient.name}) from error


def lock_patient(patient: Patient) -> None:
    """Who discharges, takes on or assigns at the same moment waits here until this transaction is over."""
    Patient.objects.select_for_update(no_key=True).values_list("pk").get(pk=patient.pk)


def _assign(
    patient: Patient,
    version: ProgramVersion,
    side: str,
    started_on: dt.date,
    intake_morning_pain: int,
    by: User,
    now: dt.datetime,
    ceiling: int | None,
    reason: str,
) -> Assignment:
    assignment = Assignment(
        patient=patient,
        version=version,
        side=side,
        started_on=started_on,
        intake_morning_pain=intake_morning_pain,
        assigned_at=now,
        assigned_by=by,
    )
    checked(assignment).save()
    first = version.stages.order_by("position").first()
    if first is None:
        raise Refused(_("This programme has no stage."))
    if ceiling is not None:
        _refuse_value(assignment, DirectiveKind.CEILING, ceiling)
        _write_directive(assignment, DirectiveKind.CEILING, ceiling, reason, by, now)
    _enter_stage(assignment, first, started_on, intake_morning_pain, by, now, _("Start of the programme"))
    note_contact(assignment, ContactKind.START, now)
    note_messages(patient)
    record(by, "assignment.made", patient, assignment.public_id)
    review_assignment(assignment, now)
    return assignment


@transaction.atomic
def change_stage(
    assignment: Assignment, stage: Stage, *, by: User, reason: str, now: dt.datetime, seen: int | None = None
) -> Review | None:
    """Moves the patient to `stage` from today on, freezes the baseline for it, and evaluates anew. `seen` is the id of
    the stage that whoever decides saw: Refused when somebody else moved the patient meanwhile, and for a stage of
    another programme."""
    if stage.version_id != assignment.version_id:
        raise Refused(_("Please choose a stage of this programme."))
    if seen is not None and not Standing.objects.filter(assignment=assignment, stage=seen).update(updated_at=now):
        raise Refused(_("Somebody else moved the patient meanwhile. Please look again."))
    begin_stage(assignment, stage, by=by, reason=reason, now=now)
    note_contact(assignment, ContactKind.DECISION, now)
    record(by, "stage.changed", assignment.patient, assignment.public_id)
    return review_assignment(assignment, now)


def begin_stage(assignment: Assignment, stage: Stage, *, by: User, reason: str, now: dt.datetime) -> None:
    """The patient is in `stage` from today on, with the baseline of the days before."""
    started_on = assignment.patient.today(now)
    _enter_stage(assignment, stage, started_on, _baseline_before(assignment, started_on), by, now, reason)


def _baseline_before(assignment: Assignment, started_on: dt.date) -> float | Decimal:
    """The usual morning pain (0-10 NRS) at the start of a stage.

    The median of the mornings of the 7 days before, when there are at least 3, and never above the intake value, so
    that creeping pain is not normalised; with fewer, the lower of intake and the last baseline. Our choice
    (consensus default); see docs/progression.md.
    """
    intake = assignment.intake_morning_pain
    rows = assignment.morning_checks.valid().filter(
        on__gte=started_on - dt.timedelta(days=BASELINE_DAYS), on__lt=started_on
    )
    values = [pain for pain, _other in (worse_side(assignment, row) for row in rows) if pain is not None]
    if len(values) >= BASELINE_VALUES:
        return min(statistics.median(values), intake)
    return min(Decimal(intake), assignment.standing.baseline)


def _enter_stage(
    assignment: Assignment,
    stage: Stage,
    started_on: dt.date,
    baseline: float | Decimal,
    by: User,
    now: dt.datetime,
    reason: str,
) -> None:
    StageChange.objects.create(
        assignment=assignment, stage=stage, started_on=started_on, baseline=baseline, at=now, by=by, reason=reason
    )
    standing, _made = Standing.objects.update_or_create(
        assignment=assignment,
        defaults={
            **{"stage": stage, "stage_started_on": started_on, "baseline": baseline, "declined": None},
            **ends_of(assignment, stage),
        },
    )
    assignment.standing = standing


@transaction.atomic
def give_directive(
    assignment: Assignment,
    kind: str,
    value: int | None,
    *,
    reason: str,
    by: User,
    now: dt.datetime,
    until_on: dt.date | None = None,
) -> Review | None:
    """One of the clinician's directives, recorded with its reason; the latest of a kind applies. Of a hold, a ceiling
    and a pause `until_on` says until when it is meant; what sets nothing has no end. The same directive of the same
    person for the same reason once more changes nothing. Refused without a reason, for an unknown kind, for a value
    that the kind does not have and for an end that is past."""
    if not reason.strip():
        raise Refused(_("Please give a reason. It stands beside the change from now on."))
    _refuse_value(assignment, kind, value)
    sets = value is not None if kind == DirectiveKind.CEILING else bool(value)
    until_on = until_on if sets and kind in Directive.WITH_AN_END else None
    refuse_past_end(assignment, until_on, now)
    latest = assignment.directives.filter(kind=kind).first()
    if latest and (latest.value, latest.until_on, latest.reason, latest.by) == (value, until_on, reason, by):
        return None
    _write_directive(assignment, kind, value, reason, by, now, until_on)
    if kind == DirectiveKind.PAUSE:
        _note_pause(assignment)
    note_ends(assignment)
    record(by, f"directive.{kind}", assignment.patient, assignment.public_id)
    return review_entry(assignment, now)


def _refuse_value(assignment: Assignment, kind: str, value: int | None) -> None:
    if kind == DirectiveKind.WHOLE_PLAN:
        raise Refused(_("The whole plan is asked for where the plan is shown."))
    highest = assignment.version.ceiling_max if kind == DirectiveKind.CEILING else 1
    if value is not None and not 0 <= value <= highest:
        raise Refused(_("Please choose a value from 0 to %(highest)s.") % {"highest": highest})


def _write_directive(
    assignment: Assignment,
    kind: str,
    value: int | None,
    reason: str,
    by: User,
    now: dt.datetime,
    until_on: dt.date | None = None,
) -> None:
    said = {"kind": kind, "value": value, "reason": reason, "until_on": until_on}
    checked(Directive(assignment=assignment, **said, by=by, at=now)).save()


def _note_pause(assignment: Assignment) -> None:
    columns = pause_of(assignment)
    Standing.objects.filter(assignment=assignment).update(**columns)
    assignment.standing.paused_at, assignment.standing.resumed_at = columns["paused_at"], columns["resumed_at"]


def ended_as(ending: Ending | None) -> dict[str, Any]:
    """What an assignment says of its end; None where it runs."""
    return {
        "ended_at": ending and ending.at,
        "ended_by": ending and ending.by,
        "end_reason": ending.reason if ending else "",
        "maintenance_plan": ending.maintenance_plan if ending else "",
    }


@transaction.atomic
def end_assignment(
    assignment: Assignment, *, by: User, now: dt.datetime, reason: str = "", maintenance: str = ""
) -> None:
    """Ends the programme; the history stays. `maintenance` is what the patient goes on with, and reads. Refused when it
    ended already."""
    said = {"reason": reason.strip(), "maintenance_plan": maintenance.strip()}
    ending = Ending(assignment=assignment, **said, by=by, at=now)
    if not Assignment.objects.active().filter(pk=assignment.pk).update(**ended_as(ending)):
        raise Refused(_("This programme has already ended."))
    ending.save()
    record(by, "assignment.ended", assignment.patient, assignment.public_id)
