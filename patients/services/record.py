"""The life of a record: a patient is discharged, which may be undone for a few minutes, taken on again, or goes to
another clinic with their consent."""

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from patients.access import record, running_assignment
from patients.domain.consent import Consent
from patients.models import (
    Assignment,
    Clinic,
    Discharge,
    DischargeReason,
    Letter,
    Membership,
    Notice,
    Patient,
    Transfer,
)
from patients.models.user import User
from patients.selectors.open_alarm import has_open_alarm
from patients.services.care import assign_program, end_assignment, lock_patient
from patients.services.checked import checked
from patients.services.clinic import refuse_unconfirmed
from patients.services.day import see_intake
from patients.services.errors import Refused
from patients.services.invite import withdraw_invitations
from patients.services.log import close_flag
from patients.services.message import mark_seen
from patients.services.people import note_handed_over
from patients.services.remind import withdraw_calendar_link
from patients.services.signin import end_sign_ins
from patients.services.undo import undo_decision
from programs.constraints import broke

DROPPED = "discharged"  # what became of a notice or a letter that waited for the patient


@transaction.atomic
def discharge(
    patient: Patient, *, reason: str, by: User, now: dt.datetime, note: str = "", maintenance: str = ""
) -> Discharge:
    """Ends the care of a patient in one act. A running programme ends, `maintenance` being what the patient goes on
    with and reads; links that nobody has used, the calendar and all that waits to be sent end; of who died the account
    closes, with every sign-in. The same of the same person once more changes nothing. Refused when they are discharged
    already, for a reason that there is not, and while an alarm is open: a death alone closes it."""
    lock_patient(patient)
    known = patient.discharges.in_force().first()
    if known and (known.reason, known.by) == (reason, by):
        return known
    if known:
        raise Refused(_("%(name)s is already discharged.") % {"name": patient})
    made = checked(Discharge(patient=patient, reason=reason, note=note.strip(), by=by, at=now))
    if not made.is_death:
        _refuse_open_alarm(patient)
    running = running_assignment(patient)
    if running:
        label = str(DischargeReason(reason).label)
        end_assignment(
            running, reason=_("Discharged: %(why)s.") % {"why": label}, maintenance=maintenance, by=by, now=now
        )
    withdraw_invitations(patient, by=by, now=now)
    withdraw_calendar_link(patient.user, by=by)
    if made.is_death:
        _close_alarms(patient, by, now)
        made.closed_account = _close_account(patient.user, by, now)
    _send_nothing(patient.user, now)
    made.save()
    record(by, f"patient.discharged.{reason}", patient)
    return made


def _refuse_open_alarm(patient: Patient) -> None:
    if has_open_alarm(patient):
        raise Refused(
            _("%(name)s has an open alarm. Please see to it first: nobody would find it afterwards.")
            % {"name": patient}
        )


def _close_alarms(patient: Patient, by: User, now: dt.datetime) -> None:
    for flag in patient.flags.open().select_related("patient"):
        close_flag(flag, words=_("Closed with the record: the patient has died."), by=by, now=now)
    for one in patient.assignments.filter(standing__intake_at__isnull=False):
        newest = one.intakes.filter(seen_at=None).order_by("-received_at").first()
        if newest:
            see_intake(one, newest, by=by, now=now)
    mark_seen(patient, by=by, now=now)


def _close_account(user: User, by: User, now: dt.datetime) -> bool:
    """Whether it was open."""
    end_sign_ins(user, by=by, now=now)
    return get_user_model().objects.filter(pk=user.pk, is_active=True).update(is_active=False) == 1


def _send_nothing(user: User, now: dt.datetime) -> None:
    """What waits for the patient is over: it is neither sent nor tried again."""
    Notice.objects.filter(user=user, claimed_at=None, dropped_at=None).update(dropped_at=now, outcome=DROPPED)
    of_theirs = Letter.objects.waiting().filter(user=user) | Letter.objects.waiting().filter(notice__user=user)
    Letter.objects.filter(pk__in=of_theirs.values("pk")).update(over_at=now, body="", address="", outcome=DROPPED)


@transaction.atomic
def undo_discharge(patient: Patient, *, by: User, now: dt.datetime) -> Discharge:
    """The patient is in care again as if nothing had been, within ten minutes: the programme goes on, and so does what
    waited to be sent. A link, the calendar and a sign-in that ended stay so. Refused later, and where the programme
    cannot go on."""
    lock_patient(patient)
    made = patient.discharges.in_force().first()
    if made is None or not made.can_be_undone(now):
        raise Refused(_("This can be undone no more. Please take the patient on again."))
    _back_in_care(made, by=by, now=now, was_undone=True)
    Notice.objects.filter(user=patient.user, dropped_at=made.at, outcome=DROPPED, letter=None).update(
        dropped_at=None, outcome=""
    )
    for ended in Assignment.objects.with_its_page().filter(patient=patient, endings__at=made.at):
        undo_decision(ended, f"end:{ended.endings.get(at=made.at).pk}", by=by, now=now)
    record(by, "discharge.undone", patient)
    return made


