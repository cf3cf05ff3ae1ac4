"""How many people read an exercise: a number, and only of the asker's own clinics."""

from django.utils.translation import ngettext

from patients.models import Assignment


def readers_of(exercise, user):
    """Sentences; none where nobody does."""
    of_exercise = Assignment.objects.active().filter(version__stages__prescriptions__exercise=exercise)
    number = of_exercise.in_care_of(user).values("patient").distinct().count()
    words = ngettext("%(n)s patient of your clinics.", "%(n)s patients of your clinics.", number)
    return [words % {"n": number}] if number else []
