"""How much is asked today: the circumstance read from the rows, the exercises it leaves, and their doses."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from patients.domain import standing_records
from patients.domain.dose import Dose, Way, dose_of
from patients.domain.load_reduction import RETURNING, Circumstance, LoadReduction, load_reduction_of
from patients.models import DirectiveKind
from programs.models import Role


@dataclass(frozen=True)
class TodaysDose:
    """The reduction of today, the latest dose change of each prescription by its id, and the pause, if there is one."""

    reduction: LoadReduction
    changes: dict
    pause: object = None

    def dose(self, prescription):
        return dose_of(prescription, self.changes.get(prescription.pk), self.reduction.way)

    def exercises(self, prescriptions, position):
        """What to do today among `prescriptions`, the leading one first, for the stage at `position`."""
        of_stage = [one for one in prescriptions if one.stage.position == position]
        main = [one for one in of_stage if one.role == Role.MAIN]
        if self.reduction.way in (Way.QUIET, Way.PAUSED):
            return []
        if self.reduction.way == Way.EASIER:
            return [one for one in prescriptions if one.stage.position == position - 1 and one.role == Role.MAIN]
        if self.reduction.is_irritated:
            held = earlier_hold(prescriptions, position)
            return [*held, *main] if self.reduction.calm == 0 else [*main, *held]
        return main if self.reduction.easiest else of_stage

    def first(self, prescriptions, position):
        """What a log opens on that names no exercise: the leading one, on a quiet day an earlier hold."""
        main = [one for one in prescriptions if one.stage.position == position]
        offered = self.exercises(prescriptions, position) or earlier_hold(prescriptions, position) or main
        return offered[0] if offered else None


def earlier_hold(prescriptions, position):
    """The isometric of an earlier stage, as a list of one; empty where there is none."""
    held = [one for one in prescriptions if one.stage.position < position and one.role == Role.MAIN and one.is_hold]
    return sorted(held, key=lambda one: one.stage.position)[-1:]


def todays_dose(assignment, today):
    """What today asks of an assignment: four queries."""
    pause = assignment.directives.filter(kind=DirectiveKind.PAUSE).select_related("by").first()
    pause = pause if pause and pause.value else None
    reduction = load_reduction_of(_circumstance(assignment, today, pause))
    changes = assignment.dose_changes.select_related("by").order_by("at", "pk")
    return TodaysDose(reduction, {change.prescription_id: change for change in changes}, pause)


def _circumstance(assignment, today, pause):
    standing = assignment.standing
    days = assignment.sessions.valid().filter(local_date__lt=today).order_by("-local_date")
    return Circumstance(
        today=today,
        started_on=assignment.started_on,
        outcome=standing.outcome,
        because=standing.because,
        findings=standing_records.findings(standing.review),
        declined=standing.quiet,
        recent=standing_records.recent(standing),
        before=tuple(days.values_list("local_date", flat=True).distinct()[:2]),
        away=tuple(assignment.aways.values_list("from_on", "to_on")),
        gap_days=assignment.version.gap_hold_days,
        paused=pause is not None,
    )


def why_less(asked, words):
    """(title, text) of why today asks for less, for days that no other notice explains; None for a day as planned.

    `words` are those of the review in force.
    """
    reduction = asked.reduction
    if reduction.way in (Way.AS_PLANNED, Way.PAUSED) or reduction.is_irritated or reduction.because == "open_flag":
        return None
    if reduction.because != RETURNING:
        return words.title, words.text
    return _("Half the sets for now"), _("You were away or had a break. Do half the sets in your first 2 sessions.")


def full_dose(prescription):
    """The programme's own dose."""
    return Dose(prescription, prescription.sets, prescription.target)