@transaction.atomic
def take_on_again(patient: Patient, *, by: User, now: dt.datetime, **start: Any) -> Assignment:
    """A discharged patient is in care again and begins a programme: `start` is what `assign_program` asks for. Their
    physio is who it was, or `by` where that one treats nobody here any more. Refused for who is not discharged, and
    as the programme is."""
    lock_patient(patient)
    made = patient.discharges.in_force().first()
    if made is None:
        raise Refused(_("%(name)s is not discharged.") % {"name": patient})
    _back_in_care(made, by=by, now=now)
    if not Membership.objects.treating().filter(clinic=patient.clinic_id, user=patient.physio_id).exists():
        Patient.objects.filter(pk=patient.pk).update(physio=by)
        patient.physio = by
    record(by, "patient.taken_on_again", patient)
    return assign_program(patient=patient, by=by, now=now, **start)


def _back_in_care(made: Discharge, *, by: User, now: dt.datetime, was_undone: bool = False) -> None:
    if not made.patient.discharges.in_force().filter(pk=made.pk).update(over_at=now, over_by=by, was_undone=was_undone):
        raise Refused(_("Somebody else did this at the same moment. Please look again."))
    if made.closed_account:
        get_user_model().objects.filter(pk=made.patient.user_id).update(is_active=True)


@transaction.atomic
def ask_transfer(patient: Patient, to: Clinic, consent: Consent, *, by: User, now: dt.datetime) -> Transfer:
    """Offers the record to another clinic of this installation; nothing moves before somebody there accepts. Refused
    for somebody who has died, while an alarm is open or another offer waits, for the own clinic, without the name of
    who agreed, and for a consent of a day to come."""
    lock_patient(patient)
    _refuse_the_dead(patient)
    _refuse_open_alarm(patient)
    if to.pk == patient.clinic_id:
        raise Refused(_("The record is with this clinic already."))
    if not consent.by.strip():
        raise Refused(_("Please write who agreed."))
    if consent.on > patient.today(now):
        raise Refused(_("That day has not come yet."))
    agreed = {"consent_by": consent.by.strip(), "consent_on": consent.on, "consent_how": consent.how}
    offer = checked(
        Transfer(patient=patient, of_clinic=patient.clinic, to_clinic=to, asked_at=now, asked_by=by, **agreed)
    )
    try:
        with transaction.atomic():
            offer.save()
    except IntegrityError as error:
        if not broke(error, Transfer, "one_transfer_waiting"):
            raise
        raise Refused(_("The record is already offered to a clinic. Take that back first.")) from error
    record(by, "transfer.asked", patient, to.pk)
    return offer


def _refuse_the_dead(patient: Patient) -> None:
    ended = patient.discharges.in_force().first()
    if ended and ended.is_death:
        raise Refused(_("The patient has died: the record stays with the clinic that closed it."))


@transaction.atomic
def withdraw_transfer(offer: Transfer, *, by: User, now: dt.datetime) -> bool:
    """Takes an offer back, or says no to it: the record stays where it is. Whether it still waited."""
    if not Transfer.objects.waiting().filter(pk=offer.pk).update(withdrawn_at=now, withdrawn_by=by):
        return False
    record(by, "transfer.withdrawn", offer.patient, offer.to_clinic_id)
    return True


@transaction.atomic
def accept_transfer(offer: Transfer, *, physio: User, by: User, now: dt.datetime) -> Patient:
    """The record is that clinic's from now on, with `physio` as the patient's; nobody of the old one reads it any more.
    A programme that the clinic offers goes on, any other ends; who is discharged stays so. Links that wait end: people
    of the old clinic know them. Refused when it waits no more, for who is no physio there, while an alarm is open or
    nobody has confirmed that clinic's numbers, and for a patient who has died meanwhile."""
    patient = Patient.objects.select_related("clinic", "user").get(pk=offer.patient_id)
    lock_patient(patient)
    _refuse_the_dead(patient)
    _refuse_open_alarm(patient)
    refuse_unconfirmed(offer.to_clinic)
    if not Membership.objects.treating().filter(clinic=offer.to_clinic_id, user=physio).exists():
        raise Refused(_("%(name)s is no physio of %(clinic)s.") % {"name": physio, "clinic": offer.to_clinic})
    if not Transfer.objects.waiting().filter(pk=offer.pk).update(accepted_at=now, accepted_by=by):
        raise Refused(_("This offer waits no more. Please look again."))
    withdraw_invitations(patient, by=by, now=now)
    patient.clinic, patient.physio = offer.to_clinic, physio
    patient.save(update_fields=["clinic", "physio"])
    running = running_assignment(patient)
    if running and not offer.to_clinic.program_choices.filter(program=running.version.program_id).exists():
        end_assignment(running, reason=_("The clinic that took the record over does not offer it."), by=by, now=now)
    note_handed_over(patient, by=by)
    record(by, "patient.transferred", patient, offer.of_clinic_id)
    return patient
