"""Who is on which version of a programme today."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from patients.models import Assignment
from programs.models import ProgramVersion


@dataclass(frozen=True)
class OnVersion:
    """A version and how many patients are on it, of all clinics; `own` are those whom who asks may see, by name."""

    version: ProgramVersion
    count: int
    own: list


def on_versions(versions, user):
    """An `OnVersion` of each version with patients on it, the newest first. Three queries, however many patients."""
    running = Assignment.objects.active().filter(version__in=versions)
    counts = dict(running.order_by().values_list("version").annotate(Count("pk")))
    own = defaultdict(list)
    for one in running.in_care_of(user).select_related("patient").order_by("patient__name"):
        own[one.version_id].append(one.patient)
    found = ProgramVersion.objects.filter(pk__in=counts).select_related("program")
    return [OnVersion(one, counts[one.pk], own[one.pk]) for one in found.order_by("program__name", "-number")]
