"""The conversation between a patient and the clinic: sending a message, and having seen the other side's."""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from patients.access import record
from patients.domain.danger_words import ticks_of
from patients.models import Message, Patient
from patients.models.user import User
from patients.services.checked import checked
from patients.services.contact import note_messages
from patients.services.errors import Refused
from patients.services.invite import refuse_discharged
from patients.wording import ended_words
from programs.constraints import broke


def send_message(patient: Patient, text: str, *, client_id: UUID, by: User, now: dt.datetime) -> tuple[Message, bool]:
    """Keeps a message of the patient, or of the clinic when anybody else writes. Returns (message, created).

    The same client id again answers with the first message and changes nothing. Refused when there are no words, and
    from and to a discharged patient: nobody would look for an answer.
    """
    if not text.strip():
        raise Refused(_("Please write something."))
    _refuse_discharged(patient, by)
    try:
        with transaction.atomic():
            return _write(patient, text.strip(), client_id, by, now), True
    except IntegrityError as error:
        if not broke(error, Message, "message_arrives_once"):
            raise
        return patient.messages.get(client_id=client_id), False


def _refuse_discharged(patient: Patient, by: User) -> None:
    if not is_patient(patient, by):
        refuse_discharged(patient)
    elif patient.discharges.in_force().exists():
        raise Refused(ended_words(patient.clinic))


def _write(patient: Patient, text: str, client_id: UUID, by: User, now: dt.datetime) -> Message:
    from_patient = is_patient(patient, by)
    message = Message(patient=patient, client_id=client_id, from_patient=from_patient, text=text, at=now, by=by)
    message.danger = next(iter(ticks_of(text)), "") if from_patient else ""
    checked(message).save()
    note_messages(patient, spoke_at=None if from_patient else now)
    record(by, "message.sent", patient, client_id)
    return message


def is_patient(patient: Patient, user: User) -> bool:
    return patient.user_id == user.pk


@transaction.atomic
def mark_seen(patient: Patient, *, by: User, now: dt.datetime, up_to: dt.datetime | None = None) -> int:
    """Notes that the side of `by` has seen what the other side wrote up to `now`, or up to the instant of the newest
    message that it was shown. Returns how many were new to it."""
    waiting = Message.objects.filter(patient=patient, from_patient=not is_patient(patient, by), seen_at=None)
    seen = waiting.filter(at__lte=min(up_to or now, now)).update(seen_at=now, seen_by=by)
    if seen:
        note_messages(patient)
        record(by, "messages.seen", patient)
    return seen
