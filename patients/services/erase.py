"""The end of a record: nothing that says who it was or how they were remains, on no table.

One administrator erases, after a fresh sign-in and by typing the name: a clinic may have only one, and a second one who
has to agree would make a right of the patient's wait for somebody who is away. What is kept: the audit, which no
program may change, with the number of the record and the account that its rows point at, both emptied; and a line of
the ledger, by which it is done again where a backup brought the record back.
"""

import datetime as dt
import logging
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from patients.access import record
from patients.models import Erasure, ErasureReason, FailedJob, Letter, Patient, SentForm, Standing
from patients.models.user import User
from patients.models.whole_record import KEPT, TABLES, kept_until
from patients.services.colleague import refuse_who_does_not_run
from patients.services.errors import Refused

log = logging.getLogger(__name__)
BLANK = {
    **dict.fromkeys(("name", "email", "phone", "record_number", "emergency_name", "emergency_phone"), ""),
    **dict.fromkeys(("gp_name", "gp_practice", "gp_phone", "language", "zone_before", "zone_kept_from"), ""),
    "born_on": None,
}
BLANK_ACCOUNT = {"email": None, "name": "", "is_active": False, "last_login": None, "new_device_at": None}


@transaction.atomic
def erase_patient(patient: Patient, *, typed: str, reason: str, by: User, now: dt.datetime) -> Erasure:
    """The line of the ledger. Refused for who does not run the clinic, for a `typed` name that is not the patient's,
    for somebody who works here or whose programme runs, and before the term without one of the other reasons. Who was
    erased already is so once."""
    patient = Patient.objects.select_for_update().select_related("clinic").get(pk=patient.pk)
    refuse_who_does_not_run(patient.clinic, by)
    if patient.erased_at is not None:
        return Erasure.objects.get(record=patient.public_id)
    _refuse(patient, typed, reason, now)
    line = Erasure.objects.create(
        record=patient.public_id, clinic=patient.clinic, reason=ErasureReason(reason), by=by, at=now
    )
    record(by, "record.erased", patient)
    _wipe(patient, now)
    return line


def _refuse(patient: Patient, typed: str, reason: str, now: dt.datetime) -> None:
    if " ".join(typed.split()).casefold() != " ".join(patient.name.split()).casefold():
        raise Refused(_("This is not the name in this record. Nothing was erased."))
    if reason not in (ErasureReason.TERM, ErasureReason.ERROR, ErasureReason.ORDER):
        raise Refused(_("Please choose a reason."))
    if patient.assignments.active().exists():
        raise Refused(
            _("A programme is running. First let the physio discharge the patient, so that nothing waits for them.")
        )
    if patient.user.memberships.filter(left_at=None).exists():
        raise Refused(_("This person works in a clinic here. Please end that first."))
    until = kept_until(patient)
    if reason == ErasureReason.TERM and now < until:
        raise Refused(
            _("The record has to be kept until %(day)s. Before that it is erased for another reason only.")
            % {"day": until.date().isoformat()}
        )


@transaction.atomic
def erase_again(public_id: Any, now: dt.datetime) -> bool:
    """What a backup brought back of an erased record goes again; a line that the backup did not know is written.
    Whether there was anything to erase."""
    patient = Patient.objects.select_for_update().filter(public_id=public_id).select_related("clinic").first()
    if patient is None or patient.erased_at is not None:
        return False
    Erasure.objects.get_or_create(
        record=patient.public_id, defaults={"clinic": patient.clinic, "reason": ErasureReason.AGAIN, "at": now}
    )
    record(None, "record.erased_again", patient)
    _wipe(patient, now)
    return True


def _wipe(patient: Patient, now: dt.datetime) -> None:
    addresses = _addresses(patient)
    name, user = patient.name, patient.user
    _end_sessions(user, [name, *addresses])
    for kind, key in ((Patient, patient.pk), (get_user_model(), user.pk)):
        _forget_in_the_admin(kind, [key])
    _delete(Standing.objects.filter(assignment__patient=patient))
    for table in reversed(TABLES):
        if table.model not in KEPT:
            _delete(table.rows(patient).order_by())
    _delete(Letter.objects.filter(address__in=addresses))
    SentForm.objects.filter(user=user).delete()
    FailedJob.objects.filter(error__contains=name).delete()
    LogEntry.objects.filter(user=user).delete()
    user.groups.clear()
    user.set_unusable_password()
    get_user_model().objects.filter(pk=user.pk).update(password=user.password, **BLANK_ACCOUNT)
    # In nobody's care: the record is its own, so no leaver hands it over and no list shows it.
    Patient.objects.filter(pk=patient.pk).update(
        physio=user, time_zone=patient.clinic.time_zone, erased_at=now, **BLANK
    )
    log.warning("record %s was erased; after a restore: manage.py erase_again %s", patient.public_id, patient.public_id)


def _addresses(patient: Patient) -> list[str]:
    """Every address that the person was ever written to at, as it was typed."""
    found = {patient.email, patient.user.email or ""}
    found |= set(EmailAddress.objects.filter(user=patient.user_id).values_list("email", flat=True))
    found |= set(patient.invitations.values_list("address", flat=True))
    found |= set(patient.user.confirmations.values_list("address", flat=True))
    return sorted(found - {""})


def _delete(rows: "QuerySet[Any]") -> None:
    """In one statement, and what the administration noted about them with them. PROTECT would look at each row's keys;
    the database does, when the transaction ends."""
    _forget_in_the_admin(rows.model, list(rows.values_list("pk", flat=True)))
    rows._raw_delete(rows.db)


def _forget_in_the_admin(model: Any, keys: list[Any]) -> None:
    """The administration notes a row by its name."""
    kind = apps.get_model("contenttypes.ContentType").objects.get_for_model(model)
    LogEntry.objects.filter(content_type=kind, object_id__in=[str(key) for key in keys]).delete()


def _end_sessions(user: User, words: list[str]) -> None:
    """Every session of the account goes; of anybody else's the sentences that wait there and name the person."""
    for session in Session.objects.iterator():
        held = session.get_decoded()
        if held.get("_auth_user_id") == str(user.pk):
            session.delete()
        elif any(word in str(held.get("_messages", "")) for word in words):
            store = SessionStore(session.session_key)
            store.pop("_messages")
            store.save()
