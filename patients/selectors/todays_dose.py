"""How much is asked today: the circumstance read from the rows, the exercises it leaves, their doses and variations."""

from dataclasses import dataclass

from patients.domain import standing_records
from patients.domain.dose import Way, dose_of
from patients.domain.load_reduction import Circumstance, LoadReduction, load_reduction_of
from patients.models import Directive, DirectiveKind
from programs.models import Role


@dataclass(frozen=True)
class TodaysDose:
    """The reduction of today, the dose change that holds of each prescription by its id, and the pause, if any."""

    reduction: LoadReduction
    changes: dict
    pause: Directive | None = None

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
    return TodaysDose(reduction, assignment.doses_set(), pause)


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


def variation_up(assignment, prescription, asked):
    """The way to do it today: the one that was used last, the easiest at first and while less is asked; None of an
    exercise that has one way only and no name for it."""
    variations = {variation.slug: variation for variation in prescription.exercise.variations.all()}
    usual = None if asked.reduction.easiest else usual_variation(assignment, prescription)
    return variations.get(usual) or next(iter(variations.values()), None)


def usual_variation(assignment, prescription):
    """Slug of the variation that was used last for a prescription's exercise; None when it was never done."""
    if prescription is None or len(prescription.exercise.variations.all()) < 2:
        return None
    last = (
        assignment.sessions.valid()
        .filter(sets__prescription__exercise=prescription.exercise_id)
        .exclude(variation="")
        .order_by("-performed_at")
        .values_list("variation", flat=True)
        .first()
    )
    return last or prescription.exercise.variations.all()[0].slug
