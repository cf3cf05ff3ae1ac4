"""Noting what sessions and mornings do not carry, and a clinician's confirmation."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from patients.access import record
from patients.domain.entries import MeasureEntry
from patients.domain.instruments import ACTIVITY, INSTRUMENTS
from patients.models import Assignment, Measure, MeasureAsked
from patients.models.user import User
from patients.services.captured import columns_of, day_of, refuse_after_discharge
from patients.services.checked import checked
from patients.services.errors import Refused
from patients.services.review import review_entry
from patients.wording.instruments import NAMES
from programs.constraints import broke
from programs.progression import stored
from programs.progression.schema import NotValid


@transaction.atomic
def record_measure(
    assignment: Assignment,
    *,
    kind: str,
    value: Decimal | int,
    on: dt.date,
    by: User,
    now: dt.datetime,
    side: str = "",
    label: str = "",
    client_id: UUID | None = None,
) -> tuple[Measure, bool]:
    """Notes one number of a local date and evaluates anew; `label` names an activity in the patient's words. Returns
    (measure, created): the same number of the same person, or the same client id, once more changes nothing. Refused
    for an unknown kind, a value off its scale, a day that has not come, an activity without a name."""
    known = assignment.measures.filter(client_id=client_id).first() if client_id else None
    if known:
        return known, False
    if on > assignment.patient.today(now):
        raise Refused(_("That day has not come yet."))
    _refuse_off_scale(kind, value, on, side)
    if kind == ACTIVITY and not label.strip():
        raise Refused(_("Please name the activity."))
    given = {"kind": kind, "on": on, "value": value, "side": side, "label": label.strip(), "noted_by": by}
    checked(Measure(assignment=assignment, at=now, **given))
    made, new = Measure.objects.valid().get_or_create(
        assignment=assignment, **given, defaults={"at": now, "client_id": client_id}
    )
    if new:
        record(by, "measure.noted", assignment.patient, assignment.public_id)
        review_entry(assignment, now)
    return made, new


def _refuse_off_scale(kind: str, value: Decimal | int, on: dt.date, side: str) -> None:
    off = _("This cannot be noted: choose a kind from the list and a value on its scale.")
    try:
        stored.measure({"kind": kind, "on": on.isoformat(), "value": float(value), "side": side or None}, "measure")
    except NotValid as fault:
        raise Refused(off) from fault
    instrument = INSTRUMENTS.get(kind)
    if instrument and not (instrument.least <= value <= instrument.most and value == int(value)):
        raise Refused(
            _("%(name)s: please enter a whole number from %(least)s to %(most)s.")
            % {"name": NAMES[kind], "least": instrument.least, "most": instrument.most}
        )


@transaction.atomic
def ask_measure(assignment: Assignment, kind: str, *, by: User, now: dt.datetime, label: str = "") -> MeasureAsked:
    """Asks the patient for a measure on the phone. What is asked for already, and not answered, is not asked again.
    Refused for a kind that no patient is asked for, and for an activity without a name."""
    if kind not in INSTRUMENTS or not INSTRUMENTS[kind].asked:
        raise Refused(_("A patient cannot be asked for this. Note the total yourself."))
    label = label.strip() if kind == ACTIVITY else ""
    if kind == ACTIVITY and not label:
        raise Refused(_("Please name the activity."))
    open_one = assignment.measures_asked.unanswered().filter(kind=kind, label=label).first()
    if open_one:
        return open_one
    asked = MeasureAsked(assignment=assignment, kind=kind, label=label, at=now, by=by)
    checked(asked).save()
    record(by, "measure.asked", assignment.patient, assignment.public_id)
    return asked


def give_measure(assignment: Assignment, entry: MeasureEntry, *, by: User, now: dt.datetime) -> tuple[Measure, bool]:
    """The patient's own answer, a `MeasureEntry`. Returns (measure, created); the same client id again answers with the
    first. Refused: what nobody is asked for on the phone, a value off its scale, an activity without a name, a day that
    has not come, or after a discharge."""
    asked = INSTRUMENTS.get(entry.kind)
    if asked is None or not asked.asked or not asked.least <= entry.value <= asked.most:
        raise Refused(_("This cannot be noted: choose a kind from the list and a value on its scale."))
    if entry.kind == ACTIVITY and not entry.label:
        raise Refused(_("Please name the activity."))
    if entry.on > day_of(assignment, entry.capture, now):
        raise Refused(_("That day has not come yet."))
    refuse_after_discharge(assignment, entry.on)
    try:
        with transaction.atomic():
            given = {"client_id": entry.client_id, "kind": entry.kind, "on": entry.on, "label": entry.label}
            given |= columns_of(entry.capture)
            made = Measure(assignment=assignment, value=entry.value, noted_by=by, at=now, **given)
            checked(made).save()
            record(by, "measure.noted", assignment.patient, assignment.public_id)
            review_entry(assignment, now)
            return made, True
    except IntegrityError as error:
        if not broke(error, Measure, "measure_arrives_once"):
            raise
        return assignment.measures.get(client_id=entry.client_id), False
