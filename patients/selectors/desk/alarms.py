"""What is open and asks for a call, of everybody in care: ticks, answers of the start that nobody has marked seen, and
words of danger in messages that nobody has read.

No filter, order or page of the list leaves it out.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from patients.access import patients_to_call
from patients.domain.red_flags import red_flags
from patients.domain.triage import flag_urgency
from patients.models import Flag, Message, Patient
from patients.selectors.flags import flag_texts
from patients.selectors.intake import unseen_answers
from patients.selectors.told import heard_of, with_members
from patients.wording import heard_words
from programs.prepared import ID, prepared

LATE = dt.timedelta(minutes=5)  # from the tick on the phone to its arrival


@dataclass
class Alarms:
    """Of one patient: the open `flags`, most urgent first, the `answers` that ask for a look and the unread `messages`
    with words of danger, the oldest first, and who has `heard` of it, in words."""

    patient: Patient
    flags: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    messages: list = field(default_factory=list)
    heard: str = ""

    @property
    def is_opened(self):
        """Whether somebody has opened every one of them."""
        return not self.messages and self.lead.seen_at is not None

    @property
    def lead(self):
        """The one of which is said who heard: nobody opened it, else the most urgent; None of messages alone, which
        nobody has read."""
        return min((*self.flags, *self.answers), key=lambda one: one.seen_at is not None, default=None)


def alarms_in_care(user, clinics, now):
    """The `Alarms` of everybody in care of `user`, by the patient's id: no query while the side bar counts none, five
    where any is open."""
    if not patients_to_call(user):
        return {}
    found = {}
    for flag in _flags(user=user.pk):
        found.setdefault(flag.patient_id, Alarms(flag.patient)).flags.append(flag)
    for intake in filter(red_flags, _answers(user=user.pk)):
        patient = intake.assignment.patient
        found.setdefault(patient.pk, Alarms(patient)).answers.append(intake)
    for message in _messages(user=user.pk):
        found.setdefault(message.patient_id, Alarms(message.patient)).messages.append(message)
    _say_who_heard(found.values(), clinics, now)
    return found


@prepared(user=ID)
def _flags(user):
    flags = Flag.objects.open().filter(patient__in=Patient.objects.treated_by(user))
    return flags.select_related("patient__physio", "seen_by")


@prepared(user=ID)
def _answers(user):
    answers = unseen_answers(Patient.objects.treated_by(user))
    return answers.select_related("assignment__patient__physio").order_by("received_at", "pk")


@prepared(user=ID)
def _messages(user):
    wrote = Message.objects.filter(from_patient=True, seen_at=None, patient__in=Patient.objects.treated_by(user))
    return wrote.exclude(danger="").select_related("patient__physio")


def _say_who_heard(found, clinics, now):
    if not found:
        return
    with_members(clinics)
    homes = {clinic.pk: clinic for clinic in clinics}
    for alarms in found:
        alarms.flags.sort(key=flag_urgency)
        for row in (*alarms.flags, *(answer.assignment for answer in alarms.answers), *alarms.messages):
            row.patient.clinic = homes[alarms.patient.clinic_id]
    heard = heard_of([alarms.lead for alarms in found if alarms.lead], now)
    for alarms in found:
        alarms.heard = _("Nobody has read it.")
        if alarms.lead:
            alarms.heard = heard_words(heard[alarms.lead], alarms.patient.clinic.zone, now, brief=True)


@dataclass(frozen=True)
class OpenFlag:
    """A flag on the page of its patient: the tick in words, what the patient was shown first, who has `heard` of it,
    and whether it lay on the phone for a while."""

    flag: Flag
    tick: str
    shown: str
    heard: str

    @property
    def came_late(self):
        ticked = self.flag.ticked_at
        return ticked is not None and self.flag.raised_at - ticked > LATE


def flags_of_page(patient, now):
    """The `OpenFlag`s of a patient, the most urgent first."""
    flags = sorted(patient.flags.open().select_related("seen_by"), key=flag_urgency)
    if not flags:
        return []
    for flag in flags:
        flag.patient = patient
    heard, texts = heard_of(flags, now), flag_texts(patient.clinic, [flag.kind for flag in flags])
    return [
        OpenFlag(flag, tick, words.title, heard_words(heard[flag], patient.clinic.zone, now))
        for flag, (tick, words) in zip(flags, texts, strict=True)
    ]
