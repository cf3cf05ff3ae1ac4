"""How much is asked today: the plan read from the days, the exercises it leaves, their doses and variations."""

from dataclasses import dataclass, replace
from operator import itemgetter

from django.db.models import Count, Max, Q

from patients import engine
from patients.domain.dose import dose_of
from patients.domain.todays_plan import Exercise, Plan, Volume, Why
from patients.models import Directive, DirectiveKind, SetLog, TrainingSession
from patients.rows import rows_of
from patients.wording import dose_set_by
from programs.prepared import DAY, ID, prepared

EASIEST = (Why.EASED, Why.TWO_REDS, Why.STRAINED_RUN, Why.NOT_SETTLED, Why.STOPPED, Why.HARD_DAY)


@dataclass(frozen=True)
class TodaysDose:
    """Today's plan, the dose change that holds of each prescription by its id, and the pause, if any."""

    plan: Plan
    changes: dict
    affected: tuple
    pause: Directive | None = None

    def dose(self, prescription):
        return dose_of(prescription, self.changes.get(prescription.pk), self.plan.volume, self.affected)

    def prescribed(self, stage):
        """The doses of a stage as this patient has them, whatever today asks, each with who set it; "" for the
        programme's own."""
        doses = [dose_of(one, self.changes.get(one.pk), affected=self.affected) for one in stage.prescriptions.all()]
        return [(dose, dose_set_by(dose, self.plan.today)) for dose in doses]

    def exercises(self, prescriptions, position):
        """What to do today among `prescriptions`, the leading one first, for the stage at `position`."""
        return [] if self.plan.volume is Volume.NOTHING else self._of_stage(prescriptions, position)

    def _of_stage(self, prescriptions, position):
        if self.plan.exercise is Exercise.BEFORE:
            position = max(one.stage.position for one in prescriptions if one.stage.position < position)
        return [one for one in prescriptions if one.stage.position == position]

    def first(self, prescriptions, position):
        """What a log opens on that names no exercise: the leading one of the stage that is asked, also on a day that
        asks for nothing; None of a stage without exercises."""
        return next(iter(self._of_stage(prescriptions, position)), None)

    @property
    def easiest(self):
        """Whether pain asks for the easiest way to do an exercise."""
        return self.plan.because(*EASIEST) is not None

    @property
    def next_short(self):
        """The dose of the next short session, for a day that asks for nothing."""
        return replace(self, plan=replace(self.plan, volume=Volume.HALF))


def todays_dose(assignment, now):
    """What today asks of an assignment: three queries."""
    return todays_dose_of(rows_of(assignment, now))


def todays_dose_of(rows):
    """The same from rows that were read already, as far as they were."""
    assignment, plan = rows.assignment, engine.plan_of(rows)
    pauses = [one for one in rows.directives if one.kind == DirectiveKind.PAUSE] if plan.because(Why.PAUSE) else []
    pause = pauses[-1] if pauses else None
    return TodaysDose(plan, rows.doses, assignment.affected_sides, pause)


@dataclass(frozen=True)
class Practice:
    """How many sets of each prescription were logged on a training day, and of each exercise the variation (its slug)
    that was used last, by their ids. What may be saved twice is not counted twice."""

    done: dict
    last: dict


def practice_of(assignment, day):
    """The `Practice` of an assignment and a training day: one query, once a page."""
    known = assignment.rows.practice if assignment.rows else {}
    if day not in known:
        known[day] = practice_in(_practised(assignment=assignment.pk, day=day))
    return known[day]


def practice_in(rows):
    """The `Practice` that the rows of `practised` say."""
    named = [row for row in rows if row[2]]
    done = {}
    for prescription, _exercise, _variation, _at, sets in rows:
        done[prescription] = done.get(prescription, 0) + sets
    last = {exercise: variation for _one, exercise, variation, _at, _sets in sorted(named, key=itemgetter(3))}
    return Practice({one: sets for one, sets in done.items() if sets}, last)


@prepared(assignment=ID, day=DAY)
def _practised(assignment, day):
    return practised(assignment, day)


def practised(assignment, day):
    """(prescription, exercise, variation, the last time, sets on a training day) of what was ever logged."""
    of_day = Q(trained_on=day) | Q(trained_on=None, local_date=day)
    sessions = TrainingSession.objects.adding().filter(assignment=assignment, sets__isnull=False).order_by()
    by_way = sessions.values_list("sets__prescription", "sets__prescription__exercise", "variation")
    return by_way.annotate(at=Max("performed_at"), count=Count("sets", filter=of_day))


def variation_up(prescription, asked, practice):
    """The way to do it today: the one that was used last, the easiest at first and while less is asked; None of an
    exercise that has one way only and no name for it."""
    variations = {variation.slug: variation for variation in prescription.variations}
    usual = None if asked.easiest else practice.last.get(prescription.exercise_id)
    return variations.get(usual) or next(iter(variations.values()), None)


def load_up(assignment, dose):
    """Kilograms to begin a log with, None where nobody can say: what was lifted last in this exercise at this load,
    unless what is prescribed is something else. A weight of another RM, that is of another stage, says nothing."""
    if not dose.load:
        return None
    one = dose.prescription
    least, most = (dose.load_kg, dose.load_kg) if dose.load_kg is not None else (one.load_kg, one.load_kg_most)
    alike = {f"prescription__{name}": getattr(one, name) for name in ("exercise", "load_rm", "with_load")}
    sets = SetLog.objects.filter(
        session__assignment=assignment, session__voided_at=None, load_kg__isnull=False, **alike
    )
    last = sets.order_by("-session__performed_at", "-number").values_list("load_kg", flat=True).first()
    if least is None:
        return last
    return last if last is not None and least <= last <= (most or least) else least
