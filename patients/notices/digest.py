"""How many of those whom a physio looks after today stand in each group of the caseload; no name goes with it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from patients.access import caseloads_of, clinics_of
from patients.domain.escalation import who_covers
from patients.domain.triage import Group, place_of
from patients.models import Assignment, Flag, Message, Patient
from patients.selectors import rota_of


@dataclass(frozen=True)
class Counts:
    call: int
    decide: int
    chase: int
    on_track: int

    @property
    def asks(self):
        """Whether there is anything to do."""
        return bool(self.call + self.decide + self.chase)


def digest_counts(user, now):
    """The `Counts` of `user` at the instant `now`: of their own patients while nobody stands in for them, and of those
    whom they stand in for."""
    theirs = Patient.objects.in_care_of(user).filter(caseloads_of(user, now))
    theirs = theirs.exclude(physio=user, clinic__in=[one for one in clinics_of(user) if _stood_in(user, one, now)])
    running = Assignment.objects.active().filter(patient__in=theirs)
    running = running.select_related("standing__stage", "patient__clinic")
    found = Counter(place_of(one.standing, one.patient, now).group for one in running)
    wrote = Message.objects.filter(from_patient=True, seen_at=None).exclude(danger="")
    open_alarm = Q(flags__in=Flag.objects.open()) | Q(assignments__standing__intake_at__isnull=False)
    open_alarm |= Q(messages__in=wrote)
    resting = theirs.without_programme().filter(open_alarm)
    found[Group.CALL] += resting.distinct().count()
    return Counts(found[Group.CALL], found[Group.DECIDE], found[Group.CHASE], found[Group.ON_TRACK])


def _stood_in(user, clinic, now):
    return who_covers(rota_of(clinic).people, user.pk, now.astimezone(clinic.zone).date()) is not None
