"""Where a patient is on the way through the stages."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.progression import Outcome


@dataclass(frozen=True)
class Track:
    """Where a patient is: stage `current` of `total`, for so many whole `days`, as the rules count them."""

    total: int
    current: int
    days: int
    label: str = ""

    @property
    def spent(self):
        return ngettext("%(n)s day", "%(n)s days", self.days) % {"n": self.days}


def track_of(assignment, today, total=None):
    """The `Track` on the local date `today`; `total` where a list has counted the stages and left the rules out."""
    standing = assignment.standing
    if total is None:
        total = len((assignment.version.rules or {}).get("stages", ()))
    days = max((today - standing.stage_started_on).days, 0)
    label = _("reduced plan") if standing.outcome == Outcome.REDUCE else ""
    return Track(total=total, current=standing.stage.position, days=days, label=label)
