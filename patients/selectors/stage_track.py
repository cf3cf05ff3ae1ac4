"""Where a patient is on the way through the stages."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from programs.progression import Outcome


@dataclass(frozen=True)
class Track:
    """Where a patient is: stage `current` of `total`, day of the stage counted from 1."""

    total: int
    current: int
    day: int
    label: str = ""


def track_of(assignment, today, total=None):
    """The `Track` on the local date `today`; `total` where a list has counted the stages and left the rules out."""
    standing = assignment.standing
    if total is None:
        total = len((assignment.version.rules or {}).get("stages", ()))
    day = (today - standing.stage_started_on).days + 1
    label = _("reduced plan") if standing.outcome == Outcome.REDUCE else ""
    return Track(total=total, current=standing.stage.position, day=max(day, 1), label=label)
