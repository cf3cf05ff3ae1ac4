"""The doses that hold for one patient: the programme's own, or what a physio set beside it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Dose:
    """What one prescription asks of one patient: `sets` of `target` repetitions or seconds; `change` is the row that
    says so, None for the programme's own dose."""

    prescription: object
    sets: int
    target: int
    change: object = None

    @property
    def words(self):
        """ "5 × 10 s, each leg"."""
        pattern = _("%(sets)s × %(target)s s") if self.prescription.is_hold else "%(sets)s × %(target)s"
        words = pattern % {"sets": self.sets, "target": self.target}
        return _("%(dose)s, each leg") % {"dose": words} if self.prescription.each_leg else words


def doses_of(assignment, prescriptions):
    """The `Dose` of each of some prescriptions, in their order; one query."""
    rows = assignment.dose_changes.select_related("by").order_by("at", "pk")
    latest = {change.prescription_id: change for change in rows}
    return [_dose(one, latest.get(one.pk)) for one in prescriptions]


def _dose(prescription, change):
    if change is None or (change.sets is None and change.target is None):
        return Dose(prescription, prescription.sets, prescription.target)
    return Dose(prescription, change.sets or prescription.sets, change.target or prescription.target, change)
