"""How many of a physio's own patients stand in each group of the caseload; no name goes with it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from patients.domain.triage import Group, place_of
from patients.models import Assignment, Flag, Message, Patient


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
    """The `Counts` of `user` at the instant `now`; two queries."""
    running = Assignment.objects.active().in_care_of(user).filter(patient__physio=user)
    running = running.select_related("standing__stage", "patient__clinic")
    found = Counter(place_of(one.standing, one.patient, now).group for one in running)
    wrote = Message.objects.filter(from_patient=True, seen_at=None).exclude(danger="")
    open_alarm = Q(flags__in=Flag.objects.open()) | Q(assignments__standing__intake_at__isnull=False)
    open_alarm |= Q(messages__in=wrote)
    resting = Patient.objects.in_care_of(user).without_programme().filter(open_alarm, physio=user)
    found[Group.CALL] += resting.distinct().count()
    return Counts(found[Group.CALL], found[Group.DECIDE], found[Group.CHASE], found[Group.ON_TRACK])
